import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation, User
from cases.collection_2021.accounts import ACCOUNTS, PASSWORD
from cases.collection_2021.load import load_cases
from cases.models import Case
from reports.collection_2021.load import load_report
from reports.collection_2021.years import load_years


class Command(BaseCommand):
    help = (
        "Load the 2021 collection, its report with a first edition, a report of 2026 in the making and the demo accounts. "
        "Loading again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the accounts as JSON and nothing else")
        parser.add_argument("--i-know", action="store_true", help="load although DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG and not options["i_know"]:
            raise CommandError(
                "DEBUG is off: this may be a real site, and the demo accounts have a known password. Say --i-know if you do."
            )
        if self._has_other_content():
            raise CommandError("The database holds content that is not the demo's; load the demo into an empty one.")
        say = (lambda line: None) if options["json"] else self.stdout.write
        load_cases(say)
        load_report(say)
        load_years(say)
        accounts = [
            {"email": email, "password": PASSWORD, "name": name, "organisation": slug, "role": role.value}
            for email, name, slug, role in ACCOUNTS
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"accounts": accounts}, ensure_ascii=False, indent=2))
            return
        self.stdout.write("")
        for account in accounts:
            self.stdout.write("{role:10} {email:34} {password}".format(**account))

    @staticmethod
    def _has_other_content() -> bool:
        """Cases or people of somebody else; the demo's own are recognised by one of its accounts."""
        demo = User.objects.filter(email=ACCOUNTS[0][0]).exists()
        return not demo and (Case.objects.exists() or User.objects.exists() or Organisation.objects.exists())

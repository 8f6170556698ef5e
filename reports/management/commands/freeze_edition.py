from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from reports.editions import Refused, freeze
from reports.models import Report


class Command(BaseCommand):
    help = "Freeze the next edition of a year's report, and ask for its files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose name it carries")
        parser.add_argument("--note", default="", help="what is new in it")

        parser.add_argument("--reason", default="", help="why it is frozen although something blocks printing (check_report --gate)")

    def handle(self, *, year: int, by: str, note: str, reason: str, **options: Any) -> None:
        report, person = Report.objects.filter(year=year).first(), User.objects.filter(email=by).first()
        if report is None or person is None:
            raise CommandError(f"There is no {'report for ' + str(year) if report is None else 'account ' + by}.")
        try:
            edition = freeze(report, by=person, note=note, reason=reason)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{edition}: SHA-256 {edition.digest}")

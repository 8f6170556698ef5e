from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.models import Publication, PublicationSet
from cases.publishing import rebuild
from cases.search import sets


class Command(BaseCommand):
    help = (
        "Write every publication anew from its revision: its row, the sets behind facets and lists, the search index, sizes of pictures. "
        "The site goes on meanwhile. Needed after an upgrade that says so, and when something of this was lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="only when there are publications and no sets, as after an upgrade")

    def handle(self, *, if_missing: bool, verbosity: int, **options: Any) -> None:
        if if_missing and (PublicationSet.objects.filter(name=sets.LIVE).exists() or not Publication.objects.live().exists()):
            return
        count = rebuild()
        if verbosity:
            self.stdout.write(f"publications written: {count:,}")

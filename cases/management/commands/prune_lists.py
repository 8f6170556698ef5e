import datetime as dt
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.lists.way import prune
from cases.models import GivenList


class Command(BaseCommand):
    help = "Delete Excel lists that came to nothing, and the files and rows of those that were taken over, once they are old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="How many days a list is kept (30).")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and keep it.")

    def handle(self, *, days: int, dry_run: bool, **options: Any) -> None:
        before = timezone.now() - dt.timedelta(days=days)
        # Of every app: lists of cases, and those of the apps above.
        counts = [prune(model, before, dry_run=dry_run) for model in apps.get_models() if issubclass(model, GivenList)]
        gone, emptied = map(sum, zip(*counts, strict=True))
        would = "would be " if dry_run else ""
        self.stdout.write(f"{gone} lists {would}deleted, {emptied} {would}emptied of their file.")

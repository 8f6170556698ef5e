import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.lists.way import prune_all


class Command(BaseCommand):
    help = "Delete Excel lists that came to nothing, and the files and rows of those that were taken over, once they are old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="How many days a list is kept (30).")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and keep it.")

    def handle(self, *, days: int, dry_run: bool, **options: Any) -> None:
        before = timezone.now() - dt.timedelta(days=days)
        gone, emptied = prune_all(before, dry_run=dry_run)
        would = "would be " if dry_run else ""
        self.stdout.write(f"{gone} lists {would}deleted, {emptied} {would}emptied of their file.")

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.editions import package
from reports.models import Edition


class Command(BaseCommand):
    help = "Write an edition into a package: its content, the originals of its pictures, its manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("number", type=int)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *, year: int, number: int, output: Path, **options: Any) -> None:
        edition = Edition.objects.filter(report__year=year, number=number).first()
        if edition is None:
            raise CommandError(f"There is no edition {number} of the report for {year}.")
        data = package(edition)
        output.write_bytes(data)
        self.stdout.write(f"{output}: {len(data):,} bytes")

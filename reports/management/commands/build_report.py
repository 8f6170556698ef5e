from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from reports.building import build_bytes
from reports.models import Report
from reports.writers.errors import WriterFailed
from reports.writers.registry import WRITERS

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "Write a year's report into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--format", choices=sorted(WRITERS), default="pdf")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, *, year: int, format: str, language: str, output: str, **options: Any) -> None:
        report = Report.objects.filter(year=year).first()
        if report is None:
            years = ", ".join(str(known) for known in Report.objects.values_list("year", flat=True)) or "none yet"
            raise CommandError(f"There is no report for {year}. Years with a report: {years}.")
        target = Path(output)
        if not target.parent.is_dir():
            raise CommandError(f"--output {output}: the folder {target.parent} is not there.")
        with override(language):
            try:
                data = build_bytes(report, format=format, language=language, on_progress=self.progress)
            except WriterFailed as error:
                raise CommandError(f"{error}\n{error.detail}".strip()) from error
        # Whole or not at all: a file of that name is replaced in one step.
        unfinished = target.with_name(f".{target.name}.part")
        unfinished.write_bytes(data)
        unfinished.replace(target)
        self.stdout.write(f"{target}: {len(data):,} bytes")

    def progress(self, percent: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{percent:3} %", ending="")

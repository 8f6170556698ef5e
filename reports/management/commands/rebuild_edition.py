import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from reports.editions import LANGUAGES, Refused, differences, unpack
from reports.writers.errors import WriterFailed
from reports.writers.registry import WRITERS, write


class Command(BaseCommand):
    help = "Make a file of an edition again from its package. No database is asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", type=Path, help="as export_edition or the desk gives it")
        parser.add_argument("--format", choices=sorted(WRITERS), default="pdf")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *, package: Path, format: str, language: str, output: Path, **options: Any) -> None:
        with override(language):
            try:
                found = unpack(package)
                data = write(found.book, format=format, language=language, pictures=found.pictures)
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            except WriterFailed as error:
                raise CommandError(f"{error}\n{error.detail}".strip()) from error
        output.write_bytes(data)
        for name in differences(found.manifest):
            self.stderr.write(f"Not as when it was frozen: {name}")
        self.stdout.write(f"{output}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")

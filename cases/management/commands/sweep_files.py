from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.media.sweeping import look, remove


class Command(BaseCommand):
    help = (
        "Name the files that no row names, and the rows whose file is gone. With --delete, files without a row go once they are a day old."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Delete what is listed. Without it nothing is touched.")

    def handle(self, *, delete: bool, verbosity: int, **options: Any) -> None:
        found = look()
        if verbosity > 1 or not delete:
            for name in found.alone:
                self.stdout.write(name)
        self.stdout.write(f"{found.kept} files have a row, {len(found.alone)} have none, {found.young} are too young to tell.")
        if delete:
            self.stdout.write(f"{remove(found)} files deleted.")
        for lost in found.lost:
            self.stderr.write(f"Lost: {lost}")
        if found.lost:
            raise CommandError(f"{len(found.lost)} rows name a file that is not there; bring it back from a backup, or give it again.")

from typing import Any

from django.core.management.base import BaseCommand

from cases.publishing import rebuild


class Command(BaseCommand):
    help = "Write every publication anew from its revision: facets, search text, picture sizes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"publications written: {rebuild()}")

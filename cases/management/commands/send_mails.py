from typing import Any

from django.core.management.base import BaseCommand

from cases.outbox import send_due


class Command(BaseCommand):
    help = "Send the mails of the outbox that are due. Safe to run on several machines at once."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{send_due()} mails sent.")

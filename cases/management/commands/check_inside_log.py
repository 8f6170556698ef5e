from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.audit_log import broken_at
from cases.models import AuditEntry


class Command(BaseCommand):
    help = "Look whether every entry of the inside log is as it was written and follows the one before it."

    def handle(self, *args: Any, **options: Any) -> None:
        if (number := broken_at()) is not None:
            raise CommandError(f"The inside log is broken at entry {number}: it was altered, or what came before it is gone.")
        last = AuditEntry.objects.order_by("-number").first()
        self.stdout.write(
            f"The inside log is whole: {last.number} entries, the last {last.digest}." if last else "The inside log is empty."
        )

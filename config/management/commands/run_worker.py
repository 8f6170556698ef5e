import logging
import threading
import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands import db_worker

from cases.outbox import send_due
from config.errors import database_is_down, drop_connections

log = logging.getLogger("casebook.worker")
PAUSE = 5  # seconds between two tries to reach a database that is away

MAIL_EVERY = 20  # seconds


def send_mail(stop: threading.Event) -> None:
    """Beside the tasks, so that mail does not stand behind a long one. Many workers may do so: each mail is taken by one."""
    while not stop.wait(MAIL_EVERY):
        try:
            send_due()
        except Exception:
            log.exception("The outbox could not be worked through; the worker tries again.")
        finally:
            # What stays open would outlive a database that is restarted.
            connection.close()


class Command(db_worker.Command):
    help = "Carry out tasks from the queue until told to stop. Outlasts a database that is away for a while."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # With reload a changed file would end the worker in the middle of a task.
        parser.set_defaults(reload=False)

    def handle(self, **options: Any) -> None:
        stop = threading.Event()
        threading.Thread(target=send_mail, args=[stop], daemon=True, name="mail").start()
        try:
            self._work(**options)
        finally:
            stop.set()

    def _work(self, **options: Any) -> None:
        while True:
            try:
                return super().handle(**options)
            except (OperationalError, InterfaceError) as error:
                if not database_is_down(error):
                    raise
                log.error("The database does not answer; the worker asks again in %s seconds: %s", PAUSE, error)
                drop_connections()
                time.sleep(PAUSE)

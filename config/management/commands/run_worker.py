import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser
from django.db import InterfaceError, OperationalError, connection
from django_tasks_db.management.commands import db_worker

from cases import background, uploads
from cases.outbox import send_due
from cases.reminders import remind
from config.errors import database_is_down, drop_connections
from reports.asking import telling

log = logging.getLogger("casebook.worker")
PAUSE = 5  # seconds between two tries to reach a database that is away

MAIL_EVERY = 20  # seconds
PRUNE_EVERY = 60 * 60  # seconds
REMIND_EVERY = 10 * 60  # seconds


def send_mail(stop: threading.Event) -> None:
    """Beside the tasks, so that mail does not stand behind a long one. Many workers may do so: each mail is taken by one."""
    reminded = time.monotonic() - REMIND_EVERY
    while not stop.wait(MAIL_EVERY):
        if time.monotonic() - reminded >= REMIND_EVERY:
            _attempt(remind, "Reminders could not be written; the worker tries again in ten minutes.")
            _attempt(telling.remind, "Reminders of figures could not be written; the worker tries again in ten minutes.")
            reminded = time.monotonic()
        _attempt(send_due, "The outbox could not be worked through; the worker tries again.")


def stay_alive(stop: threading.Event, worker: str) -> None:
    """Beside the tasks too: say that this worker lives, and take up what a killed one has left."""
    pruned = time.monotonic() - PRUNE_EVERY
    while not stop.wait(background.SIGN_EVERY):
        _attempt(lambda: background.sign_of_life(worker), "The worker could not give a sign of life; it tries again.")
        _attempt(background.take_up_again, "Tasks of killed workers could not be looked for; the worker tries again.")
        if time.monotonic() - pruned >= PRUNE_EVERY:
            _attempt(background.prune, "Old results could not be removed; the worker tries again in an hour.")
            _attempt(uploads.prune, "Files as they were given could not be removed; the worker tries again in an hour.")
            pruned = time.monotonic()


def _attempt(act: Callable[[], Any], complaint: str) -> None:
    try:
        act()
    except Exception:
        log.exception(complaint)
    finally:
        # What stays open would outlive a database that is restarted.
        connection.close()


class Command(db_worker.Command):
    help = (
        "Carry out tasks from the queue until told to stop. Outlasts a database that is away, and takes up what a killed worker has left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # With reload a changed file would end the worker in the middle of a task.
        parser.set_defaults(reload=False)

    def handle(self, *, worker_id: str, **options: Any) -> None:
        stop = threading.Event()
        # Before the first task is taken, so that no other worker finds it with a process that nobody knows.
        _attempt(lambda: background.sign_of_life(worker_id), "The worker could not give its first sign of life.")
        threading.Thread(target=send_mail, args=[stop], daemon=True, name="mail").start()
        threading.Thread(target=stay_alive, args=[stop, worker_id], daemon=True, name="lease").start()
        try:
            self._work(worker_id=worker_id, **options)
        finally:
            stop.set()
            _attempt(lambda: background.leave(worker_id), "The worker could not say that it ends.")

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

"""What becomes of background work whose process was killed: the lease that django-tasks-db does not have.

Each worker gives a sign of life every twenty seconds, from a thread of its own, however long its task takes. A running task whose
worker has been silent for the length of a lease is put back into the queue, at most twice; then it has failed, and an operator may try
again. A task may therefore be begun more than once, and each of ours finds out by itself what is done already.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cases.models import Worker

SIGN_EVERY = 20  # seconds
# Six signs missed. A worker started with the same second as the reaper looks has given its first one before it takes a task.
LEASE = timedelta(minutes=2)
# A task that kills its worker each time must not do so for ever.
MOST_BEGUN = 3
KEPT_FOR = timedelta(days=14)
KILLED = "The worker was killed in the middle of this task, each time it was begun."


def sign_of_life(worker: str) -> None:
    now = timezone.now()
    Worker.objects.update_or_create(pk=worker, defaults={"seen_at": now}, create_defaults={"seen_at": now, "since": now})


def leave(worker: str) -> None:
    """It ends in peace, with nothing in hand."""
    Worker.objects.filter(pk=worker).delete()


def alive() -> QuerySet[Worker]:
    return Worker.objects.filter(seen_at__gte=timezone.now() - LEASE)


def take_up_again() -> tuple[int, int]:
    """Put back the tasks of workers that are dead: how many wait again, and how many were begun too often and have failed.

    Any number of workers may do this at once: each change is conditional on the beginning that it answers for.
    """
    living = set(alive().values_list("pk", flat=True))
    again = failed = 0
    for row in DBTaskResult.objects.running():
        if row.worker_ids and row.worker_ids[-1] in living:
            continue
        begun = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) < MOST_BEGUN:
            again += begun.update(status=TaskResultStatus.READY, started_at=None)
        else:
            failed += begun.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=KILLED)
    return again, failed


def try_again(pk: str) -> bool:
    """A failed task into the queue, as if it had never been begun. False when it has not failed (any more)."""
    failed = DBTaskResult.objects.failed().filter(pk=pk)
    return bool(
        failed.update(
            status=TaskResultStatus.READY, worker_ids=[], started_at=None, finished_at=None, exception_class_path="", traceback=""
        )
    )


def prune() -> int:
    """Results that nobody asks for any more; those of failed tasks are kept twice as long. Also workers long silent."""
    now = timezone.now()
    Worker.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_FOR)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - 2 * KEPT_FOR)
    return DBTaskResult.objects.filter(done | failed).delete()[0]

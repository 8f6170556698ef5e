"""Tasks of killed workers are taken up again; old results go."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from accounts import tasks as of_accounts
from cases import background, tasks
from cases.lists import tasks as of_lists
from cases.models import Worker
from reports import tasks as of_reports

pytestmark = pytest.mark.django_db


def task(status="RUNNING", workers=(), **columns):
    known = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "cases.tasks.seal_search", "backend_name": "default"}
    values = known | {"run_after": get_date_max(), "status": status, "worker_ids": list(workers), "started_at": timezone.now()} | columns
    return DBTaskResult.objects.create(**values)


def worker(name, silent_for=timedelta(0)):
    seen = timezone.now() - silent_for
    return Worker.objects.create(pk=name, since=seen, seen_at=seen)


def told():
    return sorted(DBTaskResult.objects.values_list("status", "worker_ids"))


def test_the_task_of_a_dead_worker_waits_again_and_that_of_a_living_one_goes_on():
    worker("dead", background.LEASE + timedelta(seconds=1))
    worker("living", background.LEASE - timedelta(seconds=5))
    task(workers=["dead"])
    task(workers=["dead", "living"])
    task(workers=["unknown"])
    assert background.take_up_again() == (2, 0)
    assert told() == [("READY", ["dead"]), ("READY", ["unknown"]), ("RUNNING", ["dead", "living"])]
    assert background.take_up_again() == (0, 0)


def test_a_task_that_kills_its_worker_each_time_fails_in_the_end():
    row = task(workers=["one", "two", "three"])
    assert background.take_up_again() == (0, 1)
    row.refresh_from_db()
    assert (row.status, row.traceback, row.finished_at is not None) == ("FAILED", background.KILLED, True)


def test_a_lease_ends_early_enough_for_five_minutes():
    """The last sign of life, the lease, the next look of another worker, and its taking of a task each second."""
    longest = background.LEASE + timedelta(seconds=2 * background.SIGN_EVERY)
    assert longest < timedelta(minutes=5)


def test_a_sign_of_life_keeps_the_beginning():
    background.sign_of_life("w")
    begun = Worker.objects.get().since
    background.sign_of_life("w")
    assert (Worker.objects.get().since, background.alive().count()) == (begun, 1)
    background.leave("w")
    assert Worker.objects.count() == 0


def test_only_what_has_failed_is_tried_again_and_once():
    failed = task("FAILED", ["a", "b", "c"], finished_at=timezone.now(), traceback="x")
    others = [task("SUCCESSFUL"), task("READY"), task()]
    assert [background.try_again(str(row.pk)) for row in (failed, failed, *others)] == [True, False, False, False, False]
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids, failed.finished_at, failed.traceback) == ("READY", [], None, "")


def test_old_results_go_and_failed_ones_later():
    days = [timedelta(days=days) for days in (13, 15, 29)]
    for ago in days:
        for status in ("SUCCESSFUL", "FAILED"):
            task(status, finished_at=timezone.now() - ago, task_path=f"{status} {ago.days}")
    task("READY", task_path="waits")
    assert background.prune() == 3
    assert sorted(DBTaskResult.objects.values_list("task_path", flat=True)) == ["FAILED 13", "FAILED 15", "SUCCESSFUL 13", "waits"]


def test_mail_goes_before_uploads_and_these_before_what_takes_long():
    order = [
        of_accounts.send_reset,
        of_accounts.send_notice,
        of_lists.read_list,
        of_lists.make_list,
        tasks.seal_search,
        of_reports.carry_out,
        tasks.make_smaller_pictures,
    ]
    assert [one.priority for one in order] == [20, 20, 10, 10, 0, -10, -20]
    for one in reversed(order):
        task("READY", priority=one.priority, task_path=one.module_path)
    paths = list(DBTaskResult.objects.ready().values_list("task_path", flat=True))
    assert paths[0] in {order[0].module_path, order[1].module_path}
    assert paths[-1] == tasks.make_smaller_pictures.module_path

"""The operators' page of background work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from accounts.enums import Role
from cases.models import Worker
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/admin/background/"


@pytest.fixture
def operator(client):
    client.force_login(make.user(Role.OPERATOR))
    return client


def task(status, **columns):
    known = {"args_kwargs": {"args": [], "kwargs": {"to": "secret@example.org"}}, "task_path": "reports.tasks.carry_out"}
    values = known | {"backend_name": "default", "run_after": get_date_max(), "status": status, "worker_ids": ["w"]} | columns
    return DBTaskResult.objects.create(**values)


def test_it_lists_what_runs_waits_and_has_failed_without_naming_people(operator):
    Worker.objects.create(pk="w")
    task("RUNNING", started_at=timezone.now())
    task("READY")
    task("FAILED", finished_at=timezone.now(), traceback="Traceback …\n  in x\nOSError: <b>no</b> space left")
    task("SUCCESSFUL")
    shown = operator.get(PAGE).text
    assert shown.count("制作报告") == 3
    assert "OSError: &lt;b&gt;no&lt;/b&gt; space left" in shown
    assert "secret@example.org" not in shown
    assert "1 个后台进程在运行" in shown


def test_a_site_without_a_worker_says_so(operator):
    assert "没有后台进程在运行" in operator.get(PAGE).text


def test_a_failed_task_is_tried_again_once(operator):
    failed = task("FAILED", finished_at=timezone.now())
    assert "任务已重新排队" in operator.post(PAGE, {"task": str(failed.pk)}, follow=True).text
    failed.refresh_from_db()
    assert failed.status == "READY"
    assert "没有失败" in operator.post(PAGE, {"task": str(failed.pk)}, follow=True).text
    assert [operator.post(PAGE, {"task": text}).status_code for text in ("", "1", "\0")] == [404] * 3


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.COMPILER, None])
def test_nobody_else_finds_it(client, role):
    failed = task("FAILED", finished_at=timezone.now())
    client.force_login(make.editor(make.organisation()) if role == Role.EDITOR else make.user(role))
    assert [client.get(PAGE).status_code, client.post(PAGE, {"task": str(failed.pk)}).status_code] == [404, 404]
    failed.refresh_from_db()
    assert failed.status == "FAILED"


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(operator, number):
    for _each in range(number):
        for status in ("RUNNING", "READY", "FAILED"):
            task(status, started_at=timezone.now(), finished_at=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        operator.get(PAGE)
    # Session, user, memberships, two of Django's own rights; workers; of each group its rows and their number.
    assert len(queries) == 12

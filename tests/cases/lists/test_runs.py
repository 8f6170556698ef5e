"""A list's way: given once, read, confirmed once, made whole or not at all; a killed worker leaves nothing half done."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Func, Subquery
from django.utils import timezone

from accounts.enums import Role
from cases.enums import CaseState, ListState
from cases.lists import making, runs, way
from cases.models import Case, CaseList
from tests import make
from tests.cases.lists.sheets import GOALS, TITLE, xlsx

pytestmark = pytest.mark.django_db
HEADS = [TITLE, "正文（中文）", "发展理念", GOALS, "数据1：名称", "数据1：数值", "数据1：限定词"]
ROW = ["节能", "<b>一</b>\n二", "绿色", "13、7", "节电量", "1600", "约"]


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


def give(editor, data=None, **columns):
    owner = editor.memberships.get().organisation
    return runs.hand_in(
        data or xlsx(HEADS, ROW), **{"name": "list.xlsx", "organisation": owner, "call": None, "year": 2030, "by": editor} | columns
    )


def now(case_list):
    return CaseList.objects.get(pk=case_list.pk)


def test_a_good_list_is_read_and_waits_and_makes_nothing_by_itself(editor):
    read = now(give(editor))
    assert (read.state, read.total, read.problems, Case.objects.count()) == (ListState.READY, 1, [], 0)


def test_confirmed_it_becomes_drafts_with_tags_and_figures(editor):
    read = give(editor)
    assert runs.confirm(now(read), by=editor)
    case = Case.objects.get()
    assert now(read).state == ListState.DONE
    assert now(read).made == [case.pk]
    assert (case.state, case.year, case.organisation.slug, case.created_by) == (CaseState.DRAFT, 2030, "ours", editor)
    assert (case.title_zh_hans, case.body_zh_hans) == ("节能", "<p>&lt;b&gt;一&lt;/b&gt;</p><p>二</p>")
    assert sorted((item.tag.vocabulary, item.tag.code or item.tag.slug, item.rank) for item in case.case_tags.select_related("tag")) == [
        ("concept", "green", "primary"),
        ("goal", "13", "primary"),
        ("goal", "7", "secondary"),
    ]
    assert [(f.label_zh_hans, str(f.value), f.qualifier) for f in case.figures.all()] == [("节电量", "1600", "yue")]


def test_a_list_with_one_wrong_row_makes_nothing(editor):
    read = give(editor, xlsx([TITLE], ["甲"], [" "], ["长" * 121]))
    assert (now(read).state, now(read).wrong) == (ListState.REFUSED, 1)
    assert not runs.confirm(now(read), by=editor)
    assert Case.objects.count() == 0


def test_the_same_file_is_taken_once_a_year_and_again_after_it_was_called_off(editor):
    data = xlsx(HEADS, ROW)
    first = give(editor, data)
    with pytest.raises(runs.ListRefused) as refused:
        give(editor, data)
    assert refused.value.earlier == first
    give(editor, data, year=2031)
    assert way.discard(now(first))
    assert give(editor, data).pk != first.pk


def test_another_file_with_the_same_titles_makes_no_doubles(editor):
    first, second = give(editor), give(editor, xlsx([TITLE], ["节能"], ["新"]))
    runs.confirm(now(first), by=editor)
    runs.confirm(now(second), by=editor)
    assert (now(second).state, Case.objects.count()) == (ListState.REFUSED, 1)
    assert now(second).error == "清单读取之后，已有人建立了案例“节能”，请重新提交清单。"


def test_confirming_twice_makes_the_cases_once(editor):
    read = give(editor)
    assert [runs.confirm(now(read), by=editor), runs.confirm(now(read), by=editor)] == [True, False]
    runs.make(read.pk, "en")
    assert Case.objects.count() == 1


def test_nobody_hands_in_or_confirms_for_an_organisation_that_is_not_theirs(editor):
    other = make.editor(make.organisation("theirs"))
    read = give(editor)
    with pytest.raises(runs.ListRefused):
        runs.confirm(now(read), by=other)
    with pytest.raises(runs.ListRefused):
        give(other, organisation=read.organisation)
    assert (now(read).state, CaseList.objects.count()) == (ListState.READY, 1)


def test_whoever_has_left_meanwhile_makes_no_cases(editor, monkeypatch):
    from cases.lists import tasks

    read = give(editor)
    monkeypatch.setattr(tasks.runs, "make", lambda pk, reader: None)
    runs.confirm(now(read), by=editor)
    monkeypatch.undo()
    editor.memberships.all().delete()
    runs.make(read.pk, "zh-hans")
    assert (now(read).state, Case.objects.count()) == (ListState.REFUSED, 0)


def test_a_reviewer_gives_a_list_for_any_organisation(editor):
    read = give(editor, by=make.user(Role.REVIEWER))
    assert now(read).state == ListState.READY


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0 old", "这是旧版 Excel 文件（.xls）或带密码的文件。请另存为不带密码的 .xlsx 后提交。"),
        (b"%PDF-1.7", "这不是 Excel 工作簿。请把清单另存为 .xlsx 后提交。"),
        (b"PK\x03\x04" + b"0" * runs.BYTES, "文件有 8.0 MB；清单最多 8 MB，连同文件的压缩包最多 64 MB。"),
    ],
)
def test_what_is_no_list_is_refused_in_words(editor, data, words):
    with pytest.raises(runs.ListRefused) as refused:
        give(editor, data)
    assert str(refused.value.sentence) == words


def test_a_damaged_file_says_so_on_its_page(editor):
    read = now(give(editor, b"PK\x03\x04 nothing"))
    assert read.state == ListState.REFUSED
    assert read.error.startswith("文件已损坏")


def test_work_that_broke_off_can_be_asked_for_again_and_only_then(editor):
    read = give(editor)
    CaseList.objects.filter(pk=read.pk).update(state=ListState.READING, rows=[])
    assert not runs.again(now(read))
    CaseList.objects.filter(pk=read.pk).update(moved_at=timezone.now() - dt.timedelta(minutes=3))
    assert runs.again(now(read))
    assert (now(read).state, len(now(read).rows)) == (ListState.READY, 1)


def test_a_failure_in_the_middle_leaves_nothing_of_the_list(editor, monkeypatch):
    read = give(editor, xlsx(HEADS, ROW, ["乙"]))
    monkeypatch.setattr(making.Figure.objects, "bulk_create", lambda *rows, **options: 1 / 0)
    runs.confirm(now(read), by=editor)  # the task's failure is recorded, and does not come here
    assert (now(read).state, Case.objects.count()) == (ListState.MAKING, 0)


def test_old_lists_go_and_the_mark_of_those_made_stays(editor, capsys):
    data = xlsx(HEADS, ROW)
    made, waiting = give(editor, data), give(editor, xlsx([TITLE], ["另"]))
    runs.confirm(now(made), by=editor)
    CaseList.objects.update(moved_at=timezone.now() - dt.timedelta(days=40))
    call_command("prune_lists", "--dry-run")
    assert CaseList.objects.count() == 2
    call_command("prune_lists")
    assert "1" in capsys.readouterr().out
    assert not CaseList.objects.filter(pk=waiting.pk).exists()
    assert (now(made).data, now(made).rows) == (None, [])
    with pytest.raises(runs.ListRefused):
        give(editor, data)


# --- With several processes ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_that_confirm_and_make_at_once_make_the_cases_once(vocabularies_there, editor):
    read = give(editor)
    CaseList.objects.filter(pk=read.pk).update(state=ListState.MAKING, confirmed_by=editor)
    gate = threading.Barrier(4)

    def work():
        gate.wait()
        try:
            runs.make(read.pk, "zh-hans")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (now(read).state, Case.objects.count()) == (ListState.DONE, 1)


KILLED = """
import os, sys
os.environ["DATABASE_URL"] = sys.argv[2]
import django
django.setup()
from cases.lists import runs
print("ready", flush=True)
runs.make(int(sys.argv[1]), "zh-hans")
"""


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_there_are_all_cases_or_none(vocabularies_there, editor):
    settings = connection.settings_dict
    address = f"sqlite:///{settings['NAME']}"
    if connection.vendor == "postgresql":
        address = f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    read = give(editor, xlsx(HEADS, *([f"第{n}个", *ROW[1:]] for n in range(400))))
    CaseList.objects.filter(pk=read.pk).update(state=ListState.MAKING, confirmed_by=editor)
    connection.close()
    seen = []
    for wait in (0.0, 0.1, 0.2, 0.3, 0.5):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(read.pk), address],
            stdout=subprocess.PIPE,
            cwd=runs.__file__.partition("/cases/")[0],
            env=dict(os.environ),
        )
        assert process.stdout.readline() == b"ready\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen.append(state_and_cases(read))
    assert set(seen) <= {("making", 0), ("done", 400)}
    runs.make(read.pk, "zh-hans")
    assert (now(read).state, Case.objects.count()) == (ListState.DONE, 400)


def state_and_cases(read: CaseList) -> tuple[str, int]:
    """By one query: the database may be about to end the transaction of a process that is gone."""
    every = Case.objects.order_by().annotate(n=Func("pk", function="COUNT")).values("n")
    return CaseList.objects.values_list("state", Subquery(every)).get(pk=read.pk)


@pytest.fixture
def vocabularies_there(transactional_db, monkeypatch):
    """What the migrations wrote, where an earlier test of this run has emptied the tables."""
    from importlib import import_module
    from types import SimpleNamespace

    from django.apps import apps

    if not apps.get_model("cases", "Tag").objects.exists():
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr("cases.search.held.raise_version", lambda **_: 0)
            import_module("cases.migrations.0002_vocabularies").write(apps, SimpleNamespace(connection=connection))

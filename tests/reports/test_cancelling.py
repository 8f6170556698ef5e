"""Builds that nobody wants any more: ended while they wait and while they run, with no file and no process left."""

import threading
import time

import pytest
from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from reports import building
from reports.building import cancel, request_build, run_build
from reports.enums import BuildState
from reports.models import Block, Build, Part, Report
from reports.writers import typesetting
from tests import make
from tests.reports.admin.rows import signed_in


@pytest.fixture
def report(db):
    report = Report.objects.create(year=2030, title_zh_hans="报告", title_en="Report")
    part = Part.objects.create(report=report, kind="foreword", key="foreword", title_zh_hans="序言", title_en="Foreword")
    Block.objects.create(part=part, text_zh_hans="<p>正文。</p>", text_en="<p>Text.</p>")
    return report


@pytest.fixture
def compiler(db):
    return make.user(Role.COMPILER)


@pytest.fixture
def build(report, compiler):
    return Build.objects.create(report=report, format="pdf", language="en", requested_by=compiler)


def ended(build):
    build.refresh_from_db()
    return build.state, build.cancelled_by, bool(build.file), bool(build.finished_at)


def test_a_build_that_waits_is_not_begun(build, compiler):
    assert cancel(build, by=compiler)
    run_build(build.pk, "en")
    assert ended(build) == (BuildState.CANCELLED, compiler, False, True)


def test_a_build_that_has_ended_stays_as_it_is(build, compiler):
    Build.objects.update(state=BuildState.DONE)
    assert not cancel(build, by=compiler)
    assert ended(build)[:2] == (BuildState.DONE, None)


def test_a_new_request_begins_anew(report, build, compiler):
    cancel(build, by=compiler)
    assert request_build(report, format="pdf", language="en", by=compiler) != build


def test_the_work_stops_at_its_next_sign_of_life(build, compiler, monkeypatch):
    steps = []

    def write(book, *, on_progress, **_):
        for percent in (10, 20, 30):
            on_progress(percent)
            steps.append(percent)
            if percent == 20:
                cancel(build, by=compiler)

    monkeypatch.setattr(building, "write", write)
    run_build(build.pk, "en")
    assert (steps, ended(build)) == ([10, 20], (BuildState.CANCELLED, compiler, False, True))


def test_what_is_cancelled_while_its_file_is_kept_keeps_none(build, compiler, monkeypatch):
    monkeypatch.setattr(building, "write", lambda book, **_: b"file")
    monkeypatch.setattr(building, "_refuse_another", lambda build: cancel(build, by=compiler))
    kept = Build._meta.get_field("file").storage
    before = kept.listdir("builds/2030")[1] if kept.exists("builds/2030") else []
    run_build(build.pk, "en")
    assert ended(build) == (BuildState.CANCELLED, compiler, False, True)
    assert kept.listdir("builds/2030")[1] == before


def test_a_build_that_was_given_up_does_not_come_back(build, compiler, monkeypatch):
    def write(book, **_):
        Build.objects.update(state=BuildState.FAILED, error="The work broke off.")
        return b"file"

    monkeypatch.setattr(building, "write", write)
    run_build(build.pk, "en")
    assert ended(build)[0] == BuildState.FAILED


@pytest.mark.django_db(transaction=True)
def test_the_program_at_work_is_killed_within_seconds(build, compiler, tmp_path, monkeypatch):
    """A typesetter that would go on for minutes leaves a mark while it lives."""
    beat, program = tmp_path / "beat", tmp_path / "program.py"
    program.write_text(f"import pathlib, time\nwhile True:\n    pathlib.Path({str(beat)!r}).touch()\n    time.sleep(0.05)\n")
    monkeypatch.setitem(typesetting.typeset.__kwdefaults__, "program", str(program))

    def work():
        run_build(build.pk, "en")
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    until = time.monotonic() + 60
    while not beat.exists() and time.monotonic() < until:
        time.sleep(0.05)
    cancel(build, by=compiler)
    worker.join(10)
    last = beat.stat().st_mtime_ns
    time.sleep(0.3)
    assert (worker.is_alive(), beat.stat().st_mtime_ns == last) == (False, True)
    assert ended(build) == (BuildState.CANCELLED, compiler, False, True)


# --- The button ------------------------------------------------------------------------------------------------------


def test_the_builds_page_and_the_desk_offer_it_while_it_is_under_way(build, compiler):
    client, address = signed_in(compiler), reverse("admin:reports_build_cancel", args=[build.pk])
    pages = [reverse("admin:reports_build_change", args=[build.pk]), reverse("admin:reports_report_change", args=[build.report_id])]
    assert [f'action="{address}"' in client.get(page).content.decode() for page in pages] == [True, True]
    answer = client.post(address, follow=True).content.decode()
    assert ("已取消生成。" in answer, str(compiler) in answer, "/cancel/" in answer) == (True, True, False)
    assert "生成已经结束。" in client.post(address, follow=True).content.decode()
    assert [f'action="{address}"' in client.get(page).content.decode() for page in pages] == [False, False]


def test_an_operator_sees_no_button_and_presses_none(build):
    client = signed_in(make.user(Role.OPERATOR))
    assert "/cancel/" not in client.get(reverse("admin:reports_build_change", args=[build.pk])).content.decode()
    assert client.post(reverse("admin:reports_build_cancel", args=[build.pk])).status_code == 404
    assert ended(build)[0] == BuildState.WAITING

import datetime as dt
import hashlib
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import Role
from cases import background
from cases.document import Text
from reports.building import SILENT_FOR, build_bytes, request_build, run_build
from reports.enums import BuildState
from reports.models import Block, Build, Part, Report
from reports.writers.errors import WriterFailed
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    report = Report.objects.create(year=2030, title_zh_hans="报告", title_en="Report")
    part = Part.objects.create(report=report, kind="foreword", key="foreword", title_zh_hans="序言", title_en="Foreword")
    Block.objects.create(part=part, text_zh_hans="<p>正文。</p>", text_en="<p>Text.</p>")
    return report


def test_a_build_ends_with_its_file_and_the_files_digest(report):
    build = request_build(report, format="json", language="en", by=make.user(Role.COMPILER))
    build.refresh_from_db()
    run_build(build.pk, "en")
    build.refresh_from_db()
    assert (build.state, build.progress, build.error) == (BuildState.DONE, 100, "")
    assert build.digest == hashlib.sha256(build.file.read()).hexdigest()


def test_a_second_request_is_answered_with_the_build_under_way(report):
    by = make.user(Role.COMPILER)
    waiting = Build.objects.create(report=report, format="json", language="en", requested_by=by)
    assert request_build(report, format="json", language="en", by=by) == waiting


def test_a_build_that_runs_already_is_not_run_twice(report):
    build = Build.objects.create(
        report=report, format="json", language="en", requested_by=make.user(Role.COMPILER), state=BuildState.RUNNING, progress=40
    )
    run_build(build.pk, "en")
    build.refresh_from_db()
    assert (build.state, build.progress) == (BuildState.RUNNING, 40)


def test_a_build_whose_process_was_killed_is_carried_out_when_its_task_is_taken_up_again(report):
    by = make.user(Role.COMPILER)
    build = Build.objects.create(report=report, format="json", language="en", requested_by=by, state=BuildState.RUNNING, progress=40)
    Build.objects.filter(pk=build.pk).update(moved_at=timezone.now() - background.LEASE + dt.timedelta(seconds=background.SIGN_EVERY))
    run_build(build.pk, "en")
    build.refresh_from_db()
    assert (build.state, bool(build.file)) == (BuildState.DONE, True)
    digest = build.digest
    run_build(build.pk, "en")
    build.refresh_from_db()
    assert build.digest == digest  # done is done


def test_a_build_whose_process_was_killed_does_not_answer_for_ever(report):
    by = make.user(Role.COMPILER)
    dead = Build.objects.create(report=report, format="json", language="en", requested_by=by, state=BuildState.RUNNING)
    assert request_build(report, format="json", language="en", by=by) == dead
    Build.objects.update(moved_at=timezone.now() - SILENT_FOR - dt.timedelta(seconds=1))
    fresh = request_build(report, format="json", language="en", by=by)
    dead.refresh_from_db()
    assert fresh != dead
    assert dead.state == BuildState.FAILED


def test_what_lacks_in_the_report_is_said_with_its_place(report):
    Block.objects.create(part=report.parts.get(), kind="case", order=1)
    with override("en"), pytest.raises(WriterFailed, match=re.escape("“Foreword”, block 2 (Case): No case is placed.")):
        build_bytes(report, format="json", language="en")


def test_a_build_that_fails_says_why_and_keeps_no_file(report):
    Block.objects.create(part=report.parts.get(), kind="case", order=1)
    build = Build.objects.create(report=report, format="json", language="en", requested_by=make.user(Role.COMPILER))
    run_build(build.pk, "en")
    build.refresh_from_db()
    assert build.state == BuildState.FAILED
    assert "No case is placed." in build.error
    assert not build.file


def test_what_goes_wrong_is_said_in_the_language_of_whoever_asked(report):
    Block.objects.create(part=report.parts.get(), kind="case", order=1)
    with override("zh-hans"):
        build = request_build(report, format="json", language="en", by=make.user(Role.COMPILER))
    build.refresh_from_db()
    assert "未放置案例。" in build.error


def test_a_file_that_cannot_be_kept_ends_the_build(report, monkeypatch):
    build = Build.objects.create(report=report, format="json", language="en", requested_by=make.user(Role.COMPILER))
    monkeypatch.setattr("django.db.models.fields.files.FieldFile.save", lambda *arguments, **options: 1 / 0)
    run_build(build.pk, "en")
    build.refresh_from_db()
    assert (build.state, str(build.pk) in build.error, bool(build.file)) == (BuildState.FAILED, True, False)
    assert request_build(report, format="json", language="en", by=build.requested_by) != build


def test_the_command_writes_the_file(report, tmp_path):
    target = tmp_path / "report.json"
    call_command("build_report", "2030", "--format", "json", "--output", str(target))
    assert Text("报告", "Report").zh_hans in target.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_the_command_names_the_years_there_are_when_asked_for_another(report, tmp_path):
    with pytest.raises(CommandError, match=r"no report for 1999. Years with a report: 2030"):
        call_command("build_report", "1999", "--output", str(tmp_path / "x.pdf"))


def test_the_command_says_that_the_folder_is_not_there(report, tmp_path):
    with pytest.raises(CommandError, match="folder"):
        call_command("build_report", "2030", "--format", "json", "--output", str(tmp_path / "missing" / "x.json"))

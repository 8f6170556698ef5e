"""Builds from the desk: asked for once, followed on their page, fetched by compilers alone."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.enums import Role
from reports.admin import builds
from reports.enums import BuildState
from reports.models import Build
from tests import make
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(monkeypatch):
    """The worker is not there: what is asked for waits."""
    from reports import tasks

    monkeypatch.setattr(tasks, "run_build", lambda pk, reader: None)


@pytest.fixture
def done(report):
    build = Build.objects.create(report=report, format="pdf", language="zh-hans", requested_by=make.user(Role.COMPILER))
    build.file.save("x.pdf", ContentFile(b"%PDF-1.7 words"), save=False)
    build.state, build.digest, build.progress = BuildState.DONE, "a" * 64, 100
    build.save()
    return build


def ask(client, report, **chosen):
    return client.post(reverse("admin:reports_report_build", args=[report.pk]), {"format": "pdf", "language": "zh-hans"} | chosen)


def test_a_second_click_leads_to_the_build_under_way(compiler, report, waiting):
    first, second = ask(compiler, report), ask(compiler, report)
    assert first["Location"] == second["Location"] == reverse("admin:reports_build_change", args=[Build.objects.get().pk])


@pytest.mark.parametrize("chosen", [{"format": "json"}, {"format": "exe"}, {"language": "fr"}, {"format": ""}])
def test_what_is_not_offered_is_answered_with_a_sentence(compiler, report, chosen):
    answer = ask(compiler, report, **chosen)
    page = compiler.get(answer["Location"]).content.decode()
    assert "请从所列选项中选择生成文件的格式和语言。" in page
    assert Build.objects.count() == 0


def test_formats_offered_are_files_for_people():
    assert ("pdf", "PDF") in builds.FORMATS
    assert "json" not in dict(builds.FORMATS)


def test_its_page_follows_by_itself_while_it_is_under_way_and_then_no_more(compiler, report, waiting):
    address = ask(compiler, report)["Location"]
    page = compiler.get(address).content.decode()
    assert f'hx-get="{address}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    Build.objects.update(state=BuildState.FAILED, error="报告尚未完成。", progress=100)
    page = compiler.get(address).content.decode()
    assert "hx-get" not in page
    assert "http-equiv" not in page
    assert "报告尚未完成。" in page


def test_htmx_is_answered_with_the_middle_of_the_page_alone(compiler, report, waiting):
    address = ask(compiler, report)["Location"]
    part = compiler.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div class="standing"')
    assert "<html" not in part


def test_the_file_goes_to_a_compiler_as_a_private_download_with_a_good_name(compiler, report, done):
    answer = compiler.get(reverse("admin:reports_build_file", args=[done.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 words"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%8A%A5%E5%91%8A")
    assert answer["Content-Disposition"].endswith("2030%20zh.pdf")
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.OPERATOR])
def test_the_file_is_not_there_for_others(done, role):
    assert signed_in(make.user(role)).get(reverse("admin:reports_build_file", args=[done.pk])).status_code == 404


def test_an_operator_sees_the_build_and_no_way_to_its_file(done):
    page = signed_in(make.user(Role.OPERATOR)).get(reverse("admin:reports_build_change", args=[done.pk])).content.decode()
    assert "a" * 64 in page
    assert "/file/" not in page


def test_a_file_under_way_is_not_there(compiler, report, waiting):
    ask(compiler, report)
    assert compiler.get(reverse("admin:reports_build_file", args=[Build.objects.get().pk])).status_code == 404


def test_a_lost_file_is_said_to_be_lost(compiler, done):
    done.file.storage.delete(done.file.name)
    answer = compiler.get(reverse("admin:reports_build_file", args=[done.pk]), follow=True)
    assert "存储中已找不到此文件，请重新生成。" in answer.content.decode()


def test_a_title_with_what_file_systems_refuse_makes_a_plain_name(report, done):
    report.title_zh_hans = '../../a"b\r\n<c>:\u202egpj'
    done.report = report
    assert builds.file_name(done) == ".. .. a b c gpj 2030 zh.pdf"


@pytest.mark.parametrize("times", [1, 3])
def test_the_list_takes_the_same_number_of_queries_at_one_and_at_three(compiler, report, django_assert_num_queries, times):
    for _ in range(times):
        Build.objects.create(report=report, format="pdf", language="en", requested_by=make.user(Role.COMPILER))
    compiler.get(reverse("admin:reports_build_changelist"))
    # Session, user, memberships, the library's own permissions (2); how many builds, and the builds with report and person.
    with django_assert_num_queries(7):
        compiler.get(reverse("admin:reports_build_changelist"))

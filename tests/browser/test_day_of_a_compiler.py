"""The day of a compiler in a real browser, from the selection to next year's report, as those who take part see it.

Its pictures are kept in `tests/output/day-of-a-compiler/`, numbered in the order of the day; OUTPUT names another folder.
"""

import pytest

from accounts.enums import Role
from cases.enums import RevisionReason
from cases.models import Case, Publication
from cases.revisions import freeze as freeze_case
from reports import editions
from reports.models import Block, Edition, Part, Placement, PrintApproval, Report, Selection, Settlement, Signer
from tests import make
from tests.browser.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALBUM = "day-of-a-compiler"
BODY = "<p>公司在海宁建成屋顶光伏电站。电站全年发电320万千瓦时。职工和附近居民多次前来参观。</p>"
ENGLISH = "<p>The company built a plant on its roofs in Haining. It makes 3.2 million kWh a year. Staff and neighbours came to see it.</p>"


@pytest.fixture
def report(vocabularies):
    """A report of one chapter with a sentence in it, which two people are to sign; three published cases to choose from."""
    report = Report.objects.create(year=2030, title_zh_hans="可持续发展报告", title_en="Sustainability report", publisher_zh_hans="协会")
    chapter = Part.objects.create(report=report, kind="chapter", key="practice", title_zh_hans="实践", title_en="Practice")
    Block.objects.create(
        part=chapter, text_zh_hans="<p>本年度，行业加快绿色转型。</p>", text_en="<p>This year industry turned green faster.</p>"
    )
    for order, (role, name) in enumerate(((Role.COMPILER, "王主编"), (Role.REVIEWER, "李专家"))):
        person = make.user(role, name=name, email=f"{role}@example.org", password=PASSWORD)
        Signer.objects.create(part=chapter, order=order, user=person, role=name[1:])
    return report


@pytest.fixture
def case(report):
    owner = make.organisation("haining", name_zh_hans="海宁光伏有限公司", short_name_zh_hans="海宁光伏", name_en="Haining Solar")
    make.user(Role.EDITOR, owner, name="陈编辑", email="chen@example.org", password=PASSWORD)
    for title in ("工业园区节水", "偏远学校联网"):
        make.published(make.case(title_zh_hans=title))
    case = make.case(owner, title_zh_hans="屋顶上的光伏电站", title_en="Solar on the roof", body_zh_hans=BODY, body_en=ENGLISH)
    make.published(case)
    return case


def published_anew(case, old, new):
    """The company hands in a better number, and the association publishes it."""
    case.refresh_from_db()
    case.body_zh_hans = case.body_zh_hans.replace(old, new)
    case.save()
    Publication.objects.filter(case=case).update(revision=freeze_case(case, reason=RevisionReason.PUBLISHED, by=case.created_by))


def test_the_day_of_a_compiler(report, case, somebody, keep, complaints, monkeypatch):
    monkeypatch.setattr(editions, "FILES", ("json",))  # the other formats have tests of their own, and take their time
    desk = f"/admin/reports/report/{report.pk}"
    compiler, expert, editor, public = (somebody() for _ in range(4))

    # She chooses a case for the report, with the gaps in view and a reason.
    compiler.signs_in("compiler@example.org")
    compiler.opens(f"{desk}/change/")
    compiler.follows("选案")
    compiler.page.get_by_role("checkbox", name="屋顶上的光伏电站").check()
    compiler.page.fill("#board-reason", "成果可核实，数据有来源。")
    compiler.presses("入选")
    compiler.shows("已入选，尚未放置")
    assert Selection.objects.values_list("case", "state", "reason").get() == (case.pk, "chosen", "成果可核实，数据有来源。")
    keep(compiler, "selection")

    # It is placed in the chapter.
    compiler.follows("放置 屋顶上的光伏电站")
    compiler.page.locator("[name=part]").select_option(label="实践")
    compiler.presses("保存并返回编排台")
    placement = Placement.objects.get()
    assert placement.revision.case_id == case.pk
    compiler.shows("屋顶上的光伏电站")
    keep(compiler, "placed-on-the-desk")

    # Its text is shortened for print, each sentence tied to its source.
    compiler.opens(f"/admin/reports/block/{placement.block_id}/shorten/{placement.pk}/")
    sentences = compiler.page.locator("textarea[lang=zh-Hans]")
    sentences.nth(0).fill("海宁建成屋顶光伏电站。")
    sentences.nth(2).fill("")
    compiler.presses("保存并继续编辑")
    keep(compiler, "shortened")
    placement.refresh_from_db()
    assert placement.print_text_zh_hans == "<p>海宁建成屋顶光伏电站。电站全年发电320万千瓦时。</p>"

    # The company has a newer number: the desk says so, and she takes it over with the difference in view.
    published_anew(case, "320万", "350万")
    compiler.opens(f"{desk}/change/")
    compiler.follows("比较 屋顶上的光伏电站")
    compiler.shows("电站全年发电")
    keep(compiler, "newer-revision")
    with compiler.page.expect_navigation():
        compiler.page.locator("button.default").click()
    compiler.opens(f"/admin/reports/block/{placement.block_id}/shorten/{placement.pk}/")
    compiler.shows("原文已改动")
    keep(compiler, "source-has-moved-on")
    compiler.page.locator("textarea[lang=zh-Hans]").nth(1).fill("电站全年发电350万千瓦时。")
    compiler.page.get_by_label("已与原文核对").check()
    compiler.presses("保存并返回编排台")

    # The numbers are checked; what is right as it stands is settled with a reason.
    compiler.opens(f"{desk}/numbers/")
    keep(compiler, "numbers")
    while compiler.page.locator(".finding").count():
        finding = compiler.page.locator(".finding").first
        finding.locator("summary").click()
        finding.locator("textarea").fill("企业提供，已核对。")
        with compiler.page.expect_navigation():
            finding.locator("button[value=accepted]").click()
    assert set(Settlement.objects.values_list("outcome", "reason")) == {("accepted", "企业提供，已核对。")}

    # The company approves how its case will be printed, and sees nothing else of the report.
    compiler.opens(f"{desk}/approvals/")
    compiler.presses("请 1 个尚未确认的案例的企业确认")
    editor.signs_in("chen@example.org")
    editor.opens(f"/admin/printed/{case.pk}/")
    editor.shows("海宁建成屋顶光伏电站。")
    keep(editor, "as-it-will-be-printed")
    editor.presses("确认付印")
    editor.shows("感谢您的答复")
    assert PrintApproval.objects.get().answer == "confirmed"
    assert editor.page.request.get(editor.site + f"{desk}/change/").status == 404

    # The chapter is signed, the editor-in-chief first and then the expert.
    part = Part.objects.get()
    compiler.opens(f"{desk}/signing/{part.pk}/")
    keep(compiler, "to-be-signed")
    compiler.presses("签署勾选的内容")
    expert.signs_in("reviewer@example.org")
    expert.opens(f"{desk}/signing/{part.pk}/")
    expert.presses("签署勾选的内容")

    # What still stands against printing is on one list; the edition is frozen all the same, and says why.
    compiler.opens(f"{desk}/readiness/")
    compiler.shows("企业尚未对印出的内容盖章确认。")
    keep(compiler, "ready-to-print")
    compiler.opens(f"{desk}/change/")
    compiler.presses("定版")
    compiler.page.fill("[name=reason]", "盖章扫描件下周补齐。")
    keep(compiler, "freezing-past-the-gate")
    compiler.presses("仍然定版")
    edition = Edition.objects.get()
    assert edition.manifest["readiness"]["reason"] == "盖章扫描件下周补齐。"
    assert {row["by"] for row in edition.manifest["signatures"]} == {"王主编", "李专家"}
    compiler.shows("盖章扫描件下周补齐。")
    keep(compiler, "edition")

    # The PDF is built and fetched; the report is shown on the site.
    compiler.opens(f"{desk}/change/")
    compiler.presses("生成")
    assert compiler.downloads("下载").startswith(b"%PDF-")
    keep(compiler, "built")
    Report.objects.filter(pk=report.pk).update(is_public=True)
    public.opens("/reports/2030/practice/")
    public.shows("海宁建成屋顶光伏电站。", "350")
    keep(public, "on-the-site")

    # Next year's report begins where this one ends.
    compiler.opens(f"{desk}/next-year/")
    keep(compiler, "next-year")
    compiler.presses("生成下一年报告")
    following = Report.objects.get(year=2031)
    assert [signer.user.name for signer in Signer.objects.filter(part__report=following)] == ["王主编", "李专家"]
    assert Case.objects.count() == 3
    keep(compiler, "desk-of-next-year")
    assert complaints == []

"""A review from the first comment to the last in a real browser: two fields, sent back, answered, handed in again, resolved."""

import pytest

from accounts.enums import Role
from cases.enums import CaseState
from cases.models import Assignment, Case, Comment, Quotation
from cases.reviewing import say
from cases.workflow import take
from tests import make
from tests.browser.conftest import accessibility_findings, fits
from tests.browser.test_admin import cookies, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(vocabularies):
    return make.editor(make.organisation("ours", name_zh_hans="国网浙江省电力有限公司"))


@pytest.fixture
def reviewer(vocabularies):
    return make.user(Role.REVIEWER)


@pytest.fixture
def case(editor):
    return make.submitted(make.case(editor.memberships.get().organisation, by=editor, title_zh_hans="海宁尖山新区源网荷储示范"))


def test_a_reviewer_asks_at_two_fields_and_the_company_answers(open_page, complaints, case, editor, reviewer):
    change = f"/admin/cases/case/{case.pk}/change/"
    page = open_page(change, cookies=cookies(reviewer))
    with page.expect_navigation():
        page.locator(".steps button[value=start_review]").click()
    figure = case.figures.get()
    for field, words in (("summary_zh_hans", "请写明完成时间。"), (f"figures-{figure.pk}-value", "来源是哪里？")):
        page.locator(f'a.say[href*="field={field}#"]').dispatch_event("click")
        page.wait_for_url("**/comments/**")
        assert page.locator("#say-field").input_value() == field
        page.fill("#say-text", words)
        with page.expect_navigation():
            page.locator("#say button").click()
        assert page.locator(f"#at-{field}").inner_text().startswith(words)
    page.goto(page.url.split("/admin/")[0] + f"/admin/cases/case/{case.pk}/step/request_changes/")
    assert page.locator(".threads .text").all_inner_texts() == ["请写明完成时间。", "来源是哪里？"]
    page.fill("#message", "请按意见修改。")
    page.fill("#due", "2030-03-31")
    with page.expect_navigation():
        page.locator(".submit-row button").click()
    page.close()

    page = open_page(change, cookies=cookies(editor))
    assert page.locator(".comments .due").inner_text() == "请在 2030年3月31日 前答复。"
    page.locator(".thread .where a").first.click()
    assert page.url.endswith("#at-summary_zh_hans")
    page.fill("#id_summary_zh_hans", "项目于2020年建成。")
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    for _ in range(2):
        with page.expect_navigation():
            page.locator(".thread button[value=answered]").first.click()
    thread = page.locator(".thread").nth(1)
    thread.locator("summary").click()
    thread.locator("textarea").fill("来自2020年社会责任报告。")
    with page.expect_navigation():
        thread.locator("button[value=answer]").click()
    with page.expect_navigation():
        page.locator(".steps button").click()
    with page.expect_navigation():
        page.locator(".submit-row button").click()
    page.close()
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED

    page = open_page(change, cookies=cookies(reviewer))
    assert "共 2 条，已答复 2 条。" in page.locator(".comments").inner_text()
    assert page.locator(".answers .text").all_inner_texts() == ["来自2020年社会责任报告。"]
    for _ in range(2):
        with page.expect_navigation():
            page.locator(".thread button[value=resolve]").first.click()
    assert page.locator(".thread").count() == 0
    assert Comment.objects.filter(thread=None, resolved_by=reviewer).count() == 2
    assert Assignment.objects.get().company_due.isoformat() == "2030-03-31"
    assert "\n".join(complaints) == ""


def test_the_pages_of_a_review_break_no_policy_and_no_rule_of_access(open_page, complaints, case, editor, reviewer):
    for visibility, field in (("company", "title_zh_hans"), ("inside", "goals")):
        say(case=case, field=field, text="请写得更具体。", by=reviewer, visibility=visibility)
    pages = ["/admin/cases/case/queue/", f"/en/admin/cases/case/{case.pk}/comments/", f"/admin/cases/case/{case.pk}/change/"]
    look_at(open_page, complaints, [*pages, f"/admin/cases/case/{case.pk}/step/request_changes/"], reviewer)


def test_a_companys_pages_of_a_review_break_no_policy_and_no_rule_of_access(open_page, complaints, case, editor, reviewer):
    say(case=case, field="title_zh_hans", text="请写得更具体。", by=reviewer, visibility="company")
    look_at(open_page, complaints, [f"/admin/cases/case/{case.pk}/comments/", f"/en/admin/cases/case/{case.pk}/change/"], editor)


def test_a_reviewer_corrects_and_the_company_takes_one_and_refuses_one(open_page, complaints, case, editor, reviewer):
    Quotation.objects.create(case=case, text_zh_hans="我们用上了绿电。", speaker_zh_hans="王工")
    make.picture(case, caption_zh_hans="园区全景图")
    take("request_changes", case=case, by=reviewer, message="请补充引语和图片。")
    take("start_review", case=make.submitted(case), by=reviewer)
    quotation, picture = case.quotations.get(), case.pictures.get()

    page = open_page(f"/admin/cases/case/{case.pk}/change/", cookies=cookies(reviewer))
    for row in ("quotations", "pictures"):
        page.locator(f"#{row}-0 summary").first.click()
    page.locator("#id_quotations-0-text_zh_hans").fill("我们用上了绿色电力。")
    page.locator("#id_pictures-0-caption_zh_hans").fill("园区全景")
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    with page.expect_navigation():
        page.locator(".correcting a").click()
    assert page.locator(".corrected .where").all_inner_texts() == ["引语 1 · 引语（中文）", "图片 1 · 图片说明（中文）"]
    page.fill("#message", "两处文字请看。")
    with page.expect_navigation():
        page.locator("button[value=send]").click()
    page.close()

    page = open_page(f"/admin/cases/case/{case.pk}/corrections/", width="phone", cookies=cookies(editor))
    assert fits(page)
    assert accessibility_findings(page) == []
    with page.expect_navigation():
        page.locator(".corrected li", has_text="引语").locator("button[value^=accept]").click()
    page.locator(".corrected li", has_text="图片说明").locator("input[name=why]").fill("这是全景图的题名。")
    with page.expect_navigation():
        page.locator("button[value^=refuse]").first.click()
    assert page.locator(".corrected strong").all_inner_texts() == ["已接受", "未接受"]
    quotation.refresh_from_db()
    picture.refresh_from_db()
    assert (quotation.text_zh_hans, quotation.speaker_zh_hans, picture.caption_zh_hans) == ("我们用上了绿色电力。", "王工", "园区全景图")

"""The page behind an approver's link, in the light and in the dark, at a desk and on a phone; and the page where one is asked."""

import pytest

from cases.approvals import ask
from tests import make
from tests.browser.conftest import accessibility_findings, fits
from tests.browser.test_admin import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_approver_reads_and_answers_on_a_phone_and_at_a_desk(vocabularies, open_page, complaints):
    editor = make.editor(make.organisation("ours", name_zh_hans="国网浙江省电力有限公司"))
    case = make.case(editor.memberships.get().organisation, by=editor, title_zh_hans="海宁尖山新区源网荷储示范")
    make.picture(case, alt_zh_hans="厂房", caption_zh_hans="厂房")
    findings = []
    for language, width, scheme in (("", "desk", "light"), ("/en", "phone", "dark")):
        _row, token = ask(case, email="boss@example.org", by=editor)
        page = open_page(f"{language}/approvals/{token}/", width=width, scheme=scheme)
        page.wait_for_load_state("networkidle")
        findings += [*accessibility_findings(page), *([] if fits(page) else [f"sticks out at {width}"])]
        page.fill("#name", "李总")
        page.locator("button[value=refuse]").click()
        page.locator(".approval-answer .errorlist").wait_for()
        findings += accessibility_findings(page)
        page.fill("#words", "数字不对")
        page.locator("button[value=refuse]").click()
        page.locator(".notice h1").wait_for()
        findings += accessibility_findings(page)
    assert findings == []
    assert "\n".join(complaints) == ""


def test_the_page_where_one_is_asked_breaks_no_policy_and_no_rule_of_access(vocabularies, open_page, complaints):
    editor = make.editor(make.organisation("ours"))
    case = make.case(editor.memberships.get().organisation, by=editor)
    ask(case, email="boss@example.org", by=editor)
    look_at(open_page, complaints, [f"/admin/cases/case/{case.pk}/approvals/", f"/en/admin/cases/case/{case.pk}/approvals/"], editor)

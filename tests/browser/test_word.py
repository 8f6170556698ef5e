"""Word files in a browser: given several at once, with scripts and without, and what waits of them."""

import pytest
from django.conf import settings
from django.test import Client

from cases.models import Case
from tests import make
from tests.browser.conftest import findings_from_all_sides
from tests.cases.intake.documents import UNTIDY, docx, p

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "/admin/cases/case/word/"
GIVEN = [
    {"name": "一.docx", "mimeType": "application/octet-stream", "buffer": docx(p("第一个"))},
    {"name": "二.doc", "mimeType": "application/octet-stream", "buffer": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)},
    {"name": "三.docx", "mimeType": "application/octet-stream", "buffer": UNTIDY["a letterhead"]},
]
# Puts files on the form as a hand that lets go of them does.
DROP = """form => {
  const files = new DataTransfer()
  files.items.add(new File(["x"], "四.docx"))
  form.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}))
}"""


@pytest.fixture
def session(vocabularies):
    client = Client()
    client.force_login(make.editor(make.organisation("ours")))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def test_several_files_are_given_each_with_its_outcome_and_one_is_dropped(open_page, complaints, session):
    page = open_page(WORD, cookies=session)
    page.set_input_files("#file", GIVEN)
    page.locator(".word-files li").nth(2).wait_for(timeout=30_000)
    assert page.locator(".word-files li b").all_inner_texts() == ["三.docx", "二.doc", "一.docx"]
    assert page.locator(".word-files .state").all_inner_texts() == ["已生成草稿", "未接收", "已生成草稿"]
    page.locator("form[data-drop]").evaluate(DROP)
    page.locator(".word-files li").nth(3).wait_for(timeout=30_000)
    assert page.locator(".word-files .state").all_inner_texts() == ["未接收", "已生成草稿", "未接收", "已生成草稿"]
    page.get_by_role("link", name="文件中的其他内容").first.click()
    page.get_by_role("button", name="放入案例").click()
    assert Case.objects.get(title_zh_hans="标题行").pictures.count() == 1
    assert complaints == []


def test_its_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, session):
    page = open_page(WORD, cookies=session)
    page.set_input_files("#file", GIVEN)
    page.locator(".word-files li").nth(2).wait_for(timeout=30_000)
    left = f"/admin/cases/case/{Case.objects.get(title_zh_hans='标题行').pk}/left-over/"
    findings = []
    for address in [WORD, left, f"/en{WORD}", "/admin/cases/case/"]:
        page = open_page(address, width="phone", cookies=session)
        findings += findings_from_all_sides(page)
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert complaints == []

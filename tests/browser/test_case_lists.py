"""An Excel list in a browser: given, corrected, confirmed, with scripts and without."""

import pytest
from django.conf import settings
from django.test import Client

from cases.models import Case, CaseList
from tests import make
from tests.browser.conftest import findings_from_all_sides
from tests.cases.lists.sheets import TITLE, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADD = "/admin/cases/caselist/add/"


@pytest.fixture
def session(vocabularies):
    client = Client()
    client.force_login(make.editor(make.organisation("ours")))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def give(page, data):
    page.set_input_files("input[type=file]", {"name": "清单.xlsx", "mimeType": "application/octet-stream", "buffer": data})
    page.fill("#id_year", "2030")
    page.get_by_role("button", name="读取清单").click()


def test_a_list_is_given_corrected_and_confirmed(open_page, complaints, session):
    page = open_page(ADD, cookies=session)
    give(page, xlsx([TITLE], ["甲" * 130]))
    assert page.locator(".problems tbody tr").inner_text().split("\t") == ["2", f"A {TITLE}", "有 130 个字符，最多 120 个。"]
    page.get_by_role("link", name="提交更正后的清单").click()
    give(page, xlsx([TITLE], ["甲"], ["乙"]))
    page.get_by_role("button", name="建立这些草稿").click()
    assert page.locator(".made a").all_inner_texts() == ["甲", "乙"]
    page.locator(".made a").first.click()
    assert page.locator("#id_title_zh_hans").input_value() == "甲"
    assert Case.objects.count() == 2
    assert complaints == []


def test_its_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, session):
    page = open_page(ADD, cookies=session)
    give(page, xlsx([TITLE, "状态"], ["甲" * 130, "x"]))
    page.goto(page.url.partition("/admin/")[0] + ADD)
    give(page, xlsx([TITLE], *([f"案例 {n}"] for n in range(60))))
    rows = CaseList.objects.order_by("pk")
    waiting = CaseList.objects.create(
        organisation=rows[0].organisation, year=2030, name="x", digest="1" * 64, by=rows[0].by, total=10, done=3
    )
    addresses = [ADD, "/admin/cases/caselist/", *(f"/admin/cases/caselist/{row.pk}/change/" for row in (rows[0], rows[1], waiting))]
    findings = []
    for address in [*addresses, f"/en{addresses[2]}", f"/en{addresses[3]}"]:
        page = open_page(address, width="phone", cookies=session)
        findings += findings_from_all_sides(page)
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert complaints == []

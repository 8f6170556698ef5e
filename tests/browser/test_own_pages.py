"""The pages of the ground itself, as a browser shows them: error pages, signing in, one's account, the admin's front page."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.browser.conftest import accessibility_findings, findings_from_all_sides

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = ["/nowhere/", "/en/nowhere/", "/accounts/login/", "/en/accounts/login/", "/accounts/password/reset/", "/en/accounts/password/reset/"]
SIGNED_IN = [
    "/admin/",
    "/en/admin/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/en/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


@pytest.fixture
def session():
    client = Client()
    client.force_login(User.objects.create_superuser("op@example.org", "a long secret password", name="Op"))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def look_at(open_page, addresses, complaints, cookies=()):
    findings = []
    for address in addresses:
        page = open_page(address, width="phone", cookies=cookies)
        findings += findings_from_all_sides(page)
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


def test_open_pages_break_no_policy_and_no_rule_of_access(open_page, complaints):
    look_at(open_page, OPEN, complaints)


def test_pages_of_an_account_break_no_policy_and_no_rule_of_access(open_page, complaints, session):
    look_at(open_page, SIGNED_IN, complaints, session)


@pytest.mark.parametrize("status", ["400", "403", "403_csrf", "429", "500", "503"])
def test_each_error_page_breaks_no_rule_of_access(open_page, complaints, status):
    from django.template.loader import render_to_string

    page = open_page("/nowhere/")
    _head, _, rest = render_to_string(f"{status}.html", {"request_id": "a" * 32}).partition("<body>")
    page.evaluate("html => { document.body.innerHTML = html }", rest.partition("</body>")[0])
    assert accessibility_findings(page) == []


def test_one_signs_in_with_address_and_password_and_lands_where_one_wanted_to_go(open_page, complaints):
    User.objects.create_superuser("op@example.org", "a long secret password", name="Op")
    page = open_page("/en/admin/")
    page.fill("input[name=login]", "op@example.org")
    page.fill("input[name=password]", "not this one")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".errorlist")
    page.fill("input[name=password]", "a long secret password")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/en/admin/")
    assert "\n".join(complaints) == ""

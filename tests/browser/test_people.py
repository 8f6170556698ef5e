"""People come in: by an invitation, by a code, by a passkey; and the browser counts as the server does."""

import json
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from accounts.enums import Role
from accounts.models import User
from cases.invitations import invite
from tests import make
from tests.browser.conftest import accessibility_findings, fits

TABLE = json.loads((Path(__file__).parent.parent / "cases/characters.json").read_text())
GOOD = "一座水库养活三个县 the reservoir"


def code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(page, email):
    page.fill("[name=login]", email)
    page.fill("[name=password]", GOOD)
    page.locator("form[action*='login'] button[type=submit]").first.click()


def test_the_browser_counts_as_the_server_does(vocabularies, open_page, complaints):
    page = open_page("/accounts/login/")
    ask = "async ([name, text]) => (await import('/static/admin-theme/characters.js'))[name](text)"
    wrong = [(text, length) for text, length in TABLE["text"] if page.evaluate(ask, ["characters", text]) != length]
    wrong += [(html, length) for html, length in TABLE["html"] if page.evaluate(ask, ["charactersOfHtml", html]) != length]
    assert wrong == []


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_company_comes_by_its_invitation_and_finds_its_prepared_case(width, vocabularies, open_page, complaints):
    reviewer = make.user(Role.REVIEWER)
    mill = make.organisation("mill")
    stub = make.case(mill, by=reviewer)
    _row, token = invite(organisation=mill, email="new@example.org", by=reviewer, stub=stub, as_owner=True)
    page = open_page(f"/invitations/{token}/", width=width)
    assert (accessibility_findings(page), fits(page)) == ([], True)
    page.fill("[name=name]", "王 明")
    page.fill("[name=password]", "mill-mill-mill")
    page.fill("[name=again]", "mill-mill-mill")
    page.click("#sign_up_form button")
    assert page.locator(".errorlist").first.is_visible()
    page.fill("[name=password]", GOOD)
    page.fill("[name=again]", GOOD)
    page.click("#sign_up_form button")
    page.wait_for_url(f"**/admin/cases/case/{stub.pk}/change/")
    page.goto(page.url.split("/admin/")[0] + "/admin/members/")
    assert page.locator("td", has_text="new@example.org").is_visible()
    assert (accessibility_findings(page), fits(page)) == ([], True)
    assert complaints == []


def test_a_reviewer_sets_up_a_code_and_only_then_enters(vocabularies, open_page, complaints, settings):
    settings.MFA_REQUIRED = True
    make.user(Role.REVIEWER, email="reviewer@example.org", password=GOOD)
    page = open_page("/admin/cases/case/")
    sign_in(page, "reviewer@example.org")
    page.wait_for_url("**/accounts/second-factor/")
    assert (accessibility_findings(page), fits(page)) == ([], True)
    page.click("a[href*='totp/activate']")
    page.fill("[name=code]", code(page.input_value("#authenticator_secret")))
    page.locator("form[action*='totp/activate'] button").click()
    page.wait_for_load_state()
    page.goto(page.url.split("/accounts/")[0] + "/admin/cases/case/")
    assert page.url.endswith("/admin/cases/case/")
    assert complaints == []


def with_passkeys(page):
    """An authenticator that says yes to everything, for this page. A browser makes passkeys for localhost, and for no bare number."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_a_reviewer_adds_a_passkey_and_signs_in_by_it(vocabularies, open_page, complaints, settings, live_server):
    settings.MFA_REQUIRED = True
    make.user(Role.REVIEWER, email="reviewer@example.org", password=GOOD)
    page = open_page("/accounts/login/")
    local = live_server.url.replace("127.0.0.1", "localhost")
    with_passkeys(page)
    page.goto(f"{local}/accounts/login/")
    sign_in(page, "reviewer@example.org")
    page.wait_for_url("**/accounts/second-factor/")
    page.click("a[href*='webauthn/add']")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/**recovery-codes/**")
    page.goto(f"{local}/accounts/logout/")
    page.locator("form[action*='logout'] button").first.click()
    page.goto(f"{local}/accounts/login/?next=/admin/")
    page.click("#passkey_login")
    page.wait_for_url(f"{local}/admin/")
    assert page.locator("h1").first.is_visible()
    assert User.objects.get(email="reviewer@example.org").authenticator_set.filter(type="webauthn").count() == 1
    assert complaints == []

"""What holds for every page: headers, policy, no cookie in public, and error pages that come up without a database."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from config.urls import *  # noqa: F403  handlers and all

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PUBLIC = [
    "/",
    "/en/",
    "/cases/",
    "/en/cases/",
    "/suggest/",
    "/nowhere/",
    "/en/nowhere/",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/favicon.ico",
    "/api/v1/openapi.json",
    "/about/",
    "/en/accessibility/",
    "/search-help/",
    "/cases/export.csv",
    "/en/cases/export.json",
    "/feeds/cases.atom",
    "/feeds/en/reports.atom",
    "/sitemap.xml",
    "/sitemap-lists-0.xml",
]
PRIVATE = [
    "/admin/",
    "/en/admin/",
    "/admin/nowhere/",
    "/admin/login/",
    "/accounts/login/",
    "/en/accounts/password/reset/",
    "/accounts/sessions/",
]


def failing(error):
    def view(request):
        raise error

    return view


def lost_session(request):
    """The page is made, and then the session cannot be saved: the failure is the middleware's."""
    request.session["key"] = "value"
    request.session.save = lambda: failing(OperationalError("the connection is lost"))(request)
    return HttpResponse()


FAILURES = {
    "400": BadRequest("no"),
    "403": PermissionDenied(),
    "404": Http404(),
    "500": ValueError("no"),
    "503": OperationalError("the connection is lost"),
}
urlpatterns = [  # the site's own, and pages that fail
    *(path(f"{prefix}fail/{status}", failing(error)) for status, error in FAILURES.items() for prefix in ("", "en/")),
    path("fail/session", lost_session),
    *urlpatterns,  # noqa: F405
]


@pytest.fixture
def visitor(db):
    return Client(raise_request_exception=False)


def policy(response):
    """The policy's parts, with the nonce that only some pages print left out."""
    return set(re.sub(r" 'nonce-[\w-]+'", "", response["Content-Security-Policy"]).split("; "))


@pytest.mark.parametrize("address", PUBLIC + PRIVATE)
def test_every_answer_carries_the_same_strict_policy_and_headers(visitor, address):
    response = visitor.get(address)
    assert policy(response) == POLICY
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in response["Permissions-Policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"])


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_answer_sets_no_cookie_prints_no_nonce_and_is_the_same_for_everyone(visitor, address):
    response = visitor.get(address)
    assert not response.cookies
    assert "nonce-" not in response["Content-Security-Policy"]
    assert not {"cookie", "accept-language"} & set(response.get("Vary", "").lower().split(", "))


@pytest.mark.parametrize("address", PRIVATE)
def test_nobody_keeps_a_page_of_the_admin_or_an_account(visitor, address):
    assert visitor.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", FAILURES)
@pytest.mark.parametrize(("prefix", "language"), [("/", "zh-Hans"), ("/en/", "en")])
def test_an_error_page_is_ours_in_the_readers_language_and_needs_no_database(status, prefix, language):
    # No `django_db` mark: pytest fails this test if the page asks the database.
    response = Client(raise_request_exception=False).get(f"{prefix}fail/{status}")
    assert response.status_code == int(status)
    assert f'<html lang="{language}">' in response.text
    assert len(re.findall("<h1", response.text)) == 1
    assert "Traceback" not in response.text
    assert bool(re.search("[\u4e00-\u9fff]", response.text)) == (language == "zh-Hans")
    assert (response["X-Request-ID"] in response.text) == (int(status) >= 500)


@pytest.mark.urls(__name__)
def test_a_session_that_cannot_be_saved_is_an_outage_and_no_fault(visitor):
    response = visitor.get("/fail/session")
    assert (response.status_code, response["Retry-After"]) == (503, "30")


def test_a_foreign_host_is_refused_with_our_own_page(visitor):
    response = visitor.get("/", headers={"host": "evil.example.com"})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_a_form_without_its_token_is_refused_with_our_own_page(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "表单未被接受" in response.text


@pytest.mark.parametrize(
    "address", ["/accounts/", "/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/3rdparty/"]
)
def test_nobody_signs_up_here(visitor, address):
    assert visitor.get(address).status_code == 404


def test_robots_are_kept_from_what_is_countless_and_led_to_the_sitemap(visitor):
    lines = visitor.get("/robots.txt").text.splitlines()
    about_cases = [line for line in lines if "cases" in line and "/en/" not in line]
    assert about_cases == ["Disallow: /cases/?", "Allow: /cases/?page=", "Disallow: /cases/?page=*&", "Disallow: /cases/export."]
    assert [line.replace("/cases", "/en/cases") for line in about_cases] == [line for line in lines if "/en/cases" in line]
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"
    assert visitor.get("/sitemap.xml").status_code == 200


def test_the_language_of_one_answer_does_not_reach_the_next(visitor):
    visitor.get("/en/nowhere/")
    assert '<html lang="zh-Hans">' in visitor.get("/nowhere/").text
    translation.activate(settings.LANGUAGE_CODE)

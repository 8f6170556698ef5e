"""Redirects, error pages and static files, as a hostile visitor asks for them."""

import gzip
import re
from urllib.parse import quote, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.templatetags.static import static
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests import make

pytestmark = pytest.mark.django_db

# --- Redirects (D4) ------------------------------------------------------------------------------------------------

PASSWORD = "a long secret password"
ELSEWHERE = [
    form.format(host="evil.example")
    for form in (
        "http://{host}", "https://{host}/", "//{host}", "///{host}", "////{host}//", "/\\{host}", "\\\\{host}", "\\/{host}", "/\\/{host}",
        "https:{host}", "https:/{host}", "https:\\\\{host}", "http:///{host}", "HTTPS://{host}", "hTTp:{host}", "ftp://{host}", "gopher://{host}",
        "javascript:alert(1)", "JavaScript://{host}/%0aalert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
        "mailto:x@{host}", "tel:1", "file:///etc/passwd", "about:blank", "blob:https://{host}/x", "view-source:https://{host}",
        "http://127.0.0.1:8000@{host}", "https://127.0.0.1@{host}/", "//127.0.0.1@{host}", "//127.0.0.1:8000@{host}", "http://127.0.0.1.{host}",
        "//testserver@{host}", "//testserver.{host}", "http://testserver:80@{host}", "//{host}%2f@testserver", "//{host}\\@testserver",
        "//{host}#@testserver", "//{host}?@testserver", "http://{host}:80#testserver", "//[{host}]", "//[::1]@{host}", "//２７.evil",
        "//evil。example", "vbscript:x",
        "/%09/{host}", "\t//{host}", "/\t/{host}", "\n//{host}", "/\n/{host}", "\r//{host}", "/\r\n/{host}", "\x00//{host}", "\x0b//{host}",
        " //{host}", "\u00a0//{host}", "\u2028//{host}", "/;@{host}//{host}", "http://", "http:", "//", "https://{host}%00.testserver",
        "/admin/\r\nSet-Cookie: a=b", "/admin/\r\n\r\n<script>", "//{host}/%2e%2e",
    )
]  # fmt: skip


def leads_home(location: str) -> bool:
    """Whether a browser that is told this stays on our host; browsers take \\ for / and drop tabs, line breaks and leading blanks."""
    seen = re.sub(r"[\t\r\n]", "", location).lstrip("\0\x01\x0b\x1f ").replace("\\", "/")
    if seen == "//" or (seen.startswith("/") and not seen.startswith("//")):  # the first names no host at all
        return True
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", seen):
        return True
    return urlsplit(seen).netloc in {"testserver", "127.0.0.1"} and urlsplit(seen).scheme in {"", "http", "https"}


@pytest.fixture
def person():
    person = make.user()
    person.set_password(PASSWORD)
    person.save()
    return person


def test_what_leads_home_is_told_from_what_does_not():
    assert [leads_home(target) for target in ("/admin/", "?a=b", "http://testserver/x")] == [True] * 3
    assert [leads_home(target) for target in ("//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)")] == [
        False
    ] * 4


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_and_out_lead_nowhere_else(person, target):
    form = {"login": person.email, "password": PASSWORD, "next": target}
    for language in ("", "/en"):
        client = Client()
        there = f"?next={quote(target)}"
        for address, data in (
            (f"{language}/accounts/login/{there}", form),
            (f"{language}/accounts/login/{there}", None),
            (f"{language}/accounts/logout/{there}", {"next": target}),
            (f"{language}/admin/login/{there}", form),
        ):
            response = client.get(address) if data is None else client.post(address, data)
            assert response.status_code == 302, address
            assert leads_home(response["Location"]), response["Location"]
            assert "a=b" not in response.cookies.output()


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/cases", "//evil.example/%2e%2e", "/\\evil.example/cases", "/en//evil.example", "/%5cevil.example"],
)
def test_an_address_that_looks_like_a_host_leads_nowhere_else(client, path):
    response = client.get("/", PATH_INFO=path)
    assert response.status_code in {301, 404}
    assert leads_home(response.get("Location", "/"))


# --- Hosts (D5) ----------------------------------------------------------------------------------------------------


def test_a_link_in_a_mail_names_our_own_address_whatever_the_browser_said(client, person, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    headers = {"host": "other.example", "x-forwarded-host": "evil.example", "origin": "http://other.example"}
    assert client.post("/accounts/password/reset/", {"email": person.email}, headers=headers).status_code == 302
    (mail,) = mailoutbox
    assert re.findall(r"https?://[^/\s]+", mail.body) == [settings.SITE_URL]
    assert "evil" not in mail.body
    assert "other.example" not in mail.body


@pytest.mark.parametrize("address", ["/accounts/password/reset/", "/sitemap.xml", "/feeds/cases.atom", "/robots.txt", "/nowhere/"])
def test_a_foreign_host_is_answered_nowhere(client, address):
    response = client.get(address, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "no-store" in response["Cache-Control"]
    assert "evil" not in response.text


# --- Error pages (D9) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("/en", "en")])
def test_whoever_asks_too_often_is_told_so_by_our_own_page(client, prefix, language):
    for _ in range(30):
        response = client.post(f"{prefix}/accounts/password/reset/", {"email": "x@example.org"})
    assert (response.status_code, response["Cache-Control"], response["X-Frame-Options"]) == (429, "private, no-store", "DENY")
    assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("/en", "en")])
def test_a_form_that_is_too_large_is_refused_by_our_own_page(client, prefix, language):
    response = client.post(f"{prefix}/accounts/login/", {"login": "x" * 6_000_000})
    assert (response.status_code, response["Cache-Control"]) in {(400, "private, no-store"), (413, "private, no-store")}
    assert f'<html lang="{language}">' in response.text


# --- Floods (E2, E3) -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/cases/", "/en/cases/", "/api/v1/cases", "/api/v1/facets", "/explore/", "/topics/"])
def test_a_flood_of_parameters_costs_no_more_than_a_plain_question(client, address):
    def cost(query):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{address}?{query}").status_code in {200, 400, 404, 422}
        return len(captured)

    cost("")
    plain = cost("")
    assert cost("&".join(f"sdg={n}" for n in range(300))) <= plain
    assert cost("&".join(f"p{n}=1" for n in range(300))) <= plain
    assert cost("page=1000000000&page_size=1000000000&limit=1000000000&offset=1000000000") <= plain


# --- Static files (D10) --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as an installation has them, under hashed names and compressed."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(**PRODUCTION, STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


PRODUCTION = {
    "DEBUG": False,
    "WHITENOISE_AUTOREFRESH": False,
    "WHITENOISE_USE_FINDERS": False,
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    },
}


@pytest.fixture
def installed(collected):
    with override_settings(**PRODUCTION, STATIC_ROOT=collected):
        yield Client()


def test_a_static_file_has_a_name_of_its_content_and_may_be_kept_for_good(installed):
    for name, kind in [("css/base.css", "text/css"), ("vendor/htmx/htmx.min.js", "text/javascript"), ("icon.svg", "image/svg+xml")]:
        address = static(name)
        response = installed.get(address)
        assert re.fullmatch(rf"/static/{name.rpartition('.')[0]}\.[0-9a-f]{{12}}\.\w+", address)
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, kind)
        assert response["Cache-Control"] == "max-age=315360000, public, immutable"
        assert (response["X-Content-Type-Options"], response.cookies.output()) == ("nosniff", "")


def test_what_has_no_hash_in_its_name_is_not_kept_for_good(installed):
    assert "immutable" not in installed.get("/static/css/base.css")["Cache-Control"]


def test_a_static_file_is_sent_zipped_to_whoever_takes_it_so(installed):
    address = static("css/components.css")
    plain, zipped = installed.get(address), installed.get(address, headers={"accept-encoding": "gzip"})
    assert (zipped["Content-Encoding"], plain.get("Content-Encoding")) == ("gzip", None)
    assert gzip.decompress(zipped.getvalue()) == plain.getvalue()
    assert zipped["Vary"] == plain["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "", "../", "../secret-key", "../casebook.sqlite3", "..%2fsecret-key", "%2e%2e/secret-key", "%2e%2e%2fsecret-key", "..%5csecret-key",
        "....//secret-key",
        "..;/secret-key", "%252e%252e%252fsecret-key", "..%c0%afsecret-key", "css/../../secret-key", "css/%2e%2e/%2e%2e/secret-key",
        "/etc/passwd",
        "//etc/passwd", "%2fetc%2fpasswd", "css/base.css%00.png", "css/base.css/", "css", "css/", ".git/config", "CSS/BASE.CSS",
        "css/base.css.gz/../../secret-key", "file:///etc/passwd", "~root/.bashrc", "\\..\\secret-key",
    ],
)  # fmt: skip
def test_nothing_but_static_files_is_found_under_static(installed, path):
    response = installed.generic("GET", f"/static/{path}")
    assert response.status_code in {301, 404}
    assert "/static/" in response.get("Location", "/static/")
    assert response["X-Content-Type-Options"] == "nosniff"

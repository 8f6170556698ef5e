import logging
import sqlite3

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation

from config import errors, logs, middleware


@pytest.fixture(autouse=True)
def _same_language_after():
    with translation.override(translation.get_language()):
        yield


def pass_through(layer, path="/", answer=None, **headers):
    request = RequestFactory().get(path, headers=headers)
    return request, layer(answer or (lambda request: HttpResponse("text")))(request)


class TestRequestLog:
    @pytest.mark.parametrize("offered", ["abcdefgh", "0f8fad5b-d9cb-469f-a165-70867728950e", "A" * 64])
    def test_an_id_of_sound_form_is_kept(self, offered):
        _, response = pass_through(middleware.RequestLogMiddleware, **{"X-Request-ID": offered})
        assert response["X-Request-ID"] == offered

    @pytest.mark.parametrize("offered", ["", "short", "A" * 65, "abcdefgh\n", "abc defgh", "abcdefgh;", "案例案例案例案例"])
    def test_any_other_id_is_replaced(self, offered):
        _, response = pass_through(middleware.RequestLogMiddleware, **{"X-Request-ID": offered})
        assert len(response["X-Request-ID"]) == 32
        assert response["X-Request-ID"].isalnum()

    def test_the_id_is_known_while_the_page_is_made_and_forgotten_after(self):
        seen = []
        pass_through(middleware.RequestLogMiddleware, answer=lambda request: seen.append(logs.request_id.get()) or HttpResponse())
        assert (len(seen[0]), logs.request_id.get()) == (32, "")

    @pytest.mark.parametrize("kind", [HttpResponse, StreamingHttpResponse])
    def test_head_is_answered_with_the_headers_alone(self, kind):
        layer = middleware.RequestLogMiddleware(lambda request: kind([b"text"], headers={"Content-Length": "4"}))
        response = layer(RequestFactory().head("/"))
        assert (response.getvalue(), response["Content-Length"]) == (b"", "4")

    def fields(self, caplog, **options):
        with caplog.at_level(logging.INFO, logger="casebook.request"):
            pass_through(middleware.RequestLogMiddleware, **options)
        return [record.fields for record in caplog.records]

    def test_one_line_tells_method_path_status_time_and_size_but_not_the_query(self, caplog):
        (fields,) = self.fields(caplog, path="/cases/?q=secret")
        assert fields.pop("ms") >= 0
        assert fields == {"method": "GET", "path": "/cases/", "status": 200, "bytes": 4}

    def test_the_liveness_question_leaves_no_line(self, caplog):
        assert self.fields(caplog, path="/healthz") == []

    def test_a_stream_has_no_size(self, caplog):
        (fields,) = self.fields(caplog, answer=lambda request: StreamingHttpResponse(["a"]))
        assert fields["bytes"] is None

    def test_a_user_whom_the_page_looked_up_is_named(self, caplog):
        class Known:
            pk, is_authenticated = 7, True

        def answer(request):
            request._cached_user = Known()
            return HttpResponse()

        (fields,) = self.fields(caplog, answer=answer)
        assert fields["user"] == 7


class TestLanguage:
    @pytest.mark.parametrize(
        ("path", "language", "header"),
        [
            ("/", "zh-hans", "zh-Hans"),
            ("/cases/", "zh-hans", "zh-Hans"),
            ("/english/", "zh-hans", "zh-Hans"),
            ("/en", "en", "en"),
            ("/en/", "en", "en"),
            ("/en/cases/", "en", "en"),
        ],
    )
    def test_the_address_alone_decides(self, path, language, header):
        seen = []
        request, response = pass_through(
            middleware.LanguageMiddleware,
            path,
            lambda request: seen.append(translation.get_language()) or HttpResponse(),
            **{"Accept-Language": "fr", "Cookie": "django_language=de"},
        )
        assert (seen, request.LANGUAGE_CODE, response["Content-Language"]) == ([language], language, header)
        assert not response.has_header("Vary")
        assert not response.cookies

    def test_what_is_no_page_has_no_language(self):
        _, response = pass_through(
            middleware.LanguageMiddleware, answer=lambda request: HttpResponse("{}", content_type="application/json")
        )
        assert not response.has_header("Content-Language")


class Session:
    def __init__(self, accessed):
        self.accessed, self.modified = accessed, False


class TestHeaders:
    @pytest.mark.parametrize(
        ("path", "accessed", "own", "expected"),
        [
            ("/cases/", False, None, None),
            ("/cases/", False, "public, max-age=60", "public, max-age=60"),
            ("/cases/", True, None, "private, no-store"),
            ("/cases/", True, "public, max-age=60", "private, no-store"),
            ("/files/x", True, "private, max-age=60", "private, max-age=60"),
            ("/admin/", False, None, "private, no-store"),
            ("/en/admin/cases/", True, "public, max-age=60", "private, no-store"),
            ("/accounts/login/", False, None, "private, no-store"),
            ("/administration/", False, None, None),
        ],
    )
    def test_a_page_that_asked_who_is_reading_is_kept_by_nobody(self, path, accessed, own, expected):
        def answer(request):
            request.session = Session(accessed)
            return HttpResponse(headers={"Cache-Control": own} if own else None)

        _, response = pass_through(middleware.HeadersMiddleware, path, answer)
        assert response.get("Cache-Control") == expected
        assert "camera=()" in response["Permissions-Policy"]

    @pytest.mark.django_db
    def test_a_public_page_takes_back_no_cookie_either(self, client):
        client.cookies["sessionid"] = "x"
        response = client.get("/")
        assert "public" in response["Cache-Control"]
        assert not response.cookies
        assert response["Vary"] == "Accept-Encoding"

    @pytest.mark.parametrize("path", ["/cases", "/en", "/admin/", "/nothing/here/", "/static/nothing.css"])
    def test_no_answer_may_stand_in_a_frame(self, client, db, path):
        response = client.get(path)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def failure(kind, cause=None, name=None):
    error = kind("it failed")
    if cause:
        error.__cause__ = cause("it failed")
        error.__cause__.sqlite_errorname = name
    return error


class TestDatabaseDown:
    @pytest.mark.parametrize(
        ("error", "down"),
        [
            (failure(OperationalError), True),
            (failure(InterfaceError), True),
            (failure(OperationalError, sqlite3.OperationalError, "SQLITE_BUSY"), True),
            (failure(OperationalError, sqlite3.OperationalError, "SQLITE_BUSY_SNAPSHOT"), True),
            (failure(OperationalError, sqlite3.OperationalError, "SQLITE_CANTOPEN"), True),
            (failure(OperationalError, sqlite3.OperationalError, "SQLITE_ERROR"), False),
            (failure(ProgrammingError), False),
            (ValueError(), False),
            (None, False),
        ],
    )
    def test_only_what_waiting_may_mend_is_an_outage(self, error, down):
        assert errors.database_is_down(error) is down

    @pytest.mark.parametrize(("path", "title"), [("/cases/", "本站暂时无法访问"), ("/en/cases/", "Casebook is away for a moment")])
    def test_an_outage_is_503_in_the_readers_language_and_says_when_to_come_back(self, path, title):
        # No `django_db` mark: pytest fails this test if the page asks the database.
        def answer(request):
            return middleware.DatabaseDownMiddleware(None).process_exception(request, failure(OperationalError))

        _, response = pass_through(middleware.LanguageMiddleware, path, answer)
        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert title in response.text

    def test_any_other_failure_goes_its_way(self):
        assert middleware.DatabaseDownMiddleware(None).process_exception(RequestFactory().get("/"), ValueError()) is None


class TestRefusedMethod:
    @pytest.mark.parametrize(
        ("address", "language", "words"),
        [("/cases/", "zh-Hans", "这个页面只供查看"), ("/en/cases/", "en", "This page only shows something")],
    )
    def test_a_person_gets_a_page(self, client, address, language, words):
        response = client.post(address, headers={"accept": "text/html"})
        assert (response.status_code, response["Allow"], response["Cache-Control"]) == (405, "GET, HEAD", "no-store")
        assert f'<html lang="{language}">' in response.text
        assert f"<h1>{words}</h1>" in response.text

    def test_who_opens_what_only_takes_something_reads_that_nothing_was_done(self):
        _, response = pass_through(
            middleware.RefusedMethodMiddleware, answer=lambda request: HttpResponseNotAllowed(["POST"]), accept="text/html"
        )
        assert response["Allow"] == "POST"
        assert "<h1>这个地址不能直接打开</h1>" in response.text

    def test_the_page_has_the_headers_of_every_other(self, client, settings):
        settings.DEBUG = False
        other = client.get("/nowhere/at/all/")
        assert other.status_code == 404
        assert {*client.post("/cases/").headers} >= {*other.headers} - {"Content-Length"}

    def test_a_program_gets_what_it_asked_for(self, client):
        assert client.post("/cases/", headers={"accept": "application/json"}).content == b""
        assert "errors" in client.post("/api/v1/cases", headers={"accept": "text/html"}).json()

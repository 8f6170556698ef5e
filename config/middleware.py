"""What every request passes through, from the outside in: its log line, language, headers, a method not taken, a silent database."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from config import errors, logs

GetResponse = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("casebook.request")
OFFERED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
PERMISSIONS_POLICY = "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# Addresses that are secrets: whoever reads the log must not come in by them.
SECRETS = re.compile(r"(/invitations/|/(?:print-)?approvals/|/password/reset/key/)[^/]+")
PRIVATE_PATHS = re.compile(r"/(en/)?(admin|accounts)(/|$)")


class RequestLogMiddleware:
    """Give each request an id, and write one line when it has been answered.

    The user is named only where the page itself asked who they are; a public page stays without a session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.META.get("HTTP_X_REQUEST_ID", "")
        token = logs.request_id.set(offered if OFFERED_ID.fullmatch(offered) else secrets.token_hex(16))
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = logs.request_id.get()
            if request.method == "HEAD":
                drop_body(response)
            if request.path != "/healthz":
                log.info("request", extra={"fields": self.fields(request, response, start)})
            return response
        finally:
            logs.request_id.reset(token)

    def fields(self, request: HttpRequest, response: HttpResponseBase, start: float) -> dict[str, object]:
        user = getattr(request, "_cached_user", None)
        size = len(response.content) if isinstance(response, HttpResponse) else response.get("Content-Length")
        return {
            "method": request.method,
            "path": SECRETS.sub(r"\1…", request.path),
            "status": response.status_code,
            "ms": round((time.perf_counter() - start) * 1000, 1),
            "bytes": None if size is None else int(size),
        } | ({"user": user.pk} if user is not None and user.is_authenticated else {})


def drop_body(response: HttpResponseBase) -> None:
    """Django leaves this to the server; gunicorn does it, and writes a warning each time."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        response.content = b""


class LanguageMiddleware:
    """The address alone decides the language, so that a page means the same to everyone and can be kept at an edge."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        english = request.path_info == "/en" or request.path_info.startswith("/en/")
        language = "en" if english else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", "en" if english else "zh-Hans")
        return response


class HeadersMiddleware:
    """A page that asked who is reading belongs to that reader: no cache may keep it. So too all of admin and accounts.

    A view outside of these that sets `Cache-Control` itself is believed, unless it calls public what somebody's session was read for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        control = response.get("Cache-Control", "")
        if PRIVATE_PATHS.match(request.path_info) or (asked_who(request) and "private" not in control):
            control = response["Cache-Control"] = "private, no-store"
        if "public" in control:
            forget_cookies(response)
        return response


def asked_who(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return session is not None and (session.accessed or session.modified)


def forget_cookies(response: HttpResponseBase) -> None:
    """What is kept for everybody depends on nobody's cookie and sets none: the session's middleware takes back one that it cannot read."""
    response.cookies.clear()
    varies = [name for name in response.get("Vary", "").split(", ") if name.lower() not in {"", "cookie"}]
    response["Vary"] = ", ".join(varies)
    if not varies:
        del response["Vary"]


class RefusedMethodMiddleware:
    """Django answers a method that an address does not take with nothing at all; a person gets a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content or not request.accepts("text/html"):
            return response
        page = errors.page(405, only_takes=request.method in {"GET", "HEAD"})
        page["Allow"] = response["Allow"]
        return page


class DatabaseDownMiddleware:
    """A database that does not answer is a 503 with Retry-After, also with DEBUG; `errors.server_error` has the rest.

    The broken connection is dropped, so the first request after the database is back succeeds.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.unavailable(request, exception) if errors.database_is_down(exception) else None

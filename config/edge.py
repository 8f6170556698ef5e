"""Public pages on their way out: held in this process by the content's version, and 304 for whoever has them already.

A page is held as it leaves, headers and all, for one version of the site and one day (a citation prints the date). No time makes it
stale: after a publication every process makes it anew, and nobody asks for the one from before.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase, ResponseHeaders
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from cases.api.queries import CaseQuery
from cases.forms import CaseList, PageNumber
from cases.search.held import site_state
from cases.views.kept import Kept
from config import errors
from reports.api import IndicatorQuery

GetResponse = Callable[[HttpRequest], HttpResponseBase]

MB = 1024 * 1024
# Half of the API's largest list; one page is not to push out a hundred others.
LARGEST_PAGE = 512 * 1024
# A held page is its headers and its key, too.
HEADERS = 2 * 1024
# Below this gzip weighs more than it saves.
WORTH_ZIPPING = 500
# Moved and gone are answers for good. A 404 is not, and there are more wrong addresses than memory.
HELD = {200, 301, 410}
# A picture or a PDF is a file, kept by the storage, and takes the room of ten pages.
TEXT = re.compile(r"text/|application/(?:json|\S+\+json|\S+\+xml|xml)\b")
# Not for everyone, or nothing to do with the content.
NEVER_HELD = re.compile(r"/(?:healthz|readyz)$|/static/|/(?:en/)?(?:admin|accounts)(?:/|$)")
# What a query string may ask of a page. Whatever asks anything else is made anew: a stranger's `?x=1`, `?x=2` … fills no memory.
QUESTIONS = frozenset({*CaseList.base_fields, *PageNumber.base_fields, *CaseQuery.base_fields, *IndicatorQuery.base_fields})
LONGEST_QUESTION = 1_000
# By these the held pages of one address are told apart; a page that varies by anything else is not held.
KEYED = {"accept-encoding", "hx-request", "hx-target"}
TARGET = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Last-Modified says whole seconds, and a change is seen when its transaction ends, later than the second it carries. Only after so
# many seconds is it sure that no other change hides behind the same time.
SETTLED = timedelta(seconds=60)
# A new release may print the same content another way.
STARTED = timezone.now()
IN_304 = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control", "ETag", "Last-Modified", "Vary")


@dataclass(frozen=True, slots=True)
class Page:
    """An answer for everyone: `headers` as they leave, without what each answer has of its own."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    zipped: bytes | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped or b"") + HEADERS


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is held, and since which second it can have been as it is; None where that is not settled."""

    kept: Kept[Page]
    key: tuple[Any, ...]
    since: int | None


class HeldPagesMiddleware:
    """Answers a public page from what this process holds: no address resolved, no session, no query but the version's.

    What it does not hold it takes from the views, and keeps it if it is for everyone. `PAGES_HELD_MB` is the most it holds; with 0 it
    asks for no version, and gives validators only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.most = settings.PAGES_HELD_MB * MB
        # There are as many plain addresses as there is content, but questions without end: those push out each other and no plain page.
        self.addresses: Kept[Page] = Kept(self.most * 3 // 4)
        self.questions: Kept[Page] = Kept(self.most // 4)
        self.version = 0

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or NEVER_HELD.match(request.path_info):
            return self.get_response(request)
        place = self.place(request)
        page = place.kept.get(place.key) if place else None
        if place is None or page is None:
            return self.made(request, place)
        if page.zipped is None and len(page.body) >= WORTH_ZIPPING and takes_gzip(request):
            page = replace(page, zipped=gzip.compress(page.body, mtime=0))
            place.kept.put(place.key, page, page.size)
        return answer(request, page, place.since)

    def place(self, request: HttpRequest) -> Place | None:
        """None for what is not held, whatever the answer will be."""
        question = asked(request) if self.most else None
        if question is None:
            return None
        try:
            state = site_state()
        except Error:
            # The layers within have the words for it, should the database not answer them either.
            errors.drop_connections()
            return None
        if state.number != self.version:
            # Nobody asks for the pages of another version; and a database that was restored may come to the same number again.
            self.version = state.number
            self.addresses.clear()
            self.questions.clear()
        now = timezone.localtime()
        since = max(state.changed_at, now.replace(hour=0, minute=0, second=0), STARTED)
        return Place(
            self.questions if any(question[2:]) else self.addresses,
            key=(state.number, now.date(), *question),
            since=int(since.timestamp()) if now - since >= SETTLED else None,
        )

    def made(self, request: HttpRequest, place: Place | None) -> HttpResponseBase:
        """The version was read before: what is made now is of that version or a later one, never of an earlier one."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not is_for_everyone(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if response.status_code == 200:
            response.headers.setdefault("ETag", etag_of(response))
        page = Page(response.status_code, dict(response.items()), response.content)
        if place and request.method == "GET" and is_worth_holding(request, page):
            place.kept.put(place.key, page, page.size)
        if page.status != 200:
            return response
        since = place.since if place else None
        if has_it(request, page.headers["ETag"], since):
            return answer(request, page, since)
        for name, value in validators(since).items():
            response[name] = value
        return response


# --- What is asked -------------------------------------------------------------------------------------------------


def asked(request: HttpRequest) -> tuple[str, str, str, str, str] | None:
    """All that an answer for everyone may depend on: path (twice, as the script's own part is the server's word), query, htmx.

    None where the layers within have the first word: a foreign host is refused, plain HTTP redirected.
    """
    meta = request.META
    query, partial, target = meta.get("QUERY_STRING", ""), meta.get("HTTP_HX_REQUEST", ""), meta.get("HTTP_HX_TARGET", "")
    if query and (len(query) > LONGEST_QUESTION or not {pair.partition("=")[0] for pair in query.split("&")} <= QUESTIONS):
        return None
    if partial not in {"", "true"} or (target and not TARGET.fullmatch(target)) or "HTTP_HX_HISTORY_RESTORE_REQUEST" in meta:
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None
    return request.path, request.path_info, query, partial, target


def takes_gzip(request: HttpRequest) -> bool:
    for offer in request.META.get("HTTP_ACCEPT_ENCODING", "").split(","):
        name, _, quality = offer.partition(";")
        if name.strip().lower() == "gzip":
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", quality)
    return False


def has_it(request: HttpRequest, etag: str, since: int | None) -> bool:
    """Whether the one who asks has this very answer. A time counts only for who names no tag."""
    tags = request.META.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        # Compared weakly: zipped or not, it is the same page.
        return tags == etag or any(tag in {"*", etag, etag.removeprefix("W/")} for tag in parse_etags(tags))
    date = request.META.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or not date:
        return False
    had = parse_http_date_safe(date)
    return had is not None and had >= since


# --- What is answered ----------------------------------------------------------------------------------------------


def is_for_everyone(response: HttpResponse) -> bool:
    """Whether every layer within has left it public. A nonce or a cookie would be one reader's own."""
    control = response.get("Cache-Control", "")
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        "public" in control
        and "no-store" not in control
        and not response.cookies
        and varies <= KEYED
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def is_worth_holding(request: HttpRequest, page: Page) -> bool:
    is_text = bool(TEXT.match(page.headers.get("Content-Type", "")))
    return page.status in HELD and is_text and len(page.body) <= LARGEST_PAGE and is_own_spelling(request)


def is_own_spelling(request: HttpRequest) -> bool:
    """Whether the site itself writes the address so. `/sdgs/007/` is answered too, and there is no end of such."""
    match = request.resolver_match
    if match is None:
        return False
    try:
        return unquote(reverse(match.view_name, args=match.args, kwargs=match.kwargs)) == request.path
    except NoReverseMatch:
        return False


def etag_of(response: HttpResponse) -> str:
    """Weak, since the page zipped and unzipped is one."""
    content = hashlib.blake2b(response.content, digest_size=12)
    content.update(response.get("Content-Type", "").encode())
    return f'W/"{content.hexdigest()}"'


def validators(since: int | None) -> dict[str, str]:
    """Besides the ETag, which a page has of its own."""
    return {} if since is None else {"Last-Modified": http_date(since)}


def answer(request: HttpRequest, page: Page, since: int | None) -> HttpResponse:
    headers = page.headers | validators(since)
    if page.status == 200 and has_it(request, headers["ETag"], since):
        response: HttpResponse = HttpResponseNotModified()
        response.headers = ResponseHeaders({name: headers[name] for name in IN_304 if name in headers})
        return response
    if page.zipped is not None and takes_gzip(request):
        zipped = {"Content-Encoding": "gzip", "Content-Length": str(len(page.zipped))}
        return HttpResponse(page.zipped, status=page.status, headers=headers | zipped)
    return HttpResponse(page.body, status=page.status, headers=headers)

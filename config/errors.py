"""Pages for what goes wrong. They come up when the database and the session are down: none needs them, and only a 404 asks at all."""

import logging
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cases.document import CaseDocument
from cases.views import lost
from config import logs

log = logging.getLogger("casebook.errors")
RETRY_AFTER = 30

# SQLite calls a missing table an OperationalError too; that is our mistake and no outage.
SQLITE_OUTAGES = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_READONLY"}


def database_is_down(exception: BaseException | None) -> bool:
    """Whether waiting may help: no connection, a lost one, a lock not had in time, a full disk."""
    if not isinstance(exception, OperationalError | InterfaceError):
        return False
    cause = exception.__cause__
    if isinstance(cause, sqlite3.Error):
        name = getattr(cause, "sqlite_errorname", None) or ""
        return any(name == outage or name.startswith(f"{outage}_") for outage in SQLITE_OUTAGES)
    return True


def page(status: int, template: str = "", **context: object) -> HttpResponse:
    """The page for a status. What is our fault carries the number under which it stands in the log."""
    text = render_to_string(template or f"{status}.html", {"request_id": logs.request_id.get() if status >= 500 else ""} | context)
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})


def unavailable(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    log.error("The database does not answer: %s", exception)
    drop_connections()
    response = page(503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def drop_connections() -> None:
    """The next question opens a connection of its own, instead of waiting on one that may be dead."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            with suppress(Error):
                connection.close()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(413 if isinstance(exception, RequestDataTooBig | TooManyFieldsSent) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = lost.words_of(request.path_info)
    return page(404, words=words, likely=_likely(words))


def _likely(words: str) -> Sequence[CaseDocument]:
    """What may have been meant, or nothing: a page for what went wrong does not go wrong itself."""
    try:
        return lost.likely(words)
    except Exception as exception:
        log.warning("Nothing to offer for a lost reader: %s", exception)
        if database_is_down(exception):
            drop_connections()
        return ()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(403, "403_csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this inside its `except`, so the exception is at hand; the middleware's own failures come here too."""
    exception = sys.exc_info()[1]
    return unavailable(request, exception) if database_is_down(exception) else page(500)

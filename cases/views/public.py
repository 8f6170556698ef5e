"""What every public page keeps to: safe methods only, and an answer that anyone may hold, but not for long."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

# A publication is to be seen on every page of every node within a second, and a process may be half of that behind. A browser asks
# each time (and is told 304). An edge that many ask keeps a page for a second, and for one more while it asks anew, so that nobody
# waits for us: two seconds behind at most. While we do not answer at all, nothing changes either: then it may go on showing what it has.
FRESHNESS = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=300"

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """A view that sets `Cache-Control` itself is believed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FRESHNESS)
        return response

    return require_safe(answer)

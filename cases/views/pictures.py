import re
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cases.media.derivatives import WIDTHS, derived_name
from cases.models import PublishedFile

DIGEST = re.compile(r"[0-9a-f]{64}")
# A digest's picture never changes, but it may cease to be public. So long after a case is withdrawn somebody may still hold it.
FRESHNESS = "public, max-age=300"


@require_safe
def picture(request: HttpRequest, digest: str, width: int) -> HttpResponseBase:
    """A picture of a live publication at one of the named widths. One query."""
    return derived_picture(request, digest, width, is_public=is_public)


def is_public(digest: str) -> bool:
    return PublishedFile.objects.filter(digest=digest, publication__withdrawn_at=None).exists()


def derived_picture(request: HttpRequest, digest: str, width: int, *, is_public: Callable[[str], bool]) -> HttpResponseBase:
    """404 for a width that has no name, a digest that is none or not public, a file that the storage has lost.

    Who has the picture is told so once it is known to be public still; the storage is not asked.
    """
    if width not in WIDTHS or not DIGEST.fullmatch(digest) or not is_public(digest):
        raise Http404("no such picture")
    # Only a browser that says so by name shows AVIF; `*/*` is said by those that do not.
    suffixes = ("avif", "webp") if "image/avif" in request.headers.get("Accept", "") else ("webp",)
    response, etag = _known(request, digest, width, suffixes) or _from_storage(digest, width, suffixes)
    response["ETag"] = etag
    response["Vary"] = "Accept"
    response["Cache-Control"] = FRESHNESS
    return response


def _known(request: HttpRequest, digest: str, width: int, suffixes: Iterable[str]) -> tuple[HttpResponseBase, str] | None:
    """To who has it in one of the forms: that it is good still."""
    for suffix in suffixes:
        etag = _etag(digest, width, suffix)
        if response := get_conditional_response(request, etag=etag):
            return response, etag
    return None


def _from_storage(digest: str, width: int, suffixes: Iterable[str]) -> tuple[HttpResponseBase, str]:
    """In the first of the forms that is there."""
    for suffix in suffixes:
        with suppress(FileNotFoundError):
            file = default_storage.open(derived_name(digest, width, suffix))
            return FileResponse(file, content_type=f"image/{suffix}"), _etag(digest, width, suffix)
    raise Http404("the picture is lost")


def _etag(digest: str, width: int, suffix: str) -> str:
    return f'"{digest}-{width}-{suffix}"'

import re
from collections.abc import Callable

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

    Who has the picture is told so once it is known to be public still.
    """
    if width not in WIDTHS or not DIGEST.fullmatch(digest) or not is_public(digest):
        raise Http404("no such picture")
    smaller = derived_name(digest, width, "avif")
    # Only a browser that says so by name shows it; `*/*` is said by those that do not.
    suffix = "avif" if "image/avif" in request.headers.get("Accept", "") and default_storage.exists(smaller) else "webp"
    etag = f'"{digest}-{width}-{suffix}"'
    response = get_conditional_response(request, etag=etag) or _from_storage(derived_name(digest, width, suffix), f"image/{suffix}")
    response["ETag"] = etag
    response["Vary"] = "Accept"
    response["Cache-Control"] = FRESHNESS
    return response


def _from_storage(name: str, content_type: str) -> HttpResponseBase:
    try:
        return FileResponse(default_storage.open(name), content_type=content_type)
    except FileNotFoundError:
        raise Http404("the picture is lost") from None

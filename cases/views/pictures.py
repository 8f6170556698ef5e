import re
from collections.abc import Callable

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from cases.media.derivatives import WIDTHS, derived_name
from cases.models import PublishedFile

DIGEST = re.compile(r"[0-9a-f]{64}")


@require_safe
def picture(request: HttpRequest, digest: str, width: int) -> HttpResponseBase:
    """A picture of a live publication at one of the named widths. One query."""
    return derived_picture(digest, width, is_public=is_public)


def is_public(digest: str) -> bool:
    return PublishedFile.objects.filter(digest=digest, publication__withdrawn_at=None).exists()


def derived_picture(digest: str, width: int, *, is_public: Callable[[str], bool]) -> HttpResponseBase:
    """404 for a width that has no name, a digest that is none or not public, a file that the storage has lost.

    A digest names its content, so what is answered here never changes.
    """
    if width not in WIDTHS or not DIGEST.fullmatch(digest) or not is_public(digest):
        raise Http404("no such picture")
    try:
        file = default_storage.open(derived_name(digest, width))
    except FileNotFoundError:
        raise Http404("the picture is lost") from None
    response = FileResponse(file, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response

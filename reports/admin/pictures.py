"""Pictures of reports that are perhaps not public, for those who work on reports."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cases.media.derivatives import derive
from cases.revisions import picture_doc
from cases.views.pictures import DIGEST, derived_picture
from reports.models import Illustration


def report_picture(request: HttpRequest, digest: str, width: int) -> HttpResponseBase:
    """A size of a report's own picture, made when first asked for. 404 for what is none."""

    def is_ours(digest: str) -> bool:
        found = Illustration.objects.filter(digest=digest).first() if DIGEST.fullmatch(digest) else None
        if found is not None:
            derive(picture_doc(found))
        return found is not None

    return derived_picture(request, digest, width, is_public=is_ours)

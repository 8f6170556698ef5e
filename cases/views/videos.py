from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from cases.models import VideoAddress
from cases.views.public import public_page


@public_page
def video(request: HttpRequest, code: str) -> HttpResponse:
    """On to where the video is today; one query. 404 until its case was published, 410 once it is withdrawn. Only ever to https."""
    known = VideoAddress.objects.select_related("case__publication").filter(case__publication__isnull=False)
    address = get_object_or_404(known, code=code)
    withdrawn_at = address.case.publication.withdrawn_at
    target = address.target or address.url
    if withdrawn_at is not None or not target.startswith("https://"):
        # Without the request, since this address has no other language to offer.
        return HttpResponse(render_to_string("cases/withdrawn.html", {"withdrawn_at": withdrawn_at}), status=410)
    response = HttpResponseRedirect(target)
    # It may be aimed anew at any time, and what is printed must follow.
    response["Cache-Control"] = "no-cache"
    return response

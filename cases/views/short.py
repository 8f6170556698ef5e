"""A case's short address, for print and citations: `/c/27/` leads to where the case stands now, whatever it is called by then."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse

from cases.models import Publication
from cases.views.public import public_page


def short_url(publication: Publication) -> str:
    """The number is the publication's: a case has it from its first day in public, and no other case ever gets it.

    The case's own number would let anybody count the drafts between two published cases.
    """
    return settings.SITE_URL + reverse("short_address", args=[publication.pk])


@public_page
def short_address(request: HttpRequest, number: int) -> HttpResponse:
    """One query. 410 once it was withdrawn; what was never published has no number."""
    publication = get_object_or_404(Publication.objects.only("slug", "withdrawn_at"), pk=number)
    if publication.withdrawn_at is not None:
        # Without the request, since this address has no other language to offer.
        return HttpResponse(render_to_string("cases/withdrawn.html", {"withdrawn_at": publication.withdrawn_at}), status=410)
    return HttpResponsePermanentRedirect(reverse("case", args=[publication.slug]))

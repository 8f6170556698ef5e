"""A case asked for at a slug that it has left."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from cases.addresses import moved_to


def moved(request: HttpRequest, slug: str, name: str = "case") -> HttpResponse:
    """To where it stands now, in one hop, in the language and with the query asked for; 410 when it was withdrawn. One query."""
    publication = moved_to(slug)
    if publication is None:
        raise Http404("no such case")
    if publication.withdrawn_at is not None:
        return render(request, "cases/withdrawn.html", {"withdrawn_at": publication.withdrawn_at}, status=410)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(reverse(name, args=[publication.slug]) + (f"?{query}" if query else ""))

"""Pages that know of reports: the home page, the list of reports, the web edition, short links."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases.media.derivatives import derive
from cases.search.held import site_version
from cases.search.query import Query, search
from cases.views.cards import cards
from cases.views.pictures import DIGEST, derived_picture
from cases.views.public import public_page
from cases.views.shelves import counted_concepts, counted_goals
from reports import web
from reports.document import Book
from reports.models import Report, ShortLink

NEWEST = 6


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Three queries: the site's version, the newest cases, the newest public report."""
    found = search(Query())
    context = {
        "concepts": counted_concepts(found.index),
        "goals": counted_goals(found.index),
        "total": len(found),
        "cards": cards(found.page(1, NEWEST), "h3"),
        "report": Report.objects.filter(is_public=True).first(),
    }
    return render(request, "home.html", context)


@public_page
def report_list(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/list.html", {"reports": Report.objects.filter(is_public=True)})


@public_page
def report_page(request: HttpRequest, year: int) -> HttpResponse:
    """Two queries: the report, the site's version. Composing where the book is not held yet."""
    report, book = _public_book(year)
    context = {"report": report, "book": book, "cases": sum(1 for _ in book.cases()), "data": sum(1 for _ in book.data())}
    return render(request, "reports/report.html", context)


@public_page
def part_page(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Three queries: the report, the site's version, which of its cases are public."""
    report, book = _public_book(year)
    keys = [part.key for part in book.parts]
    if key not in keys:
        raise Http404("this report has no such part")
    place = keys.index(key)
    part = book.parts[place]
    context = {
        "report": report,
        "book": book,
        "part": part,
        "previous": book.parts[place - 1] if place else None,
        "next": book.parts[place + 1] if place + 1 < len(keys) else None,
        "live": web.live_slugs([box.document for box in web.boxes(part)]),
    }
    return render(request, "reports/part.html", context)


def _public_book(year: int) -> tuple[Report, Book]:
    report = get_object_or_404(Report, year=year, is_public=True)
    book = web.book_of(report, site_version())
    if book is None:
        raise Http404("this report cannot be composed")
    return report, book


@require_safe
def picture(request: HttpRequest, digest: str, width: int) -> HttpResponseBase:
    """A picture that a public report shows, at one of the named widths; its sizes are made when first asked for."""

    def is_public(digest: str) -> bool:
        found = web.public_picture(digest)
        if found is not None:
            derive(found)
        return found is not None

    if not DIGEST.fullmatch(digest):
        raise Http404("no such picture")
    return derived_picture(digest, width, is_public=is_public)


@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """On to where the link leads today. While that is not known, a page says so. Only ever to https."""
    link = get_object_or_404(ShortLink, code=code)
    if link.target.startswith("https://"):
        response: HttpResponse = HttpResponseRedirect(link.target)
    else:
        response = render(request, "reports/short_link.html", {"link": link})
    # It may be aimed anew at any time, and what is printed must follow.
    response["Cache-Control"] = "no-cache"
    return response

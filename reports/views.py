"""Pages that know of reports: the home page, the list of reports, the web edition, short links."""

import io
import json
import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cases.issues import LAST_ISSUED
from cases.media.derivatives import derive, derived_name
from cases.media.made import Busy
from cases.models import Publication
from cases.search.held import site_version
from cases.search.query import Query, search, shown
from cases.templatetags.casebook import language, plain
from cases.views.cards import cards
from cases.views.counted import counted_concepts, counted_goals
from cases.views.moved import moved
from cases.views.pictures import DIGEST, derived_picture
from cases.views.public import public_page
from cases.views.short import short_url
from reports import offprint, web
from reports.document import Book, json_schema
from reports.edition_files import listed, public_file
from reports.models import Report, ShortLink
from reports.writers.errors import WriterFailed
from reports.writers.registry import WRITERS

NEWEST = 6
NOT_IN_A_FILE_NAME = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')


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
def report_schema(request: HttpRequest) -> HttpResponse:
    """What a report's JSON file holds, for programs; the same for every report."""
    return HttpResponse(json.dumps(json_schema(), ensure_ascii=False, indent=2), content_type="application/schema+json")


@public_page
def report_page(request: HttpRequest, year: int) -> HttpResponse:
    """Three queries: the report, the site's version, its editions; a fourth for their files. Composing where the book is not held yet."""
    report, book = _public_book(year)
    context = {
        "report": report,
        "book": book,
        "editions": listed(report),
        "cases": sum(1 for _ in book.cases()),
        "data": sum(1 for _ in book.data()),
    }
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


@public_page
def edition_file(request: HttpRequest, year: int, number: int, language: str, suffix: str) -> HttpResponseBase:
    """A file of an edition of a public report. One query; it is the same for good, so its digest is its ETag."""
    build = public_file(year, number, language, suffix)
    if build is None:
        raise Http404("no such file")
    etag = f'"{build.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            file = build.file.open("rb")
        except OSError as error:
            raise Http404("the storage has lost it") from error
        name = NOT_IN_A_FILE_NAME.sub(" ", f"{build.report.title} {year}-{number}").strip()
        media_type = WRITERS[build.format].media_type
        # A page of somebody's making is shown by nobody's browser as one of ours.
        response = FileResponse(file, as_attachment=suffix != "pdf", filename=f"{name}.{suffix}", content_type=media_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Robots-Tag"] = "noindex"
    response["ETag"] = etag
    return response


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
        if found is not None and not default_storage.exists(derived_name(digest, width)):
            derive(found)
        return found is not None

    if not DIGEST.fullmatch(digest):
        raise Http404("no such picture")
    return derived_picture(request, digest, width, is_public=is_public)


@public_page
def case_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A case by itself as a PDF. One query; the file is made when it is first asked for, and a 503 asks to come back for it."""
    publication = Publication.objects.with_documents().annotate(issued_at=LAST_ISSUED).filter(slug=slug).first()
    if publication is None:
        return moved(request, slug, "case_pdf")
    if publication.withdrawn_at is not None:
        return render(request, "cases/withdrawn.html", {"withdrawn_at": publication.withdrawn_at}, status=410)
    asked = offprint.Offprint(publication, timezone.localdate(publication.issued_at), short_url(publication), language())
    response = get_conditional_response(request, etag=f'"{asked.mark}"')
    if response is None:
        try:
            data = io.BytesIO(asked.file())
        except Busy:
            return _no_pdf(request, slug, seconds=10)
        except WriterFailed:
            return _no_pdf(request, slug, seconds=offprint.TRY_AGAIN)
        name = NOT_IN_A_FILE_NAME.sub(" ", plain(shown(publication).title)).strip()
        response = FileResponse(data, filename=f"{name}.pdf", content_type="application/pdf")
        response["Link"] = f'<{settings.SITE_URL}{reverse("case", args=[slug])}>; rel="canonical"'
    response["ETag"] = f'"{asked.mark}"'
    return response


def _no_pdf(request: HttpRequest, slug: str, *, seconds: int) -> HttpResponse:
    response = render(request, "reports/no_case_pdf.html", {"slug": slug, "soon": seconds < 60}, status=503)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


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

"""All that a query finds, as CSV and as JSON. Sent as it is made: some hundreds of cases at a time are held, however many there are."""

import csv
import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder

from cases import periods
from cases.api.making import case_summary
from cases.api.queries import Refused, read
from cases.document import FigureDoc, Text
from cases.enums import Status
from cases.forms import CaseFilter
from cases.models import Publication
from cases.search.query import Found, Query, in_order, search, shown
from cases.tables import FORMULA
from cases.views import rail
from cases.views.public import public_page

# Some 15 MB of documents.
AT_ONCE = 500
# Threads of this process that send more than that, for minutes perhaps. The others are for readers (`config.gunicorn`).
SENDERS = threading.BoundedSemaphore(2)
RETRY_AFTER = 60

Format = Callable[[Found, Iterable[list[Publication]]], Iterator[str]]


def export_address(name: str, query: Query) -> str:
    """Where the cases of a query are had in a file: `name` is `cases_csv` or `cases_json`. For links with `rel="nofollow"`."""
    _list, mark, parameters = rail.address(query).partition("?")
    return reverse(name) + mark + parameters


@public_page
def cases_csv(request: HttpRequest) -> HttpResponseBase:
    """Opens right in Excel and WPS: UTF-8 with its mark, CRLF, no cell that is taken for a formula."""
    try:
        found = search(read(CaseFilter, request).query())
    except Refused as refused:
        english = get_language() == "en"
        sentences = [problem.message.en if english else problem.message.zh_hans for problem in refused.failure.errors]
        return HttpResponse("\r\n".join(sentences), status=400, content_type="text/plain; charset=utf-8")
    return _sent(request, found, _as_csv, "csv", "text/csv; charset=utf-8")


@public_page
def cases_json(request: HttpRequest) -> HttpResponseBase:
    """`{count, results}` with each case as the API's list has it."""
    try:
        found = search(read(CaseFilter, request).query())
    except Refused as refused:
        return JsonResponse(refused.failure.model_dump(by_alias=True), status=400, json_dumps_params={"ensure_ascii": False})
    return _sent(request, found, _as_json, "json", "application/json")


def _sent(request: HttpRequest, found: Found, written: Format, suffix: str, content_type: str) -> HttpResponseBase:
    """Queries: what `search` asked, and one for each chunk. 503 while two others are being sent large ones."""
    large = len(found) > AT_ONCE and request.method != "HEAD"
    if large and not SENDERS.acquire(blocking=False):
        sentence = _("Others are fetching large files just now. Try again in a minute, or ask for less.")
        headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
        return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    made = iter(()) if request.method == "HEAD" else _in_language(get_language(), written(found, _pieces(found)))
    response = StreamingHttpResponse(Sending(made) if large else made, content_type=content_type)
    day = timezone.localdate().isoformat()
    name = quote(f"{_('Casebook')}-{day}.{suffix}")
    response["Content-Disposition"] = f"attachment; filename=\"casebook-{day}.{suffix}\"; filename*=UTF-8''{name}"
    response["Cache-Control"] = "public, max-age=60"
    response["X-Robots-Tag"] = "noindex"
    return response


class Sending:
    """Chunks that hold a place among the senders until the server closes the answer, sent or broken off."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self.chunks = chunks

    def __iter__(self) -> Iterator[str]:
        return self.chunks

    def close(self) -> None:
        SENDERS.release()


def _in_language(language: str | None, chunks: Iterator[str]) -> Iterator[str]:
    """What is sent after the view has returned is made in its language all the same."""
    while True:
        with translation.override(language):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def _pieces(found: Found) -> Iterator[list[Publication]]:
    """Every case found, each once and in order, whatever is published while this goes on; what is withdrawn meanwhile is left out."""
    for pks in batched(found.pks(1, len(found)), AT_ONCE):
        if piece := in_order(pks):
            yield piece


# --- JSON --------------------------------------------------------------------------------------------------------


def _as_json(found: Found, pieces: Iterable[list[Publication]]) -> Iterator[str]:
    yield f'{{"count": {len(found)}, "results": ['
    between = "\n"
    for publications in pieces:
        summaries = [case_summary(publication).model_dump(by_alias=True) for publication in publications]
        yield between + ",\n".join(json.dumps(summary, cls=NinjaJSONEncoder, ensure_ascii=False) for summary in summaries)
        between = ",\n"
    yield "\n]}\n"


# --- CSV ---------------------------------------------------------------------------------------------------------

HEADINGS = (
    gettext_lazy("Slug"),
    gettext_lazy("Web page"),
    gettext_lazy("Title (Chinese)"),
    gettext_lazy("Title (English)"),
    gettext_lazy("Summary (Chinese)"),
    gettext_lazy("Summary (English)"),
    gettext_lazy("Organisation (Chinese)"),
    gettext_lazy("Organisation (English)"),
    gettext_lazy("Other organisations (Chinese)"),
    gettext_lazy("Other organisations (English)"),
    gettext_lazy("Year of the report"),
    gettext_lazy("Concepts (Chinese)"),
    gettext_lazy("Concepts (English)"),
    gettext_lazy("Goals (Chinese)"),
    gettext_lazy("Goals (English)"),
    gettext_lazy("Topics (Chinese)"),
    gettext_lazy("Topics (English)"),
    gettext_lazy("Sectors (Chinese)"),
    gettext_lazy("Sectors (English)"),
    gettext_lazy("Regions (Chinese)"),
    gettext_lazy("Regions (English)"),
    gettext_lazy("Place (Chinese)"),
    gettext_lazy("Place (English)"),
    gettext_lazy("Key figures (Chinese)"),
    gettext_lazy("Key figures (English)"),
    gettext_lazy("Published on"),
)


def _as_csv(found: Found, pieces: Iterable[list[Publication]]) -> Iterator[str]:
    yield "\ufeff" + _lines([[str(heading) for heading in HEADINGS]])
    for publications in pieces:
        yield _lines(_row(publication) for publication in publications)


def _lines(rows: Iterable[list[str]]) -> str:
    text = io.StringIO()
    # Every cell in quotes: where Excel parts cells at semicolons, one in a text parts nothing.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([_disarmed(cell) for cell in row] for row in rows)
    return text.getvalue()


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _row(publication: Publication) -> list[str]:
    """The cells under `HEADINGS`. A text that is missing in a language is empty there."""
    case = shown(publication)
    goals = [Text(*(f"{goal.code} {name}" if name else "" for name in (goal.name.zh_hans, goal.name.en))) for goal in case.goals]
    figures = [Text(_figure(figure, "zh-hans"), _figure(figure, "en")) for figure in case.key_figures]
    return [
        publication.slug,
        settings.SITE_URL + publication.get_absolute_url(),
        *_both(case.title),
        *_both(case.summary),
        *_both(case.organisation.name),
        *_joined(organisation.name for organisation in case.organisations),
        str(case.year),
        *_joined(tag.name for tag in case.tagged("concept")),
        *_joined(goals),
        *(cell for kind in ("topic", "sector", "region") for cell in _joined(tag.name for tag in case.tagged(kind))),
        *_both(case.place),
        *_joined(figures),
        timezone.localdate(publication.published_at).isoformat(),
    ]


def _both(text: Text) -> tuple[str, str]:
    return text.zh_hans, text.en


def _joined(texts: Iterable[Text]) -> tuple[str, str]:
    pairs = [_both(text) for text in texts]
    return "；".join(zh for zh, _en in pairs if zh), "; ".join(en for _zh, en in pairs if en)


def _figure(figure: FigureDoc, language: str) -> str:
    """节电量：约 1600 万千瓦时（2020年） · Power saved: about 16 million kWh (2020). What is no fact says so."""
    label = figure.label.en if language == "en" else figure.label.zh_hans
    if not label:
        return ""
    quantity = figure.quantity(language)
    notes = list(filter(None, (periods.words(figure.period, language), _standing(figure, language))))
    if language == "en":
        return f"{label}: {quantity}" + (f" ({', '.join(notes)})" if notes else "")
    return f"{label}：{quantity}" + (f"（{'，'.join(notes)}）" if notes else "")


def _standing(figure: FigureDoc, language: str) -> str:
    if figure.status == Status.FACT:
        return ""
    with translation.override(language):
        return str(Status(figure.status).label)

"""The list of cases to take away, as it is filtered and searched on the page: CSV and Excel, of the rows that the person sees."""

import io
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cases.enums import Qualifier, Rank, Vocabulary
from cases.models import Case, CaseTag, Figure
from cases.quantities import plain
from cases.tables import Cell, Table, as_csv, in_csv

# Cases whose texts are held at a time.
AT_ONCE = 500
# What Excel keeps of one cell.
CHARACTERS = 32_767

HEADINGS: dict[str, Any] = {
    "title_zh_hans": _("Title (Chinese)"),
    "title_en": _("Title (English)"),
    "organisation": _("Organisation"),
    "state": _("State"),
    "year": _("Year of the report"),
    "call": _("Call for cases"),
    "kind": _("Kind of case"),
    "concepts": _("Development concepts"),
    "goals": _("Sustainable Development Goals"),
    "topics": _("Topics"),
    "place": _("Place"),
    "period": _("Period"),
    "summary_zh_hans": _("Summary (Chinese)"),
    "summary_en": _("Summary (English)"),
    "figures": _("Key figures"),
    "changed": _("Last changed"),
}


def addresses(modeladmin: Any) -> list[Any]:
    def taken(suffix: str) -> Any:
        def view(request: HttpRequest) -> HttpResponse:
            return as_file(table_of(_filtered(modeladmin, request)), HEADINGS, suffix)

        return modeladmin.admin_site.admin_view(require_safe(view))

    return [path(f"list.{suffix}", taken(suffix), name=f"cases_case_list_{suffix}") for suffix in FORMATS]


def _filtered(modeladmin: Any, request: HttpRequest) -> QuerySet[Case]:
    """As the page lists them: in its order, with its filters and words, and only what this person sees there."""
    if not modeladmin.has_view_permission(request):
        raise Http404
    try:
        found: QuerySet[Case] = modeladmin.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        raise Http404 from None
    return found


def table_of(cases: QuerySet[Case]) -> Table:
    """One query for the cases, and two for each five hundred of them: tags and figures. The long texts are not asked for."""
    tags = CaseTag.objects.select_related("tag")
    found = cases.select_related("organisation", "call", "kind").defer("body_zh_hans", "body_en")
    found = found.prefetch_related(Prefetch("case_tags", tags, to_attr="weighed"), Prefetch("figures", Figure.objects.all()))
    return Table("cases", tuple(HEADINGS), tuple(map(_row, found.iterator(AT_ONCE))))


def _row(case: Any) -> tuple[Cell, ...]:
    def tags(vocabulary: Vocabulary) -> str:
        found = [each for each in case.weighed if each.tag.vocabulary == vocabulary]
        found.sort(key=lambda each: (each.rank != Rank.PRIMARY, each.tag.order))
        return "、".join(each.tag.code if vocabulary == Vocabulary.GOAL else str(each.tag.name) for each in found)

    return (
        case.title_zh_hans or "",
        case.title_en or "",
        str(case.organisation),
        str(case.get_state_display()),
        case.year,
        str(case.call or ""),
        str(case.kind or ""),
        tags(Vocabulary.CONCEPT),
        tags(Vocabulary.GOAL),
        tags(Vocabulary.TOPIC),
        str(case.place or ""),
        case.period,
        case.summary_zh_hans or "",
        case.summary_en or "",
        "；".join(_figure(figure) for figure in case.figures.all()),
        f"{timezone.localtime(case.changed_at):%Y-%m-%d %H:%M}",
    )


def _figure(figure: Figure) -> str:
    value = plain(figure.value) if isinstance(figure.value, Decimal) else ""
    return f"{figure.label} {Qualifier(figure.qualifier).zh}{value}{figure.unit}"


def as_file(table: Table, headings: Mapping[str, object], suffix: str) -> HttpResponse:
    """The table as one of `FORMATS`, its name with the day."""
    content_type, written = FORMATS[suffix]
    response = HttpResponse(written(table, headings), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{table.name}-{timezone.localdate().isoformat()}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(table: Table, headings: Mapping[str, object]) -> bytes:
    return as_csv(table, headings).encode()


def _xlsx(table: Table, headings: Mapping[str, object]) -> bytes:
    """Every text is a text to Excel, and begins as in the CSV if it looks like a formula: other programs guess."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("sheet of an Excel file", "Cases"))
    sheet.freeze_panes = "B2"
    for row in _cells(table, headings):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cells(table: Table, headings: Mapping[str, object]) -> Iterator[list[Any]]:
    yield [str(headings[name]) for name in table.columns]
    for row in table.rows:
        safe = (in_csv(cell) for cell in row)
        yield [ILLEGAL_CHARACTERS_RE.sub("", cell)[:CHARACTERS] if isinstance(cell, str) else cell for cell in safe]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# suffix → content type, and what writes it
FORMATS: dict[str, tuple[str, Callable[[Table, Mapping[str, object]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": (XLSX, _xlsx),
}

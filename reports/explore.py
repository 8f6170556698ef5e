"""The explore page: the cases counted, the reports' indicators over time, and the numbers behind each chart to take away."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.document import Text
from cases.enums import Qualifier
from cases.revisions import both
from cases.search.facets import FacetIndex, current_index
from cases.search.held import Held, site_version
from cases.tables import Cell, Table, as_csv, as_records
from cases.views.explore import case_charts, case_tables
from cases.views.public import public_page
from reports.api import public_indicators, public_observations
from reports.compose import datum
from reports.enums import BlockKind
from reports.models import BlockItem, Part
from reports.series import OverTime, over_time

# Of an indicator's table.
COLUMNS = (
    "indicator",
    *("label_zh_hans", "label_en"),
    *("period", "value", "unit", "qualifier", "status", "change"),
    *("source_zh_hans", "source_en"),
    "report",
)

# What a spreadsheet calls the columns of all tables.
HEADINGS = {
    "cases": _("Number of cases"),
    "change": _("Is a change (1) or a level (0)"),
    "concept": _("Concept"),
    "concept_zh_hans": _("Concept (Chinese)"),
    "concept_en": _("Concept (English)"),
    "goal": _("Goal"),
    "goal_zh_hans": _("Goal (Chinese)"),
    "goal_en": _("Goal (English)"),
    "indicator": _("Indicator"),
    "label_zh_hans": _("Label (Chinese)"),
    "label_en": _("Label (English)"),
    "name_zh_hans": _("Name (Chinese)"),
    "name_en": _("Name (English)"),
    "period": _("Period"),
    "qualifier": _("Qualifier"),
    "region": _("Region"),
    "report": _("Year of the report"),
    "sector": _("Sector"),
    "source_zh_hans": _("Source (Chinese)"),
    "source_en": _("Source (English)"),
    "status": _("Standing"),
    "unit": _("Unit"),
    "value": _("Value"),
    "year": _("Year"),
}


@dataclass(frozen=True)
class Theme:
    """A part of a public report with its indicators over time; `page` is the key of the top-level part that it is within."""

    year: int
    key: str
    page: str
    title: Text
    statement: Text
    indicators: tuple[OverTime, ...]

    @property
    def anchor(self) -> str:
        """Where on that page it begins."""
        return "" if self.key == self.page else f"#{self.key}"


@public_page
def explore(request: HttpRequest) -> HttpResponse:
    """One query: the site's version. After a change: two for the names of facets, four for the indicators."""
    index = current_index()
    return render(request, "reports/explore.html", {"sections": sections(index), "themes": themes(index.version)})


held_sections: Held[SafeString] = Held()


def sections(index: FacetIndex) -> SafeString:
    """All charts with their tables: a hundred kilobytes that say the same until the next publication, so they are held as HTML."""

    def made() -> SafeString:
        context = {"total": len(index.everything), "charts": case_charts(index), "themes": themes(index.version)}
        return render_to_string("reports/_charts.html", context)

    return held_sections.at(index.version, made, key=get_language())


@public_page
def case_table(request: HttpRequest, chart: str, kind: str) -> HttpResponse:
    """What a chart of cases shows. `kind` is csv or json."""
    table = case_tables(current_index()).get(chart)
    if table is None:
        raise Http404("no such chart")
    return _given(table, kind)


@public_page
def indicator_table(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """The values of all indicators over time, or of one."""
    rows = tuple(row for theme in themes(site_version()) for row in _rows(theme) if key in {"", row[0]})
    if key and not rows:
        raise Http404("no such indicator over time")
    return _given(Table(key or "indicators", COLUMNS, rows), kind)


def _given(table: Table, kind: str) -> HttpResponse:
    if kind == "csv":
        response = HttpResponse(as_csv(table, HEADINGS), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="casebook-{table.name}.csv"'
    else:
        response = JsonResponse({"name": table.name, "rows": as_records(table)}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return response


def _rows(theme: Theme) -> list[tuple[Cell, ...]]:
    return [
        (
            line.key,
            line.label.zh_hans,
            line.label.en,
            mark.datum.period,
            mark.datum.value,
            mark.datum.unit,
            Qualifier(mark.datum.qualifier).zh,
            mark.datum.status,
            int(mark.datum.change),
            mark.datum.source.zh_hans,
            mark.datum.source.en,
            theme.year,
        )
        for line in theme.indicators
        for mark in line.marks
    ]


# --- Indicators by theme -------------------------------------------------------------------------------------------

held: Held[tuple[Theme, ...]] = Held()


def themes(version: int) -> tuple[Theme, ...]:
    """In the order of the newest report that shows each indicator. Four queries, then held for this version of the site."""
    return held.at(version, _themes)


def _themes() -> tuple[Theme, ...]:
    lines = {}
    for indicator in public_indicators():
        data = (datum(observation) for observation in public_observations(indicator))
        line = over_time(indicator.key, both(indicator, "label"), data)
        if line:
            lines[indicator.pk] = line
    places = _places()
    parts = {part.pk: part for part in Part.objects.filter(report__is_public=True).select_related("report")}
    by_part: dict[int, list[OverTime]] = {}
    for pk, part_pk in places.items():
        if pk in lines:
            by_part.setdefault(part_pk, []).append(lines[pk])
    ordered = sorted(by_part, key=lambda pk: _path(parts[pk], parts))
    return tuple(_theme(parts[pk], parts, by_part[pk]) for pk in ordered)


def _places() -> dict[int, int]:
    """Indicator → the first part that shows it, of the newest public report that does."""
    items = BlockItem.objects.filter(block__part__report__is_public=True).order_by(
        "-block__part__report__year", "block__part__order", "block__part", "block__order", "block", "order", "pk"
    )
    shown = items.values_list("block__kind", "block__part", "indicator", "observation__indicator", "before__indicator", "change__indicator")
    places: dict[int, int] = {}
    for kind, part, *indicators in shown:
        for column, indicator in zip(("indicator", "observation", "before", "change"), indicators, strict=True):
            if indicator and column in BlockKind(kind).reads:
                places.setdefault(indicator, part)
    return places


def _path(part: Part, parts: dict[int, Part]) -> tuple[int, ...]:
    """Where it stands when the newest report is read first and each from its beginning."""
    above = _path(parts[part.parent_id], parts) if part.parent_id else (-part.report.year,)
    return (*above, part.order, part.pk)


def _theme(part: Part, parts: dict[int, Part], lines: list[OverTime]) -> Theme:
    top = part
    while top.parent_id:
        top = parts[top.parent_id]
    return Theme(part.report.year, part.key, top.key, both(part, "title"), both(part.report, "source_statement"), tuple(lines))

"""The readiness gate on the report desk: what stands against printing, counted by check, each entry a click from its place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.numbers import Ways
from reports.admin.pages import desk_address, on_a_desk
from reports.models import CitedDocument, Part, Report
from reports.readiness import Door, Obstacle, Readiness, examine
from reports.readiness.checks import BY_CODE
from reports.readiness.findings import SEVERITIES

EACH_PAGE = 60
GROUPS = (("check", gettext_lazy("by check")), ("part", gettext_lazy("by part")))


class FilterForm(forms.Form):
    """What stands in the address. An unknown value shows everything."""

    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    check = forms.ChoiceField(label=gettext_lazy("Check"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("Part"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Grouped"), choices=GROUPS, required=False)

    def __init__(self, data: Any, obstacles: list[Obstacle], parts: dict[str, str]) -> None:
        super().__init__(data)
        offered = {
            "severity": [(severity.value, _(name)) for severity, name in SEVERITIES.items()],
            "check": [(code, _(check.name)) for code, check in BY_CODE.items()],
            "part": list(parts.items()),
        }
        for name, choices in offered.items():
            counts = Counter(_value(obstacle, name) for obstacle in obstacles)
            shown = [(value, f"{label} ({counts[value]})") for value, label in choices if counts[value]]
            self.fields[name].choices = [("", _("All")), *shown]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _value(obstacle: Obstacle, name: str) -> str:
    match name:
        case "part":
            return obstacle.place.part
        case "severity":
            return obstacle.severity.value
    return obstacle.check


@dataclass(frozen=True)
class Line:
    """A check with its count; `state` is clear, warns, blocks or idle (nothing to look at)."""

    code: str
    name: str
    asks: str
    done: int
    open: int
    state: str


def lines(readiness: Readiness) -> list[Line]:
    return [
        Line(
            code=result.check.code,
            name=_(result.check.name),
            asks=_(result.check.asks),
            done=result.done,
            open=len(result.obstacles),
            state="blocks" if result.blocks else "warns" if result.obstacles else "clear" if result.done else "idle",
        )
        for result in readiness.results
    ]


@dataclass(frozen=True)
class Row:
    """An obstacle as the page shows it, with the link to where it is done away with."""

    obstacle: Obstacle
    check: str
    severity: str
    where: str
    address: str
    audit: str = ""


def readiness_page(request: HttpRequest, report: Report) -> HttpResponse:
    """`report` is one that the user sees. The desk asks for the box alone, by htmx."""
    readiness = examine(report)
    context: dict[str, Any] = {"report": report, "readiness": readiness, "checks": len(readiness.results)}
    if request.headers.get("HX-Request") == "true":
        return TemplateResponse(request, "admin/reports/_ready_box.html", context | {"original": report})
    rows = list(Part.objects.filter(report=report).order_by("order", "pk"))
    parts = {part.key: str(part.title) for part in rows}
    form = FilterForm(request.GET, readiness.obstacles, parts)
    chosen = form.chosen()
    found = [each for each in readiness.obstacles if all(_value(each, name) == chosen[name] for name in chosen if name != "group")]
    by_part = chosen.get("group") == "part"
    if by_part:
        reading_order = {key: number for number, key in enumerate(["", *(part.key for _depth, part in readiness.book.walk())])}
        found.sort(key=lambda each: (reading_order.get(each.place.part, 0), each.place.block))
    page = Paginator(found, EACH_PAGE).get_page(request.GET.get("page"))
    doors = Doors(report, rows)
    context |= admin.site.each_context(request) | on_a_desk(report)
    context |= {
        "title": _("Ready to print?"),
        "form": form,
        "page": page,
        "lines": lines(readiness),
        "groups": list(_grouped((doors.row(each) for each in page), parts if by_part else None)),
        "opts": Report._meta,
    }
    return TemplateResponse(request, "admin/reports/readiness.html", context)


def _grouped(rows: Iterable[Row], parts: dict[str, str] | None) -> Iterator[tuple[str, list[Row]]]:
    """Under the names of their checks, or of their parts where `parts` are given."""

    def heading(row: Row) -> str:
        return row.check if parts is None else parts.get(row.obstacle.place.part, _("The report as a whole"))

    for name, group in groupby(rows, key=heading):
        yield name, list(group)


class Doors:
    """From an obstacle to the page where it is done away with. Three queries: for blocks, cases and documents."""

    def __init__(self, report: Report, parts: list[Part]) -> None:
        self.report, self.ways = report, Ways(report, {part.key: str(part.title) for part in parts})
        self.parts = {part.key: part.pk for part in parts}
        self.documents = dict(CitedDocument.objects.values_list("key", "pk"))

    def row(self, obstacle: Obstacle) -> Row:
        return Row(
            obstacle=obstacle,
            check=_(BY_CODE[obstacle.check].name),
            severity=_(SEVERITIES[obstacle.severity]),
            where=self.ways.name(obstacle.place) or _("The report as a whole"),
            address=self.address(obstacle),
            audit=self.audit(obstacle) if obstacle.door == Door.NUMBERS else "",
        )

    def address(self, obstacle: Obstacle) -> str:
        place, name = obstacle.place, obstacle.name
        match obstacle.door:
            case Door.CASE if case := self.ways.case_address(place):
                return f"{case}#{name}" if name else case
            case Door.NEWER if block := self.ways.block(place):
                return reverse("admin:reports_block_newer", args=[block, name])
            case Door.SHORTENED if block := self.ways.block(place):
                return reverse("admin:reports_block_shorten", args=[block, name])
            case Door.LINK if name:
                return reverse("admin:reports_shortlink_change", args=[name])
            case Door.DOCUMENT if name in self.documents:
                return reverse("admin:reports_citeddocument_change", args=[self.documents[name]])
            case Door.REPORT:
                return f"{desk_address(self.report.pk)}#settings"
            case Door.SIGNING:
                return reverse("admin:reports_report_signing", args=[self.report.pk])
            case Door.APPROVALS:
                return reverse("admin:reports_report_approvals", args=[self.report.pk])
            case Door.WORD if place.part in self.parts:
                return reverse("admin:reports_part_word", args=[self.parts[place.part]])
            case _ if place.block < 0 and place.part in self.parts:
                return reverse("admin:reports_part_change", args=[self.parts[place.part]])
        return self.ways.address(place)

    def audit(self, obstacle: Obstacle) -> str:
        """Its entry in the number audit, where it is settled."""
        page = reverse("admin:reports_report_numbers", args=[self.report.pk], query={"part": obstacle.place.part})
        return f"{page}#f-{obstacle.name}"

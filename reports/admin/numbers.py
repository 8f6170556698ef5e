"""The number audit on the report desk: its findings, filtered, each a click from its place, and settled."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from reports.admin.pages import on_a_desk
from reports.audit.findings import SEVERITIES, SURENESS, Finding, Place
from reports.audit.rules import BY_CODE
from reports.compose import Incomplete
from reports.models import Block, Part, Report
from reports.settling import Judged, judged, reopen, settle

EACH_PAGE = 40
STATES = (("open", gettext_lazy("Open")), ("settled", gettext_lazy("Accepted findings")), ("all", gettext_lazy("All findings")))


class FilterForm(forms.Form):
    """What stands in the address. An unknown value shows everything."""

    state = forms.ChoiceField(label=gettext_lazy("State of the finding"), choices=STATES, required=False)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("Part"), required=False)

    def __init__(self, data: Any, rows: list[Judged], parts: dict[str, str]) -> None:
        super().__init__(data or None)
        offered = {
            "severity": [(severity.value, _(name)) for severity, name in SEVERITIES.items()],
            "rule": [(code, _(rule.name)) for code, rule in BY_CODE.items()],
            "part": list(parts.items()),
        }
        for name, choices in offered.items():
            counts = Counter(_value(row.finding, name) for row in rows)
            shown = [(value, f"{label} ({counts[value]})") for value, label in choices if counts[value]]
            self.fields[name].choices = [("", _("All")), *shown]

    def chosen(self) -> dict[str, str]:
        if not self.is_bound:
            return {"state": "open"}
        self.is_valid()
        return {"state": "open"} | {name: value for name, value in self.cleaned_data.items() if value}


def _value(finding: Finding, name: str) -> str:
    return finding.place.part if name == "part" else str(getattr(finding, name))


@dataclass(frozen=True)
class Row:
    """A finding as the page shows it: in words, with the links to its places."""

    judged: Judged
    rule: str
    severity: str
    sureness: str
    where: str
    address: str
    case_address: str
    others: tuple[tuple[str, str], ...]


def numbers_page(request: HttpRequest, report: Report, *, may_settle: bool) -> HttpResponse:
    """`report` is one that the user sees."""
    try:
        rows, lacks = judged(report), ""
    except Incomplete as incomplete:
        rows, lacks = [], str(incomplete)
    if request.method == "POST":
        if not may_settle:
            raise Http404
        return _act(request, report, rows)
    parts = {part.key: str(part.title) for part in Part.objects.filter(report=report).order_by("order", "pk")}
    form = FilterForm(request.GET, rows, parts)
    chosen = form.chosen()
    page = Paginator(_filtered(rows, chosen), EACH_PAGE).get_page(request.GET.get("page"))
    ways = Ways(report, parts)
    found = Counter(row.finding.severity for row in rows if row.is_open)
    context: dict[str, Any] = admin.site.each_context(request) | {
        **on_a_desk(report),
        "title": _("Number audit"),
        "form": form,
        "chosen": chosen,
        "lacks": lacks,
        "page": page,
        "rows": [ways.row(row) for row in page],
        "tally": [(severity.value, _(name), found[severity]) for severity, name in SEVERITIES.items()],
        "accepted": sum(1 for row in rows if not row.is_open),
        "may_settle": may_settle,
        "opts": Report._meta,
    }
    return TemplateResponse(request, "admin/reports/numbers.html", context)


def _filtered(rows: list[Judged], chosen: dict[str, str]) -> list[Judged]:
    state = chosen.get("state", "open")
    rows = [row for row in rows if state == "all" or row.is_open == (state == "open")]
    for name in ("severity", "rule", "part"):
        if name in chosen:
            rows = [row for row in rows if _value(row.finding, name) == chosen[name]]
    return rows


def _act(request: HttpRequest, report: Report, rows: list[Judged]) -> HttpResponse:
    back = f"{reverse('admin:reports_report_numbers', args=[report.pk])}?{request.GET.urlencode()}"
    finding = next((row.finding for row in rows if row.finding.digest == request.POST.get("digest")), None)
    outcome = request.POST.get("outcome", "")
    if finding is None:
        messages.info(request, _("This finding is no longer there: its text or its number has changed."))
    elif outcome == "open":
        reopen(report, finding)
        messages.success(request, _("The finding is open again."))
    else:
        try:
            settle(report, finding, outcome=outcome, reason=request.POST.get("reason", ""), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Settled: “%(finding)s”") % {"finding": finding.what})
    return redirect(back)


class Ways:
    """From a place in the book to the form where it is mended. Two queries, for the blocks and for the cases."""

    def __init__(self, report: Report, parts: dict[str, str]) -> None:
        self.report, self.parts = report, parts
        self.blocks: dict[str, list[int]] = {}
        self.kinds: dict[int, str] = {}
        for block in Block.objects.filter(part__report=report).order_by("order", "pk").values("pk", "kind", "part__key"):
            self.blocks.setdefault(block["part__key"], []).append(block["pk"])
            self.kinds[block["pk"]] = str(dict(Block._meta.get_field("kind").choices)[block["kind"]])
        self.cases = dict(Case.objects.filter(revisions__placements__block__part__report=report).values_list("slug", "pk"))

    def row(self, judged: Judged) -> Row:
        finding = judged.finding
        others = tuple(dict.fromkeys((self.name(place), self.address(place)) for place in finding.others))
        return Row(
            judged=judged,
            rule=_(BY_CODE[finding.rule].name),
            severity=_(SEVERITIES[finding.severity]),
            sureness=_(SURENESS[finding.sureness]),
            where=self.name(finding.place),
            address=self.address(finding.place),
            case_address=self.case_address(finding.place),
            others=tuple(other for other in others if other[0] != self.name(finding.place)),
        )

    def name(self, place: Place) -> str:
        title = self.parts.get(place.part, place.part)
        pk = self.block(place)
        if pk is None:
            return title
        return _("“%(part)s”, block %(number)s (%(kind)s)") % {"part": title, "number": place.block + 1, "kind": self.kinds[pk]}

    def address(self, place: Place) -> str:
        pk = self.block(place)
        if pk is None:
            return reverse("admin:reports_report_change", args=[self.report.pk])
        field = f"#id_text_{place.language.replace('-', '_')}" if place.field == "text" else ""
        return reverse("admin:reports_block_change", args=[pk]) + field

    def case_address(self, place: Place) -> str:
        pk = self.cases.get(place.case)
        return reverse("admin:cases_case_change", args=[pk]) if pk else ""

    def block(self, place: Place) -> int | None:
        blocks = self.blocks.get(place.part, [])
        return blocks[place.block] if 0 <= place.block < len(blocks) else None

"""The selection board: published cases to choose from, each with what is decided of it, and beside them how far the quotas are met."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.enums import Kind
from cases.document import CaseDocument, TagRef, Text
from cases.enums import Facet
from cases.forms import CaseFilter
from cases.models import Publication
from cases.search.names import names_of
from cases.search.query import Found, shown
from reports.admin.coverage import facet_name, groups_of, matrix_of
from reports.admin.pages import beneath, board_address, page_of
from reports.enums import Decision
from reports.models import Part, Report
from reports.selection import UNDECIDED, Held, Refused, Standing, candidates, choose, quotas_of, standing, suggested_part

EACH_PAGE = 25
# A page names so many of the cases that are still to be placed.
TO_PLACE = 12
# Facets that are chosen from a list; organisations are found by typing, there are thousands of them.
LISTED = (Facet.CONCEPT, Facet.SDG, Facet.SECTOR, Facet.REGION, Facet.YEAR)
STATES = ((UNDECIDED, pgettext_lazy("of a case", "Undecided")), *Decision.standing())
PICKED = re.compile(r"\d{1,18}", re.ASCII)


def addresses(modeladmin: Any) -> list[Any]:
    return [path("<int:object_id>/selection/", beneath(modeladmin, board), name="reports_report_selection")]


class BoardFilter(CaseFilter):
    """The public list's filter, and what the board alone asks for. An unknown value narrows to nothing, or is left out."""

    state = forms.ChoiceField(label=pgettext_lazy("of a case", "Decision"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), choices=Kind.choices, required=False)
    newcomers = forms.BooleanField(label=gettext_lazy("Only organisations new to the report"), required=False)

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        said = self.cleaned_data.get
        return {"state": said("state", ""), "kind": said("kind", ""), "newcomers": said("newcomers", False)}


# --- The page --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A candidate as the table shows it."""

    publication: Publication
    document: CaseDocument
    held: Held | None
    is_checked: bool
    reason: str

    @property
    def concepts(self) -> tuple[TagRef, ...]:
        return self.document.tagged("concept")

    @property
    def regions(self) -> list[Text]:
        return [tag.name for tag in self.document.tagged("region")]


@dataclass(frozen=True)
class Select:
    """A list of a facet's values: each with how many candidates it would leave."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def board(request: HttpRequest, report: Report) -> HttpResponse:
    """Beside the page's frame seven queries: what is decided, placed, known and wanted, parts, the site's version, one page of cases."""
    if request.method == "POST":
        return _decide(request, report)
    return _page(request, report, QueryDict())


def _page(request: HttpRequest, report: Report, typed: QueryDict, *, status: int = 200) -> HttpResponse:
    """`typed` was refused: it stands in the page again."""
    form = BoardFilter(request.GET)
    asked, stands = form.asked(), standing(report)
    query = form.query()
    found = candidates(query, stands, **asked)
    page = Paginator(range(len(found)), EACH_PAGE).get_page(request.GET.get("page"))

    def row(publication: Publication) -> Row:
        pk, held = publication.case_id, stands.by_case.get(publication.case_id)
        reason = typed.get(f"reason-{pk}", held.selection.reason if held else "")
        return Row(publication, shown(publication), held, str(pk) in typed.getlist("case"), reason)

    wanted, rest = groups_of(report, found.index, stands.marks, quotas_of(report))
    return page_of(
        request,
        report,
        "admin/reports/selection.html",
        title=_("Selection"),
        status=status,
        form=form,
        query=query,
        asked=asked,
        selects=list(_selects(found)),
        hidden=[(facet.value, value) for facet, values in query.choices.items() if facet not in LISTED for value in values],
        organisations=[facet_name(found.index, Facet.ORGANISATION, value) for value in query.choices[Facet.ORGANISATION]],
        states=STATES,
        kinds=Kind.choices,
        page=page,
        rows=[row(each) for each in found.page(page.number, EACH_PAGE)],
        reason=typed.get("reason", ""),
        stands=stands,
        wanted=wanted,
        rest=rest,
        matrix=matrix_of(report, found.index, stands.marks),
        to_place=_to_place(report, stands),
        to_place_later=max(0, len(stands.unplaced) - TO_PLACE),
    )


def _selects(found: Found) -> Iterator[Select]:
    names = names_of(found.index)
    for facet in LISTED:
        counts, chosen = found.counts[facet], found.query.choices[facet]
        values = [value for value in names[facet] if value in counts] + [value for value in chosen if value not in names[facet]]
        options = tuple((value, f"{facet_name(found.index, facet, value)} ({counts.get(value, 0)})", value in chosen) for value in values)
        yield Select(facet.value, str(facet.label), options)


# --- Beside it ---------------------------------------------------------------------------------------------------


def _to_place(report: Report, stands: Standing) -> list[tuple[Held, str]]:
    """The first chosen cases that stand nowhere yet, each with the form that places it. One query."""
    parts = list(Part.objects.filter(report=report).select_related("concept").order_by("order", "pk"))
    found = []
    for held in stands.unplaced[:TO_PLACE]:
        part = suggested_part(held.marks, parts)
        query = {"part": part.pk, "kind": "case", "case": held.selection.case_id} if part else {}
        found.append((held, reverse("admin:reports_block_add", query=query) if part else ""))
    return found


# --- Deciding --------------------------------------------------------------------------------------------------------


def _decide(request: HttpRequest, report: Report) -> HttpResponse:
    """The decision whose button was pressed, on every checked case. A reason typed beside a case goes before the one for all."""
    picked = [int(pk) for pk in request.POST.getlist("case") if PICKED.fullmatch(pk)]
    if not picked:
        messages.warning(request, _("Check the cases that you decide on first."))
        return _page(request, report, request.POST, status=422)
    before = dict(report.selections.filter(case__in=picked).values_list("case", "reason"))
    common = request.POST.get("reason", "")

    def reason(pk: int) -> str:
        own = request.POST.get(f"reason-{pk}", "")
        return own if own.strip() and own != before.get(pk) else common if common.strip() else own

    try:
        made = choose(report, {pk: reason(pk) for pk in picked}, decision=request.POST.get("decision", ""), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, report, request.POST, status=422)
    if made:
        words = ngettext("%(decision)s: %(count)s case.", "%(decision)s: %(count)s cases.", len(made))
        messages.success(request, words % {"decision": made[0].get_decision_display(), "count": len(made)})
    else:
        messages.info(request, _("Nothing has changed: this was decided already."))
    return redirect(f"{board_address(report.pk)}?{request.GET.urlencode()}")

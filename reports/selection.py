"""The selection of cases for a report: what is decided of which case and why, what the report wants, what is chosen so far.

Published cases are the candidates. A decision is a row that holds until the next one, and a line of a log that is never altered.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _
from pyroaring import BitMap

from accounts.models import Organisation
from cases.document import Text
from cases.models import Case, Publication
from cases.search.facets import FacetIndex
from cases.search.query import Found, Query, search
from reports.coverage import Marks, Wanted
from reports.enums import Aspect, Decision
from reports.models import Choice, Part, Placement, Quota, Report, Selection
from reports.models.selections import REASON_LENGTH

# Beside the decisions that stand, what candidates are filtered by.
UNDECIDED = "undecided"


class Refused(Exception):
    """Carries the sentence for whoever decided, or set quotas."""


# --- Decisions -------------------------------------------------------------------------------------------------------


@transaction.atomic
def choose(report: Report, reasons: Mapping[int, str], *, decision: str, by: Any) -> list[Choice]:
    """Decide on cases, each by its pk with its reason: guard → what stands → log, all of them or none. Returns the lines of the log.

    What stands so already, for the same reason, is left alone: a second click says nothing new. A case that is not published is
    neither chosen nor held in reserve.
    """
    if decision not in Decision.values:
        raise Refused(_("Choose what is decided: chosen, in reserve, not taken, or taken back."))
    # The lock: two people's decisions on one case come one after the other.
    Report.objects.select_for_update().get(pk=report.pk)
    cases = Case.objects.in_bulk(list(reasons))
    standing = {row.case_id: row for row in Selection.objects.filter(report=report, case__in=cases)}
    live = set(Publication.objects.live().filter(case__in=cases).values_list("case_id", flat=True))
    made = []
    for pk, reason in reasons.items():
        case, held, reason = cases.get(pk), standing.get(pk), " ".join(reason.split())
        if case is None or (pk not in live and (held is None or decision in {Decision.CHOSEN, Decision.RESERVE})):
            raise Refused(_("“%(case)s” is not published, so it cannot be chosen.") % {"case": case or pk})
        if not reason:
            raise Refused(_("“%(case)s”: give the reason.") % {"case": case})
        if len(reason) > REASON_LENGTH:
            raise Refused(
                _("“%(case)s”: the reason is too long; give at most %(most)s characters.") % {"case": case, "most": REASON_LENGTH}
            )
        before = held.state if held else ""
        if (before, held.reason if held else reason) == (decision, reason) or (held is None and decision == Decision.DROPPED):
            continue
        made.append(Choice(report=report, case=case, before=before, decision=decision, reason=reason, by=by, at=timezone.now()))
        if decision == Decision.DROPPED:
            Selection.objects.filter(report=report, case=case).delete()
        else:
            values = {"state": decision, "reason": reason, "by": by, "at": made[-1].at}
            Selection.objects.update_or_create(report=report, case=case, defaults=values)
    return Choice.objects.bulk_create(made)


# --- Quotas ----------------------------------------------------------------------------------------------------------


def quotas_of(report: Report) -> tuple[Wanted, ...]:
    """One query."""
    rows = report.quotas.order_by("pk").values_list("aspect", "value", "minimum", "maximum")
    return tuple(Wanted(*row) for row in rows)


def mark_of(quotas: Iterable[Wanted]) -> str:
    """By which somebody who saves is told that they are others by now."""
    return hashlib.sha256(repr(tuple(quotas)).encode()).hexdigest()[:16]


@transaction.atomic
def set_quotas(report: Report, wanted: Iterable[Wanted], *, seen: str) -> None:
    """These quotas in place of those that the person saw (`seen`); Refused when somebody else has set others meanwhile."""
    Report.objects.select_for_update().get(pk=report.pk)
    if mark_of(quotas_of(report)) != seen:
        raise Refused(_("Somebody else has set quotas since you opened this page. What you typed is still here: compare, then save again."))
    report.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(report=report, aspect=quota.aspect, value=quota.value, minimum=quota.minimum, maximum=quota.maximum) for quota in wanted
    )


# --- What is chosen so far -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A case on which something is decided. `title` is what the public sees of it, or saw; `publication` None: withdrawn."""

    selection: Selection
    title: Text
    organisation: Organisation
    publication: int | None
    marks: Marks
    block: int | None

    @property
    def is_placed(self) -> bool:
        return self.block is not None


@dataclass(frozen=True)
class Standing:
    """`known` are the organisations, by their slugs, that earlier reports have a case of."""

    held: tuple[Held, ...]
    known: frozenset[str]

    @cached_property
    def by_case(self) -> dict[int, Held]:
        return {held.selection.case_id: held for held in self.held}

    def of(self, state: str) -> list[Held]:
        return [held for held in self.held if held.selection.state == state]

    @property
    def chosen(self) -> list[Held]:
        """Without those that were withdrawn since."""
        return [held for held in self.of(Decision.CHOSEN) if held.publication is not None]

    @property
    def withdrawn(self) -> list[Held]:
        return [held for held in self.of(Decision.CHOSEN) if held.publication is None]

    @property
    def unplaced(self) -> list[Held]:
        return [held for held in self.chosen if not held.is_placed]

    @property
    def marks(self) -> list[Marks]:
        return [held.marks for held in self.chosen]


def standing(report: Report) -> Standing:
    """Three queries: what is decided, what is placed, whom earlier reports know."""
    title = KeyTransform("title", "case__publication__revision__document")
    rows = (
        Selection.objects.filter(report=report)
        .select_related("case__organisation", "by")
        .defer("case__body", "case__body_zh_hans", "case__body_en")
        .annotate(
            public=F("case__publication"),
            facets=F("case__publication__facets"),
            withdrawn_at=F("case__publication__withdrawn_at"),
            title_zh_hans=KeyTextTransform("zh_hans", title),
            title_en=KeyTextTransform("en", title),
        )
        .order_by("at", "pk")
    )
    placed = dict(Placement.objects.filter(block__part__report=report).values_list("revision__case", "block"))
    known = owners_before(report)
    return Standing(tuple(_held(row, placed, known) for row in rows), known)


def owners_before(report: Report) -> frozenset[str]:
    """Whose cases reports of earlier years have, by the organisations' slugs. One query."""
    earlier = Placement.objects.filter(block__part__report__year__lt=report.year)
    return frozenset(earlier.order_by().values_list("revision__case__organisation__slug", flat=True).distinct())


def _held(row: Any, placed: Mapping[int, int], known: Collection[str]) -> Held:
    organisation = row.case.organisation
    live = row.public is not None and row.withdrawn_at is None
    marks = {name for name in row.facets or () if name.partition("=")[0] in Aspect}
    marks |= {f"{Aspect.KIND}={organisation.kind}"}
    if organisation.slug not in known:
        marks.add(f"{Aspect.NEWCOMER}={organisation.slug}")
    return Held(
        row,
        title=Text(row.title_zh_hans or "", row.title_en or "") or Text(str(row.case)),
        organisation=organisation,
        publication=row.public if live else None,
        marks=frozenset(marks),
        block=placed.get(row.case_id),
    )


def suggested_part(marks: Marks, parts: Iterable[Part]) -> Part | None:
    """Where a case would go: into the part of its concept, else into the first. `parts` have their concept at hand."""
    parts = list(parts)
    of_concept = (part for part in parts if part.concept and f"{Aspect.CONCEPT}={part.concept.slug}" in marks)
    return next(of_concept, parts[0] if parts else None)


# --- Candidates ------------------------------------------------------------------------------------------------------


def candidates(query: Query, standing: Standing, *, state: str = "", kind: str = "", newcomers: bool = False) -> Found:
    """Published cases as the site finds them, narrowed by what is decided and by whose they are. One query more for a kind."""
    found = search(query)
    only = found.index.everything
    if state == UNDECIDED:
        only = only - BitMap(held.publication for held in standing.held if held.publication is not None)
    elif state:
        only = only & BitMap(held.publication for held in standing.of(state) if held.publication is not None)
    if kind:
        only = only & _of_owners(found.index, Organisation.objects.filter(kind=kind).values_list("slug", flat=True))
    if newcomers:
        only = only - _of_owners(found.index, standing.known)
    return found.among(only) if state or kind or newcomers else found


def _of_owners(index: FacetIndex, slugs: Iterable[str]) -> BitMap:
    owned = index.kinds.get("owner", {})
    return BitMap.union(BitMap(), *(owned[slug] for slug in slugs if slug in owned))

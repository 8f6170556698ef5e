"""Who of the association reads which case, until when, and what waits for whom: the only door to assignments, and the queue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.enums import Kind, Role
from accounts.models import User
from accounts.roles import is_reviewer
from cases.access import visible_cases
from cases.enums import CaseState
from cases.models import Assignment, Case, StateChange

AT_COMPANY = frozenset(state for state in CaseState if state.waits_for_company)
AT_ASSOCIATION = frozenset(state for state in CaseState if state.waits_for_association)
OPEN = frozenset(CaseState) - {CaseState.PUBLISHED, CaseState.WITHDRAWN}
# Rows in one statement: SQLite takes 32,766 values, and each row has five.
BATCH = 2000


class AssignmentRefused(Exception):
    """`code` is role or reviewer; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


def reviewers() -> QuerySet[User]:
    """The people who may read cases for the association."""
    roles = Q(memberships__role__in=[Role.REVIEWER, Role.PUBLISHER], memberships__organisation__kind=Kind.ASSOCIATION)
    return User.objects.filter(roles, is_active=True).distinct().order_by("name", "pk")


def assign(cases: QuerySet[Case], *, reviewer: User | None, by: Any) -> int:
    """Give the open ones of these cases to a reviewer, or to nobody. Returns how many; two statements for each two thousand."""
    _guard(by)
    if reviewer is not None and not is_reviewer(reviewer):
        raise AssignmentRefused("reviewer", _("Choose somebody who reviews cases."))
    return _write(cases.exclude(state__in=[CaseState.PUBLISHED, CaseState.WITHDRAWN]), by, reviewer=reviewer)


def set_dates(case: Case, *, by: Any, **dates: date | None) -> None:
    """`company_due` or `review_due`; None takes the date away."""
    _guard(by)
    assert dates.keys() <= {"company_due", "review_due"}
    _write(Case.objects.filter(pk=case.pk), by, **dates)


def assign_one(case: Case, *, reviewer: User | None, by: Any, company_due: date | None, review_due: date | None) -> None:
    """All that is said of one case's reading, at once."""
    _guard(by)
    if reviewer is not None and not is_reviewer(reviewer):
        raise AssignmentRefused("reviewer", _("Choose somebody who reviews cases."))
    _write(Case.objects.filter(pk=case.pk), by, reviewer=reviewer, company_due=company_due, review_due=review_due)


def _guard(by: Any) -> None:
    if not is_reviewer(by):
        raise AssignmentRefused("role", _("Only a reviewer assigns cases and sets dates."))


def _write(cases: QuerySet[Case], by: Any, **columns: Any) -> int:
    now = timezone.now()
    rows = [Assignment(case_id=pk, by=by, at=now, **columns) for pk in cases.order_by("pk").values_list("pk", flat=True)]
    Assignment.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["case"], update_fields=[*columns, "by", "at"]
    )
    return len(rows)


def pass_back() -> dict[User, int]:
    """Open cases of people who read no more (they have left, or have another role) wait for anybody again. Who read how many.

    Asked of the rows as they stand, so that no way of leaving can be forgotten.
    """
    left = Assignment.objects.filter(case__state__in=OPEN).exclude(reviewer=None).exclude(reviewer__in=reviewers())
    found: dict[User, int] = {}
    for row in left.select_related("reviewer"):
        # Conditional, so that of two workers one counts it.
        if row.reviewer and Assignment.objects.filter(pk=row.pk, reviewer=row.reviewer).update(reviewer=None, at=timezone.now()):
            found[row.reviewer] = found.get(row.reviewer, 0) + 1
    return found


def of(case: Case) -> Assignment | None:
    return Assignment.objects.filter(case=case).select_related("reviewer").first()


def company_due(case: Case) -> date | None:
    """Until when the company has time; None while nothing is asked of it. One query."""
    if case.state not in AT_COMPANY:
        return None
    return Assignment.objects.filter(case=case).values_list("company_due", flat=True).first()


# --- The queue -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What the queue is narrowed by; each may be empty. `show` is mine, unassigned, overdue or empty."""

    show: str = ""
    state: str = ""
    call: int | None = None
    reviewer: int | None = None


def queue(user: Any, asked: Asked = Asked()) -> QuerySet[Any]:
    """Open cases that were handed in, each with `since` (its last step) and `due` (of the side it is with), the most urgent first.

    Drafts are the company's own until they are handed in.
    """
    last = StateChange.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    cases = visible_cases(user).filter(state__in=AT_ASSOCIATION | {CaseState.CHANGES_REQUESTED})
    by_state = models.Case(
        models.When(state=CaseState.CHANGES_REQUESTED, then=F("assignment__company_due")), default=F("assignment__review_due")
    )
    rows = cases.annotate(since=Coalesce(Subquery(last), F("created_at")), due=by_state)
    match asked.show:
        case "mine":
            rows = rows.filter(assignment__reviewer=user)
        case "unassigned":
            rows = rows.filter(assignment__reviewer=None)
        case "overdue":
            rows = rows.filter(due__lt=timezone.localdate())
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.call:
        rows = rows.filter(call=asked.call)
    if asked.reviewer:
        rows = rows.filter(assignment__reviewer=asked.reviewer)
    return rows.order_by(F("due").asc(nulls_last=True), "since", "pk")

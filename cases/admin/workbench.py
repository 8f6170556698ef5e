"""What the admin opens with: what waits for me, what waits for others, what is done. A fixed number of queries for everybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_inside, is_publisher, is_reviewer, organisation_ids
from cases.access import scope, visible_cases
from cases.enums import CaseState
from cases.models import Call, Case, StateChange

SHOWN = 8
COMPANY = frozenset(state for state in CaseState if state.waits_for_company)
ASSOCIATION = frozenset(state for state in CaseState if state.waits_for_association)
OVER = frozenset({CaseState.PUBLISHED, CaseState.WITHDRAWN})


@dataclass
class Column:
    name: str
    title: str | Promise
    empty: str | Promise
    cases: list[Case]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.cases)


@dataclass
class Workbench:
    columns: list[Column]
    counts: list[tuple[CaseState, int]]
    call: Call | None
    days_left: int | None = None
    may_add: bool = False
    # Whether cases of several organisations stand before the reader, so that each is named.
    several: bool = False


def workbench(user: Any) -> Workbench:
    cases = visible_cases(user)
    call, days = open_call()
    mine, others = whose(user)
    over = Q(state__in=OVER)
    by_state = {state.value: Count("pk", filter=Q(state=state)) for state in CaseState}
    numbers = cases.aggregate(
        **by_state, n_mine=Count("pk", filter=mine), n_others=Count("pk", filter=others), n_done=Count("pk", filter=over)
    )
    columns = [
        column("mine", _("Waits for me"), _("Nothing waits for you."), cases.filter(mine), numbers["n_mine"]),
        column("others", _("Waits for others"), _("Nothing is with others."), cases.filter(others), numbers["n_others"]),
        column("done", _("Done"), _("Nothing is published yet."), cases.filter(over), numbers["n_done"]),
    ]
    tell_requests([case for column in columns for case in column.cases], user)
    return Workbench(
        columns=columns,
        counts=[(state, numbers[state.value]) for state in CaseState if numbers[state.value]],
        call=call,
        days_left=days,
        may_add=bool(organisation_ids(user)) or is_reviewer(user),
        several=is_inside(user) or len(organisation_ids(user)) > 1,
    )


def whose(user: Any) -> tuple[Q, Q]:
    """Which open cases wait for this person, and which for somebody else."""
    at_company, at_association = Q(state__in=COMPANY), Q(state__in=ASSOCIATION)
    own = Q(organisation__in=organisation_ids(user))
    mine = Q(pk__in=[])
    if organisation_ids(user):
        mine |= at_company & own
    if is_reviewer(user):
        mine |= Q(state__in={CaseState.SUBMITTED, CaseState.IN_REVIEW})
    if is_publisher(user):
        # Four eyes: what the publisher changed last waits for another.
        mine |= Q(state=CaseState.ACCEPTED) & ~Q(changed_by=user)
    return mine, (at_company | at_association) & ~mine


def column(name: str, title: Any, empty: Any, cases: QuerySet[Case], total: int) -> Column:
    """One query, and none where there is nothing. The long texts are not shown, and would be sorted with the rows."""
    rows = cases.select_related("organisation", "assignment").defer("body_zh_hans", "body_en", "summary_zh_hans", "summary_en")
    return Column(name, title, empty, list(rows[:SHOWN]) if total else [], total)


def tell_requests(cases: list[Case], user: Any) -> None:
    """To those that went back, what was asked for, as `requests`, the last first. One query."""
    requests = StateChange.objects.filter(action="request_changes").order_by("-at", "-pk")
    returned = [case for case in cases if case.state == CaseState.CHANGES_REQUESTED]
    prefetch_related_objects(returned, Prefetch("state_changes", scope(requests, user), to_attr="requests"))


def open_call() -> tuple[Call | None, int | None]:
    now = timezone.now()
    call = Call.objects.filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at").first()
    return call, (timezone.localtime(call.closes_at).date() - timezone.localdate()).days if call else None

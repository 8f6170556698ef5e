"""Mail that nobody's step brings about: before a date or the end of a call, when a reader has left, years after a case was
published, each morning for those who want it.

The worker calls `remind` every few minutes. Each mail has a key of what it tells and to whom, so that it is posted once; a date that is
moved is another date, and is told again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.roles import is_reviewer, organisation_ids
from cases.access import visible_cases
from cases.ages import ask_due
from cases.assigning import AT_ASSOCIATION, AT_COMPANY, pass_back, reviewers
from cases.enums import CaseState
from cases.models import Assignment, Case, Mail, MailSettings
from cases.outbox import post
from cases.signals import waiting_asked

KINDS = ("company_due", "review_due", "call_closing")
BEFORE_COMPANY = timedelta(days=3)
BEFORE_REVIEW = timedelta(days=2)
BEFORE_CLOSING = timedelta(days=7)
# The hour of the day, in the site's time zone, from which the morning's mail goes out.
MORNING = 7


Reminder = tuple[str, Case, User, str, dict[str, Any]]


def remind() -> int:
    """Post what is due now; how many mails. Twelve queries where all was posted before, whatever the number of cases and people."""
    today = timezone.localdate()
    since = timezone.now() - BEFORE_CLOSING - timedelta(days=1)
    known = set(Mail.objects.filter(kind__in=KINDS, created_at__gte=since).values_list("key", flat=True))
    unwanted = set(MailSettings.objects.filter(reminders=False).values_list("user", flat=True))
    posted = 0
    for kind, case, user, key, values in chain(_company_dates(today), _review_dates(today), _closing_calls()):
        if key not in known and user.pk not in unwanted:
            posted += post(kind, to=user, case=case, key=key, **values) is not None
    return posted + _passed_back() + (_morning(today) + ask_due(unwanted) if timezone.localtime().hour >= MORNING else 0)


def _passed_back() -> int:
    """To every reviewer, when somebody who read cases has left: how many wait for a reader again."""
    posted = 0
    with transaction.atomic():
        for leaver, number in pass_back().items():
            for user in reviewers():
                key = f"passed-back-{leaver.pk}-{timezone.now():%Y%m%d%H%M%S}-{user.pk}"
                posted += post("passed_back", to=user, key=key, number=number, leaver=str(leaver)) is not None
    return posted


def _company_dates(today: date) -> Iterator[Reminder]:
    near = Q(company_due__range=(today, today + BEFORE_COMPANY), case__state=CaseState.CHANGES_REQUESTED)
    rows = list(Assignment.objects.filter(near).select_related("case"))
    people = _editors({row.case.organisation_id for row in rows})
    for row in rows:
        for user in people[row.case.organisation_id]:
            yield "company_due", row.case, user, f"company-due-{row.case_id}-{row.company_due}-{user.pk}", {"due": row.company_due}


def _review_dates(today: date) -> Iterator[Reminder]:
    near = Q(review_due__range=(today, today + BEFORE_REVIEW), case__state__in=AT_ASSOCIATION, reviewer__in=reviewers())
    for row in Assignment.objects.filter(near).select_related("case", "reviewer"):
        assert row.reviewer
        key = f"review-due-{row.case_id}-{row.review_due}-{row.reviewer_id}"
        yield "review_due", row.case, row.reviewer, key, {"due": row.review_due}


def _closing_calls() -> Iterator[Reminder]:
    now = timezone.now()
    closing = Q(call__opens_at__lte=now, call__closes_at__range=(now, now + BEFORE_CLOSING), state=CaseState.DRAFT)
    cases = list(Case.objects.filter(closing).select_related("call").defer("body_zh_hans", "body_en"))
    people = _editors({case.organisation_id for case in cases})
    for case in cases:
        assert case.call
        closes = timezone.localtime(case.call.closes_at)
        for user in people[case.organisation_id]:
            key = f"closing-{case.call_id}-{closes:%Y%m%d%H%M}-{case.pk}-{user.pk}"
            yield "call_closing", case, user, key, {"due": closes.date(), "time": f"{closes:%H:%M}"}


def _editors(organisations: set[int]) -> dict[int, list[User]]:
    """The active editors of each organisation. One query."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = Membership.objects.filter(role=Role.EDITOR, user__is_active=True, organisation__in=organisations)
    for row in rows.select_related("user").order_by("pk"):
        found[row.organisation_id].append(row.user)
    return found


# --- Each morning ----------------------------------------------------------------------------------------------


def _morning(today: date) -> int:
    """Numbers alone, and no titles: between posting and sending somebody may have left."""
    posted = 0
    rows = MailSettings.objects.filter(digest=True, user__is_active=True).select_related("user")
    wanted = {f"digest-{today}-{row.user_id}": row.user for row in rows}
    told = set(Mail.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, user in wanted.items():
        if key in told:
            continue
        waiting = waiting_for(user, today)
        # What is late is among the rest.
        if number := waiting.total() - waiting["late"]:
            values: dict[str, Any] = {"number": number, **waiting}
            posted += post("digest", to=user, key=key, **values) is not None
    return posted


def waiting_for(user: User, today: date) -> Counter[str]:
    """How much waits for the person: cases of their company, to be read by them, by anybody; what apps above know; what is late."""
    cases = visible_cases(user)
    own = cases.filter(organisation__in=organisation_ids(user), state__in=AT_COMPANY)
    mine = cases.filter(assignment__reviewer=user, state__in=AT_ASSOCIATION)
    free = cases.filter(assignment__reviewer=None, state__in=AT_ASSOCIATION) if is_reviewer(user) else cases.none()
    late = own.filter(assignment__company_due__lt=today).count() + mine.filter(assignment__review_due__lt=today).count()
    found = Counter({"own": own.count(), "mine": mine.count(), "free": free.count(), "late": late})
    for _receiver, more in waiting_asked.send(User, user=user, today=today):
        found.update(more)
    return found

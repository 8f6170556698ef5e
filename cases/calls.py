"""What a call asks of a case, who may still hand in, and moving a call's end.

A kind of case adds to its call: it may ask for more fields and set other limits; nothing that the call asks for falls away.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from accounts.roles import is_reviewer
from cases.characters import length_of, too_long
from cases.enums import CaseState
from cases.models import Call, Case, Invitation
from cases.outbox import post

# What a call may ask for: a case's field or rows → the sentence that says it is not there.
REQUIRABLE: dict[str, str | Promise] = {
    "title_en": gettext_lazy("Give the English title."),
    "summary_en": gettext_lazy("Give the English summary."),
    "body_en": gettext_lazy("Give the English text."),
    "place_zh_hans": gettext_lazy("Give the place."),
    "period": gettext_lazy("Give the period."),
    "figures": gettext_lazy("Give at least one key figure."),
    "quotations": gettext_lazy("Give at least one quotation."),
    "pictures": gettext_lazy("Give at least one picture."),
    "attachments": gettext_lazy("Give at least one file as evidence."),
}
# What a call may limit → its name. The columns' own limits hold besides.
LIMITABLE: dict[str, str | Promise] = {
    "title_zh_hans": gettext_lazy("Title (Chinese)"),
    "title_en": gettext_lazy("Title (English)"),
    "summary_zh_hans": gettext_lazy("Summary (Chinese)"),
    "summary_en": gettext_lazy("Summary (English)"),
    "body_zh_hans": gettext_lazy("Text (Chinese)"),
    "body_en": gettext_lazy("Text (English)"),
}
ROWS = {"figures", "quotations", "pictures", "attachments"}


class CallRefused(Exception):
    """`sentence` says to a person why a call stays as it is."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Asked:
    """What is asked of one case, its call's and its kind's rules taken together."""

    required: tuple[str, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    guidance: tuple[str, ...] = ()


def asked_of(case: Case) -> Asked:
    """At most two queries: for the call and for the kind."""
    asking = [source for source in (case.call, case.kind) if source is not None]
    required = [name for source in asking for name in source.required if name in REQUIRABLE]
    limits = {name: int(limit) for source in asking for name, limit in source.limits.items() if name in LIMITABLE}
    return Asked(tuple(dict.fromkeys(required)), tuple(limits.items()), tuple(source.guidance for source in asking if source.guidance))


def gaps(case: Case) -> list[str]:
    """What the case's call and kind still ask for, as sentences. A query for each kind of row that is asked for."""
    asked = asked_of(case)
    found = [str(REQUIRABLE[name]) for name in asked.required if not _has(case, name)]
    for name, limit in asked.limits:
        if (length := length_of(name, getattr(case, name))) > limit:
            found.append(_("%(field)s: %(what)s") % {"field": LIMITABLE[name], "what": too_long(limit, length)})
    return found


def _has(case: Case, name: str) -> bool:
    return getattr(case, name).exists() if name in ROWS else bool(getattr(case, name))


# --- Who may still hand in -----------------------------------------------------------------------------------------


def may_hand_in(case: Case) -> bool:
    """Whether the call of the case takes hand-ins now, from everybody or from its organisation alone."""
    return case.call is None or case.call.is_open or late_entry(case) is not None


def late_entry(case: Case) -> datetime | None:
    """Until when the organisation may hand in although the call has closed: it used a link that says so."""
    entries = Invitation.objects.filter(
        organisation=case.organisation_id, call=case.call_id, used_at__isnull=False, revoked_at=None, late_until__gt=timezone.now()
    )
    return entries.filter(Q(stub=None) | Q(stub=case.pk)).order_by("-late_until").values_list("late_until", flat=True).first()


def open_to(user: Any, organisation_ids: set[int]) -> QuerySet[Call]:
    """The calls under which these organisations may file a case now; the association may under any."""
    calls = Call.objects.all()
    if is_reviewer(user):
        return calls
    now = timezone.now()
    late = Invitation.objects.filter(
        organisation__in=organisation_ids, used_at__isnull=False, revoked_at=None, late_until__gt=now, stub=None
    )
    return calls.filter(Q(opens_at__lte=now, closes_at__gt=now) | Q(pk__in=late.values("call")))


# --- Its numbers, and its end ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """Of organisations, the first two; of cases, the others."""

    invited: int
    joined: int
    begun: int
    handed_in: int
    published: int


def numbers(call: Call) -> Numbers:
    """Two queries."""
    invitations = list(call.invitations.filter(revoked_at=None).values_list("organisation", "used_at"))
    states = list(call.cases.values_list("state", flat=True))
    return Numbers(
        invited=len({organisation for organisation, _used in invitations}),
        joined=len({organisation for organisation, used in invitations if used}),
        begun=len(states),
        handed_in=len([state for state in states if state != CaseState.DRAFT]),
        published=len([state for state in states if state == CaseState.PUBLISHED]),
    )


def extend(call: Call, *, closes_at: datetime, by: Any) -> list[User]:
    """Move the end of a call: guard → change → a mail to each person who waits for it, in one transaction. Returns these people.

    Drafts may be handed in again at once, since that follows from the call's end. A person is told once of each new end.
    """
    if not is_reviewer(by):
        raise CallRefused(_("Your role does not allow this step."))
    if closes_at <= timezone.now() or closes_at <= call.closes_at:
        raise CallRefused(_("Give a day that is later than the present end and still to come."))
    with transaction.atomic():
        if not Call.objects.filter(pk=call.pk, closes_at=call.closes_at).update(closes_at=closes_at):
            raise CallRefused(_("Somebody else has moved the end of this call meanwhile. Load the page again and look."))
        call.closes_at = closes_at
        told = list(waiting_for(call))
        for person in told:
            post(
                "call_extended",
                to=person,
                key=f"call-{call.pk}-until-{closes_at.isoformat()}-{person.pk}",
                call_zh=call.title_zh_hans,
                call_en=call.title_en or call.title_zh_hans,
                until=timezone.localtime(closes_at).strftime("%Y-%m-%d %H:%M"),
            )
    return told


def waiting_for(call: Call) -> QuerySet[User]:
    """Active editors of the organisations that were invited to the call or have a case under it that is theirs to hand in."""
    mine = [CaseState.DRAFT, CaseState.CHANGES_REQUESTED]
    having = Case.objects.filter(call=call, state__in=mine).values("organisation")
    invited = Invitation.objects.filter(call=call, revoked_at=None).values("organisation")
    return User.objects.filter(
        Q(memberships__organisation__in=having) | Q(memberships__organisation__in=invited),
        memberships__role=Role.EDITOR,
        is_active=True,
    ).distinct()

"""A letter of the association to the companies of many cases: one mail for each of their people, which names that company's cases."""

import hashlib
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.roles import is_reviewer
from cases.models import Case
from cases.outbox import language_of, post

# Titles that a mail names; of more it says how many.
NAMED = 5


def reachable(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose company has somebody to write to."""
    editors = Membership.objects.filter(role=Role.EDITOR, user__is_active=True, organisation=OuterRef("organisation"))
    return cases.filter(Exists(editors))


def write(cases: QuerySet[Case], *, subject: str, message: str, by: Any) -> int:
    """Post it to the active editors of each case's company; of how many cases somebody is told. Said twice, it is posted once.

    PermissionError for whoever reviews no cases.
    """
    if not is_reviewer(by):
        raise PermissionError
    by_owner: dict[int, list[Case]] = defaultdict(list)
    for case in reachable(cases).order_by("pk"):
        by_owner[case.organisation_id].append(case)
    people: dict[int, list[User]] = defaultdict(list)
    members = Membership.objects.filter(role=Role.EDITOR, user__is_active=True, organisation__in=by_owner)
    for member in members.select_related("user").order_by("organisation", "user"):
        people[member.organisation_id].append(member.user)
    with transaction.atomic():
        for owner, theirs in by_owner.items():
            said = "\0".join([subject, message, *(str(case.pk) for case in theirs)])
            mark = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:20]
            for person in dict.fromkeys(people[owner]):
                post("letter", to=person, case=theirs[0], key=f"letter-{mark}-{person.pk}", **_said(theirs, person, subject, message))
    return sum(map(len, by_owner.values()))


def _said(cases: list[Case], person: User, subject: str, message: str) -> dict[str, Any]:
    english = language_of(person) == "en"
    titles = [(case.title_en if english else "") or case.title_zh_hans or case.slug for case in cases[:NAMED]]
    return {
        "subject": subject,
        "message": message,
        "titles": ", ".join(f"“{title}”" for title in titles) if english else "".join(f"“{title}”" for title in titles),
        "number": len(cases),
        "more": len(cases) - len(titles),
    }

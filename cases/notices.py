"""Who is told of which step of a case: one mail for each step and receiver, posted in the step's own transaction."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cases.assigning import reviewers
from cases.enums import CorrectionState
from cases.models import Assignment, Case, Correction, Publication, StateChange
from cases.outbox import language_of, people_of, post, settings_of

# step → the mail to the case's company
TO_COMPANY = {
    "submit": "submitted",
    "request_changes": "changes_requested",
    "accept": "accepted",
    "publish": "published",
    "withdraw": "withdrawn",
    "reopen": "reopened",
}


# What the company must know, however it wants its mail.
ALWAYS = frozenset({"changes_requested", "withdrawn"})


def tell(change: StateChange) -> None:
    """To the company's active editors; of a case handed in also to who reads it. Of other steps nobody is told."""
    if kind := TO_COMPANY.get(change.action):
        for user in people_of(change.case):
            _post(kind, change, user)
    if change.action == "submit":
        for user in readers(change.case):
            _post("to_review", change, user)


def readers(case: Case) -> list[User]:
    """Who reads the case for the association: the one it was given to, or else every reviewer."""
    given = reviewers().filter(pk__in=Assignment.objects.filter(case=case).values("reviewer"))
    return list(given) or list(reviewers())


def _post(kind: str, change: StateChange, user: User) -> None:
    if kind not in ALWAYS and not settings_of(user).steps:
        return
    values: dict[str, Any] = {"message": change.message, "by": str(change.by), "organisation": _organisation(change, user)}
    if kind == "changes_requested":
        values["corrections"] = Correction.objects.filter(case=change.case, state=CorrectionState.OPEN).count()
    if kind == "published":
        slug = Publication.objects.values_list("slug", flat=True).get(case=change.case)
        with override(language_of(user)):
            values["public"] = settings.SITE_URL + reverse("case", args=[slug])
    post(kind, to=user, case=change.case, key=f"step-{change.pk}-{kind}-{user.pk}", **values)


def _organisation(change: StateChange, user: User) -> str:
    owner = change.case.organisation
    return str((owner.name_en if language_of(user) == "en" else "") or owner.name_zh_hans)

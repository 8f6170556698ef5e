"""Text that is typed and not saved, kept on the server; and who has a case's form open.

A working copy is its writer's alone: every function here asks for the user, and a colleague's copies are nobody else's business.
"""

import json
import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Presence, WorkingCopy

TAB = re.compile(r"[0-9a-f]{16}")
# A case with a hundred parts in both languages is about 200,000 characters.
MOST_CHARACTERS = 2_000_000
MOST_FIELDS = 12_000  # as many as the form itself may send
MOST_FOR_A_CASE = 5
MOST_FOR_A_USER = 50
KEPT_FOR = timedelta(days=30)
# Three signs of life missed.
PRESENT_FOR = timedelta(seconds=75)

type Values = dict[str, list[str]]


class NotKept(ValueError):
    """What was sent is not a form's content, or too much of it."""


def keep(*, user: User, case: Case | None, tab: str, values: Any) -> WorkingCopy:
    """Write the copy of one open form over the one before; nothing of the case changes. Prunes what is over the bounds."""
    data = json.dumps(checked(values))
    if not TAB.fullmatch(tab):
        raise NotKept("tab")
    if len(data) > MOST_CHARACTERS:
        raise NotKept("size")
    with transaction.atomic():
        copy, _ = WorkingCopy.objects.update_or_create(
            user=user, tab=tab, defaults={"case": case, "data": data, "saved_at": timezone.now()}
        )
        prune(user, case)
    return copy


def checked(values: Any) -> Values:
    if not isinstance(values, dict) or len(values) > MOST_FIELDS:
        raise NotKept("fields")
    for name, texts in values.items():
        if len(name) > 200 or not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise NotKept("fields")
    return {name: texts for name, texts in values.items() if not name.startswith("_") and name != "csrfmiddlewaretoken"}


def prune(user: User, case: Case | None) -> None:
    mine = WorkingCopy.objects.filter(user=user)
    mine.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()
    for rows, most in ((mine.filter(case=case), MOST_FOR_A_CASE), (mine, MOST_FOR_A_USER)):
        if over := list(rows.values_list("pk", flat=True)[most:]):
            mine.filter(pk__in=over).delete()


def copies(user: User, case: Case | None) -> list[WorkingCopy]:
    """The newest first, without their text."""
    since = timezone.now() - KEPT_FOR
    return list(WorkingCopy.objects.filter(user=user, case=case, saved_at__gte=since).defer("data")[:MOST_FOR_A_CASE])


def find(user: User, case: Case | None, pk: str) -> WorkingCopy | None:
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return WorkingCopy.objects.filter(user=user, case=case, pk=pk).first()


def values_of(copy: WorkingCopy) -> Values:
    found: Values = json.loads(copy.data)
    return found


def forget(user: User, tab: str) -> None:
    """The form was saved, or its text is not wanted."""
    WorkingCopy.objects.filter(user=user, tab=tab).delete()
    Presence.objects.filter(user=user, tab=tab).delete()


# --- Who else is here ----------------------------------------------------------------------------------------------


def be_present(*, user: User, case: Case, tab: str) -> None:
    """A sign of life of one open form; forms that gave none for long are forgotten."""
    if not TAB.fullmatch(tab):
        raise NotKept("tab")
    now = timezone.now()
    Presence.objects.filter(case=case, seen_at__lt=now - PRESENT_FOR).delete()
    Presence.objects.update_or_create(
        user=user, tab=tab, defaults={"case": case, "seen_at": now}, create_defaults={"case": case, "seen_at": now, "since": now}
    )


def leave(*, user: User, tab: str) -> None:
    Presence.objects.filter(user=user, tab=tab).delete()


def others(*, case: Case, tab: str) -> list[Presence]:
    """Every other open form of the case, one's own second one too."""
    alive = Presence.objects.filter(case=case, seen_at__gte=timezone.now() - PRESENT_FOR)
    return list(alive.exclude(tab=tab).select_related("user"))

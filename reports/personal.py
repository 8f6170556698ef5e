"""What reports keep of a person by name or address beside the rows of their account: who changed and remarked in Word, what their files
are called, whom a link asked.

An edition stays as it was frozen, with the names of those who had signed it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cases.personal import names_of, replace_names
from reports.models import PrintApproval, Suggestion, WordReturn


def given_out(sender: Any, *, user: User, **signal: Any) -> dict[str, Any]:
    """`cases.signals.data_asked`. JSON-ready."""
    names = names_of(user, name=user.name, email=user.email)
    asked = [
        {"id": row.pk, "email": row.email, "name": row.name, "answer": row.answer, "words": row.words}
        for row in _asked(user, user.email).order_by("pk")
    ]
    said = [{"id": row.pk, "changed_on": _of(names, row.people), "remarks": _of(names, row.remarks)} for row in _named_in(names)]
    return {"asked_before_print": asked, "in_word_files": said}


def rename(sender: Any, *, user: User, name: str, email: str, **signal: Any) -> None:
    """`cases.signals.person_erased`: `user` is under a pseudonym already, `name` and `email` are what they were."""
    names = names_of(user, name=name, email=email)
    for row in _named_in(names):
        for entry in _of(names, [*row.people, *row.remarks]):
            entry[0] = user.name
        row.save(update_fields=["people", "remarks"])
    replace_names(WordReturn.objects.all(), ["name"], names, by=user.name)
    _asked(user, email).exclude(name="").update(name=user.name)
    asked = PrintApproval.objects.filter(email=email)
    asked.filter(answered_at=None, revoked_at=None).update(revoked_at=timezone.now())
    asked.update(email=user.email)


def _asked(user: User, email: str) -> QuerySet[PrintApproval]:
    return PrintApproval.objects.filter(Q(email=email) | Q(by=user))


def _named_in(names: set[str]) -> Iterator[Suggestion]:
    """Word writes names as each has set them there, so only an equal one is known to be the person's."""
    for row in Suggestion.objects.exclude(people=[], remarks=[]).order_by("pk").iterator(chunk_size=500):
        if _of(names, [*row.people, *row.remarks]):
            yield row


def _of(names: set[str], entries: Iterable[list[str]]) -> list[list[str]]:
    """Those that begin with one of the names."""
    return [entry for entry in entries if entry[0] in names]

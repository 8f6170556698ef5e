"""The inside log: who did what, when, from where. Added to and read; each entry holds the digest of the one before it.

A face says once who asks and from which address (`asked_by`); whoever records within that need not know. The log is for the
association; a company reads the log of steps of its own cases (`StateChange`).

People stand in it by the number of their account alone (`#17`), and are named when it is read: when an account's personal data are
erased, the log keeps a pseudonym without a letter of it being changed.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import memberships_of
from cases.enums import AuditAction
from cases.models import AuditEntry, Case

MARK = re.compile(r"#([0-9]{1,18})")
# One writer at a time, or two entries would name the same predecessor. SQLite has one writer anyway.
LOCK = 0x61756469
# Whatever else is asked of an account within the time is not written again.
ONCE_IN = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Origin:
    """`by` may be lazy, and `address` is asked for: either costs something, and is wanted only when something is recorded."""

    by: Any = None
    address: Callable[[], str] = str


NOBODY = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NOBODY)


@contextmanager
def asked_by(by: Any, *, address: Callable[[], str]) -> Iterator[None]:
    token = _origin.set(Origin(by, address))
    try:
        yield
    finally:
        _origin.reset(token)


def record(
    action: AuditAction, *, by: Any = None, case: Case | None = None, about: object = "", detail: str = "", address: str = ""
) -> AuditEntry:
    """Add an entry, within the transaction of what it tells of. Call it last there: its lock lasts as long as that transaction.

    Without `by` and `address`, those of the request at work, if there is one.
    """
    origin = _origin.get()
    person = by if by is not None else origin.by
    known = person is not None and person.pk is not None
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
        entry = AuditEntry(
            number=last[0] + 1 if last else 1,
            at=timezone.now(),
            action=action,
            who=mark_of(person) if known else "",
            who_number=person.pk if known else None,
            organisation=_cut("; ".join(sorted({str(m.organisation) for m in memberships_of(person)})), "organisation") if known else "",
            address=_cut(address or origin.address(), "address"),
            about=_cut(str(about or case or ""), "about"),
            case_number=case.pk if case else None,
            detail=detail.replace("\0", ""),
            previous=last[1] if last else "",
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        return entry


def record_once(action: AuditAction, *, case: Case | None = None, about: object = "", detail: str = "") -> AuditEntry | None:
    """The same unless the same person did the same an hour ago or less: somebody who reads a case all day makes few entries."""
    person = _origin.get().by
    same = AuditEntry.objects.filter(
        action=action, who_number=person.pk if person else None, case_number=case.pk if case else None, detail=detail
    )
    if same.filter(at__gt=timezone.now() - ONCE_IN).exists():
        return None
    return record(action, case=case, about=about, detail=detail)


def broken_at() -> int | None:
    """The number of the first entry that is not as it was written, or comes after one that is gone; None for a whole log."""
    number, previous = 0, ""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1 or entry.previous != previous or entry.digest != digest_of(entry):
            return number + 1
        number, previous = entry.number, entry.digest
    return None


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over every other column."""
    values = [
        *(entry.number, entry.at.astimezone(dt.UTC).isoformat(), str(entry.action), entry.who, entry.who_number, entry.organisation),
        *(entry.address, entry.about, entry.case_number, entry.detail, entry.previous),
    ]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


# --- People ----------------------------------------------------------------------------------------------------------


def mark_of(person: Any) -> str:
    """How an entry calls a person, as who did it or as whom it is about."""
    return f"#{person.pk}"


def numbers_in(entries: Iterable[AuditEntry]) -> set[int]:
    texts = (text for entry in entries for text in (entry.who, entry.about))
    return {int(found[1]) for text in texts if (found := MARK.fullmatch(text))}


def names_of(numbers: Iterable[int] | None = None) -> dict[int, str]:
    """What these accounts are called today, or all of them. One query."""
    people = User.objects.all() if numbers is None else User.objects.filter(pk__in=numbers)
    return {pk: f"{name} <{email}>" for pk, name, email in people.values_list("pk", "name", "email")}


def named(text: str, names: dict[int, str]) -> str:
    """A mark with the name of the person; anything else as it stands."""
    found = MARK.fullmatch(text)
    return f"{text} {names.get(int(found[1]), '')}".strip() if found else text


def _cut(text: str, field: str) -> str:
    return text.replace("\0", "")[: AuditEntry._meta.get_field(field).max_length]

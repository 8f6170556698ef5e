"""Ending somebody's sessions: at once and everywhere, since each request looks its session up in the database."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

STARTED = "started_at"
SEEN = "seen_at"


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """End every session of a user, `but` the one with this key. Returns how many."""
    rows = UserSession.objects.filter(user=user)
    keys = set(rows.exclude(session_key=but or "").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    return len(keys)


def begin(session: Any) -> None:
    session[STARTED] = session[SEEN] = int(timezone.now().timestamp())


def is_over(session: Any, *, idle: int, absolute: int, in_use: bool = True) -> bool:
    """Whether a session has rested for `idle` seconds or lasted for `absolute`; otherwise note, once a minute, that it is in use.

    `in_use` is False for what a page sends by itself, which keeps no session awake.
    """
    now = int(timezone.now().timestamp())
    started, seen = session.setdefault(STARTED, now), session.get(SEEN, now)
    if now - seen >= idle or now - started >= absolute:
        return True
    if in_use and (now - seen >= 60 or SEEN not in session):
        session[SEEN] = now
    return False

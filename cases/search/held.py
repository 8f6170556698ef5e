"""What a process holds of the site, each thing made once for a version of the site, and that version itself."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Hashable
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import SiteVersion

# A publication is to be seen everywhere within a second, so nobody believes an older answer than this.
ASK_EVERY = 0.5  # seconds


class SiteState(NamedTuple):
    """`number` grows with every change of what is public, `names` with every change of what tags and organisations are called."""

    number: int
    names: int
    changed_at: dt.datetime


_last: tuple[float, SiteState] | None = None


def site_state() -> SiteState:
    """As it was at most `ASK_EVERY` ago: one query twice a second, whatever the number of requests."""
    global _last
    last, now = _last, time.monotonic()
    if last is None or now - last[0] >= ASK_EVERY:
        last = _last = (now, SiteState(*SiteVersion.objects.values_list("number", "names", "changed_at").get(pk=1)))
    return last[1]


def site_version() -> int:
    return site_state().number


def raise_version(*, names: bool = False) -> int:
    """The next number, in the caller's transaction. Its one row is locked from here on, so that writers of what is public go one by one."""
    number = {"number": F("number") + 1} | ({"names": F("number") + 1} if names else {})
    if not SiteVersion.objects.filter(pk=1).update(**number, changed_at=timezone.now()):
        SiteVersion.objects.create(pk=1)  # a flushed database
    # This process need not wait to see what it has done itself.
    transaction.on_commit(forget_state)
    return SiteVersion.objects.values_list("number", flat=True).get(pk=1)


def lock_version() -> None:
    """No other process changes what is public until the caller's transaction ends."""
    SiteVersion.objects.select_for_update().get(pk=1)


def forget_state() -> None:
    global _last
    _last = None


class Held[T]:
    """Values by key, each good for one version; of threads that ask at the same moment one makes it, the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[Hashable, tuple[int, T]] = {}

    def at(self, version: int, make: Callable[[], T], *, key: Hashable = None) -> T:
        held = self._values.get(key)
        if held is None or held[0] != version:
            with self._lock:
                held = self._values.get(key)
                if held is None or held[0] != version:
                    held = self._values[key] = (version, make())
        return held[1]

    def last(self, *, key: Hashable = None) -> T | None:
        """As it was last made, of whatever version; None when it never was."""
        held = self._values.get(key)
        return held[1] if held else None

    def clear(self) -> None:
        self._values.clear()

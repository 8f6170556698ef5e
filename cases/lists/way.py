"""What the way of every given list has in common: looked at, kept, moved by conditional updates, called off.

Every change of state is one conditional update, so that of two that come at once one is let through.
"""

import datetime as dt
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.enums import ListState
from cases.lists.killable import Stopped
from cases.models import GivenList
from cases.validators import MEGABYTE

BYTES = 8 * MEGABYTE
# The longest step without a sign of life is reading, which is killed after 45 seconds.
SILENT_FOR = dt.timedelta(minutes=2)


class ListRefused(Exception):
    """`sentence` says to a person why not; `earlier` is the list that stands in the way, if one does."""

    def __init__(self, sentence: str | Promise, earlier: Any = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.earlier = earlier


def look_at(data: bytes) -> None:
    """On its first bytes: what a process of its own need not be started for."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ListRefused(_("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password, and give that."))
    if not data.startswith(b"PK\x03\x04"):
        raise ListRefused(_("This is not an Excel workbook. Save the list as .xlsx, and give that."))


def safe_name(name: str) -> str:
    shown = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable())
    return shown[-200:] or "list.xlsx"


def settle(model: type[GivenList], pk: int, before: ListState, **columns: Any) -> bool:
    """Let it stand otherwise, if it still stands so. False where somebody was faster."""
    return bool(model._default_manager.filter(pk=pk, state=before).update(moved_at=timezone.now(), **columns))


def moved(model: type[GivenList], pk: int, done: int, total: int) -> None:
    """So many rows are read. Stopped where it was called off."""
    if not settle(model, pk, ListState.READING, done=done, total=total):
        raise Stopped


def is_being_read(model: type[GivenList], pk: int) -> bool:
    return model._default_manager.filter(pk=pk, state=ListState.READING).exists()


def discard(given: GivenList) -> bool:
    """Call it off. What is being read at the moment is killed within a second; what is made is made."""
    states = (ListState.READING, ListState.READY)
    gone: dict[str, Any] = {"state": ListState.DISCARDED, "finished_at": timezone.now(), "rows": [], "data": None}
    return any(settle(type(given), given.pk, state, **gone) for state in states)


def is_silent(given: GivenList) -> bool:
    """Whether the work on it seems to have broken off."""
    return ListState(given.state).is_under_way and given.moved_at < timezone.now() - SILENT_FOR


def take_up_again(given: GivenList) -> bool:
    """Whether the work that broke off is the caller's to ask for once more: of two at once it is one's."""
    as_it_was = type(given)._default_manager.filter(pk=given.pk, state=given.state, moved_at=given.moved_at)
    return is_silent(given) and bool(as_it_was.update(moved_at=timezone.now()))


def prune(model: type[GivenList], before: dt.datetime, *, dry_run: bool = False) -> tuple[int, int]:
    """Lists never made go; of those made the file and the rows go, and the mark that keeps the same file out stays."""
    old = model._default_manager.filter(moved_at__lt=before)
    gone = old.exclude(state__in=[ListState.DONE, ListState.MAKING])
    emptied = old.filter(state=ListState.DONE, data__isnull=False)
    counts = gone.count(), emptied.count()
    if not dry_run:
        gone.delete()
        emptied.update(data=None, rows=[])
    return counts


def prune_all(before: dt.datetime, *, dry_run: bool = False) -> tuple[int, int]:
    """Those of every app: lists of cases, and those of the apps above."""
    counts = [prune(model, before, dry_run=dry_run) for model in apps.get_models() if issubclass(model, GivenList)]
    return sum(gone for gone, _emptied in counts), sum(emptied for _gone, emptied in counts)

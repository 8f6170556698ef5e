"""A part is taken by one person at a time. Others read it; their saving is refused with who has it, and nothing of theirs is lost.

Whoever saves a part that nobody has, has it silently for a short while: alone at work one never meets this. A part covers its own blocks;
the parts within are taken by themselves. `hold` is asked before every save.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.models import Part, PartCheckout, Report

# Since the person last saved. Two hours: a meeting or lunch leaves it theirs, a day off does not.
GOOD_FOR = dt.timedelta(hours=2)
# Nobody asked for it, so it keeps others out no longer than a sentence or a picture takes.
SILENTLY_FOR = dt.timedelta(minutes=15)


class Taken(Exception):
    """Somebody else has the part; the sentence says who and since when."""

    def __init__(self, checkout: PartCheckout) -> None:
        said = {"name": checkout.by, "since": when(checkout.taken_at), "until": when(until(checkout))}
        super().__init__(
            _(
                "%(name)s has been working on this part since %(since)s, so this was not saved. Nothing you typed is lost: keep the page "
                "open and save once it is given back (at %(until)s at the latest, unless they go on saving), or take the part over."
            )
            % said
        )
        self.checkout = checkout


def until(checkout: PartCheckout) -> dt.datetime:
    """When it ends by itself, if nothing more is saved."""
    return checkout.moved_at + (SILENTLY_FOR if checkout.is_silent else GOOD_FOR)


def is_over(checkout: PartCheckout) -> bool:
    return timezone.now() >= until(checkout)


def when(moment: dt.datetime) -> str:
    """The time, with its day unless that is today."""
    local = timezone.localtime(moment)
    return date_format(local, "TIME_FORMAT" if local.date() == timezone.localdate() else "SHORT_DATETIME_FORMAT")


# --- Who has what ----------------------------------------------------------------------------------------------------


def holder(part: Part) -> PartCheckout | None:
    """Whoever has the part now. One query."""
    found = _open(part)
    return None if found is None or is_over(found) else found


def holders(report: Report) -> dict[int, PartCheckout]:
    """Of a whole report, by the parts' keys. One query."""
    rows = PartCheckout.objects.filter(part__report=report, given_back_at=None).select_related("by")
    return {checkout.part_id: checkout for checkout in rows if not is_over(checkout)}


def _open(part: Part) -> PartCheckout | None:
    """The last one that was not given back, in time or not."""
    return PartCheckout.objects.filter(part=part, given_back_at=None).select_related("by").first()


# --- Taking, holding, giving back ------------------------------------------------------------------------------------


@transaction.atomic
def take(part: Part, *, by: Any, reason: str = "") -> PartCheckout:
    """Take a part to work on. From somebody else only with a reason (ValidationError); their time is over with it."""
    current = _locked(part)
    if current is not None and current.by_id == by.pk and not is_over(current):
        return _go_on(current, is_silent=False)
    reason = reason.replace("\0", "").strip()
    from_another = current is not None and current.by_id != by.pk and not (current.is_silent and is_over(current))
    if from_another and not reason:
        raise ValidationError({"reason": _("Give the reason why you take the part over.")})
    if len(reason) > 600:
        raise ValidationError({"reason": _("The reason is too long: give at most 600 characters.")})
    return _begin(part, current, by=by, is_silent=False, reason=reason if from_another else "")


@transaction.atomic
def hold(part: Part, *, by: Any) -> PartCheckout:
    """Before something of the part is saved: it is this person's from here on. Taken when it is somebody else's."""
    current = _locked(part)
    if current is not None and current.by_id == by.pk and not (current.is_silent and is_over(current)):
        return _go_on(current, is_silent=current.is_silent)
    if current is not None and not is_over(current):
        raise Taken(current)
    return _begin(part, current, by=by, is_silent=True, reason="")


@transaction.atomic
def give_back(part: Part, *, by: Any, note: str = "") -> None:
    """End one's own time with a note for the others. ValidationError when the part is not theirs (any more)."""
    note = note.replace("\0", "").strip()
    current = _locked(part)
    if current is None or current.by_id != by.pk:
        raise ValidationError(_("You do not have this part any more."))
    if len(note) > 1000:
        raise ValidationError({"note": _("The note is too long: give at most 1,000 characters.")})
    _end(current, note=note)


def notes(part: Part) -> list[PartCheckout]:
    """What was said when the part was given back or taken over, the latest first. One query."""
    said = part.checkouts.exclude(note="", reason="").select_related("by")
    return list(said)


def _locked(part: Part) -> PartCheckout | None:
    """The part's row is the lock: of two who take it at once the second finds the first."""
    Part.objects.select_for_update().get(pk=part.pk)
    return _open(part)


def _go_on(checkout: PartCheckout, *, is_silent: bool) -> PartCheckout:
    checkout.moved_at, checkout.is_silent = timezone.now(), is_silent
    checkout.save(update_fields=["moved_at", "is_silent"])
    return checkout


def _end(checkout: PartCheckout, *, note: str = "") -> None:
    checkout.given_back_at, checkout.note = timezone.now(), note
    checkout.save(update_fields=["given_back_at", "note"])


def _begin(part: Part, former: PartCheckout | None, *, by: Any, is_silent: bool, reason: str) -> PartCheckout:
    if former is not None:
        _end(former)
    now = timezone.now()
    return PartCheckout.objects.create(part=part, by=by, is_silent=is_silent, taken_at=now, moved_at=now, reason=reason)

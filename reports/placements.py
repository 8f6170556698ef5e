"""Put cases into a report at a pinned revision; tell which of them have moved on; take a newer one over, or stay and say why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, Publication
from reports.enums import BlockKind
from reports.models import Block, Placement, Stay
from reports.shortening import tie


class Moved(Exception):
    """What is public is not what the person saw; carries the sentence for them."""


@dataclass(frozen=True)
class Standing:
    """How a placement stands to what is public of its case.

    `newer` is the number of the public revision when it is not the pinned one, `since` when it was published; `stay` says why it is not
    taken over, where somebody has decided so.
    """

    pinned: int
    newer: int | None = None
    since: dt.datetime | None = None
    stay: Stay | None = None
    is_withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it."""
        return self.is_withdrawn or (self.newer is not None and self.stay is None)


@transaction.atomic
def place_case(block: Block, case: Case) -> Placement:
    """Place a published case, and what is nested in it, at the revisions shown to the public now.

    Whatever stood in the block goes, but a case that stays keeps its print text with its ties. ValidationError when the block is of
    another kind or the case is not published.
    """
    if block.kind != BlockKind.CASE:
        raise ValidationError(_("Only a block of the kind “Case” takes a case."))
    publication = Publication.objects.live().filter(case=case).first()
    if publication is None:
        raise ValidationError(_("“%(case)s” is not published, so it cannot be placed.") % {"case": case})
    nested = Publication.objects.live().filter(case__parent=case).order_by("published_at", "pk")
    there = {old.revision.case_id: old for old in block.placements.select_related("revision")}

    def place(publication: Publication, **place: Any) -> Placement:
        placement = there.pop(publication.case_id, None) or Placement(block=block)
        _pin(placement, publication.revision_id, **place)
        return placement

    top = place(publication, under=None, order=0)
    for order, below in enumerate(nested, 1):
        place(below, under=top, order=order)
    block.placements.filter(pk__in=[gone.pk for gone in there.values()]).delete()
    return top


def _pin(placement: Placement, revision_id: int, **place: Any) -> None:
    """What its print text was made from is kept, so that the new source is held against it."""
    if placement.pk and placement.revision_id != revision_id:
        tie(placement)
    placement.revision_id = revision_id
    for name, value in place.items():
        setattr(placement, name, value)
    placement.save()


# --- What has moved on -----------------------------------------------------------------------------------------------


def standings(placements: Iterable[Placement]) -> dict[int, Standing]:
    """Of each placement, by its key. Two queries; the placements have their revision."""
    placements = list(placements)
    public = {
        case: (revision, number, since)
        for case, revision, number, since in Publication.objects.live()
        .filter(case__in={placement.revision.case_id for placement in placements})
        .values_list("case_id", "revision_id", "revision__number", "published_at")
    }
    stays = {(stay.placement_id, stay.revision_id): stay for stay in Stay.objects.filter(placement__in=placements).select_related("by")}
    found = {}
    for placement in placements:
        pinned = placement.revision.number
        if placement.revision.case_id not in public:
            found[placement.pk] = Standing(pinned, is_withdrawn=True)
            continue
        revision, number, since = public[placement.revision.case_id]
        is_newer = revision != placement.revision_id
        found[placement.pk] = Standing(
            pinned,
            newer=number if is_newer else None,
            since=since if is_newer else None,
            stay=stays.get((placement.pk, revision)) if is_newer else None,
        )
    return found


def newer(placement: Placement) -> Publication | None:
    """What is public of the case now, where that is not the pinned revision. One query."""
    publication = Publication.objects.live().with_documents().filter(case=placement.revision.case_id).first()
    return publication if publication and publication.revision_id != placement.revision_id else None


# --- Take over, or stay ----------------------------------------------------------------------------------------------


@transaction.atomic
def take_over(placement: Placement, *, number: int) -> int:
    """Pin the revision that is public now, if it is the one the person saw (`number`); its number. Moved otherwise."""
    placement = _locked(placement)
    publication = newer(placement)
    if publication is None and placement.revision.number == number:
        return number
    publication = _seen(publication, number)
    _pin(placement, publication.revision_id)
    return publication.revision.number


@transaction.atomic
def stay(placement: Placement, *, number: int, reason: str, by: Any) -> Stay:
    """Keep the pinned revision though `number` is public, which the person saw, and say why; a second click is the first one.

    Moved when something else is public now, ValidationError without a reason.
    """
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise ValidationError({"reason": _("Give the reason why the newer revision is not taken over.")})
    if len(reason) > 600:
        raise ValidationError({"reason": _("The reason is too long: give at most 600 characters.")})
    placement = _locked(placement)
    publication = _seen(newer(placement), number)
    kept, _made = Stay.objects.get_or_create(placement=placement, revision=publication.revision, defaults={"reason": reason, "by": by})
    return kept


def _locked(placement: Placement) -> Placement:
    return Placement.objects.select_for_update(of=("self",)).select_related("revision").get(pk=placement.pk)


def _seen(publication: Publication | None, number: int) -> Publication:
    if publication is None:
        raise Moved(_("There is no newer revision to take over: the block pins what is public, or the case is withdrawn."))
    if publication.revision.number != number:
        raise Moved(
            _("Meanwhile revision %(now)s has been published; compare again, then take it over.") % {"now": publication.revision.number}
        )
    return publication

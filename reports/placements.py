"""Put cases into a report at a pinned revision, and take a newer one over."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, Publication
from reports.enums import BlockKind
from reports.models import Block, Placement


class Moved(Exception):
    """What is public is not what the person saw; carries the sentence for them."""


@transaction.atomic
def place_case(block: Block, case: Case) -> Placement:
    """Place a published case, and what is nested in it, at the revisions shown to the public now.

    Whatever stood in the block goes, but a case that stays keeps its print text. ValidationError when the block is of another kind
    or the case is not published.
    """
    if block.kind != BlockKind.CASE:
        raise ValidationError(_("Only a block of the kind “Case” takes a case."))
    publication = Publication.objects.live().filter(case=case).first()
    if publication is None:
        raise ValidationError(_("“%(case)s” is not published, so it cannot be placed.") % {"case": case})
    nested = Publication.objects.live().filter(case__parent=case).order_by("published_at", "pk")
    placed = block.placements.select_related("revision").defer("revision__document")
    texts = {old.revision.case_id: {"print_text_zh_hans": old.print_text_zh_hans, "print_text_en": old.print_text_en} for old in placed}
    block.placements.all().delete()
    top = Placement.objects.create(block=block, revision_id=publication.revision_id, **texts.get(case.pk, {}))
    for order, below in enumerate(nested, 1):
        kept = texts.get(below.case_id, {})
        Placement.objects.create(block=block, under=top, order=order, revision_id=below.revision_id, **kept)
    return top


def newer(placement: Placement) -> Publication | None:
    """What is public of the case now, where that is not the pinned revision. One query."""
    publication = Publication.objects.live().with_documents().filter(case=placement.revision.case_id).first()
    return publication if publication and publication.revision_id != placement.revision_id else None


@transaction.atomic
def take_over(placement: Placement, *, number: int) -> int:
    """Pin the revision that is public now, if it is the one the person saw (`number`); its number. Moved otherwise."""
    placement = Placement.objects.select_for_update().select_related("revision").get(pk=placement.pk)
    publication = newer(placement)
    if publication is None:
        if placement.revision.number == number:
            return number
        raise Moved(_("There is no newer revision to take over: the block pins what is public, or the case is withdrawn."))
    if publication.revision.number != number:
        raise Moved(
            _("Meanwhile revision %(now)s has been published; compare again, then take it over.") % {"now": publication.revision.number}
        )
    placement.revision = publication.revision
    placement.save()
    return publication.revision.number

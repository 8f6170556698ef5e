"""Put cases into a report at a pinned revision."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Publication
from reports.enums import BlockKind
from reports.models import Block, Placement


def place_case(block: Block, case: Case) -> Placement:
    """Place a published case, and what is nested in it, at the revisions shown to the public now.

    ValidationError when the block is of another kind or the case is not published.
    """
    if block.kind != BlockKind.CASE:
        raise ValidationError(_("Only a block of the kind “Case” takes a case."))
    publication = Publication.objects.live().filter(case=case).first()
    if publication is None:
        raise ValidationError(_("“%(case)s” is not published, so it cannot be placed.") % {"case": case})
    nested = Publication.objects.live().filter(case__parent=case).order_by("published_at", "pk")
    with transaction.atomic():
        block.placements.all().delete()
        top = Placement.objects.create(block=block, revision_id=publication.revision_id)
        for order, below in enumerate(nested, 1):
            Placement.objects.create(block=block, under=top, order=order, revision_id=below.revision_id)
    return top

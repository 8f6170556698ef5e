"""From an `Intake` to a draft: rows, pictures, what is left over, and the file itself, kept inside."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from cases.access import own_organisations
from cases.enums import OfferState, Place
from cases.intake.document import Intake
from cases.intake.document import LeftOver as Leaves
from cases.models import Attachment, Call, Case, Figure, LeftOver, OfferedFigure, Picture
from cases.validators import validate_picture

TITLE, NAME, LABEL = 120, 160, 120


def make_draft(intake: Intake, *, file: bytes, name: str, organisation: Organisation, by: Any, call: Call | None = None) -> Case:
    """One transaction. PermissionError for an organisation in whose name `by` may not hand in.

    A picture that cannot be taken is named among what is left over, and stays in the file, which is kept as an attachment.
    """
    if not own_organisations(by).filter(pk=organisation.pk).exists():
        raise PermissionError
    stem = name.rsplit(".", 1)[0][:NAME] or "document"
    left = list(intake.left_over)
    with transaction.atomic():
        case = Case.objects.create(
            organisation=organisation,
            call=call,
            year=call.year if call else timezone.localdate().year,
            title_zh_hans=(intake.title or stem)[:TITLE],
            summary_zh_hans=intake.summary,
            body_zh_hans=intake.body,
            place_zh_hans=intake.place,
            created_by=by,
            changed_by=by,
        )
        if intake.organisation:
            # Whose case it is was chosen; what the file says of it may say more.
            left.append(Leaves(Place.LABEL, intake.organisation))
        for order, found in enumerate(intake.pictures):
            given = ContentFile(found.data, name=found.name)
            try:
                validate_picture(given)
                Picture.objects.create(case=case, file=given, caption_zh_hans=found.caption[:300], order=order)
            except ValidationError as error:
                words = " ".join(filter(None, (f"{found.number}: {found.name}", found.caption, *error.messages)))
                left.append(Leaves(Place.LONG, words))
        LeftOver.objects.bulk_create(LeftOver(case=case, where=each.where, text=each.text, order=at) for at, each in enumerate(left))
        OfferedFigure.objects.bulk_create(
            OfferedFigure(
                case=case,
                label=each.label[:LABEL],
                value=each.value,
                unit=each.unit,
                qualifier=each.qualifier,
                sentence=each.sentence,
                order=at,
            )
            for at, each in enumerate(intake.figures)
        )
        Attachment.objects.create(case=case, title_zh_hans=stem, file=ContentFile(file, name=f"{stem}.docx"))
    return case


def confirm(case: Case, pks: set[int], *, by: Any) -> int:
    """Make figures of these offers, in their order behind those there are; how many were open and are figures now."""
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        offers = list(case.offered_figures.filter(pk__in=pks, state=OfferState.OPEN))
        last = case.figures.count()
        for at, offer in enumerate(offers):
            Figure.objects.create(
                case=case, label_zh_hans=offer.label, value=offer.value, unit=offer.unit, qualifier=offer.qualifier, order=last + at
            )
        OfferedFigure.objects.filter(pk__in=[offer.pk for offer in offers]).update(state=OfferState.TAKEN)
        if offers:
            case.mark_changed(by)
    return len(offers)


def decline(case: Case, pks: set[int]) -> int:
    return case.offered_figures.filter(pk__in=pks, state=OfferState.OPEN).update(state=OfferState.DECLINED)


def settle(case: Case, pks: set[int], *, by: Any) -> None:
    """These left-over texts are dealt with, the others are not: what was ticked in a list of all."""
    rows = case.left_over.all()
    rows.filter(pk__in=pks, settled_at=None).update(settled_at=timezone.now(), settled_by=by)
    rows.exclude(pk__in=pks).update(settled_at=None, settled_by=None)

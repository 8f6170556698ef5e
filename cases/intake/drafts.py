"""From an `Intake` to a draft: rows, pictures, what is left over, and the file itself, kept inside."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from cases.access import own_organisations
from cases.enums import OfferState, Place
from cases.intake.document import Intake, PictureFile
from cases.intake.form import words_of
from cases.intake.rows import fits, kind_of, make_rows, place_of, set_named_tags
from cases.lists.reading import folded
from cases.models import Attachment, Call, Case, Figure, LeftOver, OfferedFigure, Picture
from cases.validators import validate_picture

TITLE, NAME, LABEL, PART = 120, 160, 120, 300


def make_draft(
    intake: Intake, *, file: bytes, name: str, organisation: Organisation, by: Any, call: Call | None = None, year: int | None = None
) -> Case:
    """One transaction. Without a call and a year it is this year's. PermissionError for an organisation in whose name `by` may not hand in.

    What a row cannot hold (a number with words, an address that is none) is left over as it was written. A picture that cannot be
    taken, or that was not meant for the case, is named there too; both stay in the file, which is kept as an attachment.
    """
    if not own_organisations(by).filter(pk=organisation.pk).exists():
        raise PermissionError
    stem = name.rsplit(".", 1)[0][:NAME] or "document"
    kind = kind_of(intake.mark, call)
    with transaction.atomic():
        case = Case.objects.create(
            organisation=organisation,
            call=call,
            kind=kind,
            year=call.year if call else year or timezone.localdate().year,
            title_zh_hans=(intake.title or stem)[:TITLE],
            title_en=intake.title_en,
            summary_zh_hans=intake.summary,
            summary_en=intake.summary_en,
            body_zh_hans=intake.body,
            body_en=intake.body_en,
            place_zh_hans=intake.place,
            place_en=intake.place_en,
            period=intake.period if fits("period", intake.period) else "",
            created_by=by,
            changed_by=by,
        )
        kept = Attachment.objects.create(case=case, title_zh_hans=stem, file=ContentFile(file, name=f"{stem}.docx"))
        printed = words_of(call, kind) if intake.mark or intake.rows else frozenset()
        left = [LeftOver(where=each.where, text=each.text) for each in intake.left_over if " ".join(each.text.split()) not in printed]
        if intake.organisation and folded(intake.organisation) not in {
            folded(organisation.name_zh_hans),
            folded(organisation.name_en or ""),
        }:
            # Whose case it is was chosen; what the file says of it may say more.
            left.append(LeftOver(where=Place.LABEL, text=intake.organisation))
        if not case.period and intake.period:
            left.append(LeftOver(where=Place.LONG, text=intake.period))
        left += [LeftOver(where=Place.LONG, text=text) for text in (*make_rows(case, intake), *set_named_tags(case, intake))]
        left += _add_pictures(case, intake.pictures)
        left += [LeftOver(where=each.where, text=each.text) for each in intake.unread]
        for order, row in enumerate(left):
            row.case, row.order = case, order
            row.attachment = kept if row.part else None
        LeftOver.objects.bulk_create(left)
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
    return case


def _add_pictures(case: Case, pictures: tuple[PictureFile, ...]) -> list[LeftOver]:
    """Pictures of the case become rows; the others are left over, with the part of the file in which they lie."""
    left = []
    for order, found in enumerate(pictures):
        given = ContentFile(found.data, name=found.name)
        words = [f"{found.number}: {found.name}", found.caption, found.caption_en, found.credit]
        where = place_of(found.where)
        try:
            validate_picture(given)
            if not found.where:
                Picture.objects.create(
                    case=case,
                    file=given,
                    caption_zh_hans=found.caption[:300],
                    caption_en=found.caption_en[:300],
                    credit_zh_hans=found.credit[:120],
                    order=order,
                )
                continue
        except ValidationError as error:
            words += error.messages
            where = Place.UNREADABLE
        left.append(LeftOver(where=where, text=" ".join(filter(None, words)), part=found.part if len(found.part) <= PART else ""))
    return left


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

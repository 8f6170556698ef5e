"""Pictures given to a case by themselves, one after the other or many at once, and what is to be said of each."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import may_edit
from cases.media.fitness import fitness
from cases.media.likeness import alike
from cases.media.signs import Sign
from cases.media.words import alt_hint, caption_hint
from cases.models import Case, Picture
from cases.models.parts import PictureFields
from cases.validators import validate_picture

# A form with more rows than this cannot be saved whole.
MOST_PICTURES = 60


def add_picture(case: Case, file: Any, *, by: Any) -> Picture:
    """The file as the case's last picture, without a caption yet.

    Guard (may they edit it, is there room, is it a picture) → in one transaction: the row, and the case is somebody's change of now.
    PermissionError for a case that `by` may not edit; ValidationError with a sentence for a file that cannot be taken.
    """
    if not may_edit(by, case):
        raise PermissionError
    validate_picture(file)
    with transaction.atomic():
        # The case's row is the lock: two files at once get two places.
        locked = Case.objects.select_for_update().get(pk=case.pk)
        if not may_edit(by, locked):
            raise PermissionError
        if locked.pictures.count() >= MOST_PICTURES:
            raise ValidationError(_("A case holds at most %(most)s pictures.") % {"most": MOST_PICTURES}, code="many")
        last = locked.pictures.aggregate(last=Max("order"))["last"]
        picture = Picture.objects.create(case=locked, file=file, order=0 if last is None else last + 1)
        locked.mark_changed(by)
    return picture


def copies_of(pictures: Iterable[Picture]) -> dict[int, list[Picture]]:
    """For each picture's pk the pictures of the same organisation's cases that show the same. One query; all are of one organisation."""
    asked = list(pictures)
    if not asked:
        return {}
    owner = asked[0].case.organisation_id
    every = list(Picture.objects.filter(case__organisation=owner).select_related("case").order_by("pk"))
    return {
        picture.pk: [
            other
            for other in every
            if other.pk != picture.pk and (other.digest == picture.digest or alike(other.fingerprint, picture.fingerprint))
        ]
        for picture in asked
    }


def remarks(picture: PictureFields) -> list[str | Promise]:
    """What can be said of a picture by itself, best first read: how large it prints, what it looks like, what its words lack. No query."""
    found: list[str | Promise | None] = [
        str(fitness(picture.width, picture.height)),
        *(Sign(sign).label for sign in picture.signs if sign in Sign.values),
        caption_hint(picture.caption_zh_hans),
        alt_hint(picture.alt_zh_hans, picture.caption_zh_hans),
        alt_hint(picture.alt_en, picture.caption_en),
    ]
    return [remark for remark in found if remark]

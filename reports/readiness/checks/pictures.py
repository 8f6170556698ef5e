"""What a picture needs to be printed: a caption, a credit, words for those who do not see it, the right to print it, and its size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_noop

from cases.document import PictureDoc
from cases.media.fitness import LEAST_DPI, SHARP_DPI, SLOTS, Slot, dots_per_inch
from reports.audit.findings import Place
from reports.document import Book, CaseBox, Photos
from reports.readiness.findings import Check, Door, Obstacle, Severity, facts
from reports.readiness.proof import Proof

HALF, TEXT, OPENER = SLOTS


@dataclass(frozen=True)
class Printed:
    """A picture where it is printed."""

    picture: PictureDoc
    place: Place
    slot: Slot
    door: Door = Door.PLACE

    def lacks(self, check: str, says: str, severity: Severity = Severity.BLOCKS, **named: float) -> Obstacle:
        return Obstacle(check, severity, self.place, says, facts(**named), self.picture.caption.get("zh-hans"), self.door)


def printed(book: Book) -> Iterator[Printed]:
    """Those with a printed place, first the cover's, which is as wide as an opener's. A logo has its words and no size of its own."""
    if book.theme.cover:
        yield Printed(book.theme.cover, Place(), OPENER, Door.REPORT)
    for _, part in book.walk():
        place = Place(part.key)
        if part.opener:
            yield Printed(part.opener, place, OPENER)
        for number, block in enumerate(part.blocks):
            here = replace(place, block=number)
            if isinstance(block, Photos):
                slot = TEXT if len(block.pictures) == 1 else HALF
                yield from (Printed(picture, here, slot) for picture in block.pictures)
            elif isinstance(block, CaseBox):
                for box in (block, *block.nested):
                    there = replace(here, case=box.document.slug)
                    yield from (Printed(picture, there, TEXT, Door.CASE) for picture in box.document.pictures)


def has_caption(one: Printed) -> Obstacle | None:
    return None if one.picture.caption else one.lacks("captions", gettext_noop("The picture has no caption."))


def has_credit(one: Printed) -> Obstacle | None:
    """A stand-in is credited to Casebook by itself."""
    fine = one.picture.credit or one.picture.stand_in
    return None if fine else one.lacks("credits", gettext_noop("It does not say who made the picture."))


def has_words(one: Printed) -> Obstacle | None:
    return None if one.picture.alt else one.lacks("alts", gettext_noop("The picture has no alternative text."))


def has_right(one: Printed) -> Obstacle | None:
    return None if one.picture.licence else one.lacks("rights", gettext_noop("It does not say by what right the picture is printed."))


def is_fine(one: Printed) -> Obstacle | None:
    fineness = dots_per_inch(one.picture.width, one.picture.height, one.slot)
    if fineness >= SHARP_DPI:
        return None
    named: dict[str, Any] = {"width": round(one.slot.width / 10, 1), "dpi": int(fineness), "wanted": SHARP_DPI, "least": LEAST_DPI}
    if fineness >= LEAST_DPI:
        says = gettext_noop("Printed %(width)s cm wide it has %(dpi)s dots per inch and is a little soft; %(wanted)s make it sharp.")
        return one.lacks("sizes", says, Severity.WARNS, **named)
    says = gettext_noop("Printed %(width)s cm wide it has only %(dpi)s dots per inch; at least %(least)s are needed.")
    return one.lacks("sizes", says, **named)


def _check(code: str, name: str, asks: str, test: Callable[[Printed], Obstacle | None]) -> Check:
    def look(proof: Proof) -> Iterator[Obstacle | None]:
        return map(test, printed(proof.book))

    return Check(code, name, asks, look)


CHECKS = (
    _check("captions", gettext_noop("Captions"), gettext_noop("Whether each picture has a caption."), has_caption),
    _check("credits", gettext_noop("Picture credits"), gettext_noop("Whether each picture says who made it."), has_credit),
    _check(
        "alts", gettext_noop("Alternative texts"), gettext_noop("Whether each picture has words for those who do not see it."), has_words
    ),
    _check("rights", gettext_noop("Print rights"), gettext_noop("Whether each picture says by what right it is printed."), has_right),
    _check("sizes", gettext_noop("Picture sizes"), gettext_noop("Whether each picture is fine enough for its printed place."), is_fine),
)

"""Texts longer than the place they are printed in takes well.

Nothing is cut in print: a text over its place pushes the rest down, or a page of fixed make-up apart.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_noop

from cases.characters import characters
from cases.document import Text
from cases.text import words_of
from reports.audit.findings import Place
from reports.document import Block, Book, Callout, CaseBox, Comparison, Photos, Quote, Themes, Tiles
from reports.readiness.findings import Check, Door, Obstacle, Severity, facts
from reports.readiness.proof import Proof

# What → what is said of one that is too long, and the most characters in Chinese and in English. By the sizes and widths of
# `reports/typst`: a title on an opener has 13 Han characters a line and three lines; a slogan 14 and one; a label in a tile 13 and
# three; a caption in the margin 15 and eight; a callout 30 and six; an epigraph, alone on its opening, 29 and six.
LIMITS = {
    "title": (gettext_noop("The title has %(length)s characters; its place takes %(limit)s."), 39, 110),
    "slogan": (gettext_noop("A line of the slogan has %(length)s characters; its place takes %(limit)s."), 14, 36),
    "heading": (gettext_noop("The block's heading has %(length)s characters; its place takes %(limit)s."), 40, 110),
    "label": (gettext_noop("A label has %(length)s characters; its place takes %(limit)s."), 39, 120),
    "caption": (gettext_noop("A caption has %(length)s characters; its place takes %(limit)s."), 120, 300),
    "callout": (gettext_noop("The callout has %(length)s characters; its place takes %(limit)s."), 180, 460),
    "epigraph": (gettext_noop("The epigraph has %(length)s characters; its place takes %(limit)s."), 174, 560),
    "quotation": (gettext_noop("The quotation has %(length)s characters; its place takes %(limit)s."), 240, 640),
    "case-title": (gettext_noop("The title of the case has %(length)s characters; its place takes %(limit)s."), 39, 120),
    "summary": (gettext_noop("The summary has %(length)s characters; its place takes %(limit)s."), 200, 520),
}
# Beyond this share of the limit it is no longer a matter of taste.
BURST = 1.5


def slots(book: Book) -> Iterator[tuple[str, Text, Place, Door]]:
    """Each text that has a limit, with the name of the limit."""
    for _, part in book.walk():
        place = Place(part.key)
        yield "title", part.title, place, Door.PLACE
        yield from (("slogan", line, place, Door.PLACE) for line in part.slogan)
        if part.opener:
            yield "caption", part.opener.caption, place, Door.PLACE
        for number, block in enumerate(part.blocks):
            yield from _of_block(block, replace(place, block=number))


def _of_block(block: Block, place: Place) -> Iterator[tuple[str, Text, Place, Door]]:
    if isinstance(title := getattr(block, "title", None), Text):
        yield "heading", title, place, Door.PLACE
    match block:
        case Callout():
            yield "callout", Text(words_of(block.text.zh_hans), words_of(block.text.en)), place, Door.PLACE
        case Tiles():
            yield from (("label", tile.label, place, Door.PLACE) for tile in block.items)
        case Comparison():
            yield from (("label", pair.label, place, Door.PLACE) for pair in block.pairs)
        case Themes():
            yield from (("label", item.label, place, Door.PLACE) for item in block.items)
        case Quote():
            yield block.kind, block.quotation.text, place, Door.PLACE
        case Photos():
            yield from (("caption", picture.caption, place, Door.PLACE) for picture in block.pictures)
        case CaseBox():
            for box in (block, *block.nested):
                there, document = replace(place, case=box.document.slug), box.document
                yield "case-title", document.title, there, Door.CASE
                yield "summary", document.summary, there, Door.CASE
                yield from (("label", figure.label, there, Door.CASE) for figure in document.key_figures)
                yield from (("caption", picture.caption, there, Door.CASE) for picture in document.pictures)


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for name, text, place, door in slots(proof.book):
        for language in proof.languages:
            written = text.en if language == "en" else text.zh_hans
            if written:
                yield _over(name, written, replace(place, language=language), door)


def _over(name: str, written: str, place: Place, door: Door) -> Obstacle | None:
    says, chinese, english = LIMITS[name]
    limit, length = english if place.language == "en" else chinese, characters(written)
    if length <= limit:
        return None
    severity = Severity.BLOCKS if length > limit * BURST else Severity.WARNS
    return Obstacle(CHECK.code, severity, place, says, facts(length=length, limit=limit), written, door)


CHECK = Check(
    "lengths",
    gettext_noop("Texts in their places"),
    gettext_noop("Whether titles, labels, captions and callouts fit their printed places."),
    look,
)

"""Two books compared part by part, paragraph by paragraph, in one language: what an editor calls a blackline. Values in, values out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from cases import periods
from cases.diff.blocks import Block as Line
from cases.diff.blocks import BlockChange, blocks_of, compare_blocks
from cases.document import FigureDoc, PictureDoc, QuotationDoc, Text
from reports.document import (
    Block,
    Book,
    Breakdown,
    Callout,
    CaseBox,
    Chart,
    Citation,
    Comparison,
    Datum,
    Part,
    Photos,
    Prose,
    Quote,
    Table,
    Themes,
    Tiles,
    VideoLink,
)


@dataclass(frozen=True)
class PartLine:
    """A part of which something changed. `kind` says whether the whole part came or went; `changes` hold what is the same, too."""

    key: str
    title: str
    depth: int
    kind: str
    changes: tuple[BlockChange, ...]

    @property
    def count(self) -> int:
        return sum(1 for change in self.changes if change.kind != "same")


def blackline(before: Book, after: Book, language: str) -> list[PartLine]:
    """The parts that differ, in the order of `after`, those that are gone at the end. Parts are the same by their keys."""
    old = {part.key: (depth, part) for depth, part in before.walk()}
    new = {part.key: (depth, part) for depth, part in after.walk()}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        depth, part = new.get(key) or old[key]
        pair = [lines_of(side[key][1], language) if key in side else [] for side in (old, new)]
        changes = tuple(compare_blocks(*pair))
        if any(change.kind != "same" for change in changes):
            kind = "changed" if key in old and key in new else "new" if key in new else "gone"
            found.append(PartLine(key, part.title.get(language), depth, kind, changes))
    return found


def lines_of(part: Part, language: str) -> list[Line]:
    """Every text and number that the part itself shows, a line each; what stands in parts within it is theirs."""
    writer = _Lines(language)
    found = [*writer.text("h2", part.title), *(line for slogan in part.slogan for line in writer.text("h3", slogan))]
    if part.opener:
        found += writer.picture(part.opener)
    for block in part.blocks:
        found += writer.block(block)
    return found


def lines_of_block(block: Block, language: str) -> list[Line]:
    return list(_Lines(language).block(block))


class _Lines:
    def __init__(self, language: str) -> None:
        self.language = language
        self.colon = ": " if language == "en" else "："

    def text(self, style: str, *texts: Text) -> Iterator[Line]:
        for text in texts:
            if said := text.get(self.language).strip():
                yield Line(said, style)

    def prose(self, text: Text) -> Iterator[Line]:
        said = text.get(self.language)
        yield from (
            blocks_of(said) if said.lstrip().startswith("<") else [Line(line, "paragraph") for line in said.splitlines() if line.strip()]
        )

    def datum(self, datum: Datum | FigureDoc, label: Text | None = None) -> Iterator[Line]:
        """With all that is printed beside it, so that a changed source is a change."""
        beside = [periods.words(datum.period, self.language), "" if datum.status == "fact" else datum.status]
        beside += [datum.note.get(self.language), datum.source.get(self.language)]
        said = " · ".join(filter(None, (str(datum.quantity(self.language)), *beside)))
        yield Line(f"{(label or datum.label).get(self.language)}{self.colon}{said}", "number")

    def quotation(self, quotation: QuotationDoc) -> Iterator[Line]:
        yield from self.text("quote", quotation.text)
        by = " · ".join(filter(None, (text.get(self.language) for text in (quotation.speaker, quotation.role, quotation.occasion))))
        if by:
            yield Line(f"—— {by}", "attribution")

    def citations(self, *citations: Citation) -> Iterator[Line]:
        for citation in citations:
            about = (citation.title.get(self.language), citation.issuer.get(self.language), periods.words(citation.date, self.language))
            yield Line(" · ".join(filter(None, about)), "citation")

    def picture(self, picture: PictureDoc) -> Iterator[Line]:
        """By its content, too: another picture under the same caption is a change."""
        about = " · ".join(filter(None, (picture.caption.get(self.language), picture.credit.get(self.language), picture.licence)))
        yield Line(f"▢ {about} ({picture.digest[:8]})", "picture")
        yield from self.text("alternative", picture.alt)

    def block(self, block: Block) -> Iterator[Line]:
        if not isinstance(block, Quote | CaseBox):
            yield from self.text("h4", block.title)
        match block:
            case Prose():
                yield from self.prose(block.text)
                yield from self.citations(*block.citations)
            case Callout():
                yield from self.prose(block.text)
                yield from self.data(*block.data)
                yield from self.citations(*block.citations)
            case Tiles():
                yield from self.period(block.period)
                for tile in block.items:
                    yield from self.datum(tile.datum, tile.label)
                    if tile.change:
                        yield from self.datum(tile.change)
            case Chart():
                for series in block.series:
                    yield from self.text("h4", series.label)
                    yield from self.data(*series.points)
            case Table():
                yield from self.data(*block.rows)
            case Breakdown():
                yield from self.data(block.total, *block.parts)
            case Comparison():
                for pair in block.pairs:
                    yield from self.datum(pair.before, pair.label)
                    yield from self.datum(pair.after, pair.label)
            case Quote():
                yield from self.quotation(block.quotation)
                yield from self.citations(*([block.citation] if block.citation else []))
            case Themes():
                for item in block.items:
                    yield from self.text("h4", item.label)
                    yield from self.prose(item.text)
            case Photos():
                for picture in block.pictures:
                    yield from self.picture(picture)
            case VideoLink():
                yield Line(block.url, "address")
            case CaseBox():
                yield from self.case(block)
            case _:
                assert_never(block)

    def period(self, period: str) -> Iterator[Line]:
        if period:
            yield Line(periods.words(period, self.language), "period")

    def data(self, *data: Datum) -> Iterator[Line]:
        for datum in data:
            yield from self.datum(datum)

    def case(self, box: CaseBox) -> Iterator[Line]:
        document = box.document
        yield from self.text("h3", document.title)
        names = [document.organisation, *document.organisations]
        yield Line("、".join(organisation.name.get(self.language) for organisation in names), "organisation")
        yield from self.text("paragraph", document.place)
        yield from self.period(document.period)
        for tag in (*document.tagged("concept"), *document.goals):
            said = (tag.code, tag.name.get(self.language), tag.reason.get(self.language))
            yield Line(" · ".join(filter(None, said)), "tag")
        yield from self.text("paragraph", document.summary)
        yield from self.prose(box.text)
        for figure in document.figures:
            yield from self.datum(figure)
        for quotation in document.quotations:
            yield from self.quotation(quotation)
        for video in document.videos:
            yield from self.text("video", video.title)
        for picture in document.pictures:
            yield from self.picture(picture)
        for nested in box.nested:
            yield from self.case(nested)

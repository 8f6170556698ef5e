"""A book in one language, laid out as the plain values that the Typst template reads, with the pictures and drawings it needs.

The order of pictures, cases and blocks is that of `Book.pictures`, `.cases` and `.blocks`, so the indexes point where they should.
"""

import io
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import assert_never

import segno
from django.utils.translation import gettext_lazy as _

from cases.document import PictureDoc, Text
from cases.quantities import split_unit
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
    Series,
    Table,
    Themes,
    Tile,
    Tiles,
    VideoLink,
)
from reports.writers import charts, indexes
from reports.writers.errors import WriterFailed
from reports.writers.pieces import Json, Pieces, glyph, hexadecimal
from reports.writers.words import word, words

# A chapter's colour is its opener's field, its thumb index, its rules and charts. White is legible on each of them.
CHAPTERS = ("#0B6B57", "#24507A", "#7A5418", "#5B4380", "#8E3B34")
ACCENT = "#0B6B57"
INK = "#17212B"

# The printed widths in millimetres (see typst/tokens.typ): the whole page, 12 columns, 9 columns.
PAGE, WIDE, TEXT = 210.0, 174.0, 129.5
# Width and height in millimetres: the cover's picture, and the most that a logo takes.
COVER, LOGO = (PAGE, 108.0), (60.0, 14.0)


@dataclass(frozen=True)
class Placed:
    """A picture and the place it is printed in: `name`.jpg within `name`.svg."""

    picture: PictureDoc
    name: str
    width_mm: float
    height_mm: float


@dataclass
class Layout:
    """`data` goes to the template as JSON; `drawings` are SVG files by name."""

    data: Json = field(default_factory=dict)
    pictures: list[Placed] = field(default_factory=list)
    drawings: dict[str, str] = field(default_factory=dict)


def lay_out(book: Book, language: str, *, claims: bool = False) -> Layout:
    return _Compositor(book, Pieces(language, claims=claims)).run()


class _Compositor:
    def __init__(self, book: Book, pieces: Pieces) -> None:
        self.book = book
        self.language = pieces.language
        self.pieces = pieces
        self.layout = Layout()
        self.parts, self.blocks, self.cases, self.figures, self.files = count(1), count(1), count(1), count(1), count(1)

    def run(self) -> Layout:
        book, pieces = self.book, self.pieces
        accent = hexadecimal(book.theme.accent, default=ACCENT)
        parts = [self.part(part, level=1, colour=accent) for part in book.parts]
        counts = {"cases": len(list(book.cases())), "data": len(list(book.data())), "pictures": len(list(book.pictures()))}
        self.layout.data = {
            "language": pieces.lang,
            "words": words(self.language),
            "book": {
                "year": str(book.year),
                "title": pieces.plain(book.title).strip() or word("untitled", self.language),
                "subtitle": pieces.text(book.subtitle),
                "publisher": pieces.plain(book.publisher),
                "statement": pieces.text(book.source_statement),
                "counts": word("imprint-cases", self.language, **counts),
                "edition": self.edition(),
            },
            "theme": {"accent": accent, "cover": self.of_theme(book.theme.cover, "cover"), "logo": self.of_theme(book.theme.logo, "logo")},
            "concepts": [pieces.concept(entry.tag) for entry in indexes.by_concept(book)],
            "parts": parts,
            "indexes": self.indexes(),
        }
        return self.layout

    def of_theme(self, picture: PictureDoc | None, name: str) -> Json | None:
        """A picture without a number: on the cover, or the logo, whole and as large as its place takes."""
        if picture is None:
            return None
        width, height = COVER
        if name == "logo":
            ratio = picture.width / picture.height if picture.width and picture.height else 1
            width = min(LOGO[0], LOGO[1] * ratio)
            height = width / ratio
        self.layout.pictures.append(Placed(picture, name, width, height))
        alt = self.pieces.plain(picture.alt) or self.pieces.plain(picture.caption)
        return {"file": f"{name}.svg", "alt": alt, "width": width, "credit": self.credit(picture) if name == "cover" else ""}

    def edition(self) -> str:
        number = (
            word("edition-number", self.language, number=self.book.edition) if self.book.edition else word("edition-none", self.language)
        )
        return f"{word('edition', self.language, year=self.book.year)} · {number}"

    # --- The tree

    def part(self, part: Part, *, level: int, colour: str) -> Json:
        pieces = self.pieces
        if part.kind == "chapter":
            colours = self.book.theme.chapters or CHAPTERS
            colour = hexadecimal(colours[(part.number - 1) % len(colours)], default=ACCENT)
        colour = hexadecimal(part.colour, default=colour)
        anchor = f"part-{next(self.parts)}"
        opener = self.picture(part.opener, PAGE, 150) if part.opener else None
        blocks = [self.block(block, level=level + 1, colour=colour) for block in part.blocks]
        inside = [self.part(child, level=level + 1, colour=colour) for child in part.parts]
        concept = pieces.plain(part.concept_name)
        return {
            "anchor": anchor,
            "kind": part.kind,
            "level": level,
            "number": str(part.number) if part.number else "",
            "label": self.part_label(part),
            "title": pieces.title(part.title),
            "slogan": [pieces.text(line) for line in part.slogan],
            "concept": concept,
            "glyph": glyph(concept, pieces.lang),
            "colour": colour,
            "opener": opener,
            "blocks": blocks,
            "parts": inside,
        }

    def part_label(self, part: Part) -> str:
        match part.kind:
            case "chapter":
                return word("chapter", self.language, number=self.chapter_number(part.number))
            case "feature" | "sidebar":
                return word(part.kind, self.language)
            case "concept":
                return word("development", self.language, concept=self.pieces.plain(part.concept_name))
            case _:
                return ""

    def chapter_number(self, number: int) -> str:
        return "一二三四五六七八九十"[number - 1] if self.pieces.lang == "zh" and 1 <= number <= 10 else str(number)

    # --- Blocks

    def block(self, block: Block, *, level: int, colour: str) -> Json:
        pieces = self.pieces
        common: Json = {"kind": block.kind, "anchor": f"block-{next(self.blocks)}", "colour": colour, "level": level}
        if not isinstance(block, Quote | CaseBox):
            common["title"] = pieces.text(block.title)
        match block:
            case Prose():
                return {**common, "prose": pieces.prose(block.text), "citations": self.citations(block.citations)}
            case Callout():
                data = [pieces.datum(datum) for datum in block.data]
                return {**common, "prose": pieces.prose(block.text), "data": data, "citations": self.citations(block.citations)}
            case Tiles():
                return {**common, "period": pieces.period(block.period), "items": [self.tile(tile, block.period) for tile in block.items]}
            case Chart():
                return {**common, **self.chart(block, colour)}
            case Table():
                return {**common, "rows": [pieces.datum(row) for row in block.rows]}
            case Breakdown():
                return {**common, **self.breakdown(block)}
            case Comparison():
                pairs = [
                    {"label": pieces.text(p.label), "before": pieces.datum(p.before), "after": pieces.datum(p.after)} for p in block.pairs
                ]
                return {**common, "pairs": pairs}
            case Quote():
                return {**common, **pieces.quotation(block.quotation, block.citation)}
            case Themes():
                items = [{"label": pieces.text(item.label), "prose": pieces.prose(item.text)} for item in block.items]
                return {**common, "items": items}
            case Photos():
                return {**common, "pictures": self.photos(block)}
            case VideoLink():
                return {**common, **self.code(block.url)}
            case CaseBox():
                return {**common, "case": self.case(block, level=level)}
        assert_never(block)

    def citations(self, citations: tuple[Citation, ...]) -> list[Json]:
        return [self.pieces.citation(citation) for citation in citations]

    def tile(self, tile: Tile, shared: str) -> Json:
        """A period that the whole group shares is printed once, above it."""
        shown = self.pieces.datum(tile.datum, tile.label)
        if tile.datum.period == shared:
            shown["period"] = ""
        return {**shown, "change": self.pieces.change(tile.change) if tile.change else None}

    def chart(self, chart: Chart, colour: str) -> Json:
        several = len(chart.series) > 1
        width, height = (250, 74) if several else (540, 150)
        drawn = []
        for series in chart.series:
            file = f"chart-{next(self.files)}.svg"
            self.layout.drawings[file] = charts.svg(
                series, mark=chart.mark, colour=colour, language=self.language, width=width, height=height
            )
            alt = charts.description(series, mark=chart.mark, language=self.language)
            drawn.append({"file": file, "alt": alt, **self.series(series)})
        return {"series": drawn, "source": self.pieces.plain(chart.source), **self.chart_table(chart)}

    def series(self, series: Series) -> Json:
        unit = charts.uniform_unit(series, self.language)
        return {"label": self.pieces.text(series.label), "unit": word("unit", self.language, unit=unit) if unit and unit != "%" else ""}

    def chart_table(self, chart: Chart) -> Json:
        """The chart's numbers: a row for each series, a column for each period."""
        columns = sorted({point.period for series in chart.series for point in series.points})
        rows = []
        for series in chart.series:
            uniform = charts.uniform_unit(series, self.language)
            labels = dict(zip((p.period for p in series.points), charts.value_labels(series, self.language), strict=True))
            status = {p.period: "" if p.status == "fact" else p.status for p in series.points}
            cells = [{"value": labels.get(column, ""), "status": status.get(column, "")} for column in columns]
            unit = uniform if uniform and uniform != "%" else ""
            rows.append({"label": self.pieces.text(series.label), "unit": unit, "cells": cells})
        return {"columns": [charts.period_label(column, self.language) for column in columns], "rows": rows}

    def breakdown(self, block: Breakdown) -> Json:
        shares = proportions(block)
        parts = [self.pieces.datum(part) for part in block.parts]
        for part, share in zip(parts, shares or (), strict=bool(shares)):
            part["share"] = share
        return {"total": self.pieces.datum(block.total), "parts": parts, "drawn": shares is not None}

    def photos(self, block: Photos) -> list[Json]:
        alone = len(block.pictures) == 1
        return [self.picture(picture, TEXT if alone else TEXT / 2, 86 if alone else 45) for picture in block.pictures]

    def picture(self, picture: PictureDoc, width: float, height: float) -> Json:
        """`height` is the tallest it may be printed; a lower picture keeps its shape."""
        number = next(self.figures)
        name = f"picture-{number}"
        self.layout.pictures.append(Placed(picture, name, width, height))
        return {
            "file": f"{name}.svg",
            "anchor": name,
            "number": word("figure", self.language, number=number),
            "ratio": picture.width / picture.height if picture.width and picture.height else 1.5,
            "caption": self.pieces.text(picture.caption),
            "alt": self.pieces.plain(picture.alt) or self.pieces.plain(picture.caption),
            "credit": self.credit(picture),
        }

    def credit(self, picture: PictureDoc) -> str:
        credit = self.pieces.plain(picture.credit)
        if picture.stand_in:
            return credit or word("stand-in", self.language)
        return word("photo-credit", self.language, credit=credit) if credit else ""

    def code(self, url: str) -> Json:
        file = f"code-{next(self.files)}.svg"
        out = io.BytesIO()
        try:
            code = segno.make(url, error="m", micro=False)
        except ValueError as error:
            raise WriterFailed(_("The address “%(url)s…” is too long for a QR code; give a shorter one.") % {"url": url[:60]}) from error
        code.save(out, kind="svg", border=4, dark=INK, light="white", xmldecl=False, svgclass=None, lineclass=None)
        self.layout.drawings[file] = out.getvalue().decode()
        return {"file": file, "url": url, "alt": word("qr", self.language, url=url)}

    # --- Cases

    def case(self, box: CaseBox, *, level: int, nested: bool = False) -> Json:
        pieces, document = self.pieces, box.document
        number = next(self.cases)
        pictures = [self.picture(picture, TEXT, 70) for picture in document.pictures]
        concept = document.concept
        return {
            "anchor": f"case-{number}",
            "label": word("umbrella" if box.nested else "case", self.language, number=number),
            "level": level,
            "nested-in": nested,
            "title": pieces.title(document.title),
            "summary": pieces.text(document.summary),
            "prose": pieces.prose(box.text),
            "organisation": pieces.organisation(document.organisation),
            "organisations": [pieces.organisation(ref) for ref in document.organisations],
            "place": pieces.text(document.place),
            "period": pieces.period(document.period),
            "concept": pieces.concept(concept) if concept else None,
            "colour": hexadecimal(concept.colour if concept else "", default=INK),
            "goals": [pieces.goal(tag) for tag in document.goals],
            "key": [pieces.datum(figure) for figure in document.key_figures],
            "figures": [pieces.datum(figure) for figure in document.other_figures],
            "quotations": [pieces.quotation(quotation) for quotation in document.quotations],
            "pictures": pictures,
            "videos": [{"title": pieces.text(video.title), **self.code(video.short or video.url)} for video in document.videos],
            "nested": [self.case(inner, level=level + 1, nested=True) for inner in box.nested],
        }

    # --- Indexes

    def indexes(self) -> Json:
        book, pieces = self.book, self.pieces
        titles = {number: pieces.title(box.document.title) for number, box in indexes.numbered_cases(book)}
        owners = {number: pieces.plain(_short(box)) for number, box in indexes.numbered_cases(book)}

        def refs(numbers: tuple[int, ...]) -> list[Json]:
            return [{"anchor": f"case-{n}", "title": titles[n]} for n in numbers]

        return {
            "cases": [
                {"anchor": f"case-{n}", "number": str(n), "title": titles[n], "organisation": owners[n], "nested": nested}
                for n, nested in enumerate(_nesting(book), start=1)
            ],
            "goals": [{**pieces.goal(entry.tag), "cases": refs(entry.cases)} for entry in indexes.by_goal(book)],
            "concepts": [{**pieces.concept(entry.tag), "cases": refs(entry.cases)} for entry in indexes.by_concept(book)],
            "organisations": [
                {**pieces.organisation(entry.organisation), "cases": refs(entry.owned), "named": refs(entry.named)}
                for entry in indexes.by_organisation(book, self.language)
            ],
            "documents": [
                {**pieces.citation(entry.citation), "blocks": [f"block-{number}" for number in entry.blocks]}
                for entry in indexes.by_citation(book)
            ],
            "tables": [
                {"anchor": f"block-{entry.block}", "title": pieces.text(entry.title), "part": pieces.plain(entry.part)}
                for entry in indexes.tables(book)
            ],
            "pictures": [
                {
                    "anchor": f"picture-{entry.number}",
                    "number": word("figure", self.language, number=entry.number),
                    "caption": pieces.text(entry.picture.caption),
                    "credit": self.credit(entry.picture),
                    "licence": entry.picture.licence,
                }
                for entry in indexes.pictures(book)
            ],
        }


def proportions(block: Breakdown) -> list[float] | None:
    """Each part's share of the total, if all are in one unit and none is negative; None where no bar can be drawn.

    Where the parts come to more than the total (rounding, or a source that contradicts itself), the shares are of their sum.
    """

    def base(datum: Datum) -> tuple[Decimal, str]:
        power, unit = split_unit(datum.unit)
        return datum.value.scaleb(power), unit

    (total, unit), parts = base(block.total), [base(part) for part in block.parts]
    whole = max(total, sum((value for value, _ in parts), Decimal(0)))
    if whole <= 0 or any(other != unit or value < 0 for value, other in parts):
        return None
    return [float(value / whole) for value, _ in parts]


def _nesting(book: Book) -> list[bool]:
    """For each case in order, whether it stands inside another."""
    return [inner for block in book.blocks() if isinstance(block, CaseBox) for inner in (False, *(True for _ in block.nested))]


def _short(box: CaseBox) -> Text:
    organisation = box.document.organisation
    return organisation.short_name or organisation.name

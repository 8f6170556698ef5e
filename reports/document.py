"""`Book`: a report composed into a value. Audit, readiness and writers read this and know nothing of the database.

A `Book` is bilingual; a writer is told the language. Prose is cleaned HTML (`cases.text.parse_html` gives its nodes), numbers
are `Datum`s with the digits as printed, pictures are named by digest. Decimals are strings in JSON.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from cases.document import CaseDocument, PictureDoc, QuotationDoc, Text
from cases.quantities import Quantity, display

SCHEMA = 1
# Of a book with a theme. One without is written as ever, so that an edition of the first schema keeps its digest.
THEMED = 2


@dataclass(frozen=True)
class Datum:
    """One observation of one indicator. `change` says that the number is itself a growth rate or a difference."""

    indicator: str
    label: Text
    value: Decimal
    unit: str
    qualifier: str = ""
    period: str = ""
    status: str = "fact"
    change: bool = False
    source: Text = Text()
    note: Text = Text()

    def quantity(self, language: str) -> Quantity:
        return display(self.value, self.unit, self.qualifier, language)


@dataclass(frozen=True)
class Citation:
    """A document cited: shown in the margin beside the block, and in the list at the end."""

    key: str
    title: Text
    issuer: Text = Text()
    date: str = ""


# --- Blocks ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prose:
    text: Text
    title: Text = Text()
    citations: tuple[Citation, ...] = ()
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True)
class Callout:
    """A short statement set apart; `data` are the numbers it states."""

    text: Text
    title: Text = Text()
    data: tuple[Datum, ...] = ()
    citations: tuple[Citation, ...] = ()
    kind: Literal["callout"] = "callout"


@dataclass(frozen=True)
class Tile:
    datum: Datum
    label: Text
    change: Datum | None = None


@dataclass(frozen=True)
class Tiles:
    """Big numbers; `period` is set when the whole group shares a year."""

    items: tuple[Tile, ...]
    title: Text = Text()
    period: str = ""
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True)
class Series:
    """One indicator over two or more periods, oldest first, in one unit."""

    label: Text
    unit: str
    points: tuple[Datum, ...]


@dataclass(frozen=True)
class Chart:
    """One series is a chart; several are small multiples with a scale each. `source` names those of all its points, each once."""

    series: tuple[Series, ...]
    title: Text = Text()
    mark: Literal["bar", "line"] = "bar"
    source: Text = Text()
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Table:
    rows: tuple[Datum, ...]
    title: Text = Text()
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Breakdown:
    total: Datum
    parts: tuple[Datum, ...]
    title: Text = Text()
    kind: Literal["breakdown"] = "breakdown"


@dataclass(frozen=True)
class Pair:
    label: Text
    before: Datum
    after: Datum


@dataclass(frozen=True)
class Comparison:
    pairs: tuple[Pair, ...]
    title: Text = Text()
    kind: Literal["comparison"] = "comparison"


@dataclass(frozen=True)
class Quote:
    quotation: QuotationDoc
    citation: Citation | None = None
    kind: Literal["quotation", "epigraph"] = "quotation"


@dataclass(frozen=True)
class Labelled:
    label: Text
    text: Text


@dataclass(frozen=True)
class Themes:
    """Labelled theme blocks, or a list of policy measures."""

    items: tuple[Labelled, ...]
    title: Text = Text()
    kind: Literal["themes", "measures"] = "themes"


@dataclass(frozen=True)
class Photos:
    """A photo, or a numbered group of them."""

    pictures: tuple[PictureDoc, ...]
    title: Text = Text()
    kind: Literal["photos"] = "photos"


@dataclass(frozen=True)
class VideoLink:
    """`url` is the association's own short link, which can be aimed anew after printing."""

    code: str
    title: Text
    url: str
    kind: Literal["video"] = "video"


@dataclass(frozen=True)
class CaseBox:
    """A case at a pinned revision. `text` is the print text where the compiler shortened it, else the case's own body."""

    document: CaseDocument
    revision: int
    text: Text
    nested: "tuple[CaseBox, ...]" = ()
    kind: Literal["case"] = "case"


Block = Prose | Callout | Tiles | Chart | Table | Breakdown | Comparison | Quote | Themes | Photos | VideoLink | CaseBox


# --- The tree ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """`number` is a chapter's number, 0 otherwise. `slogan` has the two lines of a concept part, `colour` its colour."""

    key: str
    kind: Literal["foreword", "acknowledgement", "feature", "chapter", "section", "concept", "sidebar", "outlook"]
    title: Text
    number: int = 0
    slogan: tuple[Text, ...] = ()
    concept: str = ""
    concept_name: Text = Text()
    colour: str = ""
    opener: PictureDoc | None = None
    blocks: tuple[Block, ...] = ()
    parts: "tuple[Part, ...]" = ()


@dataclass(frozen=True)
class Theme:
    """What a report looks like of its own: colours as #RRGGBB, those of chapters in their order. Empty: Casebook's own."""

    accent: str = ""
    chapters: tuple[str, ...] = ()
    cover: PictureDoc | None = None
    logo: PictureDoc | None = None


@dataclass(frozen=True)
class Book:
    year: int
    title: Text
    subtitle: Text
    publisher: Text
    source_statement: Text
    parts: tuple[Part, ...]
    citations: tuple[Citation, ...] = ()
    # 0 while it is not frozen.
    edition: int = 0
    theme: Theme = Theme()
    schema: int = field(default=SCHEMA, kw_only=True)

    @property
    def moment(self) -> int:
        """What files give as their date, in seconds since 1970: the year's end, since the hour of a build must not change their bytes."""
        return int(dt.datetime(self.year, 12, 31, tzinfo=dt.UTC).timestamp())

    def walk(self) -> Iterator[tuple[int, Part]]:
        """Every part with its depth, in reading order."""

        def below(parts: tuple[Part, ...], depth: int) -> Iterator[tuple[int, Part]]:
            for part in parts:
                yield depth, part
                yield from below(part.parts, depth + 1)

        return below(self.parts, 0)

    def blocks(self) -> Iterator[Block]:
        return (block for _, part in self.walk() for block in part.blocks)

    def cases(self) -> Iterator[CaseBox]:
        """Every case placed, each umbrella before what is nested in it."""
        for block in self.blocks():
            if isinstance(block, CaseBox):
                yield block
                yield from block.nested

    def pictures(self) -> Iterator[PictureDoc]:
        """Every numbered picture in reading order, openers and those of cases among them."""
        for _, part in self.walk():
            if part.opener:
                yield part.opener
            for block in part.blocks:
                if isinstance(block, Photos):
                    yield from block.pictures
                elif isinstance(block, CaseBox):
                    for box in (block, *block.nested):
                        yield from box.document.pictures

    def originals(self) -> Iterator[PictureDoc]:
        """Every picture that its files are made from: those within it, the cover's and the logo."""
        yield from self.pictures()
        yield from filter(None, (self.theme.cover, self.theme.logo))

    def data(self) -> Iterator[Datum]:
        """Every datum shown, once for each place."""
        return (datum for block in self.blocks() for datum in data_of(block))


def data_of(block: Block) -> Iterator[Datum]:
    """Every datum that a block shows of itself; a case's figures are its document's."""
    match block:
        case Callout():
            yield from block.data
        case Tiles():
            for tile in block.items:
                yield tile.datum
                if tile.change:
                    yield tile.change
        case Chart():
            for series in block.series:
                yield from series.points
        case Table():
            yield from block.rows
        case Breakdown():
            yield block.total
            yield from block.parts
        case Comparison():
            for pair in block.pairs:
                yield pair.before
                yield pair.after


_ADAPTER: TypeAdapter[Book] = TypeAdapter(Book)


def to_json(book: Book) -> dict[str, Any]:
    value: dict[str, Any] = _ADAPTER.dump_python(book, mode="json")
    if book.theme == Theme():
        del value["theme"]
    return value


@cache
def json_schema() -> dict[str, Any]:
    """What `to_json` gives, as JSON Schema (draft 2020-12) for other programs: books of every schema known here."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_ADAPTER.json_schema(mode="serialization")}


def canonical(book: Book) -> bytes:
    """The one way in which a book is written for its digest: UTF-8, sorted keys, no white space."""
    return json.dumps(to_json(book), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(book: Book) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(canonical(book)).hexdigest()


def from_json(value: dict[str, Any]) -> Book:
    """pydantic.ValidationError when `value` is no book of a schema known here. The first knew no theme."""
    return _ADAPTER.validate_python(value)

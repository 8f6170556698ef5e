"""A book laid out for the audit: scenes (a part's own blocks, or one case), each with its texts and its records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from cases.document import CaseDocument, FigureDoc, PictureDoc, QuotationDoc, Text
from cases.quantities import display, split_unit
from cases.text import words_of
from reports.audit.findings import Place
from reports.audit.reading import read
from reports.audit.reading.bounds import Bound, bound_of
from reports.audit.reading.measures import COUNT, measure_of
from reports.audit.reading.mentions import Date, Mention, span
from reports.audit.reading.patterns import digits
from reports.document import (
    Block,
    Book,
    Breakdown,
    Callout,
    CaseBox,
    Chart,
    Comparison,
    Datum,
    Part,
    Photos,
    Prose,
    Quote,
    Table,
    Themes,
    Tiles,
)

LANGUAGES = ("zh-hans", "en")
# What a text is to its reader. A label names a record, a note explains one: neither states a number of its own.
PROSE, TITLE, CAPTION, QUOTE, LABEL, NOTE = "prose", "title", "caption", "quote", "label", "note"
STATING = {PROSE, TITLE, CAPTION, QUOTE}


@dataclass(frozen=True)
class Passage:
    """One text in one language, read."""

    place: Place
    role: str
    text: str

    @property
    def language(self) -> str:
        return self.place.language

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return read(self.text, self.language).mentions

    @property
    def dates(self) -> tuple[Date, ...]:
        return read(self.text, self.language).dates

    def at(self, start: int, end: int) -> Place:
        return replace(self.place, start=start, end=end)


@dataclass(frozen=True)
class Spot:
    """One text in both languages."""

    zh: Passage
    en: Passage

    def __iter__(self) -> Iterator[Passage]:
        return (passage for passage in (self.zh, self.en) if passage.text)


@dataclass(frozen=True)
class Record:
    """A number that is kept: an observation shown, or a case's figure. `amount` is in the base unit of its kind."""

    place: Place
    label: Text
    value: Decimal
    unit: str
    qualifier: str = ""
    period: str = ""
    status: str = "fact"
    is_change: bool = False
    source: Text = Text()
    note: Text = Text()
    indicator: str = ""

    @cached_property
    def measure(self) -> tuple[str, Decimal]:
        return measure_of(self.unit)

    @property
    def kind(self) -> str:
        return self.measure[0]

    @property
    def counter(self) -> str:
        return split_unit(self.unit)[1]

    @cached_property
    def amount(self) -> Decimal:
        return self.value * self.measure[1]

    @cached_property
    def steps(self) -> tuple[Decimal, Decimal]:
        _, step, coarse = digits(f"{self.value:f}")
        return step * self.measure[1], coarse * self.measure[1]

    @cached_property
    def bound(self) -> Bound:
        return bound_of(self.qualifier)

    @property
    def span(self) -> tuple[Decimal, Decimal]:
        step, coarse = self.steps
        return span(self.amount, None, self.bound, Decimal(0) if self.kind == COUNT and step == 1 else step, coarse)

    @property
    def digits(self) -> int:
        return len(self.value.normalize().as_tuple().digits) if self.value else 1

    def shown(self, language: str) -> str:
        return str(display(self.value, self.unit, self.qualifier, language))


@dataclass(frozen=True)
class Scene:
    """What belongs together: texts and the records beside them. `blocks` are a part's own by number; `case` is set for a case."""

    key: str
    spots: tuple[Spot, ...]
    records: tuple[Record, ...]
    blocks: tuple[tuple[int, Block], ...] = ()
    case: CaseDocument | None = None
    part: Part | None = None

    @property
    def passages(self) -> Iterator[Passage]:
        return (passage for spot in self.spots for passage in spot)


@dataclass(frozen=True)
class Reading:
    """Everything that is read: of a book, or of a single case that is handed in (`is_book` False)."""

    year: int
    scenes: tuple[Scene, ...]
    book: Book | None = None

    @property
    def is_book(self) -> bool:
        return self.book is not None

    @cached_property
    def records(self) -> tuple[Record, ...]:
        return tuple(record for scene in self.scenes for record in scene.records)


def reading_of(book: Book) -> Reading:
    scenes: list[Scene] = []
    for _, part in book.walk():
        scenes += _of_part(part)
    return Reading(book.year, tuple(scenes), book)


def reading_of_case(document: CaseDocument) -> Reading:
    return Reading(document.year, (_of_case(document, document.body, Place(case=document.slug), ""),))


def _of_part(part: Part) -> Iterator[Scene]:
    base = Place(part=part.key)
    spots = [_spot(base, "title", TITLE, part.title)]
    spots += [_spot(base, f"slogan.{number}", TITLE, line) for number, line in enumerate(part.slogan)]
    if part.opener:
        spots += _of_picture(base, "opener", part.opener)
    records: list[Record] = []
    for number, block in enumerate(part.blocks):
        place = replace(base, block=number)
        if isinstance(block, CaseBox):
            yield _of_case(block.document, block.text, replace(place, case=block.document.slug), "")
            for index, nested in enumerate(block.nested):
                yield _of_case(nested.document, nested.text, replace(place, case=nested.document.slug), f"nested.{index}.")
        else:
            spots += _texts(block, place)
            records += _records(block, place)
    yield Scene(part.key, tuple(spots), tuple(records), tuple(enumerate(part.blocks)), part=part)


def _spot(place: Place, field: str, role: str, text: Text, *, html: bool = False) -> Spot:
    zh, en = (words_of(each) if html else each for each in (text.zh_hans, text.en))
    return Spot(
        Passage(replace(place, field=field, language="zh-hans"), role, zh),
        Passage(replace(place, field=field, language="en"), role, en),
    )


def _texts(block: Block, place: Place) -> Iterator[Spot]:
    if not isinstance(block, Quote) and isinstance(title := getattr(block, "title", None), Text):
        yield _spot(place, "title", TITLE, title)
    match block:
        case Prose() | Callout():
            yield _spot(place, "text", PROSE, block.text, html=True)
        case Tiles():
            for number, tile in enumerate(block.items):
                yield _spot(place, f"items.{number}.label", LABEL, tile.label)
        case Themes():
            for number, item in enumerate(block.items):
                yield _spot(place, f"items.{number}.label", LABEL, item.label)
                yield _spot(place, f"items.{number}.text", PROSE, item.text)
        case Quote():
            yield from _of_quotation(place, "quotation", block.quotation)
        case Photos():
            for number, picture in enumerate(block.pictures):
                yield from _of_picture(place, f"pictures.{number}", picture)
        case Comparison():
            for number, pair in enumerate(block.pairs):
                yield _spot(place, f"items.{number}.label", LABEL, pair.label)


def _records(block: Block, place: Place) -> Iterator[Record]:
    match block:
        case Callout():
            yield from _listed(place, "data", block.data)
        case Tiles():
            for number, tile in enumerate(block.items):
                shown = replace(tile.datum, label=tile.label) if tile.label else tile.datum
                yield _record(replace(place, field=f"items.{number}"), shown, period=block.period)
                if tile.change:
                    yield _record(replace(place, field=f"items.{number}.change"), tile.change, period=block.period)
        case Chart():
            for number, series in enumerate(block.series):
                yield from _listed(place, f"series.{number}", series.points)
        case Table():
            yield from _listed(place, "rows", block.rows)
        case Breakdown():
            yield from _listed(place, "rows", (block.total, *block.parts))
        case Comparison():
            for number, pair in enumerate(block.pairs):
                for name, datum in (("before", pair.before), ("after", pair.after)):
                    shown = replace(datum, label=pair.label) if pair.label else datum
                    yield _record(replace(place, field=f"pairs.{number}.{name}"), shown)


def _listed(place: Place, field: str, data: Iterable[Datum]) -> Iterator[Record]:
    return (_record(replace(place, field=f"{field}.{number}"), datum) for number, datum in enumerate(data))


def _record(place: Place, datum: Datum, *, period: str = "") -> Record:
    return Record(
        place=place,
        label=datum.label,
        value=datum.value,
        unit=datum.unit,
        qualifier=datum.qualifier,
        period=datum.period or period,
        status=datum.status,
        is_change=datum.change,
        source=datum.source,
        note=datum.note,
        indicator=datum.indicator,
    )


def _of_case(document: CaseDocument, body: Text, place: Place, before: str) -> Scene:
    spots = [
        _spot(place, f"{before}title", TITLE, document.title),
        _spot(place, f"{before}summary", PROSE, document.summary),
        _spot(place, f"{before}body", PROSE, body, html=True),
    ]
    spots += [_spot(place, f"{before}tags.{tag.slug}.reason", PROSE, tag.reason) for tag in document.tags]
    for number, quotation in enumerate(document.quotations):
        spots += _of_quotation(place, f"{before}quotations.{number}", quotation)
    for number, picture in enumerate(document.pictures):
        spots += _of_picture(place, f"{before}pictures.{number}", picture)
    for number, figure in enumerate(document.figures):
        spots.append(_spot(place, f"{before}figures.{number}.label", LABEL, figure.label))
        spots.append(_spot(place, f"{before}figures.{number}.note", NOTE, figure.note))
    records = tuple(_figure(replace(place, field=f"{before}figures.{n}"), figure) for n, figure in enumerate(document.figures))
    return Scene(f"{place.part}/{document.slug}", tuple(spots), records, case=document)


def _figure(place: Place, figure: FigureDoc) -> Record:
    return Record(
        place=place,
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        qualifier=figure.qualifier,
        period=figure.period,
        status=figure.status,
        source=figure.source,
        note=figure.note,
    )


def _of_quotation(place: Place, field: str, quotation: QuotationDoc) -> Iterator[Spot]:
    yield _spot(place, f"{field}.text", QUOTE, quotation.text, html="<" in quotation.text.zh_hans)
    yield _spot(place, f"{field}.occasion", LABEL, quotation.occasion)
    yield _spot(place, f"{field}.role", LABEL, quotation.role)


def _of_picture(place: Place, field: str, picture: PictureDoc) -> Iterator[Spot]:
    yield _spot(place, f"{field}.caption", CAPTION, picture.caption)
    yield _spot(place, f"{field}.alt", NOTE, picture.alt)

"""From a report's rows to a `Book`.

The query plan stands in `_rows`: some twenty queries whatever the size of the report, then nothing more. Rows are fetched with
`FETCH_RAISE`, so that a forgotten one is an error in the first test and not a slow report.
"""

from collections import defaultdict
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cases.document import QuotationDoc, Text
from cases.periods import Point, parse
from cases.revisions import both, document_of, picture_doc, quotation_doc
from reports import document as book
from reports.enums import BlockKind, PartKind
from reports.gaps import gap
from reports.models import Block, BlockItem, CitedDocument, Illustration, Indicator, Observation, Part, Placement, Report, Statement

# Top-level parts of these kinds have a number.
NUMBERED = frozenset({PartKind.CHAPTER, PartKind.OUTLOOK})


def compose(report: Report) -> book.Book:
    """The report as it stands now. Raises `Incomplete` when a block lacks what its kind needs."""
    made, lacking = sketch(report)
    if lacking:
        raise lacking[0]
    return made


def sketch(report: Report) -> "tuple[book.Book, list[Incomplete]]":
    """The report as far as it can be composed: an incomplete block is an empty one, so that the others keep their numbers."""
    parts = _rows(Part.objects.filter(report=report))
    children: dict[int | None, list[Part]] = defaultdict(list)
    for part in parts:
        children[part.parent_id].append(part)
    composer = _Composer(children)
    tree = tuple(composer.part(part) for part in children[None])
    look = theme(parts[0].report) if parts else book.Theme()
    made = book.Book(
        year=report.year,
        title=both(report, "title"),
        subtitle=both(report, "subtitle"),
        publisher=both(report, "publisher"),
        source_statement=both(report, "source_statement"),
        parts=tree,
        citations=tuple(citation(document) for document in CitedDocument.objects.all()),
        theme=look,
        schema=book.SCHEMA if look == book.Theme() else book.THEMED,
    )
    return made, composer.lacking


def compose_part(part: Part) -> book.Book:
    """A book of this part alone, without the parts within it. Raises `Incomplete` as `compose` does."""
    composer = _Composer(defaultdict(list))
    if part.parent_id is None:
        before = Part.objects.filter(report=part.report_id, parent=None, kind__in=NUMBERED, order__lt=part.order)
        composer.chapters = before.count()
    rows = _rows(Part.objects.filter(pk=part.pk))
    tree = tuple(composer.part(row) for row in rows)
    if composer.lacking:
        raise composer.lacking[0]
    report = part.report
    look = theme(rows[0].report)
    return book.Book(
        year=report.year,
        title=both(report, "title"),
        subtitle=Text(),
        publisher=both(report, "publisher"),
        source_statement=both(report, "source_statement"),
        parts=tree,
        theme=look,
        schema=book.SCHEMA if look == book.Theme() else book.THEMED,
    )


class Incomplete(Exception):
    """A block cannot be composed; says to a person which, and what it lacks."""

    def __init__(self, block: Block, number: int, lacks: str) -> None:
        place = {"part": block.part.title, "number": number + 1, "kind": block.get_kind_display(), "lacks": lacks}
        super().__init__(_("“%(part)s”, block %(number)s (%(kind)s): %(lacks)s") % place)
        self.block, self.number, self.lacks = block, number, lacks


def _rows(wanted: models.QuerySet[Part]) -> list[Part]:
    observations = Observation.objects.select_related("indicator")
    items = BlockItem.objects.select_related(None).prefetch_related(
        Prefetch("observation", observations),
        Prefetch("change", observations),
        Prefetch("before", observations),
        Prefetch("indicator", Indicator.objects.prefetch_related(Prefetch("observations", observations))),
    )
    blocks = (
        Block.objects.select_related("link")
        .prefetch_related(
            "cites",
            Prefetch("items", items),
            Prefetch("pictures", Illustration.objects.all()),
            Prefetch("quotation", Statement.objects.select_related("document")),
            Prefetch("placements", Placement.objects.select_related("revision").order_by("order", "pk")),
        )
        .order_by("order", "pk")
    )
    parts = (
        wanted.select_related("concept", "report__cover", "report__logo")
        .prefetch_related(Prefetch("blocks", blocks), "opener")
        .order_by("order", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )
    return list(parts)


def theme(report: Report) -> book.Theme:
    """`report` came with its cover and logo."""
    cover, logo = getattr(report, "cover", None), getattr(report, "logo", None)
    return book.Theme(
        accent=report.accent,
        chapters=tuple(report.chapter_colours.split()),
        cover=picture_doc(cover) if cover else None,
        logo=picture_doc(logo) if logo else None,
    )


def datum(observation: Observation, label: Text | None = None) -> book.Datum:
    return book.Datum(
        indicator=observation.indicator.key,
        label=label or both(observation.indicator, "label"),
        value=observation.value,
        unit=observation.unit,
        qualifier=observation.qualifier,
        period=observation.period,
        status=observation.status,
        change=observation.is_change,
        source=both(observation, "source"),
        note=both(observation, "note"),
    )


def citation(document: CitedDocument) -> book.Citation:
    return book.Citation(document.key, both(document, "title"), both(document, "issuer"), document.date)


def series(indicator: Indicator) -> book.Series:
    """An indicator's dated values, oldest first, one for each period: the first place that states it."""
    points: dict[str, Observation] = {}
    for observation in indicator.observations.all():
        if observation.period:
            points.setdefault(observation.period, observation)
    ordered = sorted(points.values(), key=lambda observation: _end(observation.period))
    return book.Series(both(indicator, "label"), ordered[0].unit if ordered else "", tuple(datum(point) for point in ordered))


def box_of(placement: Placement, *nested: Placement) -> book.CaseBox:
    """A placed case as it is printed, with what is nested in it. No query when revisions are there."""
    document = document_of(placement.revision)
    text = both(placement, "print_text")
    # Shortened in one language, it is whole in the other.
    whole = Text(text.zh_hans or document.body.zh_hans, text.en or document.body.en)
    return book.CaseBox(document, placement.revision.number, whole, tuple(box_of(below) for below in nested))


def _end(period: str) -> Point:
    parsed = parse(period)
    return (parsed and (parsed.end or parsed.start)) or Point(0)


class _Composer:
    """Walks the tree once, counting chapters as it goes."""

    def __init__(self, children: dict[int | None, list[Part]]) -> None:
        self.children = children
        self.chapters = 0
        self.lacking: list[Incomplete] = []

    def part(self, part: Part) -> book.Part:
        if part.kind in NUMBERED and part.parent_id is None:
            self.chapters += 1
            number = self.chapters
        else:
            number = 0
        slogan = both(part, "slogan")
        lines = zip_longest(slogan.zh_hans.splitlines(), slogan.en.splitlines(), fillvalue="")
        opener = getattr(part, "opener", None)
        return book.Part(
            key=part.key,
            kind=part.kind,
            title=both(part, "title"),
            number=number,
            slogan=tuple(Text(zh, en) for zh, en in lines),
            concept=part.concept.slug if part.concept else "",
            concept_name=both(part.concept, "name") if part.concept else Text(),
            colour=part.concept.colour if part.concept else "",
            opener=picture_doc(opener) if opener else None,
            blocks=tuple(self.block(number, block) for number, block in enumerate(part.blocks.all())),
            parts=tuple(self.part(child) for child in self.children[part.pk]),
        )

    def block(self, number: int, block: Block) -> book.Block:
        items = list(block.items.all())
        if lacks := gap(block, series={item.indicator_id for item in items if item.indicator and len(series(item.indicator).points) > 1}):
            self.lacking.append(Incomplete(block, number, lacks))
            return book.Prose(Text())
        maker = getattr(self, f"_{block.kind}")
        made: book.Block = maker(block, both(block, "title"), items)
        return made

    def _prose(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        return book.Prose(both(block, "text"), title, tuple(citation(document) for document in block.cites.all()))

    def _callout(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        data = tuple(datum(item.observation) for item in items)
        return book.Callout(both(block, "text"), title, data, tuple(citation(document) for document in block.cites.all()))

    def _tiles(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        tiles = []
        for item in items:
            shown = datum(item.observation)
            tiles.append(book.Tile(shown, both(item, "label") or shown.label, datum(item.change) if item.change else None))
        return book.Tiles(tuple(tiles), title, block.period)

    def _chart(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        drawn = tuple(series(item.indicator) for item in items)
        sources = dict.fromkeys(point.source for line in drawn for point in line.points if point.source)
        source = Text("；".join(s.zh_hans for s in sources if s.zh_hans), "; ".join(s.en for s in sources if s.en))
        return book.Chart(drawn, title, block.mark, source)

    def _table(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        return book.Table(tuple(datum(item.observation) for item in items), title)

    def _breakdown(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        total, *parts = (datum(item.observation) for item in items)
        return book.Breakdown(total, tuple(parts), title)

    def _comparison(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        return book.Comparison(tuple(book.Pair(both(item, "label"), datum(item.before), datum(item.observation)) for item in items), title)

    def _quotation(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        statement = block.quotation
        said: QuotationDoc = quotation_doc(statement)
        kind: Any = block.kind
        return book.Quote(said, citation(statement.document) if statement.document else None, kind)

    _epigraph = _quotation

    def _themes(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        kind: Any = block.kind
        return book.Themes(tuple(book.Labelled(both(item, "label"), both(item, "text")) for item in items), title, kind)

    _measures = _themes

    def _photos(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        return book.Photos(tuple(picture_doc(picture) for picture in block.pictures.all()), title)

    def _video(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        # Not `get_absolute_url`: a printed address carries no language.
        return book.VideoLink(block.link.code, both(block.link, "title"), f"{settings.SITE_URL}/v/{block.link.code}/")

    def _case(self, block: Block, title: Text, items: list[BlockItem]) -> book.Block:
        placements = list(block.placements.all())
        top = next(placement for placement in placements if placement.under_id is None)
        return box_of(top, *(placement for placement in placements if placement.under_id == top.pk))


assert all(hasattr(_Composer, f"_{kind.value}") for kind in BlockKind), "every kind of block has its composer"

"""What of a part can be edited in Word: each text column of its blocks and of the rows in them, named by a key that outlives the file.

A key is `block-12-text`: the row's sort, its id, its column without the language.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.text import capfirst

from reports.enums import BlockKind
from reports.models import Block, BlockItem, Illustration, Part, Placement, Statement
from reports.ordering import in_reading_order
from reports.roundtrip.texts import Form, even

SORTS: dict[str, type[Model]] = {
    "part": Part,
    "block": Block,
    "item": BlockItem,
    "quotation": Statement,
    "picture": Illustration,
    "placement": Placement,
}
# Where a row stands.
PLACES = {
    "part": ("report",),
    "block": ("part",),
    "item": ("block__part",),
    "quotation": ("block__part",),
    "picture": ("block__part", "opener_of"),
    "placement": ("block__part",),
}
COLUMNS: dict[str, dict[str, Form]] = {
    "part": {"title": "line", "slogan": "lines"},
    "block": {"title": "line", "text": "rich"},
    "item": {"label": "line", "text": "lines"},
    "quotation": {"text": "lines", "speaker": "line", "role": "line", "occasion": "line", "source": "line"},
    "picture": {"caption": "line"},
    "placement": {"print_text": "rich"},
}
LANGUAGES = ("zh_hans", "en")
# What these show is said by their own rows.
UNTITLED = {BlockKind.QUOTATION, BlockKind.EPIGRAPH, BlockKind.VIDEO, BlockKind.CASE}
WORDED = {BlockKind.PROSE, BlockKind.CALLOUT}


@dataclass(frozen=True)
class Field:
    """A column of a row in one language. Rows come with their block and part."""

    sort: str
    row: Any
    column: str
    language: str

    @property
    def key(self) -> str:
        return f"{self.sort}-{self.row.pk}-{self.column}"

    @property
    def name(self) -> str:
        """The column as a language writes it: `text_zh_hans`."""
        return f"{self.column}_{self.language}"

    @property
    def form(self) -> Form:
        return COLUMNS[self.sort][self.column]

    @property
    def label(self) -> str:
        return capfirst(str(self.row._meta.get_field(self.column).verbose_name))

    @property
    def block(self) -> Block | None:
        """None for what is the part's own."""
        row: Any = self.row
        return row if self.sort == "block" else row.block if self.sort != "part" else None

    @property
    def part(self) -> Part:
        if self.sort == "part":
            part: Part = self.row
            return part
        block = self.block
        return block.part if block else self.row.opener_of

    @property
    def text(self) -> str:
        """As it stands now, in its one form."""
        return even(getattr(self.row, self.name), self.form)


def parts_of(part: Part) -> list[tuple[int, Part]]:
    """The part and those within it, in reading order, with their depth beneath it. One query."""
    every = in_reading_order(Part.objects.filter(report=part.report_id).select_related("opener").order_by("order", "pk"))
    start = next(at for at, (_depth, each) in enumerate(every) if each.pk == part.pk)
    top = every[start][0]
    found = [(0, every[start][1])]
    for depth, each in every[start + 1 :]:
        if depth <= top:
            break
        found.append((depth - top, each))
    return found


def blocks_of(parts: Iterable[Part]) -> dict[int, list[Block]]:
    """The blocks of these parts, by part, with the rows in them. Five queries."""
    rows = (
        Block.objects.filter(part__in=[part.pk for part in parts])
        .select_related("part", "quotation")
        .prefetch_related("items", Prefetch("pictures", Illustration.objects.order_by("order", "pk")))
        .prefetch_related(Prefetch("placements", Placement.objects.order_by("order", "pk")))
        .order_by("order", "pk")
    )
    found: dict[int, list[Block]] = defaultdict(list)
    for block in rows:
        found[block.part_id].append(block)
    return found


def fields_of_part(part: Part, language: str) -> Iterator[Field]:
    """Its heading, and the caption of the photo that it opens with."""
    yield from _said("part", part, language, ("title", "slogan"))
    if opener := getattr(part, "opener", None):
        yield from _said("picture", opener, language, ("caption",))


def fields_of_block(block: Block, language: str) -> Iterator[Field]:
    kind = BlockKind(block.kind)
    columns = [*(["title"] if kind not in UNTITLED else []), *(["text"] if kind in WORDED else [])]
    yield from _said("block", block, language, columns)
    for item in block.items.all():
        yield from _said("item", item, language, [column for column in COLUMNS["item"] if column in kind.reads])
    if quotation := getattr(block, "quotation", None):
        yield from _said("quotation", quotation, language, COLUMNS["quotation"])
    for picture in block.pictures.all():
        yield from _said("picture", picture, language, ("caption",))
    for placement in block.placements.all():
        # Where it was shortened in this language; otherwise the company's own words are printed, and those are not edited here.
        if getattr(placement, f"print_text_{language}"):
            yield from _said("placement", placement, language, ("print_text",))


def _said(sort: str, row: Any, language: str, columns: Iterable[str]) -> Iterator[Field]:
    """The columns that say something in either language: what is empty in both is not asked for."""
    for column in columns:
        if any(getattr(row, f"{column}_{each}") for each in LANGUAGES):
            yield Field(sort, row, column, language)


def found(keys: Iterable[str], language: str) -> dict[str, Field]:
    """The fields of these keys as they stand now; those whose row is gone are left out. One query for each sort that is named."""
    wanted: dict[str, set[int]] = defaultdict(set)
    split = {key: _split(key) for key in keys}
    for sort, pk, _column in split.values():
        wanted[sort].add(pk)
    rows: dict[str, dict[int, Any]] = {}
    for sort, pks in wanted.items():
        manager: Any = SORTS[sort]._default_manager
        rows[sort] = manager.select_related(*PLACES[sort]).in_bulk(pks)
    return {key: Field(sort, rows[sort][pk], column, language) for key, (sort, pk, column) in split.items() if pk in rows[sort]}


def form_of(key: str) -> Form:
    sort, _pk, column = _split(key)
    return COLUMNS[sort][column]


def _split(key: str) -> tuple[str, int, str]:
    sort, pk, column = key.split("-")
    return sort, int(pk), column

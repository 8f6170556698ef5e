"""What the form of each kind of block asks: its own fields, the columns of its items, the rows beside them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.enums import BlockKind

TITLE = ("title_zh_hans", "title_en")
TEXT = ("text_zh_hans", "text_en")


@dataclass(frozen=True)
class Asks:
    """`rows` is the relation that holds the block's content besides its own fields, if it has one."""

    hint: str | Promise
    fields: tuple[Any, ...] = ()
    rows: str = ""


ASKS: dict[Any, Asks] = {
    BlockKind.PROSE: Asks(_("Running text, with documents cited in the margin."), (TITLE, TEXT, "cites")),
    BlockKind.CALLOUT: Asks(_("A short statement set apart, tied to the numbers it states."), (TITLE, TEXT, "cites"), "items"),
    BlockKind.TILES: Asks(_("Numbers set large, each with its unit and its change."), (TITLE, "period"), "items"),
    BlockKind.CHART: Asks(_("Series drawn as bars or lines, with their table beneath."), (TITLE, "mark"), "items"),
    BlockKind.TABLE: Asks(_("Numbers in rows."), (TITLE,), "items"),
    BlockKind.BREAKDOWN: Asks(_("A total and its parts; the first row is the total."), (TITLE,), "items"),
    BlockKind.COMPARISON: Asks(_("Pairs of numbers, before and after."), (TITLE,), "items"),
    BlockKind.QUOTATION: Asks(_("What somebody said, with who, where and when."), (), "quotation"),
    BlockKind.EPIGRAPH: Asks(_("A quotation that opens a part."), (), "quotation"),
    BlockKind.THEMES: Asks(_("Short texts, each under a label of its own."), (TITLE,), "items"),
    BlockKind.MEASURES: Asks(_("A list of policy measures."), (TITLE,), "items"),
    BlockKind.PHOTOS: Asks(_("A photo or a numbered group of them, with captions."), (TITLE,), "pictures"),
    BlockKind.VIDEO: Asks(_("A QR code that leads to a video by the association's own short link."), ("link",)),
    BlockKind.CASE: Asks(_("A published case, pinned at the revision that is public now."), ("case",), "placements"),
}
assert set(ASKS) == set(BlockKind), "every kind of block has its form"

# How the columns of an item stand in its form; those that the kind does not read are not asked.
ITEM_LINES = (("observation", "change"), ("before",), ("indicator",), ("label_zh_hans", "label_en"), ("text_zh_hans", "text_en"))


def item_lines(kind: Any) -> list[tuple[str, ...]]:
    reads = BlockKind(kind).reads
    lines = [tuple(name for name in line if name.removesuffix("_zh_hans").removesuffix("_en") in reads) for line in ITEM_LINES]
    if kind == BlockKind.COMPARISON:
        lines = [("before", "observation"), *[line for line in lines if not {"before", "observation"} & set(line)]]
    return [line for line in lines if line]


def may_become(kind: Any) -> list[Any]:
    """The kinds that a block can be turned into without losing anything it holds, itself among them."""
    own = ASKS[kind]
    return [
        other
        for other, asks in ASKS.items()
        if other == kind
        or (
            asks.rows == own.rows != ""
            and set(own.fields) <= set(asks.fields)
            and BlockKind(kind).reads <= other.reads
            and TEXT not in asks.fields
        )
    ]

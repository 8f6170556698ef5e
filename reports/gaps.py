"""What a block lacks before it can be composed, as a sentence for a person.

`compose` refuses a report at the first gap; the desk asks every block and lists them all.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.enums import BlockKind
from reports.models import Block, BlockItem

# What a block's items hold, as forms and sentences call it: a model's “number” would share its Chinese with a revision's.
COLUMNS = {
    "observation": gettext_lazy("Number shown"),
    "change": gettext_lazy("Change shown"),
    "before": gettext_lazy("Number before"),
    "indicator": gettext_lazy("Series"),
}
NEEDED = {
    BlockKind.CALLOUT: ("observation",),
    BlockKind.TILES: ("observation",),
    BlockKind.TABLE: ("observation",),
    BlockKind.BREAKDOWN: ("observation",),
    BlockKind.COMPARISON: ("before", "observation"),
    BlockKind.CHART: ("indicator",),
}
# A callout may state no number; whatever else is made of items needs one.
OF_ITEMS = {kind for kind in BlockKind if kind.reads} - {BlockKind.CALLOUT}


def gap(block: Block, *, series: Collection[int]) -> str:
    """Empty when nothing lacks. `series` are the indicators with two dated values or more; related rows are prefetched."""
    items = list(block.items.all())
    kind = BlockKind(block.kind)
    if kind in OF_ITEMS and not items:
        return _("There is nothing in it yet.")
    for number, item in enumerate(items, 1):
        if lacking := _of_item(kind, item, number, series):
            return lacking
    if kind in {BlockKind.PROSE, BlockKind.CALLOUT} and not block.text_zh_hans:
        return _("The Chinese text is missing.")
    if kind in {BlockKind.QUOTATION, BlockKind.EPIGRAPH} and getattr(block, "quotation", None) is None:
        return _("The quotation is missing.")
    if kind == BlockKind.PHOTOS and not block.pictures.all():
        return _("There is no photo in it yet.")
    if kind == BlockKind.VIDEO and block.link_id is None:
        return _("The short link is missing.")
    if kind == BlockKind.CASE and not any(placement.under_id is None for placement in block.placements.all()):
        return _("No case is placed.")
    return ""


def _of_item(kind: BlockKind, item: BlockItem, number: int, series: Collection[int]) -> str:
    for column in NEEDED.get(kind, ()):
        if getattr(item, f"{column}_id") is None:
            return _("Row %(number)s lacks: %(column)s.") % {"number": number, "column": COLUMNS[column]}
    if kind == BlockKind.CHART and item.indicator_id not in series:
        return _("The series in row %(number)s has fewer than two dated values.") % {"number": number}
    return ""

"""Parts and blocks put in order. `Part.order` counts through the whole report in reading order, `Block.order` within its part."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model

from cases.search.held import raise_version
from reports.models import Block, Part, Report


@transaction.atomic
def move(row: Part | Block, to: int) -> None:
    """Put the row at place `to` (from 0) among its siblings; beyond either end is the end."""
    report_id = row.report_id if isinstance(row, Part) else row.part.report_id
    # The report's row is the lock: two people's moves come one after the other.
    Report.objects.select_for_update().get(pk=report_id)
    siblings = _siblings(row)
    here = siblings.index(row)
    siblings.insert(max(0, min(to, len(siblings) - 1)), siblings.pop(here))
    if isinstance(row, Part):
        renumber(report_id, {row.parent_id: [part for part in siblings if isinstance(part, Part)]})
    else:
        _number(siblings)


def step(row: Part | Block, by: int) -> None:
    """One place up (-1) or down (1)."""
    move(row, max(0, _siblings(row).index(row) + by))


def renumber(report_id: int, ordered: dict[int | None, list[Part]] | None = None) -> None:
    """Every part of the report in reading order; `ordered` says it for the children of some."""
    parts = Part.objects.filter(report=report_id).order_by("order", "pk")
    _number([part for _depth, part in in_reading_order(parts, ordered)])


def in_reading_order(parts: Iterable[Part], ordered: dict[int | None, list[Part]] | None = None) -> list[tuple[int, Part]]:
    """Each part with its depth, a part before what is within it; `parts` come in the order of their siblings."""
    children: dict[int | None, list[Part]] = defaultdict(list)
    for part in parts:
        children[part.parent_id].append(part)
    children.update(ordered or {})

    def walk(parent: int | None, depth: int) -> list[tuple[int, Part]]:
        return [found for part in children[parent] for found in ((depth, part), *walk(part.pk, depth + 1))]

    return walk(None, 0)


def last_place(part: Part) -> int:
    """Where a new block of the part goes."""
    last = part.blocks.order_by("order", "pk").last()
    return last.order + 1 if last else 0


def _siblings(row: Part | Block) -> list[Part | Block]:
    if isinstance(row, Part):
        return list(Part.objects.filter(report=row.report_id, parent=row.parent_id).order_by("order", "pk"))
    return list(Block.objects.filter(part=row.part_id).order_by("order", "pk"))


def _number(rows: list[Part] | list[Block] | list[Part | Block]) -> None:
    moved: list[Model] = []
    for number, row in enumerate(rows):
        if row.order != number:
            row.order = number
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["order"])
        raise_version()  # a bulk update sends no signal

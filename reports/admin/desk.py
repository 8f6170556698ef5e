"""A report's tree as its desk shows it: parts, blocks in a few words, what they lack, which placed case has moved on."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext

from cases.text import plain_text
from reports.checkout import holders
from reports.enums import BlockKind
from reports.gaps import gap
from reports.models import Block, BlockItem, Illustration, Indicator, Part, PartCheckout, Placement, Report, Statement
from reports.placements import Standing, standings
from reports.shortening import behind_of

WORDS = 60


@dataclass(frozen=True)
class Placed:
    """A case in a block. `behind` counts the sentences of its print text whose source has moved on."""

    placement: Placement
    title: str
    standing: Standing
    behind: int = 0

    @property
    def is_open(self) -> bool:
        return self.standing.is_open or bool(self.behind)


@dataclass(frozen=True)
class Row:
    """One block."""

    block: Block
    words: str
    more: str
    gap: str
    cases: tuple[Placed, ...]


@dataclass
class Node:
    """One part, with its blocks and the parts within it."""

    part: Part
    depth: int
    rows: list[Row]
    checkout: PartCheckout | None = None
    nodes: list["Node"] = field(default_factory=list)

    @property
    def heading(self) -> int:
        return min(self.depth + 2, 6)


@dataclass(frozen=True)
class Desk:
    nodes: list[Node]

    def walk(self) -> Iterator[Node]:
        def below(nodes: list[Node]) -> Iterator[Node]:
            for node in nodes:
                yield node
                yield from below(node.nodes)

        return below(self.nodes)

    @property
    def parts(self) -> int:
        return sum(1 for _ in self.walk())

    @property
    def rows(self) -> list[Row]:
        return [row for node in self.walk() for row in node.rows]

    @property
    def cases(self) -> list[Placed]:
        return [placed for row in self.rows for placed in row.cases]

    @property
    def gaps(self) -> list[Row]:
        return [row for row in self.rows if row.gap]

    @property
    def outdated(self) -> list[Row]:
        return [row for row in self.rows if any(placed.is_open for placed in row.cases)]


def desk_of(report: Report) -> Desk:
    """Eight queries and five for what has moved on and who works on what, whatever the report's size."""
    series = set(
        Indicator.objects.annotate(dated=Count("observations__period", distinct=True, filter=~Q(observations__period="")))
        .filter(dated__gt=1)
        .values_list("pk", flat=True)
    )
    blocks = Block.objects.select_related("link").prefetch_related(
        Prefetch("items", BlockItem.objects.select_related("observation__indicator", "indicator").order_by("order", "pk")),
        Prefetch("pictures", Illustration.objects.all()),
        Prefetch("quotation", Statement.objects.all()),
        Prefetch("placements", titled(Placement.objects.all())),
    )
    parts = list(
        Part.objects.filter(report=report).prefetch_related(Prefetch("blocks", blocks.order_by("order", "pk"))).order_by("order", "pk")
    )
    shown = placed_of([placement for part in parts for block in part.blocks.all() for placement in block.placements.all()])
    taken = holders(report)
    children: dict[int | None, list[Part]] = defaultdict(list)
    for part in parts:
        children[part.parent_id].append(part)

    def node(part: Part, depth: int) -> Node:
        rows = [
            Row(block, words(block), more(block), gap(block, series=series), tuple(shown[p.pk] for p in block.placements.all()))
            for block in part.blocks.all()
        ]
        return Node(part, depth, rows, taken.get(part.pk), [node(child, depth + 1) for child in children[part.pk]])

    return Desk([node(part, 0) for part in children[None]])


# --- Placed cases ------------------------------------------------------------------------------------------------


def titled(placements: QuerySet[Placement]) -> Any:
    """Placements with the title that their revision holds, without the rest of its document."""
    title = KeyTransform("title", "revision__document")
    return (
        placements.select_related("revision")
        .defer("revision__document")
        .annotate(title_zh_hans=KeyTextTransform("zh_hans", title), title_en=KeyTextTransform("en", title))
        .order_by("order", "pk")
    )


def placed_of(placements: list[Placement]) -> dict[int, Placed]:
    """Each of the `titled` placements as the desk shows it, by its key. Three queries."""
    found = standings(placements)
    behind = Counter(each.placement for each in behind_of(Placement.objects.filter(pk__in=[placement.pk for placement in placements])))
    return {each.pk: Placed(each, title_of(each), found[each.pk], behind[each.pk]) for each in placements}


def to_look_at(part: Part) -> list[Placed]:
    """The cases placed in a part that somebody has to look at. Four queries."""
    rows = titled(Placement.objects.filter(block__part=part)).order_by("block__order", "block", "order", "pk")
    return [placed for placed in placed_of(list(rows)).values() if placed.is_open]


def title_of(placement: Placement) -> str:
    """Of one of `titled`."""
    zh, en = placement.title_zh_hans, placement.title_en
    return str((en or zh) if get_language() == "en" else (zh or en))


# --- A block in a few words --------------------------------------------------------------------------------------


def words(block: Block) -> str:
    """The title, or how the content begins; empty when there is neither. Related rows are prefetched."""
    if block.title:
        return str(block.title)
    match block.kind:
        case BlockKind.QUOTATION | BlockKind.EPIGRAPH:
            statement = getattr(block, "quotation", None)
            return _short(": ".join(filter(None, (statement.speaker, statement.text)))) if statement else ""
        case BlockKind.PHOTOS:
            return next((_short(picture.caption) for picture in block.pictures.all()), "")
        case BlockKind.VIDEO:
            return str(block.link.title) if block.link else ""
        case BlockKind.CASE:
            return ""
        case BlockKind.PROSE | BlockKind.CALLOUT:
            return _short(plain_text(block.text or ""))
    return next((_short(_of_item(item)) for item in block.items.all()), "")


def more(block: Block) -> str:
    """How much there is in it, where that is worth a word."""
    if block.kind == BlockKind.PHOTOS:
        count = len(block.pictures.all())
        return ngettext("%(count)s photo", "%(count)s photos", count) % {"count": count}
    count = len(block.items.all())
    if block.kind == BlockKind.CHART:
        return ngettext("%(count)s series", "%(count)s series", count) % {"count": count}
    if {"observation", "indicator"} & BlockKind(block.kind).reads and count:
        return ngettext("%(count)s number", "%(count)s numbers", count) % {"count": count}
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count} if count else ""


def _of_item(item: BlockItem) -> str:
    if item.label:
        return str(item.label)
    indicator = item.indicator or (item.observation.indicator if item.observation else None)
    return str(indicator.label) if indicator else ""


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(WORDS if get_language() != "en" else 2 * WORDS, truncate="…")

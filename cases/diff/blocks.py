"""Two rich texts compared paragraph by paragraph: which stayed, changed, came, went or moved."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from cases import nodes as rich
from cases.diff.texts import Run, by_rows, marks

Kind = Literal["same", "changed", "gone", "new", "moved"]
# How much of two paragraphs' pairs of characters must be the same for one to be a changed form of the other.
ALIKE = 0.5
# A moved paragraph is told from a new one that says similar things.
MOVED = 0.8
# Of paragraphs in a gap each is compared with each up to so many pairs.
MOST_PAIRS = 40_000


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, quotation, item of a list or row of a table; `style` says which, `format` how its characters are set."""

    text: str
    style: str
    format: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class BlockChange:
    """`runs` mark the text of one that changed or moved; `restyled` and `reformatted` are changes of its look alone."""

    kind: Kind
    text: str
    style: str
    runs: tuple[Run, ...] = ()
    restyled: str = ""
    reformatted: bool = False


def blocks_of(html: str) -> list[Block]:
    found = []
    for node in rich.parse_html(html):
        if isinstance(node, rich.Listing):
            style = "numbered" if node.ordered else "item"
            found += [_block(runs, style) for runs in node.items]
        elif isinstance(node, rich.Table):
            rows = enumerate(rich.in_rows(node.rows))
            found += [_block(row.runs, "row" if at or not node.headed else "head") for at, row in rows]
        else:
            found.append(_block(node.runs, f"h{node.level}" if node.kind == "heading" else node.kind))
    return found


def _block(runs: Sequence[rich.Run], style: str) -> Block:
    """The format is where another way of setting begins, and which."""
    text, marked, last = "", [], ""
    for run in runs:
        look = f"{'b' if run.strong else ''}{'i' if run.em else ''}{run.script}{run.href}"
        if look != last:
            marked.append((len(text), look))
            last = look
        text += run.text
    return Block(text.strip(), style, tuple(marked))


def compare_blocks(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """In the order of `after`, what is gone where it stood."""
    pairs = _paired(before, after)
    moved = _out_of_order(pairs)
    by_new = {new: old for old, new in pairs}
    paired = {old for old, _new in pairs}
    result: list[BlockChange] = []
    gone = [index for index in range(len(before)) if index not in paired]
    reached = -1
    for new, block in enumerate(after):
        old = by_new.get(new)
        if old is not None and new not in moved:
            result += [_gone(before[index]) for index in gone if reached < index < old]
            reached = old
        result.append(_change(before[old] if old is not None else None, block, new in moved))
    return [*result, *(_gone(before[index]) for index in gone if index > reached)]


def _gone(block: Block) -> BlockChange:
    return BlockChange("gone", block.text, block.style)


def _change(old: Block | None, new: Block, moved: bool) -> BlockChange:
    if old is None:
        return BlockChange("new", new.text, new.style)
    kind: Kind = "moved" if moved else "same" if old.text == new.text else "changed"
    runs = tuple(marks(old.text, new.text)) if old.text != new.text else ()
    restyled = old.style if old.style != new.style else ""
    reformatted = not restyled and old.text == new.text and old.format != new.format
    return BlockChange(
        "changed" if kind == "same" and (restyled or reformatted) else kind, new.text, new.style, runs, restyled, reformatted
    )


def _paired(before: Sequence[Block], after: Sequence[Block]) -> list[tuple[int, int]]:
    """Which became which: alike ones in order first, then changed ones between them, then ones that moved."""
    pairs = _alike_in_order([block.text for block in before], [block.text for block in after])
    edges = [(-1, -1), *pairs, (len(before), len(after))]
    for (old, new), (next_old, next_new) in pairwise(edges):
        pairs += nearest(before, after, range(old + 1, next_old), range(new + 1, next_new), ALIKE, in_order=True)
    left = [index for index in range(len(before)) if index not in {old for old, _new in pairs}]
    right = [index for index in range(len(after)) if index not in {new for _old, new in pairs}]
    return sorted(pairs + nearest(before, after, left, right, MOVED, in_order=False), key=lambda pair: pair[1])


def _alike_in_order(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    old = new = 0
    pairs = []
    for kind, items in by_rows(before, after):
        for _item in items:
            if kind == "same":
                pairs.append((old, new))
            old += kind != "new"
            new += kind != "gone"
    return pairs


def nearest(
    before: Sequence[Block], after: Sequence[Block], left: Sequence[int], right: Sequence[int], least: float, *, in_order: bool
) -> list[tuple[int, int]]:
    """The likest pairs first, each paragraph once; `in_order` refuses those that cross one taken before."""
    if not left or not right or len(left) * len(right) > MOST_PAIRS:
        return []
    bags = {(0, index): _bag(before[index].text) for index in left} | {(1, index): _bag(after[index].text) for index in right}
    likeness = sorted(((_likeness(bags[0, old], bags[1, new]), -abs(old - new), old, new) for old in left for new in right), reverse=True)
    taken: list[tuple[int, int]] = []
    for share, _distance, old, new in likeness:
        if share < least:
            break
        if all(old != o and new != n and (not in_order or (old < o) == (new < n)) for o, n in taken):
            taken.append((old, new))
    return taken


def _bag(text: str) -> Counter[str]:
    """Pairs of neighbouring characters; a single character is its own pair."""
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Share of pairs that both have (Dice)."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _out_of_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Those of `after` beside the longest sequence that kept its order: as few as can be are said to have moved."""
    chains: list[tuple[int, int]] = []  # by length: (last old, index into pairs)
    before: dict[int, int | None] = {}
    for at, (old, _new) in enumerate(pairs):
        length = next((n for n, (last, _at) in enumerate(chains) if last >= old), len(chains))
        before[at] = chains[length - 1][1] if length else None
        chains[length : length + 1] = [(old, at)]
    kept: set[int] = set()
    at_last: int | None = chains[-1][1] if chains else None
    while at_last is not None:
        kept.add(at_last)
        at_last = before[at_last]
    return {new for at, (_old, new) in enumerate(pairs) if at not in kept}

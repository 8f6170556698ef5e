"""A text's changes as pairs that stand each by itself: before | after, to be taken one by one into a text that has gone on meanwhile.

A text is read in pieces: its sentences and, of a rich one, the tags that part its paragraphs. A pair says which pieces of the former
text it replaces and by what; where these stand in the text of today is found by comparing, and where they do not, nothing is replaced.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cases.diff.blocks import ALIKE, Block, nearest
from cases.diff.texts import SENTENCE, by_rows

BLOCK_TAG = re.compile(r"(</?(?:p|h3|h4|ul|ol|li|blockquote|table|tbody|tr|th|td)>)")
# What a sentence does not end in, though it may hold a question mark or a semicolon.
MARKUP = re.compile(r"<[^>]*>|&[a-z0-9#]+;", re.I)
INLINE = re.compile(r"<(/?)(?:strong|em|sub|sup|a)\b[^>]*>")


@dataclass(frozen=True)
class Pair:
    """The pieces from `start` to before `end` of the former text, and what stands for them in the latter; either side may be empty."""

    start: int
    end: int
    before: str
    after: str


def pairs(before: str, after: str, *, rich: bool) -> list[Pair]:
    """How `after` came from `before`. All of them taken make it again, in any order; of a rich text each leaves whole paragraphs."""
    old, new = pieces(before, rich=rich), pieces(after, rich=rich)
    if not rich:
        return sorted(_sentences(old, new, 0), key=_place)
    return sorted(_blocks(_by_block(old), _by_block(new)), key=_place)


def _place(pair: Pair) -> tuple[int, int]:
    """What only comes stands before what is replaced at the same place."""
    return pair.start, pair.end


def taken(base: str, now: str, pair: Pair, *, rich: bool, earlier: Sequence[Pair] = ()) -> str | None:
    """`now` with the pair in it, which is of `base`; None when somebody has changed what stands there.

    `earlier`: pairs of the same base that were taken before, so that of two alike sentences the right one is meant.
    """
    old = pieces(base, rich=rich)
    start = pair.start
    for other in sorted(earlier, key=_place, reverse=True):
        came = pieces(other.after, rich=rich)
        old[other.start : other.end] = came
        if _place(other) < _place(pair):
            start += len(came) - (other.end - other.start)
    end = start + pair.end - pair.start
    if now == "".join(old):
        return "".join([*old[:start], pair.after, *old[end:]])
    new = pieces(now, rich=rich)
    where = dict(_kept(old, new)) | {-1: -1, len(old): len(new)}
    # Of what only comes, the neighbours on both sides must stand.
    aside = start == end
    spots = [where.get(at) for at in range(start - aside, end + aside)]
    first = spots[0]
    if first is None or spots != list(range(first, first + len(spots))):
        return None
    return "".join([*new[: first + aside], pair.after, *new[first + len(spots) - aside :]])


def pieces(text: str, *, rich: bool) -> list[str]:
    """Together they are the text."""
    if not rich:
        return SENTENCE.findall(text)
    parts = [part for part in BLOCK_TAG.split(text) if part]
    return [piece for part in parts for piece in ([part] if BLOCK_TAG.fullmatch(part) else _inline(part))]


def _inline(text: str) -> list[str]:
    """Sentences of one paragraph, each with its own markup opened and closed."""
    masked = MARKUP.sub(lambda found: ("\n" if found[0] == "<br>" else "x") * len(found[0]), text)
    found: list[str] = []
    at, open_tags = 0, 0
    for length in map(len, SENTENCE.findall(masked)):
        sentence = text[at : at + length]
        at += length
        if open_tags:
            found[-1] += sentence
        else:
            found.append(sentence)
        open_tags += sum(-1 if slash else 1 for slash in INLINE.findall(sentence))
    return found


def _kept(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    at = to = 0
    for kind, items in by_rows(old, new):
        if kind == "same":
            yield at, to
        at += len(items) * (kind != "new")
        to += len(items) * (kind != "gone")


def _gaps(kept: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """What stands between those that both have."""
    for (a, b), (c, d) in pairwise([(-1, -1), *kept, (old, new)]):
        if a + 1 < c or b + 1 < d:
            yield range(a + 1, c), range(b + 1, d)


def _changed(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[range, range]]:
    """What became what: one and one where they are alike or stand alone between others, and else those that changed together."""
    kept = list(_kept([block.text for block in old], [block.text for block in new]))
    for gone, came in _gaps(kept, len(old), len(new)):
        alike = sorted(nearest(old, new, gone, came, ALIKE, in_order=True))
        yield from ((range(a, a + 1), range(b, b + 1)) for a, b in alike)
        for left, right in _gaps([(a - gone.start, b - came.start) for a, b in alike], len(gone), len(came)):
            yield gone[left.start : left.stop], came[right.start : right.stop]


def _sentences(old: Sequence[str], new: Sequence[str], first: int) -> Iterator[Pair]:
    """`first` is the number of the first piece."""
    for gone, came in _changed([Block(text, "") for text in old], [Block(text, "") for text in new]):
        yield _pair(old, new, gone, came, first)


def _pair(old: Sequence[str], new: Sequence[str], gone: range, came: range, first: int) -> Pair:
    before, after = "".join(old[at] for at in gone), "".join(new[at] for at in came)
    return Pair(first + gone.start, first + gone.start + len(gone), before, after)


# --- Rich text: paragraphs first, then the sentences of those that kept their build -----------------------------


def _by_block(found: Sequence[str]) -> list[list[str]]:
    """Paragraphs, headings, whole lists, as pieces."""
    blocks: list[list[str]] = []
    depth = 0
    for piece in found:
        if depth:
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
        if BLOCK_TAG.fullmatch(piece):
            depth += -1 if piece.startswith("</") else 1
    return blocks


def _blocks(old: Sequence[list[str]], new: Sequence[list[str]]) -> Iterator[Pair]:
    """By their markup, so that a paragraph whose words stay and whose format changes is a changed one."""
    starts = [0]
    for block in old:
        starts.append(starts[-1] + len(block))
    for gone, came in _changed([Block("".join(block), "") for block in old], [Block("".join(block), "") for block in new]):
        if len(gone) == len(came) == 1:
            yield from _within(old[gone.start], new[came.start], starts[gone.start])
        else:
            before, after = ("".join("".join(blocks[at]) for at in where) for blocks, where in ((old, gone), (new, came)))
            yield Pair(starts[gone.start], starts[gone.stop], before, after)


def _within(old: Sequence[str], new: Sequence[str], first: int) -> Iterator[Pair]:
    """One paragraph that became another; as a whole where its tags are others."""
    if [piece for piece in old if BLOCK_TAG.fullmatch(piece)] != [piece for piece in new if BLOCK_TAG.fullmatch(piece)]:
        yield _pair(old, new, range(len(old)), range(len(new)), first)
        return
    for (at, words), (_at, others) in zip(_between_tags(old), _between_tags(new), strict=True):
        yield from _sentences(words, others, first + at)


def _between_tags(block: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The sentences of each stretch without a tag, and where it begins; there is one behind each tag, empty ones too."""
    found: list[tuple[int, list[str]]] = [(0, [])]
    for at, piece in enumerate(block):
        if BLOCK_TAG.fullmatch(piece):
            found.append((at + 1, []))
        else:
            found[-1][1].append(piece)
    return found

"""Two texts compared character by character.

The longest common subsequence by bit vectors (Hyyrö, "Bit-parallel LCS-length computation revisited", 2004): a row of the table is one
integer, so that 20,000 characters against 20,000 take 20,000 additions whatever the texts are. What the rows say is then tidied for
reading: a few alike characters between two changes belong to the change.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["same", "gone", "new"]
# What carries on a character: combining marks, variation selectors, joiners and what they join, skin tones.
CLUSTER = re.compile(r"\r\n|.[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d.[\ufe00-\ufe0f]*)*", re.S)
SENTENCE = re.compile(r".+?(?:[。！？；!?;…]+[”’」』）)]*|\.(?=\s)|\n+|$)\s*", re.S)
# Rows kept at once: of longer texts (some 60 MB of rows) the middle is split where both have the same line.
MOST_CELLS = 20_000 * 25_000


@dataclass(frozen=True)
class Run:
    """A stretch that both texts have (`same`), only the former (`gone`) or only the latter (`new`)."""

    kind: Kind
    text: str


def marks(before: str, after: str) -> list[Run]:
    """How `after` came from `before`. `same` and `gone` runs make up `before`, `same` and `new` ones `after`; gone stands before new."""
    return _runs(tidied(_changes(CLUSTER.findall(before), CLUSTER.findall(after))))


def sentences(text: str) -> list[str]:
    """A text in sentences, Chinese and Western; together they are the text, white space and all."""
    return SENTENCE.findall(text)


# --- Changes: (gone, new) pairs with what is the same between them ------------------------------------------------

Piece = tuple[Kind, list[str]]


def _changes(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    start = 0
    most = min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    middle = _split(old, new) if len(old) * len(new) > MOST_CELLS else by_rows(old, new)
    tail: list[Piece] = [("same", list(before[len(before) - end :]))] if end else []
    return [("same", list(before[:start])), *middle, *tail]


def _split(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Too long for one table: parted in the middle, at the nearest stretch that stands once in each; without one all of it is another."""
    length = 12
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(new) - length + 1):
        key = tuple(new[at : at + length])
        places[key] = -1 if key in places else at
    middle = len(old) // 2
    for distance in range(middle):
        for at in (middle - distance, middle + distance):
            there = places.get(tuple(old[at : at + length]), -1)
            if there >= 0 and 0 < at < len(old):
                return [*_changes(old[:at], new[:there]), *_changes(old[at:], new[there:])]
    return [("gone", list(old)), ("new", list(new))]


def by_rows(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Row by row of `old`; bit j of a row is 0 where the subsequence grows with the j-th of `new`."""
    where: dict[str, int] = {}
    for at, character in enumerate(new):
        where[character] = where.get(character, 0) | 1 << at
    full = (1 << len(new)) - 1
    row, rows = full, []
    for character in old:
        matches = row & where.get(character, 0)
        row = ((row + matches) | (row - matches)) & full
        rows.append(row)
    pieces: list[Piece] = []
    i, j = len(old), len(new)
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
            pieces.append(("new", [new[j]]))
        elif i > 1 and not rows[i - 2] >> (j - 1) & 1:
            i -= 1
            pieces.append(("gone", [old[i]]))
        else:
            i, j = i - 1, j - 1
            pieces.append(("same", [old[i]]))
    pieces += [("gone", [character]) for character in reversed(old[:i])]
    pieces += [("new", [character]) for character in reversed(new[:j])]
    return pieces[::-1]


# --- Tidied for reading ------------------------------------------------------------------------------------------


@dataclass
class Change:
    gone: list[str]
    new: list[str]
    # What is the same behind it.
    same: list[str]

    @property
    def size(self) -> int:
        return max(len(self.gone), len(self.new))


def tidied(pieces: Iterable[Piece]) -> list[Change]:
    """Changes with what stays behind each. An island no longer than the changes on both its shores belongs to them."""
    changes = [Change([], [], [])]
    for kind, group in groupby(pieces, key=lambda piece: piece[0] == "same"):
        characters = [(piece[0], character) for piece in group for character in piece[1]]
        if not characters:
            continue
        if kind:
            changes[-1].same += [character for _kind, character in characters]
        elif changes[-1].same or not changes[-1].size:
            gone = [character for which, character in characters if which == "gone"]
            changes.append(Change(gone, [character for which, character in characters if which == "new"], []))
    merged = changes[:1]
    for change in changes[1:]:
        merged.append(change)
        while len(merged) > 2 and _is_island(merged[-2], merged[-1]):
            last = merged.pop()
            shore = merged.pop()
            merged.append(Change(shore.gone + shore.same + last.gone, shore.new + shore.same + last.new, last.same))
    return [_settled(change) for change in merged]


def _is_island(before: Change, after: Change) -> bool:
    island = len(before.same)
    return 0 < island <= min(before.size, after.size) and "\n" not in before.same


def _settled(change: Change) -> Change:
    """What both sides of a change begin or end with was an island; at its edge it is land again."""
    gone, new, same = change.gone, change.new, change.same
    end = 0
    while end < min(len(gone), len(new)) and gone[-1 - end] == new[-1 - end]:
        end += 1
    return Change(gone[: len(gone) - end], new[: len(new) - end], gone[len(gone) - end :] + same) if end else change


def _runs(changes: Iterable[Change]) -> list[Run]:
    stretches: list[tuple[Kind, list[str]]] = []
    for change in changes:
        stretches += [("gone", change.gone), ("new", change.new), ("same", change.same)]
    runs: list[Run] = []
    for kind, characters in stretches:
        text = "".join(characters)
        if not text:
            continue
        if runs and runs[-1].kind == kind:
            runs[-1] = Run(kind, runs[-1].text + text)
        else:
            runs.append(Run(kind, text))
    return runs

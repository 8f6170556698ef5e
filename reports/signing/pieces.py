"""What is signed: each block of a part by itself, and the part's own heading. Values in, values out.

A piece's digest is of what it says. Where it stands, which row it is, under which key or revision it is kept: none of that is
in it, so that a block that is moved or placed anew with the same words stays signed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from pydantic import TypeAdapter

from cases.diff.blocks import Block as Line
from cases.diff.blocks import BlockChange, compare_blocks
from reports.blackline import lines_of, lines_of_block
from reports.document import Block, Part

Content = dict[str, Any]
LANGUAGES = ("zh-hans", "en")
HEADING = "heading"
# How things are called among machines, and what only says how a value is kept.
NOT_SAID = frozenset({"behind", "indicator", "key", "revision", "schema", "short", "slug"})
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)
_PART: TypeAdapter[Part] = TypeAdapter(Part)


@dataclass(frozen=True)
class Piece:
    """`place` is a block's among those of its part, from 0; a part's heading has none, and says the part without its blocks."""

    part: str
    place: int | None
    said: Block | Part
    digest: str

    @property
    def kind(self) -> str:
        return HEADING if isinstance(self.said, Part) else self.said.kind


def pieces_of(part: Part) -> tuple[Piece, ...]:
    """The heading (title, slogan, opener), then the blocks; parts within are signed as parts."""
    heading = replace(part, key="", number=0, blocks=(), parts=())
    blocks = (Piece(part.key, place, block, digest(block)) for place, block in enumerate(part.blocks))
    return (Piece(part.key, None, heading, digest(heading)), *blocks)


def digest(said: Block | Part) -> str:
    """SHA-256. Fields at their defaults are left out, so that one that a later version adds changes nothing that was signed."""
    adapter = cast(TypeAdapter[Any], _PART if isinstance(said, Part) else _BLOCK)
    what = [said.kind, _without(adapter.dump_python(said, mode="json", exclude_defaults=True))]
    return hashlib.sha256(json.dumps(what, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(inner) for name, inner in value.items() if name not in NOT_SAID}
    return [_without(inner) for inner in value] if isinstance(value, list | tuple) else value


# --- Kept as signed ------------------------------------------------------------------------------------------------------


def to_json(said: Block | Part) -> Content:
    content: Content = _PART.dump_python(said, mode="json") if isinstance(said, Part) else _BLOCK.dump_python(said, mode="json")
    return content


def part_from_json(content: Content) -> Part:
    return _PART.validate_python(content)


def block_from_json(content: Content) -> Block:
    return _BLOCK.validate_python(content)


# --- Read ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A piece in one language, line by line: every line the same, or what became of it since it was signed."""

    language: str
    changes: tuple[BlockChange, ...]


def read(said: Block | Part) -> tuple[Reading, ...]:
    """The whole piece in each language; once where the one stands in for the other."""
    return _each_once(Reading(language, tuple(compare_blocks(found, found))) for language in LANGUAGES if (found := lines(said, language)))


def difference(before: Block | Part, after: Block | Part) -> tuple[Reading, ...]:
    """What was changed since, in each language where anything was. Empty when only what no text says has changed."""
    compared = (Reading(language, tuple(compare_blocks(lines(before, language), lines(after, language)))) for language in LANGUAGES)
    return _each_once(reading for reading in compared if any(change.kind != "same" for change in reading.changes))


def lines(said: Block | Part, language: str) -> list[Line]:
    return lines_of(said, language) if isinstance(said, Part) else lines_of_block(said, language)


def _each_once(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    found: list[Reading] = []
    for reading in readings:
        if all(reading.changes != other.changes for other in found):
            found.append(reading)
    return tuple(found)

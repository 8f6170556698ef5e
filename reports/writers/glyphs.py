"""Which characters the report's fonts have a shape for.

Their own tables are asked first (`cmap`, OpenType, format 12: ranges of code points). What they lack, Typst may still have in a font of
its own, as it has the ₂ of CO₂; so it is asked about the few that are left.
"""

import json
import logging
import struct
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cases.media.fonts import SANS, SERIF
from reports.writers.errors import GlyphsMissing, WriterFailed
from reports.writers.typesetting import Limits, typeset

log = logging.getLogger(__name__)

UNICODE_FULL = ((3, 10), (0, 4), (0, 6))  # (platform, encoding) of a table with every code point
# Set as a space or a line break, whatever the font has.
BLANK = frozenset("\n\t\u3000 \u00a0")
# Each character by itself, as text of a report; fixed, so that nothing of them is ever read as markup.
PROBE = """#set document(title: "characters")
#set text(font: ("Noto Serif SC", "Noto Sans CJK SC"))
#for character in json("data.json") [#character#linebreak()]
"""


def without_shape(characters: Iterable[str]) -> frozenset[str]:
    """Those that no font of a report has. About half a second the first time that there are some, in a process of its own."""
    tables = [shapes(SERIF), shapes(SANS)]
    left = {each for each in set(characters) - BLANK if not any(table.has(ord(each)) for table in tables)}
    return _tried(frozenset(left)) if left else frozenset()


@lru_cache(maxsize=64)
def _tried(characters: frozenset[str]) -> frozenset[str]:
    """Those that Typst cannot set. Where it cannot be asked, all of them."""
    with TemporaryDirectory(prefix="casebook-glyphs-") as folder:
        root = Path(folder) / "root"
        root.mkdir()
        (root / "data.json").write_text(json.dumps(sorted(characters)), encoding="utf-8")
        (root / "probe.typ").write_text(PROBE, encoding="utf-8")
        try:
            typeset(root / "probe.typ", root=root, timestamp=0, limits=Limits(wall_seconds=20))
        except GlyphsMissing as error:
            return frozenset(error.characters)
        except WriterFailed as error:
            log.error("Typst could not be asked for characters: %s %s", error, error.detail)
            return characters
    return frozenset()


class Shapes:
    """Code points as ranges in ascending order, both ends included."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self.firsts = [first for first, _ in ranges]
        self.lasts = [last for _, last in ranges]

    def has(self, code: int) -> bool:
        at = bisect_right(self.firsts, code) - 1
        return at >= 0 and code <= self.lasts[at]


@cache
def shapes(font: Path) -> Shapes:
    """Of the first face, where a file has several: they share their repertoire. ValueError when the font has no table of format 12."""
    with font.open("rb") as file:

        def read(offset: int, form: str) -> tuple[int, ...]:
            file.seek(offset)
            return struct.unpack(f">{form}", file.read(struct.calcsize(f">{form}")))

        file.seek(0)
        start = read(12, "L")[0] if file.read(4) == b"ttcf" else 0
        (count,) = read(start + 4, "H")
        tables = [read(start + 12 + 16 * number, "4sLLL") for number in range(count)]
        cmap = next(int(offset) for tag, _, offset, _ in tables if tag == b"cmap")
        (count,) = read(cmap + 2, "H")
        for number in range(count):
            platform, encoding, offset = read(cmap + 4 + 8 * number, "HHL")
            if (platform, encoding) in UNICODE_FULL and read(cmap + offset, "H")[0] == 12:
                (groups,) = read(cmap + offset + 12, "L")
                values = read(cmap + offset + 16, f"{3 * groups}L")
                return Shapes(list(zip(values[::3], values[1::3], strict=True)))
    raise ValueError(f"{font.name} has no cmap of format 12.")

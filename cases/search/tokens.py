"""How texts are compared in search: one normal form, and the grams that an index keeps of it. Pure.

Everything that search promises is said of normal forms: a run of characters finds a text when the run's normal form stands somewhere in
the text's. It folds case, full and half width (NFKC), traditional into simplified characters, and drops spaces but those between two
words of letters or digits: `ＣＯ₂ 排放` and `co2排放` are the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import opencc

# Letters and digits that stand together as words; Han, kana, hangul and signs stand for themselves.
_LETTER = "0-9a-z\u00b5\u00df-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
WORD = re.compile(f"[{_LETTER}]+")
_IDLE_SPACE = re.compile(f"(?<![{_LETTER}]) | (?![{_LETTER}])")
# Control and format characters and lone surrogates are nobody's words, and a database may refuse them.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")

# A word of more letters (an address, a key) is no gram; what has one is scanned.
LONGEST_WORD = 40
_TOO_LONG = re.compile(f"[{_LETTER}]{{{LONGEST_WORD + 1}}}")
# Before the gram of a whole word; no other gram holds a space.
WHOLE = " "
# Where a sign or a line break stands right between two words, as in R&D: where a run has a space, there it is not.
JOINT = "  "


@cache
def _traditional() -> tuple[re.Pattern[str], dict[str, str]]:
    """Traditional characters, and each one's simplified form where that is one character too: 26 ms, once in a process."""
    convert = opencc.OpenCC("t2s").convert
    pairs = ((character, convert(character)) for character in map(chr, range(0x3400, 0xA000)))
    simplified = {traditional: simple for traditional, simple in pairs if simple != traditional and len(simple) == 1}
    return re.compile(f"[{''.join(simplified)}]"), simplified


def normalise(text: str) -> str:
    """The normal form. Idempotent; without line breaks."""
    return normalise_lines([text])[0]


def normalise_lines(texts: Iterable[str]) -> list[str]:
    """The normal form of each; many at once cost little more than one."""
    folded = _fold("\n".join(text.replace("\n", " ") for text in texts))
    return [_without_idle_space(line) for line in folded.split("\n")]


def _fold(text: str) -> str:
    if not text.isprintable():
        text = _NO_TEXT.sub("", text)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    pattern, simplified = _traditional()
    return pattern.sub(lambda match: simplified[match.group()], text)


def _without_idle_space(line: str) -> str:
    line = " ".join(line.split())
    return _IDLE_SPACE.sub("", line) if " " in line else line


def is_word(run: str) -> bool:
    return WORD.fullmatch(run) is not None


# --- What an index keeps -----------------------------------------------------------------------------------------


class Gram(NamedTuple):
    """A gram and where it begins; -1 where only its presence is kept.

    A whole word begins with a space, which no other gram holds. Of letters within words runs of one to three are kept, by presence;
    every other character by presence, and with its neighbour by place; and `JOINT`. So one and two characters are answered by one
    gram, and longer runs by places.
    """

    key: str
    at: int


def is_too_long(text: str) -> bool:
    """Whether the text has a word that is no gram, and so cannot be indexed."""
    return _TOO_LONG.search(text) is not None


def grams(text: str) -> Iterator[Gram]:
    """Of a text in normal form that is not too long."""
    inside = bytearray(len(text))
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        yield Gram(WHOLE + word, start)
        inside[start:end] = b"\1" * (end - start)
        for i in range(start, end):
            yield Gram(text[i], -1)
            if i + 2 <= end:
                yield Gram(text[i : i + 2], -1)
            if i + 3 <= end:
                yield Gram(text[i : i + 3], -1)
    before = ""
    for i, character in enumerate(text):
        if not inside[i] and character not in " \n":
            yield Gram(character, -1)
        if not inside[i] and character != " " and 0 < i < len(text) - 1 and inside[i - 1] and inside[i + 1]:
            yield Gram(JOINT, i)
        if i and before not in " \n" and character not in " \n" and not (inside[i] and inside[i - 1]):
            yield Gram(text[i - 1 : i + 1], i - 1)
        before = character


class Piece(NamedTuple):
    """A part of a run that grams know, `at` so many characters from its beginning.

    Of a word at the run's edge the text may hold more: `open_left` and `open_right`.
    """

    text: str
    at: int
    open_left: bool = False
    open_right: bool = False

    @property
    def is_word(self) -> bool:
        return is_word(self.text)


def pieces(run: str) -> list[Piece]:
    """What has to stand at its place for a run (normal form, two characters or more) to be there; together they cover it all."""
    found = []
    covered = bytearray(len(run))
    for match in WORD.finditer(run):
        start, end = match.span()
        at_edge = start == 0 or end == len(run)
        if end - start == 1 and at_edge and len(run) > 1 and _neighbour(run, start, end) != " ":
            continue  # its pair with the neighbour says as much
        found.append(Piece(match.group(), start, start == 0, end == len(run)))
        covered[start:end] = b"\1" * (end - start)
    for i, character in enumerate(run):
        if covered[i] or character == " ":
            continue
        # The pair to the right where there is one, else the pair to the left.
        left = i if i + 1 < len(run) and run[i + 1] != " " else i - 1
        found.append(Piece(run[left : left + 2], left))
        covered[left : left + 2] = b"\1\1"
    return sorted(found, key=lambda piece: piece.at)


def _neighbour(run: str, start: int, end: int) -> str:
    return run[end] if start == 0 else run[start - 1]

"""Where the lines of a title break: between Han characters, never inside a Latin word or a number, never so that a line begins with
a closing mark or ends with an opening one.
"""

import re
from collections.abc import Callable

# Full-width marks, and those that Latin and Chinese text share.
CLOSING = frozenset("，。、；：？！）》〉」』】〕”’％‰℃…—·～,.;:?!)]}%")
OPENING = frozenset("（《〈「『【〔“‘([{")
# Scripts that break after any character.
WIDE = "\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef"
ATOM = re.compile(rf"(?:[^\s{WIDE}“”‘’—…]|(?<=[A-Za-z0-9])’(?=[A-Za-z]))+|\s+|.")
# Where Han characters and Latin letters or digits meet, a sixth of an em parts them.
MEETING = re.compile(rf"(?<=[{WIDE}])(?<![{re.escape(''.join(CLOSING | OPENING))}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%℃])(?=[\u4e00-\u9fff])")
THIN = "\u2006"
HAN_SPACES = re.compile(rf"[{WIDE}] [{WIDE}]")
ELLIPSIS = "…"
# No three lines hold more; what follows need not be looked at.
LONGEST = 300

# How wide a text is.
Measure = Callable[[str], float]


def spaced(text: str) -> str:
    """The text on one line, with the small gap between scripts. Of a very long one the beginning."""
    return MEETING.sub(THIN, re.sub(r"[ \t-\r\x85\u2028\u2029]+", " ", text[:LONGEST]).strip())


def pieces(text: str) -> list[str]:
    """The text in the pieces that stay whole; a space goes with the piece before it."""
    found: list[str] = []
    open_end = False
    for atom in ATOM.findall(text):
        if found and (open_end or atom.isspace() or all(mark in CLOSING for mark in atom)):
            found[-1] += atom
        else:
            found.append(atom)
        open_end = found[-1].rstrip()[-1:] in OPENING
    return found


def broken(text: str, width: float, measure: Measure) -> list[str]:
    """Lines filled one after the other. A piece that is wider than a line is broken wherever it has to be."""
    return _filled(_measured(text, width, measure), width)


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """No more lines than have to be: broken at the spaces of a Chinese title, or else of like length."""
    measured = _measured(text, width, measure)
    lines = _filled(measured, width)
    clauses = text.split(" ")
    if len(clauses) == len(lines) and HAN_SPACES.search(text) and all(measure(clause) <= width for clause in clauses):
        return clauses
    narrow, wide = width / 2, width
    while len(lines) > 1 and wide - narrow > 2:
        between = (narrow + wide) / 2
        tried = _filled(measured, between)
        if len(tried) == len(lines) and all(bare <= between for _, _, bare in measured):
            lines, wide = tried, between
        else:
            narrow = between
    return lines


def clamped(text: str, width: float, measure: Measure, *, most: int) -> list[str]:
    """At most so many lines, set by `balanced`; what does not fit is left off, and … says so."""
    lines = broken(text, width, measure)
    if len(lines) <= most:
        return balanced(text, width, measure)
    *kept, words = lines[:most]
    while words and measure(words + ELLIPSIS) > width:
        words = "".join(pieces(words)[:-1]).rstrip() or words[:-1]
    return [*kept, words.rstrip("".join(CLOSING | OPENING) + " ") + ELLIPSIS]


# A piece, its width, and its width without the space at its end.
Measured = list[tuple[str, float, float]]


def _measured(text: str, width: float, measure: Measure) -> Measured:
    """Each piece is measured once; what is wider than `width` comes in parts that are not."""
    found: Measured = []
    for piece in pieces(text):
        wide, bare = measure(piece), measure(piece.rstrip())
        if bare <= width:
            found.append((piece, wide, bare))
            continue
        part, so_far = "", 0.0
        for mark in piece:
            one = measure(mark)
            if part and so_far + one > width:
                found.append((part, so_far, so_far))
                part, so_far = "", 0.0
            part, so_far = part + mark, so_far + one
        found.append((part, so_far, so_far))
    return found


def _filled(measured: Measured, width: float) -> list[str]:
    lines, line, so_far = [], "", 0.0
    for piece, wide, bare in measured:
        if line and so_far + bare > width:
            lines.append(line.rstrip())
            line, so_far = "", 0.0
        line, so_far = line + piece, so_far + wide
    return [*lines, line.rstrip()] if line.strip() else lines

"""Numbers with a unit in a Chinese text, offered as figures: value, unit with its scale, qualifier, and the sentence they stand in."""

import re
import unicodedata

from cases.diff import sentences
from cases.enums import Qualifier
from cases.intake.document import Offered
from cases.units import UNITS

SCALES = "万亿|千万|百万|十万|万|亿"
# The longest first, so that 个百分点 is not taken for 个.
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
BEFORE = {q.label: q for q in Qualifier if q and q.position == "before"}
AFTER = {q.label: q for q in Qualifier if q and q.position != "before"}


def _either(words: dict[str, Qualifier]) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=lambda word: len(str(word)), reverse=True))


NUMBER = re.compile(
    rf"(?P<before>{_either(BEFORE)})?\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<mid>{_either(AFTER)})?\s*(?P<scale>{SCALES})?\s*(?P<unit>{UNIT})"
    rf"(?P<after>{_either(AFTER)})?"
)
# 2020年 is a date and no figure, and so are the parts of one.
DATE = re.compile(r"(?:19|20)\d\d\s*年|\d{1,2}\s*(?:月|日)|第\s*\d")
MOST = 60
LABEL = 24


def offered(text: str) -> list[Offered]:
    """In the order of the text, each (value, unit, label) once; at most `MOST`."""
    found: dict[tuple[str, str, str], Offered] = {}
    for sentence in sentences(text):
        even = unicodedata.normalize("NFKC", sentence)
        dates = [match.span() for match in DATE.finditer(even)]
        for match in NUMBER.finditer(even):
            if any(start < match.end() and match.start() < end for start, end in dates):
                continue
            qualifier = BEFORE.get(match["before"]) or AFTER.get(match["mid"]) or AFTER.get(match["after"]) or Qualifier.NONE
            each = Offered(
                label=_label(even, match.start()),
                value=match["value"].replace(",", ""),
                unit=(match["scale"] or "") + match["unit"],
                qualifier=qualifier.value,
                sentence=sentence.strip(),
            )
            found.setdefault((each.value, each.unit, each.label), each)
    return list(found.values())[:MOST]


def _label(sentence: str, until: int) -> str:
    """The words before the number, from the last comma on."""
    words = re.split(r"[，,；;：:。、（(]", sentence[:until])[-1].strip()
    return words[-LABEL:]

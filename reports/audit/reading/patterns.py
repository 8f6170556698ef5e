"""What both languages' readers are built of: alternatives in a pattern, precision of digits, dates that the calendar has."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
# Full-width forms as their plain ones, character by character, so that places in the text stay.
PLAIN = str.maketrans("０１２３４５６７８９％．，－～＋", "0123456789%.，-~+")


def even(text: str) -> str:
    """A full-width comma stays one unless it parts the thousands of full-width digits."""
    return (
        re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text.translate(PLAIN))
        if "，" in text and FULL_WIDTH.search(text)
        else text.translate(PLAIN)
    )


FULL_WIDTH = re.compile(r"[０-９]，[０-９]{3}")


def either(words: Iterable[str]) -> str:
    """The longest first, so that 超 does not take what 超过 should."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def digits(written: str) -> tuple[Decimal, Decimal, Decimal]:
    """Value, what one more in its last digit adds, and in its last digit that is not zero."""
    value = Decimal(written.replace(",", ""))
    exponent = value.as_tuple().exponent
    step = Decimal(10) ** int(exponent)
    short = value.normalize().as_tuple().exponent
    return value, step, max(step, Decimal(10) ** int(short)) if value else step


def is_real(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year or 2000, month or 1, day or 1)
    except ValueError:
        return False
    return True


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches out of sight, each as long as it was."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        pieces += [text[at:start], "\0" * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])

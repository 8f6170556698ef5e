"""The clause and the sentence that a number stands in, and the date that holds for it there."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from django.core.exceptions import ValidationError

from cases.periods import parse
from reports.audit.reading.mentions import Date, Mention
from reports.audit.scenes import Passage

SENTENCE = re.compile(r"[。！？；\n]|[.!?;](?=\s|$)")
CLAUSE = re.compile(r"[。！？；，：\n]|[.!?;:,](?=\s|$)")
# A clause shorter than this (“增长3%”) goes on with what the one before it speaks of.
SHORT = 6


@lru_cache(maxsize=20_000)
def ends(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where its sentences and its clauses end."""
    return tuple(match.end() for match in SENTENCE.finditer(text)), tuple(match.end() for match in CLAUSE.finditer(text))


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    stops, _ = ends(text)
    before, after = bisect_right(stops, start), bisect_left(stops, end)
    return stops[before - 1] if before else 0, stops[after] if after < len(stops) else len(text)


def sentence(passage: Passage, mention: Mention) -> str:
    start, end = sentence_span(passage.text, mention.start, mention.end)
    return passage.text[start:end].strip()


def clause(passage: Passage, mention: Mention) -> str:
    """The words around a number up to the next commas; where they are few, with the clause before."""
    text = passage.text
    first, last = sentence_span(text, mention.start, mention.end)
    _, stops = ends(text)
    inner = [stop for stop in stops if first < stop <= mention.start]
    end = min((stop for stop in stops if mention.end <= stop <= last), default=last)
    start = inner[-1] if inner else first
    if len(text[start : mention.start].strip()) < SHORT and inner:
        start = inner[-2] if len(inner) > 1 else first
    return text[start:end].strip()


def subject(passage: Passage, mention: Mention) -> str:
    """The clause without the numbers in it: what is counted or measured."""
    words = clause(passage, mention)
    for other in passage.mentions:
        words = words.replace(other.text, "")
    for date in passage.dates:
        words = words.replace(date.text, "")
    return words.strip(" ，。；：,.;:、")


def date_of(passage: Passage, mention: Mention) -> Date | None:
    """The date given last before a number within its sentence, else the first after it there."""
    first, last = sentence_span(passage.text, mention.start, mention.end)
    near = [date for date in passage.dates if first <= date.start and date.end <= last and date.year]
    before = [date for date in near if date.end <= mention.start]
    return before[-1] if before else near[0] if near else None


@lru_cache(maxsize=5_000)
def years(period: str) -> tuple[int, int] | None:
    """First and last year of a record's period; an open end is far away. None where it is undated or unreadable."""
    try:
        parsed = parse(period)
    except ValidationError:
        return None
    if parsed is None:
        return None
    return parsed.start.year if parsed.start else 0, parsed.end.year if parsed.end else 9999


def may_hold(period: str, date: Date | None) -> bool:
    """Whether a record of this period can be what a sentence with this date speaks of."""
    span = years(period)
    return span is None or date is None or span[0] <= date.year <= span[1] or date.year == span[1]

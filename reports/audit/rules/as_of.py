"""The same number with different as-of dates, in records or between a text and its record."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from cases.periods import Point, parse
from reports.audit.clauses import date_of, sentence_span
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.likeness import coverage
from reports.audit.rules.base import Audit, Rule, at_record, in_text
from reports.audit.scenes import Record

CODE = "as_of"
# 成立于1987年, since 2012, 与2019年相比: when something began or what it is compared with, and not the day of the number.
BEGAN = re.compile(
    r"(?:于|自|从|与|较|比|同)$|\b(?:founded|established|set up|opened|built|begun|began|since|from|with|than|over|on)(?: in| on)? $",
    re.IGNORECASE,
)


def check(audit: Audit) -> Iterator[Finding]:
    yield from _records(audit)
    yield from _texts(audit)


def _end(record: Record) -> Point | None:
    try:
        period = parse(record.period)
    except ValidationError:
        return None
    return period.end if period else None


def _is_until(record: Record) -> bool:
    return record.period.startswith("../")


def _differ(one: Point, other: Point) -> bool:
    """2020-12 and 2020 may be the same day; 2021-08 and 2021-09 may not."""
    if one.year != other.year:
        return True
    if one.month and other.month and one.month != other.month:
        return True
    return bool(one.day and other.day and one.month == other.month and one.day != other.day)


def _records(audit: Audit) -> Iterator[Finding]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for scene in audit.reading.scenes:
        for record in scene.records:
            groups[record.indicator or f"{scene.key}:{record.label.get('zh-hans')}"].append(record)
    for records in groups.values():
        seen = set()
        for one, other in combinations(records, 2):
            first, last = _end(one), _end(other)
            key = (one.period, other.period, one.amount)
            if one.amount != other.amount or one.digits < 2 or not first or not last or key in seen:
                continue
            if _differ(first, last) and (_is_until(one) or _is_until(other)):
                seen.add(key)
                yield at_record(
                    CODE,
                    other,
                    Severity.WARNING,
                    Sureness.LIKELY,
                    gettext_noop("“%(label)s” is given as %(number)s both for %(one)s and for %(other)s."),
                    gettext_noop(
                        "A number that is counted up to a day does not stay the same to its last digit; one of the dates is likely wrong."
                    ),
                    arithmetic=f"{one.period} ≠ {other.period}",
                    others=(one.place,),
                    label=one.label.get("zh-hans"),
                    number=one.shown("zh-hans"),
                    one=one.period,
                    other=other.period,
                )


def _texts(audit: Audit) -> Iterator[Finding]:
    for tie in audit.ties.all:
        record, mention, passage = tie.record, tie.mention, tie.passage
        if record is None or mention.digits < 2 or not record.period:
            continue
        date, end = date_of(passage, mention), _end(record)
        if (
            date is None
            or end is None
            or not date.is_real
            or date.year > audit.reading.year
            or date.end > mention.start
            or BEGAN.search(passage.text[: date.start])
        ):
            continue
        first, last = sentence_span(passage.text, mention.start, mention.end)
        years = {other.year for other in passage.dates if first <= other.start and other.end <= last and other.year}
        if len(years) > 1 or len([d for d in passage.dates if first <= d.start and d.end <= last]) > 1:
            continue
        start = parse(record.period)
        within = start is not None and start.start is not None and start.start.year <= date.year <= end.year and start.start != end
        other_year = date.year != end.year and not within
        other_month = date.is_until and date.month and end.month and date.month != end.month and date.year == end.year
        other_day = date.is_until and date.day and end.day and date.month == end.month and date.day != end.day
        if (other_year or other_month or other_day) and coverage(tie.label, passage.text[first:last]) >= 0.4:
            yield in_text(
                CODE,
                passage,
                date.start,
                date.end,
                Severity.WARNING,
                Sureness.LIKELY,
                gettext_noop("The text dates %(number)s to %(date)s, the record “%(label)s” to %(period)s."),
                gettext_noop("The same number with two dates: one of them was not brought up to date."),
                arithmetic=f"{date.edtf} ≠ {record.period}",
                others=(record.place,),
                number=mention.text,
                date=date.text,
                label=tie.label,
                period=record.period,
            )


RULE = Rule(CODE, gettext_noop("One number with two dates"), check)

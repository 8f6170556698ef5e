"""Dates that cannot be: days the calendar does not have, as-of dates later than the report, facts to come; and old ones called current."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.clauses import sentence_span, years
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.rules.base import Audit, Rule, at_record, in_text

CODE = "dates"
STALE = 3
# What is to come may have a date to come.
FUTURE = re.compile(
    r"将|计划|目标|规划|预计|力争|争取|到20\d\d年|前(?:实现|达)|期限|拟|年前|展望|愿景|纲要|议程|有望|准备|之前|要求|承诺"
    r"|\b(?:will|(?:is|are) to|plan\w*|target\w*|aim\w*|goal\w*|by|expect\w*|to be|agenda|intend\w*|before|until"
    r"|should|is due|are due|outline|programme)\b",
    re.IGNORECASE,
)
CURRENT = re.compile(r"目前|当前|现有|现已|最新|如今|迄今|\b(?:currently|at present|now|latest|so far|to date|today)\b", re.IGNORECASE)


def check(audit: Audit) -> Iterator[Finding]:
    year = audit.reading.year
    for scene in audit.reading.scenes:
        for passage in scene.passages:
            for date in passage.dates:
                first, last = sentence_span(passage.text, date.start, date.end)
                words = passage.text[first:last]
                if not date.is_real:
                    yield in_text(
                        CODE,
                        passage,
                        date.start,
                        date.end,
                        Severity.ERROR,
                        Sureness.CERTAIN,
                        gettext_noop("There is no such day: %(date)s."),
                        gettext_noop("The calendar does not have it; a digit is wrong."),
                        date=date.text,
                    )
                elif (
                    date.year > year
                    and passage.role == "prose"
                    and not FUTURE.search(words.replace(date.text, ""))
                    and "到" not in date.text
                ):
                    yield in_text(
                        CODE,
                        passage,
                        date.start,
                        date.end,
                        Severity.ERROR if date.is_until else Severity.WARNING,
                        Sureness.LIKELY,
                        gettext_noop("The report is of %(year)s, the text tells of %(date)s as of something past."),
                        gettext_noop("An as-of date cannot be later than the report."),
                        arithmetic=f"{date.edtf} > {year}",
                        year=year,
                        date=date.text,
                    )
                elif date.year and date.year > year and date.is_until and "截" in date.text:
                    yield in_text(
                        CODE,
                        passage,
                        date.start,
                        date.end,
                        Severity.ERROR,
                        Sureness.LIKELY,
                        gettext_noop("The report is of %(year)s, the text tells of %(date)s as of something past."),
                        gettext_noop("An as-of date cannot be later than the report."),
                        arithmetic=f"{date.edtf} > {year}",
                        year=year,
                        date=date.text,
                    )
                elif date.year and date.year <= year - STALE and CURRENT.search(words) and _is_about_now(words, date.start - first):
                    yield in_text(
                        CODE,
                        passage,
                        date.start,
                        date.end,
                        Severity.WARNING,
                        Sureness.LIKELY,
                        gettext_noop("%(date)s is called current in a report of %(year)s."),
                        gettext_noop("A number that is called current should be of the report's year or the one before."),
                        arithmetic=f"{year} − {date.year} = {year - date.year}",
                        date=date.text,
                        year=year,
                    )
        for record in scene.records:
            span = years(record.period)
            if span and record.status == "fact" and span[1] != 9999 and span[1] > year:
                yield at_record(
                    CODE,
                    record,
                    Severity.ERROR,
                    Sureness.CERTAIN,
                    gettext_noop("“%(label)s” is a fact of %(period)s, later than the report of %(year)s."),
                    gettext_noop("Either the date is wrong, or it is a target or a forecast and should be marked as one."),
                    arithmetic=f"{record.period} > {year}",
                    label=record.label.get("zh-hans"),
                    period=record.period,
                    year=year,
                )


def _is_about_now(words: str, at: int) -> bool:
    """目前 and the date stand together; 2012年以来 … 目前 does not."""
    found = CURRENT.search(words)
    rest = words[at : at + 16]
    return (
        found is not None
        and abs(found.start() - at) < 24
        and not re.search(r"以来|起|至今|开始|成立|建成|since|founded|established", words, re.IGNORECASE)
        and bool(rest)
    )


RULE = Rule(CODE, gettext_noop("Impossible or stale date"), check)

"""A total counted up to a day that is smaller than, or no larger than, an earlier one: the later date or the number is wrong."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from cases.periods import Point, parse
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.rules.base import Audit, Rule, at_record
from reports.audit.scenes import Record

CODE = "cumulative"
CUMULATIVE = re.compile(r"累计|cumulative", re.IGNORECASE)


def check(audit: Audit) -> Iterator[Finding]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for scene in audit.reading.scenes:
        for record in scene.records:
            if CUMULATIVE.search(f"{record.label.zh_hans} {record.label.en}") or record.qualifier == "leiji":
                groups[record.indicator or f"{scene.key}:{record.label.zh_hans}"].append(record)
    for records in groups.values():
        dated = sorted(((end, record) for record in records if (end := _end(record))), key=lambda row: row[0])
        for (earlier, one), (later, other) in pairwise(dated):
            if earlier < later and one.kind == other.kind and other.span[1] < one.span[0]:
                yield at_record(
                    CODE,
                    other,
                    Severity.ERROR,
                    Sureness.LIKELY,
                    gettext_noop(
                        "“%(label)s” was %(one)s up to %(earlier)s and is %(other)s up to %(later)s: a cumulative number does not fall."
                    ),
                    gettext_noop("The later total is smaller than the earlier one: a date or a number is wrong."),
                    arithmetic=f"{other.shown('zh-hans')} < {one.shown('zh-hans')}",
                    others=(one.place,),
                    label=one.label.get("zh-hans"),
                    one=one.shown("zh-hans"),
                    earlier=one.period,
                    other=other.shown("zh-hans"),
                    later=other.period,
                )


def _end(record: Record) -> Point | None:
    try:
        period = parse(record.period)
    except ValidationError:
        return None
    return period.end if period else None


RULE = Rule(CODE, gettext_noop("Cumulative total that falls"), check)

"""One value under two labels that looks copied: the same digits, the same unit, another thing."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext_noop

from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.likeness import likeness
from reports.audit.reading.measures import COUNT, POINTS, RANKED, TIMES
from reports.audit.rules.base import Audit, Rule, at_record
from reports.audit.scenes import Record

CODE = "copies"
# By chance two of a part's rates agree in three digits once in some reports; in two digits they often do, and in four anywhere hardly ever.
IN_BLOCK, IN_PART, ANYWHERE = 3, 3, 5


def check(audit: Audit) -> Iterator[Finding]:
    groups: dict[tuple[object, str, str], list[Record]] = defaultdict(list)
    for record in audit.reading.records:
        if record.kind not in {RANKED, TIMES, POINTS} and record.digits >= IN_PART:
            groups[abs(record.amount), record.kind, "" if record.kind == COUNT else record.unit].append(record)
    for records in groups.values():
        if len(records) < 2:
            continue
        distinct: dict[str, Record] = {}
        for record in records:
            distinct.setdefault(record.indicator or f"{record.place.case}:{record.label.zh_hans}", record)
        for one, other in combinations(distinct.values(), 2):
            if not _is_near(one, other) or _are_one_thing(one, other):
                continue
            yield at_record(
                CODE,
                other,
                Severity.WARNING,
                Sureness.LIKELY if one.digits >= 4 or one.kind != COUNT else Sureness.POSSIBLE,
                gettext_noop("“%(one)s” and “%(other)s” have the same value, %(number)s."),
                gettext_noop("The same digits under two labels: one of them may have been copied from the other."),
                arithmetic=f"{one.shown('zh-hans')} = {other.shown('zh-hans')}",
                others=(one.place,),
                one=one.label.get("zh-hans"),
                other=other.label.get("zh-hans"),
                number=other.shown("zh-hans"),
            )


def _is_near(one: Record, other: Record) -> bool:
    if one.place.home == other.place.home:
        return one.digits >= IN_BLOCK
    same_part = one.place.part == other.place.part and one.place.case == other.place.case
    return one.digits >= (IN_PART if same_part else ANYWHERE)


def _are_one_thing(one: Record, other: Record) -> bool:
    """Named much alike, or told as a total and what it is made of."""
    return likeness(one.label.zh_hans.replace("总", ""), other.label.zh_hans.replace("总", "")) >= 0.5 or (
        bool(one.label.en) and likeness(one.label.en, other.label.en) >= 0.75
    )


RULE = Rule(CODE, gettext_noop("Value that looks copied"), check)

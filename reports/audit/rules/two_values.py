"""The same thing with two values: records of one label and period that differ, or two texts that say the same of it with other numbers."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext_noop

from reports.audit.clauses import date_of, sentence, subject
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.likeness import likeness, pieces
from reports.audit.reading.measures import RANKED
from reports.audit.rules.base import Audit, Rule, at_record, in_text
from reports.audit.scenes import Record
from reports.audit.tying import Tie

CODE = "two_values"
# Wordings that share so much, and are long enough to say something, speak of one thing.
SAME, ENOUGH = 0.75, 3


def check(audit: Audit) -> Iterator[Finding]:
    yield from _records(audit)
    yield from _texts(audit)


def _records(audit: Audit) -> Iterator[Finding]:
    groups: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for scene in audit.reading.scenes:
        for record in scene.records:
            # Two cases may each have a figure called so; an indicator is one thing wherever it stands.
            name = record.indicator or f"{scene.key}:{record.label.get('zh-hans')}"
            groups[name, record.period, record.kind].append(record)
    for (_, period, kind), records in groups.items():
        values: dict[object, Record] = {}
        for record in records:
            values.setdefault(record.amount, record)
        distinct = list(values.values())
        if kind == RANKED or len(distinct) < 2 or not period:
            continue
        for one, other in combinations(distinct, 2):
            low, high = max(one.span[0], other.span[0]), min(one.span[1], other.span[1])
            if low <= high and (one.bound != other.bound or one.steps != other.steps):
                continue
            yield at_record(
                CODE,
                other,
                Severity.ERROR,
                Sureness.CERTAIN,
                gettext_noop("“%(label)s” has two values for %(period)s: %(one)s and %(other)s."),
                gettext_noop("A report gives one value for one thing at one time."),
                arithmetic=f"{one.shown('zh-hans')} ≠ {other.shown('zh-hans')}",
                others=(one.place,),
                label=one.label.get("zh-hans"),
                period=period,
                one=one.shown("zh-hans"),
                other=other.shown("zh-hans"),
            )


def _texts(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        ties = [tie for tie in audit.ties.of_scene[scene.key] if not tie.mention.minor and tie.mention.high is None]
        by_kind: dict[tuple[str, str], list[tuple[Tie, str]]] = defaultdict(list)
        for tie in ties:
            words = subject(tie.passage, tie.mention)
            if len(pieces(words)) >= ENOUGH:
                by_kind[tie.passage.language, tie.mention.kind].append((tie, words))
        for group in by_kind.values():
            for (one, words), (other, others) in combinations(group, 2):
                if _are_two(one, other) and likeness(words, others) >= SAME:
                    yield in_text(
                        CODE,
                        other.passage,
                        other.mention.start,
                        other.mention.end,
                        Severity.ERROR,
                        Sureness.LIKELY,
                        gettext_noop("Here it says %(other)s, elsewhere in much the same words %(one)s."),
                        gettext_noop("Two texts say the same of one thing, with different numbers."),
                        arithmetic=f"{one.mention.text} ≠ {other.mention.text}",
                        others=(one.passage.at(one.mention.start, one.mention.end),),
                        one=one.mention.text,
                        other=other.mention.text,
                    )


def _are_two(one: Tie, other: Tie) -> bool:
    if sentence(one.passage, one.mention) == sentence(other.passage, other.mention):
        return False
    if one.record is not None and other.record is not None and one.record != other.record:
        return False
    (low, high), (low2, high2) = one.mention.span, other.mention.span
    if max(low, low2) <= min(high, high2):
        return False
    a, b = date_of(one.passage, one.mention), date_of(other.passage, other.mention)
    return (a is None or b is None or a.agrees(b)) and one.mention.way == other.mention.way


RULE = Rule(CODE, gettext_noop("One thing with two values"), check)

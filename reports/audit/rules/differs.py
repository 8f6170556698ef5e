"""A number that its record gives otherwise: the words speak of a record, the kind is the same, the value is not."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext_noop

from reports.audit.clauses import clause, date_of, may_hold, sentence
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.likeness import coverage
from reports.audit.reading.measures import count_alike
from reports.audit.rules.base import Audit, Rule, in_text, plain
from reports.audit.scenes import Record
from reports.audit.tying import Tie, agree

CODE = "differs"
# So much of a record's label has to stand around a number for the number to be that record's.
ALIKE, ALIKE_IN_CALLOUT, SURE = 0.6, 0.25, 0.8
FALLING = ("降", "减", "跌", "缩", "fall", "declin", "reduc", "decreas", "cut", "drop", "saved", "节")


def check(audit: Audit) -> Iterator[Finding]:
    for tie, record in differing(audit):
        passage, mention = tie.passage, tie.mention
        alike = coverage(record.label.get(passage.language), sentence(passage, mention))
        yield in_text(
            CODE,
            passage,
            mention.start,
            mention.end,
            Severity.ERROR,
            Sureness.LIKELY if alike >= SURE or record.place.field.startswith("data.") else Sureness.POSSIBLE,
            gettext_noop("The text says %(number)s, the record “%(label)s” says %(kept)s."),
            gettext_noop("One of the two was changed and the other was not, or a digit, the unit or its scale was mistaken."),
            arithmetic=f"{mention.text} ≠ {record.shown(passage.language)}" + _ratio(tie, record),
            others=(record.place,),
            number=mention.text,
            label=record.label.get(passage.language),
            kept=record.shown(passage.language),
        )
    yield from _against(audit)


def _ratio(tie: Tie, record: Record) -> str:
    if not record.amount or not tie.mention.value:
        return ""
    ratio = abs(tie.mention.value / record.amount)
    return f" (×{plain(ratio, 4)})"


def _against(audit: Audit) -> Iterator[Finding]:
    """The same digits, but the text says that it rose and the record that it fell."""
    for tie in audit.ties.all:
        record, way = tie.record, tie.mention.way
        if record is None or not way or not (record.is_change or record.amount < 0):
            continue
        label = tie.label.lower()
        is_fall = (record.amount < 0) != any(word in label for word in FALLING)
        says_change = any(word in label for word in (*FALLING, "增", "升", "提高", "grow", "ris", "increas", "变化", "change"))
        if says_change and is_fall != (way == "down") and coverage(label, sentence(tie.passage, tie.mention)) >= 0.5:
            yield in_text(
                CODE,
                tie.passage,
                tie.mention.start,
                tie.mention.end,
                Severity.ERROR,
                Sureness.LIKELY,
                gettext_noop("The text and the record “%(label)s” (%(kept)s) differ on whether it rose or fell."),
                gettext_noop("The digits are the same, the direction is not."),
                arithmetic=f"{tie.mention.text} ↔ {record.shown(tie.passage.language)}",
                others=(record.place,),
                label=tie.label,
                kept=record.shown(tie.passage.language),
            )


def differing(audit: Audit) -> list[tuple[Tie, Record]]:
    """Numbers without a record of their value, with the record that the words around them speak of."""
    return _differing(audit)


@lru_cache(maxsize=1)
def _differing(audit: Audit) -> list[tuple[Tie, Record]]:
    found = []
    for scene in audit.reading.scenes:
        ties = audit.ties.of_scene[scene.key]
        for tie in ties:
            if tie.record is None:
                record = _missed(tie, scene.records)
                if record is not None:
                    found.append((tie, record))
    return found


def _missed(tie: Tie, records: tuple[Record, ...]) -> Record | None:
    passage, mention = tie.passage, tie.mention
    candidates = []
    for record in records:
        if (
            not mention.same_kind(record.kind)
            or not count_alike(mention.counter, record.counter)
            or record.kind == "rank"
            or not may_hold(record.period, date_of(passage, mention))
        ):
            continue
        label = record.label.get(passage.language)
        if passage.language == "en" and not record.label.en:
            continue
        of_callout = record.place.field.startswith("data.") and record.place.home == passage.place.home
        words = clause(passage, mention)
        alike = coverage(label, words)
        whole = coverage(label, sentence(passage, mention))
        # A callout's numbers are all to be said in it; elsewhere the words have to be much the label's.
        enough = whole >= ALIKE_IN_CALLOUT if of_callout and not mention.minor else alike >= ALIKE and not (mention.minor and alike < SURE)
        if enough and not any(agree(other, record) for other in passage.mentions):
            candidates.append((of_callout, alike + whole / 2, record))
    return max(candidates, key=lambda row: row[:2])[2] if candidates else None


RULE = Rule(CODE, gettext_noop("Number that differs from its record"), check)

"""A share that is not part over whole: 2600家中有1300家，占45%."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop

from reports.audit.clauses import sentence_span
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.likeness import coverage
from reports.audit.reading.measures import SHARE
from reports.audit.reading.mentions import Mention
from reports.audit.rules.base import Audit, Rule, at_record, in_text, plain
from reports.audit.scenes import Passage, Record

CODE = "shares"
SHARED = {
    "zh-hans": re.compile(
        r"占(?:总|全部|全|其中|比|到|了|[\u4e00-\u9fffA-Za-z]{0,10}的)?(?:比重|比例)?(?:为|达|约|近|超过)?$|占.{0,12}$|比重.{0,4}$|比例.{0,4}$|相当于.{0,8}$"
    ),
    "en": re.compile(r"(?:,| or| that is| i\.e\.|\(|equal to| account\w* for| making up| mak\w+ up| share of)[^,.;]{0,24}$"),
}
# Of what: 占全国的, of the country's. A whole outside of the sentence is not what the sentence gives.
ELSEWHERE = re.compile(
    r"占(?:全国|全球|世界|全省|全市|同期|GDP|国内|行业)|of (?:the )?(?:world|global|national|country|nation|province|GDP)", re.IGNORECASE
)
BOTH = {
    "zh-hans": re.compile(r"中[，,]?(?:有|已有|的)|其中|总数|全部|共|总|里[，,]?有"),
    "en": re.compile(r"\bof (?:the|its|all|which|them|a total)|\bout of\b|\bin total\b|\bamong\b", re.IGNORECASE),
}


def check(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        for passage in scene.passages:
            if passage.role not in {"label", "note"}:
                yield from _in_text(passage)
        yield from _records([record for record in scene.records if not record.is_change])


def _in_text(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for share in passage.mentions:
        if share.kind != SHARE or share.high is not None or share.value > 100:
            continue
        first, last = sentence_span(text, share.start, share.end)
        before = text[first : share.start]
        if (
            not SHARED[passage.language].search(before)
            or ELSEWHERE.search(text[first : share.end + 24])
            or not BOTH[passage.language].search(before + text[share.end : last])
        ):
            continue
        inside = [
            m
            for m in passage.mentions
            if first <= m.start
            and m.end <= share.start
            and not m.minor
            and m.kind not in {SHARE, "points", "rank", "times", "years", "months", "time"}
        ]
        for one, other in zip(inside[-2::-1], inside[:0:-1], strict=False):
            if one.same_kind(other.kind):
                yield from _judge(passage, share, one, other)
                break


def _judge(passage: Passage, share: Mention, one: Mention, other: Mention) -> Iterator[Finding]:
    part, whole = sorted((one, other), key=lambda mention: mention.value)
    if not whole.span[0] > 0:
        return
    low, high = part.span[0] / whole.span[1] * 100, part.span[1] / whole.span[0] * 100
    if high < share.span[0] or low > share.span[1]:
        right = part.value / whole.value * 100
        yield in_text(
            CODE,
            passage,
            share.start,
            share.end,
            Severity.ERROR,
            Sureness.LIKELY,
            gettext_noop("%(part)s of %(whole)s is %(right)s %%, the text says %(share)s."),
            gettext_noop("A share is the part over the whole; what rounding allows was counted in."),
            arithmetic=f"{part.text} ÷ {whole.text} = {plain(right, 1)} % ≠ {share.text}",
            others=(passage.at(one.start, one.end), passage.at(other.start, other.end)),
            part=part.text,
            whole=whole.text,
            right=plain(right, 1),
            share=share.text,
        )


LABEL = re.compile(r"(?P<part>.+?)占(?P<whole>.+?)的?(?:比重|比例|份额)")


def _records(records: list[Record]) -> Iterator[Finding]:
    """A record whose label says what it is a share of, where both stand beside it."""
    for share in records:
        named = LABEL.match(share.label.zh_hans) if share.kind == SHARE else None
        if named is None:
            continue
        part, whole = (_called(named[name], records, share) for name in ("part", "whole"))
        if part is None or whole is None or part == whole or part.kind != whole.kind or not whole.span[0] > 0:
            continue
        low, high = part.span[0] / whole.span[1] * 100, part.span[1] / whole.span[0] * 100
        if high < share.span[0] or low > share.span[1]:
            right = part.amount / whole.amount * Decimal(100)
            yield at_record(
                CODE,
                share,
                Severity.ERROR,
                Sureness.LIKELY,
                gettext_noop("“%(label)s” is given as %(share)s, but %(part)s of %(whole)s is %(right)s %%."),
                gettext_noop("A share is the part over the whole; what rounding allows was counted in."),
                arithmetic=f"{part.shown('zh-hans')} ÷ {whole.shown('zh-hans')} = {plain(right, 1)} % ≠ {share.shown('zh-hans')}",
                others=(part.place, whole.place),
                label=share.label.zh_hans,
                share=share.shown("zh-hans"),
                part=part.shown("zh-hans"),
                whole=whole.shown("zh-hans"),
                right=plain(right, 1),
            )


def _called(name: str, records: list[Record], share: Record) -> Record | None:
    fitting = [
        record
        for record in records
        if record is not share
        and record.kind not in {SHARE, "points", "rank", "times"}
        and record.period == share.period
        and coverage(record.label.zh_hans, name) >= 0.8
        and coverage(name, record.label.zh_hans) >= 0.8
    ]
    return fitting[0] if len(fitting) == 1 else None


RULE = Rule(CODE, gettext_noop("Share that is not part over whole"), check)

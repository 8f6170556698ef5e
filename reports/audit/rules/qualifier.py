"""A qualifier dropped or added: the record says 超过 2000万, the text 2000万."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.reading.bounds import Bound
from reports.audit.rules.base import Audit, Rule, in_text
from reports.audit.tying import Tie

CODE = "qualifier"


def check(audit: Audit) -> Iterator[Finding]:
    for tie in audit.ties.all:
        record, mention = tie.record, tie.mention
        if record is None or mention.minor or mention.high is not None or mention.bound.agrees(record.bound):
            continue
        if _was_rounded(tie) or _says_it_otherwise(tie):
            continue
        if mention.bound == Bound.EXACT:
            says = gettext_noop("The record says %(kept)s; the text leaves the qualifier out: %(number)s.")
        elif record.bound == Bound.EXACT:
            says = gettext_noop("The text adds a qualifier that the record does not have: %(number)s; kept is %(kept)s.")
        else:
            says = gettext_noop("The text and the record qualify the number differently: %(number)s; kept is %(kept)s.")
        yield in_text(
            CODE,
            tie.passage,
            mention.start,
            mention.end,
            Severity.WARNING,
            Sureness.LIKELY,
            says,
            gettext_noop("“More than” and “nearly” change what a number claims."),
            arithmetic=f"{mention.text} ↔ {record.shown(tie.passage.language)}",
            others=(record.place,),
            number=mention.text,
            kept=record.shown(tie.passage.language),
        )


def _was_rounded(tie: Tie) -> bool:
    """About 31 万亿 for 31.3 万亿, over 2000 for 2003: the qualifier makes the rounding true."""
    assert tie.record
    amount, value = abs(tie.record.amount), abs(tie.mention.value)
    if amount == value:
        return False
    return tie.mention.bound == Bound.ABOUT or (amount > value if tie.mention.bound in {Bound.OVER, Bound.LEAST} else amount < value)


BEFORE = {
    "zh-hans": (
        ("超", "突破", "逾", "以上", "多", "余", "至少"),
        ("近", "不到", "不足"),
        ("约", "左右", "大约"),
        ("最多", "最大", "以下", "不超过"),
    ),
    "en": (
        ("more than", "over", "exceed", "least", "upwards", "passed", "above", "or more"),
        ("nearly", "almost", "less than", "under"),
        ("about", "around", "approx", "roughly"),
        ("at most", "up to", "maximum"),
    ),
}
GROUPS = ({Bound.OVER, Bound.LEAST}, {Bound.NEARLY, Bound.UNDER}, {Bound.ABOUT}, {Bound.MOST})


def _says_it_otherwise(tie: Tie) -> bool:
    """The qualifier stands near by, only not beside the number: 均超过 once for two numbers, both passed 100 million."""
    assert tie.record
    if tie.mention.bound != Bound.EXACT:
        return False
    text = tie.passage.text[max(0, tie.mention.start - 32) : tie.mention.end + 24].lower()
    return any(
        tie.record.bound in group and any(word in text for word in words)
        for group, words in zip(GROUPS, BEFORE[tie.passage.language], strict=True)
    )


RULE = Rule(CODE, gettext_noop("Qualifier dropped or added"), check)

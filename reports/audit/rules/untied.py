"""A number in a text that no figure and no indicator stands behind."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.rules.base import Audit, Rule, in_text
from reports.audit.rules.differs import differing
from reports.audit.rules.sums import is_part_of_sum
from reports.audit.tying import Tie

CODE = "untied"
# Durations and small counts are told as a story goes; they are asked for last.
PASSING = {"time", "months", "years", "temperature", "length"}


def check(audit: Audit) -> Iterator[Finding]:
    told = {(tie.passage.place, tie.mention.start) for tie, _ in differing(audit)}
    for tie in audit.ties.untied:
        passage, mention = tie.passage, tie.mention
        if mention.minor or (passage.place, mention.start) in told or is_part_of_sum(tie):
            continue
        # The other language says the same number: it is named once, in Chinese.
        if passage.language == "en" and _is_in_chinese(audit, tie):
            continue
        yield in_text(
            CODE,
            passage,
            mention.start,
            mention.end,
            Severity.HINT,
            Sureness.POSSIBLE if mention.kind in PASSING or mention.digits < 2 else Sureness.LIKELY,
            gettext_noop("“%(number)s” has no record behind it."),
            gettext_noop("Every number in the text should be kept once, with its unit, date and source, as a figure or an indicator."),
            number=mention.text,
        )


def _is_in_chinese(audit: Audit, tie: Tie) -> bool:
    place = tie.passage.place
    return any(
        other.passage.place.field == place.field
        and other.passage.place.home == place.home
        and other.passage.language != "en"
        and other.mention.value == tie.mention.value
        for other in audit.ties.of_scene[tie.scene.key]
    )


RULE = Rule(CODE, gettext_noop("Number without a record"), check)

"""A record whose number stands nowhere: a callout's number that its text does not say, a case's figure that none of its texts does."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.reading.measures import RANKED
from reports.audit.rules.base import Audit, Rule, at_record
from reports.audit.rules.differs import differing
from reports.audit.scenes import Record, Scene
from reports.audit.tying import agree

CODE = "unstated"


def check(audit: Audit) -> Iterator[Finding]:
    told = {record for _, record in differing(audit)}
    for scene in audit.reading.scenes:
        for record in scene.records:
            if (
                record in told
                or record.kind == RANKED
                or not record.amount
                or not _is_to_be_stated(scene, record)
                or _is_stated(scene, record)
            ):
                continue
            yield at_record(
                CODE,
                record,
                Severity.HINT if scene.case else Severity.WARNING,
                Sureness.POSSIBLE if scene.case else Sureness.LIKELY,
                gettext_noop("“%(label)s”, %(number)s, stands in no text here."),
                gettext_noop("A number that is kept for a text should be said in it; or the text was changed and the number was not."),
                label=record.label.get("zh-hans"),
                number=record.shown("zh-hans"),
            )


def _is_to_be_stated(scene: Scene, record: Record) -> bool:
    if scene.case:
        return any(spot.zh.text for spot in scene.spots if spot.zh.place.field.endswith("body"))
    return record.place.field.startswith("data.")


def _is_stated(scene: Scene, record: Record) -> bool:
    """Whether any text of the case, or of the callout, says it. Whether it is the best record for that number does not matter here."""
    return any(
        agree(mention, record)
        for passage in scene.passages
        if scene.case or passage.place.block == record.place.block
        if passage.role not in {"label", "note"}
        for mention in passage.mentions
    )


RULE = Rule(CODE, gettext_noop("Record that stands nowhere"), check)

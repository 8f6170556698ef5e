"""Print sentences whose source has moved on since they were shortened from it."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.readiness.findings import Check, Door, Obstacle, Severity
from reports.readiness.proof import Proof

SAYS = {
    "changed": gettext_noop("The source of this print sentence has changed."),
    "gone": gettext_noop("The source of this print sentence is gone."),
    "new": gettext_noop("The source has a sentence that nobody has read for print yet."),
}


def look(proof: Proof) -> Iterator[Obstacle | None]:
    places = {placed.pk: placed.place for placed in proof.placed}
    behind = {each.placement for each in proof.behind}
    for pk in places:
        if pk not in behind:
            yield None
    for each in proof.behind:
        place = places[each.placement]
        yield Obstacle(CHECK.code, Severity.BLOCKS, place, SAYS[each.kind], (), each.sentence, Door.SHORTENED, str(each.placement))


CHECK = Check("shortened", gettext_noop("Shortened texts"), gettext_noop("Whether print texts still say what their source says."), look)

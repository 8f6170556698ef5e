"""Placed cases that are not public any more."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.readiness.findings import Check, Obstacle, Severity
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for placed in proof.placed:
        if placed.public is not None:
            yield None
        else:
            says = gettext_noop("The case is withdrawn: take it out, or have it published again.")
            yield Obstacle(CHECK.code, Severity.BLOCKS, placed.place, says, about=placed.title.get("zh-hans"))


CHECK = Check("withdrawn", gettext_noop("Published cases"), gettext_noop("Whether each placed case is still published."), look)

"""Cases placed at a revision that is no longer the public one."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.readiness.findings import Check, Door, Obstacle, Severity, facts
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for placed in proof.placed:
        if placed.public is None:
            continue
        if placed.public == placed.pinned or placed.stays:
            yield None
        else:
            yield Obstacle(
                CHECK.code,
                Severity.BLOCKS,
                placed.place,
                gettext_noop("The report has revision %(pinned)s of the case; revision %(public)s is public."),
                facts(pinned=placed.pinned, public=placed.public),
                placed.title.get("zh-hans"),
                Door.NEWER,
                str(placed.pk),
            )


CHECK = Check("newer", gettext_noop("Cases up to date"), gettext_noop("Whether each case is placed as it is public now."), look)

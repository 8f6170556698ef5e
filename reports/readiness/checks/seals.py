"""Cases whose company has not stamped what is printed of them."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.readiness.findings import Check, Door, Obstacle, Severity
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for placed in proof.placed:
        if placed.is_stamped:
            yield None
        else:
            says = (
                gettext_noop("A stamped sheet of the case waits to be checked.")
                if placed.is_stamp_waiting
                else gettext_noop("The company has not stamped the case as it is printed.")
            )
            yield Obstacle(CHECK.code, Severity.BLOCKS, placed.place, says, about=placed.title.get("zh-hans"), door=Door.CASE)


CHECK = Check("seals", gettext_noop("Stamped cases"), gettext_noop("Whether the company has stamped each case as it is printed."), look)

"""Blocks that cannot be composed: a build stops at the first of them."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Place
from reports.readiness.findings import Check, Obstacle, Severity, facts
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    if not any(proof.book.blocks()):
        yield Obstacle(CHECK.code, Severity.BLOCKS, Place(), gettext_noop("There is nothing in the report yet."))
    for _, part in proof.book.walk():
        for number in range(len(part.blocks)):
            lacks = proof.lacking.get((part.key, number))
            yield _gap(Place(part.key, number), lacks) if lacks else None


def _gap(place: Place, lacks: str) -> Obstacle:
    return Obstacle(CHECK.code, Severity.BLOCKS, place, gettext_noop("The block is not complete. %(lacks)s"), facts(lacks=lacks))


CHECK = Check("incomplete", gettext_noop("Complete blocks"), gettext_noop("Whether each block has what its kind needs."), look)

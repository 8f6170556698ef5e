"""What has not been signed by those named for it, or not been approved by its company."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Place
from reports.readiness.findings import Check, Door, Obstacle, Severity, facts
from reports.readiness.proof import Proof
from reports.signing.unsigned import Why, awaited


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for each in awaited(proof.report, proof.book):
        if each is None:
            yield None
            continue
        yield Obstacle(
            CHECK.code,
            # An association that has no chain for a part may do without one.
            Severity.WARNS if each.why == Why.NOBODY else Severity.BLOCKS,
            Place(each.part, -1 if each.block is None else each.block),
            "%(sentence)s",
            facts(sentence=each.sentence),
            door=Door.APPROVALS if each.why == Why.COMPANY else Door.SIGNING,
        )


CHECK = Check(
    "signatures", gettext_noop("Signatures"), gettext_noop("Whether each part is signed and each case approved as it stands."), look
)

"""What the number audit has found and nobody has accepted."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Severity as Found
from reports.readiness.findings import Check, Door, Obstacle, Severity
from reports.readiness.proof import Proof
from reports.settling import findings_of, judge


def look(proof: Proof) -> Iterator[Obstacle | None]:
    """One query, for what was decided on them. A contradiction blocks; what is doubtful is to be weighed."""
    for row in judge(findings_of(proof.book), proof.report.settlements.all()):
        finding = row.finding
        if finding.place.language not in proof.languages:
            continue
        severity = Severity.BLOCKS if finding.severity == Found.ERROR else Severity.WARNS
        yield (
            Obstacle(CHECK.code, severity, finding.place, finding.says, finding.facts, finding.about, Door.NUMBERS, finding.digest[:12])
            if row.is_open
            else None
        )


CHECK = Check(
    "numbers", gettext_noop("Number audit"), gettext_noop("Whether each finding of the number audit is mended or accepted."), look
)

"""From a book or a case to its findings."""

from cases.document import CaseDocument
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.rules import RULES
from reports.audit.rules.base import Audit
from reports.audit.scenes import Reading, reading_of, reading_of_case
from reports.audit.tying import Ties
from reports.document import Book

# The gravest first; within one, the surest.
GRAVITY = {severity: number for number, severity in enumerate(Severity)}
SURENESS = {sureness: number for number, sureness in enumerate(Sureness)}


def audit_book(book: Book) -> tuple[Finding, ...]:
    return _findings(reading_of(book))


def audit_case(document: CaseDocument) -> tuple[Finding, ...]:
    """Of a single case, as it is handed in."""
    return _findings(reading_of_case(document))


def _findings(reading: Reading) -> tuple[Finding, ...]:
    audit = Audit(reading, Ties(reading))
    found: dict[tuple[str, object], Finding] = {}
    for rule in RULES:
        for finding in rule.check(audit):
            found.setdefault((finding.digest, finding.place), finding)
    order = {rule.code: number for number, rule in enumerate(RULES)}
    return tuple(sorted(found.values(), key=lambda finding: (GRAVITY[finding.severity], order[finding.rule], SURENESS[finding.sureness])))

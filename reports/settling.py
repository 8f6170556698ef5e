"""The number audit of a report with what was decided on its findings."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from reports.audit import Finding, audit_book
from reports.compose import compose
from reports.document import Book, to_json
from reports.enums import Outcome
from reports.models import Report, Settlement

# The same book has the same findings; a day is long enough for a compiler's work, and short enough for a new rule to be seen.
KEPT = 24 * 3600


@dataclass(frozen=True)
class Judged:
    """A finding and what was decided on it. `earlier` was accepted at the same place for other words or another number."""

    finding: Finding
    settlement: Settlement | None = None
    earlier: Settlement | None = None

    @property
    def is_open(self) -> bool:
        """What was marked as fixed and is found still is open."""
        return self.settlement is None or self.settlement.outcome != Outcome.ACCEPTED


def findings_of(book: Book) -> tuple[Finding, ...]:
    """`audit_book`, kept under what the book says."""
    canonical = json.dumps(to_json(book), ensure_ascii=False, sort_keys=True)
    key = f"number-audit-{hashlib.sha256(canonical.encode()).hexdigest()}"
    found: tuple[Finding, ...] | None = cache.get(key)
    if found is None:
        found = audit_book(book)
        cache.set(key, found, KEPT)
    return found


def judged(report: Report) -> list[Judged]:
    """Composes the report (`reports.compose.Incomplete` when it cannot be) and one query for the settlements."""
    return judge(findings_of(compose(report)), report.settlements.select_related("by"))


def judge(findings: Iterable[Finding], settlements: Iterable[Settlement]) -> list[Judged]:
    by_digest, at_place = {}, {}
    for settlement in settlements:
        by_digest[settlement.digest] = settlement
        if settlement.outcome == Outcome.ACCEPTED:
            at_place.setdefault((settlement.rule, settlement.part, settlement.case, settlement.field), settlement)
    rows = []
    for finding in findings:
        settled = by_digest.get(finding.digest)
        place = (finding.rule, finding.place.part, finding.place.case, finding.place.field)
        rows.append(Judged(finding, settled, at_place.get(place) if settled is None else None))
    return rows


def open_findings(report: Report) -> list[Finding]:
    return [row.finding for row in judged(report) if row.is_open]


@transaction.atomic
def settle(report: Report, finding: Finding, *, outcome: str, reason: str, by: Any) -> Settlement:
    """Decide on a finding, anew if it was decided on before. ValidationError names the field that lacks."""
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Choose whether the finding is fixed or accepted.")})
    reason = reason.strip()
    if outcome == Outcome.ACCEPTED and not reason:
        raise ValidationError({"reason": _("Give the reason why the finding is accepted as it is.")})
    if len(reason) > 600:
        raise ValidationError({"reason": _("The reason is too long: give at most 600 characters.")})
    settlement, _created = Settlement.objects.update_or_create(
        report=report,
        digest=finding.digest,
        defaults={
            "rule": finding.rule,
            "part": finding.place.part,
            "case": finding.place.case,
            "field": finding.place.field,
            "about": finding.about,
            "outcome": outcome,
            "reason": reason,
            "by": by,
        },
    )
    return settlement


def reopen(report: Report, finding: Finding) -> None:
    report.settlements.filter(digest=finding.digest).delete()

"""What a rule is: a code, a name and a function from what was read to findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.audit.clauses import sentence_span
from reports.audit.findings import Finding, Place, Severity, Sureness
from reports.audit.scenes import Passage, Reading, Record
from reports.audit.tying import Ties


@dataclass(frozen=True, eq=False)
class Audit:
    """One run: what was read, and its numbers tied. A run is itself alone, so that what rules share of it is computed once."""

    reading: Reading
    ties: Ties


@dataclass(frozen=True)
class Rule:
    code: str
    name: str
    check: Callable[[Audit], Iterator[Finding]]


def in_text(
    rule: str,
    passage: Passage,
    start: int,
    end: int,
    severity: Severity,
    sureness: Sureness,
    says: str,
    because: str,
    *,
    arithmetic: str = "",
    others: tuple[Place, ...] = (),
    **facts: Any,
) -> Finding:
    """A finding at these characters of a text; it stands on the sentence they are in."""
    first, last = sentence_span(passage.text, start, end)
    about = passage.text[first:last].strip()
    return Finding(rule, severity, sureness, passage.at(start, end), about, says, because, _facts(facts), arithmetic, others)


def at_record(
    rule: str,
    record: Record,
    severity: Severity,
    sureness: Sureness,
    says: str,
    because: str,
    *,
    arithmetic: str = "",
    others: tuple[Place, ...] = (),
    **facts: Any,
) -> Finding:
    about = f"{record.label.get('zh-hans')} {record.period} {record.shown('zh-hans')}".strip()
    return Finding(rule, severity, sureness, record.place, about, says, because, _facts(facts), arithmetic, others)


def _facts(facts: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in facts.items()))


def plain(value: Decimal, places: int = 2) -> str:
    """A computed value as people write it: rounded, without the zeros at its end."""
    rounded = round(value, places)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

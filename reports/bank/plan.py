"""What a list would do to the bank: row by row new, changed or as it is; and the rows that would be written."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from reports.bank.columns import BY_KEY, said, tidy
from reports.bank.reading import BankRow
from reports.models import Indicator, Observation

Key = tuple[str, str, str]
# What a value is found by is no change of it.
WHERE = frozenset({"period", "place"})
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Difference:
    """`label` names the column in the language of the moment; `before` is empty where nothing was."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """What one row of the list does."""

    number: int
    title: str
    period: str
    kind: str
    differences: tuple[Difference, ...] = ()


@dataclass
class Plan:
    steps: list[Step] = field(default_factory=list)
    new_indicators: list[Indicator] = field(default_factory=list)
    changed_indicators: list[Indicator] = field(default_factory=list)
    new_values: list[Observation] = field(default_factory=list)
    changed_values: list[Observation] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(step.kind == kind for step in self.steps)

    @property
    def does_nothing(self) -> bool:
        return all(step.kind == SAME for step in self.steps)

    @property
    def mark(self) -> str:
        """The same for two plans that do the same: who confirms one has seen it."""
        told = json.dumps([asdict(step) for step in self.steps], ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass
class Bank:
    """What the bank holds of the identifiers that a list names."""

    indicators: dict[str, Indicator]
    values: dict[Key, Observation]


def bank_of(rows: Iterable[BankRow], *, lock: bool = False) -> Bank:
    """Two queries. With `lock` nobody else changes these indicators until the transaction ends."""
    keys = {row.key for row in rows}
    indicators = Indicator.objects.filter(key__in=keys)
    held = {row.key: row for row in (indicators.select_for_update() if lock else indicators)}
    values = Observation.objects.filter(indicator__in=[row.pk for row in held.values()])
    by_pk = {row.pk: row for row in held.values()}
    found = {}
    for value in values:
        value.indicator = by_pk[value.indicator_id]
        found[value.indicator.key, value.period, value.place] = value
    return Bank(held, found)


def plan(rows: Iterable[BankRow], bank: Bank) -> Plan:
    """What `rows` do to the bank. The rows of `bank` are changed as they would be written, so it serves once."""
    made = Plan()
    indicators = dict(bank.indicators)
    for row in rows:
        indicator = indicators.get(row.key)
        is_new = indicator is None
        if indicator is None:
            indicator = indicators[row.key] = Indicator(key=row.key)
            made.new_indicators.append(indicator)
        differences = _put(indicator, row.indicator)
        if differences and not is_new and indicator.pk:
            made.changed_indicators.append(indicator)
        if row.value is not None:
            there = bank.values.get((row.key, row.value["period"], row.value["place"]))
            value = there or Observation(indicator=indicator, period=row.value["period"], place=row.value["place"])
            changes = _put(value, row.value)
            is_new |= there is None
            if there is None:
                made.new_values.append(value)
            elif changes:
                made.changed_values.append(value)
            differences += changes
        kind = NEW if is_new else CHANGED if differences else SAME
        period = row.value["period"] if row.value else ""
        made.steps.append(Step(row.number, str(indicator.label or row.key), period, kind, tuple(differences)))
    return made


def _put(row: Any, columns: dict[str, Any]) -> list[Difference]:
    """Write columns into a row; what is another text than before, as a list would say it."""
    found = []
    # In the order of the list, whatever order a database keeps them in.
    for name in (name for name in BY_KEY if name in columns):
        is_there = row.pk is not None
        held, before = getattr(row, name), tidy(name, said(row, name)) if is_there else ""
        setattr(row, name, type(row)._meta.get_field(name).to_python(columns[name]))
        now = said(row, name)
        if before != now and name not in WHERE:
            found.append(Difference(str(BY_KEY[name].label), before, now))
        elif is_there:
            # Its spaces and line ends too, which a list does not carry.
            setattr(row, name, held)
    return found

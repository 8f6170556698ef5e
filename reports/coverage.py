"""How chosen cases meet what a report wants of them: counted over values, nothing here asks the database.

A case is the set of its marks, each an aspect with a value: `concept=green`, `sdg=7`, `owner=huawei`, `kind=enterprise`, and
`newcomer=huawei` where no earlier report has a case of that organisation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.enums import Aspect

Marks = frozenset[str]
# aspect → its values in the order that readers know
Known = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Wanted:
    """A quota as a value; `value` empty: of each value of the aspect that has no quota of its own."""

    aspect: str
    value: str = ""
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class Line:
    """One number with what is wanted of it."""

    aspect: str
    value: str
    have: int
    minimum: int | None = None
    maximum: int | None = None

    @property
    def missing(self) -> int:
        return max(0, (self.minimum or 0) - self.have)

    @property
    def surplus(self) -> int:
        return 0 if self.maximum is None else max(0, self.have - self.maximum)

    @property
    def is_met(self) -> bool:
        return not self.missing and not self.surplus

    @property
    def is_wanted(self) -> bool:
        return self.minimum is not None or self.maximum is not None


def coverage(chosen: Sequence[Marks], wanted: Iterable[Wanted], known: Known) -> dict[str, tuple[Line, ...]]:
    """For each aspect a line for each value that a chosen case has or a quota names: known ones in their order, then by their number.

    Of all cases and of newcomers there is one line; a newcomer counts once, whatever the number of its cases.
    """
    quotas = {(quota.aspect, quota.value): quota for quota in wanted}
    counts: dict[str, Counter[str]] = {aspect: Counter() for aspect in Aspect}
    for marks in chosen:
        for mark in marks:
            aspect, _equals, value = mark.partition("=")
            if aspect in counts:
                counts[aspect][value] += 1
    one = {Aspect.CASES: len(chosen), Aspect.NEWCOMER: len(counts[Aspect.NEWCOMER])}

    def line(aspect: str, value: str, have: int) -> Line:
        quota = quotas.get((aspect, value)) or quotas.get((aspect, "")) or Wanted(aspect)
        return Line(aspect, value, have, quota.minimum, quota.maximum)

    def lines(aspect: str) -> tuple[Line, ...]:
        if aspect in one:
            return (line(aspect, "", one[aspect]),)
        named = [value for of, value in quotas if of == aspect and value]
        each = known.get(aspect, ()) if (aspect, "") in quotas else ()
        had = counts[aspect]
        shown = {*named, *each, *had}
        ordered = [value for value in known.get(aspect, ()) if value in shown]
        rest = sorted(shown - set(ordered), key=lambda value: (-had[value], value))
        return tuple(line(aspect, value, had[value]) for value in [*ordered, *rest])

    return {aspect: lines(aspect) for aspect in Aspect}


def crossed(chosen: Sequence[Marks], down: Sequence[str], across: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """How many cases have both marks: a row for each of `down`, a number for each of `across`."""
    return tuple(tuple(sum(1 for marks in chosen if {row, column} <= marks) for column in across) for row in down)

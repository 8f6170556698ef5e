"""Bars as values: how long each one is, all measured from one zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# What is not zero can be seen.
SHORTEST = 0.4


@dataclass(frozen=True)
class Extent:
    """Where a bar begins and how long it is, in per cent of the space for bars."""

    start: float
    length: float


def extents(values: Sequence[Decimal | int]) -> list[Extent]:
    """In the order of the values. The longest fills the space; bars below zero lie to the left of it."""
    exact = [Decimal(value) for value in values]
    low = min([Decimal(0), *exact])
    whole = max([Decimal(0), *exact]) - low or Decimal(1)
    return [Extent(_percent(min(value, Decimal(0)) - low, whole), _length(value, whole)) for value in exact]


def _length(value: Decimal, whole: Decimal) -> float:
    return max(SHORTEST, _percent(abs(value), whole)) if value else 0


def _percent(value: Decimal, whole: Decimal) -> float:
    return round(float(value / whole) * 100, 2)

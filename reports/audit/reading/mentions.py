"""What the reader finds in a text: a quantity with its unit, qualifier and precision, and a date."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from cases.quantities import split_unit
from reports.audit.reading.bounds import Bound
from reports.audit.reading.measures import COUNT, same_kind

Way = Literal["", "up", "down"]


@dataclass(frozen=True)
class Mention:
    """A quantity as written. `value` is in the base unit of its kind: 3.2亿户 is 320000000, kind "count".

    `step` is what one more in its last digit would add, `coarse` in its last digit that is not zero: 3.20亿 → 1000000 and 10000000.
    `high` is set for a range, `value` being its lower end. A `minor` number (两个方面, five reasons, a line's voltage) needs no
    record of its own. `way` is what the words before it say of a change.
    """

    start: int
    end: int
    text: str
    value: Decimal
    kind: str
    unit: str = ""
    bound: Bound = Bound.EXACT
    step: Decimal = Decimal(1)
    coarse: Decimal = Decimal(1)
    high: Decimal | None = None
    minor: bool = False
    way: Way = ""

    @property
    def digits(self) -> int:
        """How many significant digits it is given with: 17.30 has four, 2000 has one."""
        return max(1, self.value.copy_abs().adjusted() - self.coarse.adjusted() + 1) if self.value else 1

    @property
    def counter(self) -> str:
        """Its unit without the scale: 万人 → 人."""
        return split_unit(self.unit)[1]

    @property
    def span(self) -> tuple[Decimal, Decimal]:
        """The values that may stand behind it, by rounding and by its qualifier."""
        # What is counted one by one is not rounded.
        step = Decimal(0) if self.kind == COUNT and self.step == 1 else self.step
        return span(self.value, self.high, self.bound, step, self.coarse)

    def same_kind(self, kind: str) -> bool:
        return same_kind(self.kind, kind)


def span(value: Decimal, high: Decimal | None, bound: Bound, step: Decimal, coarse: Decimal) -> tuple[Decimal, Decimal]:
    half, wide = step / 2, max(coarse, step)
    match bound:
        case Bound.OVER | Bound.LEAST:
            return value - half, (high or value) + wide
        case Bound.UNDER | Bound.MOST:
            return value - wide, (high or value) + half
        case Bound.NEARLY:
            return value - wide / 2, (high or value) + half
        case Bound.ABOUT:
            return value - wide / 2, (high or value) + wide / 2
    return value - half, (high or value) + half


@dataclass(frozen=True, order=True)
class Date:
    """A date as written; what it does not give is 0. `is_until` marks an as-of date (截至 …, by …), `is_real` that the calendar has it."""

    start: int
    end: int
    text: str = field(compare=False)
    year: int = 0
    month: int = 0
    day: int = 0
    is_until: bool = False
    is_real: bool = True

    def agrees(self, other: "Date") -> bool:
        """Whether they can be one day: what both give is equal."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(not a or not b or a == b for a, b in pairs) and any(a and a == b for a, b in pairs)

    @property
    def edtf(self) -> str:
        return f"{self.year:04}" + (f"-{self.month:02}" if self.month else "") + (f"-{self.day:02}" if self.day else "")


@dataclass(frozen=True)
class Found:
    mentions: tuple[Mention, ...]
    dates: tuple[Date, ...]

"""Which values of an indicator can stand side by side over time.

A value counts when it is of one moment: a day, a month, a year, or the standing at one of these. What was summed up over some years,
and what the source does not date, lies on no line of time. Values of different units are not drawn together; 万 and 亿 of one unit are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cases.charts import Extent, extents
from cases.document import Text
from cases.periods import Point, parse
from cases.quantities import split_unit
from reports.document import Datum, Series


@dataclass(frozen=True)
class Mark:
    """A value and its bar."""

    datum: Datum
    extent: Extent


@dataclass(frozen=True)
class OverTime:
    """An indicator with values of two or more moments, the oldest first; of one moment two where its sources contradict each other."""

    key: str
    label: Text
    marks: tuple[Mark, ...]

    @property
    def series(self) -> Series:
        data = tuple(mark.datum for mark in self.marks)
        return Series(self.label, data[0].unit, data)

    @property
    def is_bare(self) -> bool:
        """Whether no value has a word before or after it, so that numbers alone say all."""
        return not any(mark.datum.qualifier for mark in self.marks)

    @property
    def source(self) -> Text:
        """The sources that its values name, each once."""
        named = dict.fromkeys(mark.datum.source for mark in self.marks if mark.datum.source)
        return Text("；".join(text.zh_hans for text in named if text.zh_hans), "; ".join(text.en for text in named if text.en))


def over_time(key: str, label: Text, data: Iterable[Datum]) -> OverTime | None:
    """None where fewer than two moments can be compared. Of several units the one that most values have."""
    alike: dict[tuple[str, bool], list[tuple[Point, Datum]]] = defaultdict(list)
    for datum in data:
        moment = moment_of(datum.period)
        if moment:
            alike[split_unit(datum.unit)[1], datum.change].append((moment, datum))
    dated = max(alike.values(), key=len, default=[])
    if len({moment for moment, _datum in dated}) < 2:
        return None
    drawn = [datum for _moment, datum in sorted(dated, key=lambda pair: pair[0])]
    return OverTime(key, label, tuple(Mark(datum, extent) for datum, extent in zip(drawn, extents([_size(d) for d in drawn]), strict=True)))


def moment_of(period: str) -> Point | None:
    """The last day that the value is of; None for a span of time, for what has no end, and for what has no date."""
    parsed = parse(period)
    if parsed is None or parsed.end is None or parsed.start not in {None, parsed.end}:
        return None
    return Point(parsed.end.year, parsed.end.month or 12, parsed.end.day or 31)


def _size(datum: Datum) -> Decimal:
    """Without its scale, so that 9800 万 and 1.2 亿 compare."""
    return datum.value.scaleb(split_unit(datum.unit)[0])

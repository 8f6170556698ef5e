"""The published cases counted, as pages show it: names with a number, bars, two facets crossed. All from the index's sets: no query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from cases.charts import Extent, extents
from cases.document import Text
from cases.enums import Facet
from cases.search.facets import FacetIndex
from cases.search.query import Query
from cases.targets import ABOUT_TARGETS
from cases.views import rail
from cases.vocabularies import CONCEPTS, GOALS, target_codes

# A facet's value has a page of its own under this name; a year has none.
PAGE_OF = {
    Facet.CONCEPT: "concept",
    Facet.SDG: "sdg",
    Facet.TARGET: "target",
    Facet.SECTOR: "sector",
    Facet.REGION: "region",
    Facet.TOPIC: "topic",
    Facet.ORGANISATION: "organisation",
}


@dataclass(frozen=True)
class Counted:
    """A value with the number of its cases and the address of its page; of a target also what it demands."""

    value: str
    name: Text
    count: int
    url: str
    about: Text = Text()


@dataclass(frozen=True)
class Bar:
    """A value with the number of its cases, drawn; `url` is the list of just these."""

    value: str
    name: Text
    count: int
    extent: Extent
    url: str


@dataclass(frozen=True)
class Cell:
    """How many cases have both values; `tint` from 0 (none) to 4 (as many as the fullest cell, or nearly)."""

    value: str
    count: int
    tint: int
    url: str


@dataclass(frozen=True)
class Row:
    head: Counted
    cells: tuple[Cell, ...]


def counted(index: FacetIndex, facet: Facet, value: str, name: Text, about: Text = Text()) -> Counted:
    return Counted(value, name, len(index.sets.get(facet, {}).get(value, ())), page_of(facet, value), about)


def page_of(facet: Facet, value: str) -> str:
    return reverse(PAGE_OF[facet], args=[value])


def counted_concepts(index: FacetIndex) -> list[Counted]:
    return [counted(index, Facet.CONCEPT, slug, Text(zh, en)) for slug, zh, en, _colour in CONCEPTS]


def counted_goals(index: FacetIndex) -> list[Counted]:
    return [counted(index, Facet.SDG, str(number), Text(zh, en)) for number, (zh, en, *_rest) in enumerate(GOALS, 1)]


def counted_targets(index: FacetIndex, goal: int, names: Mapping[str, Text]) -> list[Counted]:
    return [counted(index, Facet.TARGET, code, names.get(code, Text()), Text(*ABOUT_TARGETS[code])) for code in target_codes(goal)]


def years(index: FacetIndex) -> list[str]:
    """From the first year with a case to the last, those without one between them."""
    found = [int(year) for year in index.sets.get(Facet.YEAR, {})]
    return [str(year) for year in range(min(found), max(found) + 1)] if found else []


def bars(query: Query, facet: Facet, values: Sequence[str], counts: Mapping[str, int], names: Mapping[str, Text]) -> tuple[Bar, ...]:
    """A bar for each value; its list is what `query` finds, narrowed by the value."""
    numbers = [counts.get(value, 0) for value in values]
    return tuple(
        Bar(value, names.get(value, Text(value, value)), number, extent, rail.address(rail.with_choice(query, facet, (value,))))
        for value, number, extent in zip(values, numbers, extents(numbers), strict=True)
    )


def crossed(index: FacetIndex, down: Facet, heads: Sequence[Counted], across: Facet, values: Sequence[str]) -> list[Row]:
    """A row for each head, a cell for each value; one intersection a cell."""
    rows, columns = index.sets.get(down, {}), index.sets.get(across, {})

    def count(head: str, value: str) -> int:
        return rows[head].intersection_cardinality(columns[value]) if head in rows and value in columns else 0

    counts = [[count(head.value, value) for value in values] for head in heads]
    most = max((max(row, default=0) for row in counts), default=0)

    def cell(head: Counted, value: str, number: int) -> Cell:
        url = rail.address(Query(choices={down: (head.value,), across: (value,)}))
        return Cell(value, number, -(-4 * number // most) if number else 0, url)

    return [
        Row(head, tuple(cell(head, value, number) for value, number in zip(values, numbers, strict=True)))
        for head, numbers in zip(heads, counts, strict=True)
    ]


def matrix(index: FacetIndex) -> list[Row]:
    """Concepts × goals."""
    return crossed(index, Facet.CONCEPT, counted_concepts(index), Facet.SDG, [str(number) for number in range(1, len(GOALS) + 1)])

"""Facet counts from roaring bitmaps held in each process, kept up with the site's version.

For each value of each facet the index holds the set of publications that have it. Values of one facet widen (union), facets
narrow (intersection); the counts beside a facet's values are taken under the choices of all *other* facets, so that each count
says what choosing that value as well would show.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import cast

from pyroaring import BitMap

from cases.enums import Facet
from cases.models import PublicationSet
from cases.search.columns import Column
from cases.search.held import Held, site_version
from cases.search.sets import LIVE

Choices = Mapping[Facet, tuple[str, ...]]
Sets = Mapping[str, Mapping[str, BitMap]]

NOTHING = BitMap()
# From so many values on a column is faster than an intersection for each.
MANY = 100
# Of a column's sets so many may have been replaced, each counted by itself, before another column is made.
MOST_REPLACED = 200


@dataclass(frozen=True)
class FacetIndex:
    """Kind of set → value → pks: facets, and the site's own sets (see `cases.search.sets`). Empty ones are left out; nobody alters them."""

    version: int
    kinds: Sets = field(repr=False)
    # Made when first asked for, and handed on from one version to the next.
    columns: dict[Facet, Column] = field(default_factory=dict, repr=False, compare=False)
    _turned: dict[Facet, tuple[Column, Mapping[str, BitMap]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def everything(self) -> BitMap:
        return self.kinds.get(LIVE, {}).get("", NOTHING)

    @property
    def sets(self) -> Mapping[Facet, Mapping[str, BitMap]]:
        return cast("Mapping[Facet, Mapping[str, BitMap]]", self.kinds)  # a facet is its value

    def chosen(self, choices: Choices, within: BitMap | None = None, *, leaving_out: Facet | None = None) -> BitMap:
        """Ids of the publications that match all choices; an unknown value matches nothing."""
        result = self.everything if within is None else within & self.everything
        for facet, values in choices.items():
            if values and facet != leaving_out:
                known = self.sets.get(facet, {})
                result = result & BitMap.union(BitMap(), *(known[value] for value in values if value in known))
        return result

    @cached_property
    def sizes(self) -> dict[Facet, dict[str, int]]:
        return {facet: {value: len(ids) for value, ids in self.sets.get(facet, {}).items()} for facet in Facet}

    def counts(self, choices: Choices, within: BitMap | None = None) -> "Counts":
        """Value → count for each facet; values that nothing matches are left out, chosen ones are kept with 0."""
        if within is None and not any(choices.values()):
            return Counts(self.sizes.__getitem__)

        def count(facet: Facet) -> dict[str, int]:
            found = self._counts(facet, self.chosen(choices, within, leaving_out=facet))
            return found | {value: 0 for value in choices.get(facet, ()) if value not in found}

        return Counts(count)

    def _counts(self, facet: Facet, under: BitMap) -> dict[str, int]:
        """Of more than half of everything: what is left when the others are counted."""
        if 2 * len(under) <= len(self.everything):
            return self._counts_of_few(facet, under)
        others = self._counts_of_few(facet, self.everything - under)
        return {value: number for value, size in self.sizes[facet].items() if (number := size - others.get(value, 0))}

    def _counts_of_few(self, facet: Facet, under: BitMap) -> dict[str, int]:
        sets = self.sets.get(facet, {})
        if len(sets) < MANY:
            return {value: number for value, ids in sets.items() if (number := ids.intersection_cardinality(under))}
        column, replaced = self._turned.get(facet) or self._turned.setdefault(facet, self._turn(facet, sets))
        counts = column.counts(under) | {value: ids.intersection_cardinality(under) for value, ids in replaced.items()}
        return {value: number for value, number in counts.items() if number} if replaced else counts

    def _turn(self, facet: Facet, sets: Mapping[str, BitMap]) -> tuple[Column, Mapping[str, BitMap]]:
        """A column, and those sets that are counted by themselves since they are not what it was made of."""
        column = self.columns.get(facet)
        if column and len(replaced := column.since(sets)) <= MOST_REPLACED:
            return column, replaced
        column = self.columns[facet] = Column.of(sets)
        return column, {}


class Counts(Mapping[Facet, Mapping[str, int]]):
    """A facet is counted when it is first asked for: few pages show all of them."""

    def __init__(self, count: Callable[[Facet], Mapping[str, int]]) -> None:
        self._counted = cache(count)

    def __getitem__(self, facet: Facet) -> Mapping[str, int]:
        return self._counted(facet)

    def __iter__(self) -> Iterator[Facet]:
        return iter(Facet)

    def __len__(self) -> int:
        return len(Facet)


held: Held[FacetIndex] = Held()


def current_index() -> FacetIndex:
    """The index of the site as it is now: at most one query for its version, and after a change one for the sets that changed."""
    version = site_version()
    return held.at(version, lambda: _kept_up(version))


def _kept_up(version: int) -> FacetIndex:
    """Made from the last one held and the sets that were written since; anew when there is none or it is of a later version."""
    last = held.last()
    if last is None or last.version > version:
        last = FacetIndex(0, {})
    kinds = dict(last.kinds)
    copied: dict[str, dict[str, BitMap]] = {}
    # One query, so that all of it is of one moment. What is later than `version` already is read again with the next one.
    rows = PublicationSet.objects.filter(version__gt=last.version).values_list("name", "ids", "size")
    for name, ids, size in rows.iterator(chunk_size=2_000):
        kind, _equals, value = name.partition("=")
        if kind not in copied:
            kinds[kind] = copied[kind] = dict(kinds.get(kind, {}))
        if size:
            copied[kind][value] = BitMap.deserialize(bytes(ids))
        else:
            copied[kind].pop(value, None)
    return FacetIndex(version, kinds, last.columns)

"""Facet counts from roaring bitmaps held in each process, keyed by the site's version.

For each value of each facet the index holds the set of publications that have it. Values of one facet widen (union), facets
narrow (intersection); the counts beside a facet's values are taken under the choices of all *other* facets, so that each count
says what choosing that value as well would show.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap

from cases.enums import Facet
from cases.models import Publication, PublicationFacet
from cases.search.held import Held, site_version

Choices = Mapping[Facet, tuple[str, ...]]


@dataclass(frozen=True)
class FacetIndex:
    version: int
    everything: BitMap
    sets: Mapping[Facet, Mapping[str, BitMap]] = field(repr=False)

    def chosen(self, choices: Choices, within: BitMap | None = None, *, leaving_out: Facet | None = None) -> BitMap:
        """Ids of the publications that match all choices; an unknown value matches nothing."""
        result = self.everything if within is None else within & self.everything
        for facet, values in choices.items():
            if values and facet != leaving_out:
                known = self.sets.get(facet, {})
                result = result & BitMap.union(BitMap(), *(known[value] for value in values if value in known))
        return result

    def counts(self, choices: Choices, within: BitMap | None = None) -> dict[Facet, dict[str, int]]:
        """Value → count for each facet; values that nothing matches are left out, chosen ones are kept with 0."""
        counts: dict[Facet, dict[str, int]] = {}
        for facet in Facet:
            under = self.chosen(choices, within, leaving_out=facet)
            found = {value: ids.intersection_cardinality(under) for value, ids in self.sets.get(facet, {}).items()}
            picked = choices.get(facet, ())
            counts[facet] = {value: n for value, n in found.items() if n or value in picked}
        return counts


held: Held[FacetIndex] = Held()


def current_index() -> FacetIndex:
    """The index of the site as it is now: one query when it is held already, three when it has to be built."""
    version = site_version()
    return held.at(version, lambda: _build(version))


def _build(version: int) -> FacetIndex:
    sets: dict[Facet, dict[str, BitMap]] = defaultdict(lambda: defaultdict(BitMap))
    rows = PublicationFacet.objects.filter(publication__withdrawn_at=None).values_list("facet", "value", "publication_id")
    for facet, value, pk in rows.iterator(chunk_size=20_000):
        sets[Facet(facet)][value].add(pk)
    everything = BitMap(Publication.objects.live().values_list("pk", flat=True))
    return FacetIndex(version, everything, {facet: dict(values) for facet, values in sets.items()})

"""A facet's sets turned round: the values of each publication, so that counts over any set of publications are read off in one go.

Thousands of values over a set of publications are thousands of intersections; where the set is small, most of them for nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

# A publication's values stand in a row of the table, which is as wide as the longest, but no wider than this.
WIDEST = 8


@dataclass(frozen=True)
class Column:
    """`sets` is what it was made of. `codes[pk]` are the places in `values` of what the publication has, filled up with one more.

    What did not fit in is in `rest`.
    """

    sets: Mapping[str, BitMap]
    values: Sequence[str]
    codes: NDArray[np.unsignedinteger]
    rest: Mapping[str, BitMap]

    @classmethod
    def of(cls, sets: Mapping[str, BitMap]) -> "Column":
        """Some 80 ns for each publication of each set, and no memory but what it keeps."""
        members = [np.frombuffer(ids.to_array(), np.uint32) for ids in sets.values()]
        lengths = np.zeros(1 + max((int(pks[-1]) for pks in members if len(pks)), default=-1), np.uint16)
        for pks in members:
            lengths[pks] += 1
        width = min(WIDEST, int(lengths.max(initial=0)))
        codes = np.full((len(lengths), width), len(sets), np.min_scalar_type(len(sets)))
        rest: dict[str, BitMap] = {}
        lengths[:] = 0
        for code, (value, pks) in enumerate(zip(sets, members, strict=True)):
            places = lengths[pks]
            lengths[pks] += 1
            fits = places < width
            codes[pks[fits], places[fits]] = code
            if not fits.all():
                rest[value] = BitMap(pks[~fits].tolist())
        return cls(sets, list(sets), codes, rest)

    def since(self, sets: Mapping[str, BitMap]) -> dict[str, BitMap]:
        """What of these sets is another one than that which this was made of, empty where there is none any more.

        Sets are replaced and never altered, so that it is enough to look which they are.
        """
        gone = {value: BitMap() for value in self.sets.keys() - sets.keys()}
        return {value: ids for value, ids in sets.items() if ids is not self.sets.get(value)} | gone

    def counts(self, under: BitMap) -> dict[str, int]:
        """Value → how many of these publications had it when this was made; those that none had are left out."""
        pks = np.frombuffer(under.to_array(), np.uint32)
        codes = self.codes.take(pks[: np.searchsorted(pks, len(self.codes))], axis=0).ravel()
        # What only fills up is half of them, and counting one and the same number over and over is slow.
        numbers = np.bincount(codes.compress(codes != len(self.values)), minlength=len(self.values))
        counts = dict(zip(compress(self.values, numbers), numbers[numbers > 0].tolist(), strict=True))
        for value, ids in self.rest.items():
            if more := ids.intersection_cardinality(under):
                counts[value] = counts.get(value, 0) + more
        return counts

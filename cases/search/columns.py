"""A facet's sets turned round: the values of each publication, so that counts over few publications are read off in one go.

Thousands of values over a set of publications are thousands of intersections; where the set is small, most of them for nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap


@dataclass(frozen=True)
class Column:
    """`codes[offsets[pk] : offsets[pk + 1]]` are the places in `values` of what the publication has; `sets` is what it was made of."""

    sets: Mapping[str, BitMap]
    values: Sequence[str]
    codes: NDArray[np.unsignedinteger]
    offsets: NDArray[np.uint32]

    @classmethod
    def of(cls, sets: Mapping[str, BitMap]) -> "Column":
        """Some 80 ns for each publication of each set."""
        values = list(sets)
        members = [np.frombuffer(sets[value].to_array(), np.uint32) for value in values]
        pks = np.concatenate(members) if members else np.zeros(0, np.uint32)
        codes = np.repeat(np.arange(len(values), dtype=np.min_scalar_type(len(values))), [len(each) for each in members])
        counts = np.bincount(pks)
        offsets = np.zeros(len(counts) + 1, np.uint32)
        np.cumsum(counts, out=offsets[1:])
        return cls(sets, values, codes[np.argsort(pks, kind="stable")], offsets)

    def since(self, sets: Mapping[str, BitMap]) -> dict[str, BitMap]:
        """What of these sets is another one than that which this was made of, empty where there is none any more.

        Sets are replaced and never altered, so that it is enough to look which they are.
        """
        gone = {value: BitMap() for value in self.sets.keys() - sets.keys()}
        return {value: ids for value, ids in sets.items() if ids is not self.sets.get(value)} | gone

    def counts(self, under: BitMap) -> dict[str, int]:
        """Value → how many of these publications had it when this was made; those that none had are left out."""
        pks = np.frombuffer(under.to_array(), np.uint32)
        pks = pks[: np.searchsorted(pks, len(self.offsets) - 1)]
        starts, ends = self.offsets[pks].astype(np.int64), self.offsets[pks + 1]
        lengths = ends - starts
        before = np.cumsum(lengths) - lengths
        places = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        numbers = np.bincount(self.codes[places], minlength=len(self.values))
        return dict(zip(compress(self.values, numbers), numbers[numbers > 0].tolist(), strict=True))

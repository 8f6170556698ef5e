"""Where the grams of many texts stand, gathered for a segment of the index.

Does for thousands of texts at a time what `tokens.grams` says for one; tests hold the two against each other. The texts are laid one
behind the other in a stream, each followed by a line break; a slot is one text of one publication (title, summary, text).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from cases.search.tokens import JOINT, WHOLE, WORD

ZONES = 3
LETTER, BLANK = 1, 2

Numbers = NDArray[np.uint32]
Codes = NDArray[np.uint64]
# Length → keys of runs, in ascending order.
Common = dict[int, Codes]
# Characters of runs that are kept whole where they are common: words of everyday, 可持续, 数字化, 绿色发展.
COMMON_LENGTHS = (3, 4)
# In so many of a hundred publications.
COMMON_SHARE = 2
# Code points are below 2²¹; but the few beyond 2¹⁶ are in no common run.
BITS = np.uint64(16)
HASHED = 20


class Posting(NamedTuple):
    """Serialised bitmaps: publications by zone, and places in the stream; empty ones are no bytes."""

    titles: bytes
    summaries: bytes
    texts: bytes
    places: bytes


class Postings:
    """Fill it with `add`, then take `items`. Some 8 bytes for each character are held."""

    def __init__(self) -> None:
        self._members: list[int] = []
        self._starts: list[Numbers] = []
        self._end = 0
        # Runs that are common in the first texts: of these the segment keeps all that it has.
        self._common: Common | None = None
        self._slots: dict[str, list[Numbers]] = defaultdict(list)
        self._places: dict[str, list[Numbers]] = defaultdict(list)

    def add(self, texts: Sequence[tuple[int, tuple[str, ...]]]) -> None:
        """Publications (pk, its three texts in normal form), none added before, none `tokens.is_too_long`."""
        if not texts:
            return
        first_slot = len(self._members) * ZONES
        self._members += [pk for pk, _texts in texts]
        pieces = [text for _pk, three in texts for text in three]
        lengths = np.fromiter((len(piece) + 1 for piece in pieces), np.int64, len(pieces))
        self._starts.append((self._end + np.cumsum(lengths) - lengths).astype(np.uint32))
        stream = _Stream("\n".join(pieces) + "\n", np.repeat(np.arange(first_slot, first_slot + len(pieces), dtype=np.uint32), lengths))
        if self._common is None:
            self._common = stream.common(len(texts))
        for key, slots, places in chain(stream.grams(), stream.runs(self._common)):
            self._slots[key].append(slots)
            if places is not None:
                self._places[key].append(places + np.uint32(self._end))
        self._end += int(lengths.sum())

    def words(self) -> list[str]:
        return sorted(key[len(WHOLE) :] for key in self._slots if key[0] == WHOLE and key != JOINT)

    def members(self) -> bytes:
        return np.array(self._members, "<u4").tobytes()

    def starts(self) -> bytes:
        return np.concatenate(self._starts).astype("<u4").tobytes()

    def items(self) -> Iterator[tuple[str, Posting]]:
        members = np.array(self._members, np.uint32)
        for key in sorted(self._slots):
            slots = np.concatenate(self._slots[key])
            owners, zones = members[slots // ZONES], slots % ZONES
            titles, summaries, texts = (_bitmap(owners[zones == zone]) for zone in range(ZONES))
            places = np.concatenate(self._places[key]) if key in self._places else np.empty(0, np.uint32)
            yield key, Posting(titles, summaries, texts, _bitmap(places))


class Found(NamedTuple):
    """A gram, the slots that have it in ascending order, and its places where they are kept."""

    key: str
    slots: Numbers
    places: Numbers | None


class _Stream:
    """One stretch of the stream: characters as numbers, what each one is, and the slot it is in."""

    def __init__(self, text: str, slots: Numbers) -> None:
        self.text, self.slots = text, slots
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        kinds = _kinds()[codes]
        self.letter, self.blank = kinds == LETTER, kinds == BLANK
        self.codes = codes

    def grams(self) -> Iterator[Found]:
        letter, sign = self.letter, ~self.letter & ~self.blank
        yield from self._kept(~self.blank, 1)
        both = letter[:-1] & letter[1:]
        yield from self._kept(both, 2)
        yield from self._kept(both[:-1] & both[1:], 3)
        yield from self._kept(~both & ~self.blank[:-1] & ~self.blank[1:], 2, with_places=True)
        yield from self._words()
        between = np.zeros(len(letter), bool)
        line_end = (self.codes[1:-1] == ord("\n")) & (self.slots[1:-1] == self.slots[2:])
        between[1:-1] = letter[:-2] & letter[2:] & (sign[1:-1] | line_end)
        if between.any():
            places = np.flatnonzero(between).astype(np.uint32)
            yield Found(JOINT, np.unique(self.slots[places]), places)

    def _kept(self, where: NDArray[np.bool_], length: int, *, with_places: bool = False) -> Iterator[Found]:
        """Grams of so many characters that begin at these places."""
        places = np.flatnonzero(where)
        if not len(places):
            return
        # Those that occur in such grams at all: of three letters the key is still a small number.
        alphabet = np.flatnonzero(np.bincount(np.concatenate([self.codes[places + i] for i in range(length)])))
        numbers = np.zeros(int(alphabet[-1]) + 1, np.uint64)
        numbers[alphabet] = np.arange(len(alphabet))
        keys = np.zeros(len(places), np.uint64)
        for i in range(length):
            keys = keys * np.uint64(len(alphabet)) + numbers[self.codes[places + i]]
        spelled = [chr(code) for code in alphabet]

        def spell(key: int) -> str:
            letters = []
            for _i in range(length):
                key, number = divmod(key, len(spelled))
                letters.append(spelled[number])
            return "".join(reversed(letters))

        for key, found in _grouped(keys, places.astype(np.uint32)):
            yield Found(spell(key), _distinct(self.slots[found]), found if with_places else None)

    def common(self, publications: int) -> Common:
        """The runs of three and four characters that stand there as often as if so large a share of these publications had them."""
        least = max(2, publications * COMMON_SHARE // 100)
        found = {}
        for length in COMMON_LENGTHS:
            keys = np.sort(self._windows(length)[1])
            begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
            found[length] = keys[begins[np.diff(begins, append=len(keys)) >= least]]
        return found

    def runs(self, common: Common) -> Iterator[Found]:
        for length, wanted in common.items():
            places, keys = self._windows(length)
            if not len(wanted):
                continue
            # Most are none of them, and a table of their hashes tells it at a glance.
            maybe = np.zeros(1 << HASHED, bool)
            maybe[_hashes(wanted)] = True
            near = maybe[_hashes(keys)]
            places, keys = places[near], keys[near]
            number = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
            there = wanted[number] == keys
            for key, found in _grouped(number[there].astype(np.uint64), places[there]):
                yield Found(_spelled(int(wanted[key]), length), _distinct(self.slots[found]), None)

    def _windows(self, length: int) -> tuple[Numbers, Codes]:
        """Where runs of so many characters begin that are neither parted by a space nor letters alone, and their keys."""
        count = len(self.codes) - length + 1
        if count < 1:
            return np.empty(0, np.uint32), np.empty(0, np.uint64)
        parted = np.zeros(count, bool)
        letters = np.ones(count, bool)
        for i in range(length):
            parted |= self.blank[i : i + count] | (self.codes[i : i + count] >= 1 << 16)
            letters &= self.letter[i : i + count]
        places = np.flatnonzero(~parted & ~letters).astype(np.uint32)
        keys = np.zeros(len(places), np.uint64)
        for i in range(length):
            keys = keys << BITS | self.codes[places + np.uint32(i)]
        return places, keys

    def _words(self) -> Iterator[Found]:
        words = WORD.findall(self.text)
        starts = np.flatnonzero(self.letter & ~np.concatenate(([False], self.letter[:-1]))).astype(np.uint32)
        numbers: dict[str, int] = {}
        keys = np.fromiter((numbers.setdefault(word, len(numbers)) for word in words), np.uint64, len(words))
        spelled = list(numbers)
        for key, places in _grouped(keys, starts):
            yield Found(WHOLE + spelled[key], _distinct(self.slots[places]), places)


def _hashes(keys: Codes) -> Codes:
    """By multiplication, as Knuth has it."""
    return (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - HASHED)


def _spelled(key: int, length: int) -> str:
    return "".join(chr(key >> int(BITS) * i & 0xFFFF) for i in reversed(range(length)))


def _grouped(keys: Codes, values: Numbers) -> Iterator[tuple[int, Numbers]]:
    """The values of each key, in their order."""
    if not len(keys):
        return
    if int(keys.max()) < 1 << 32:
        # Sorted as one number each: ten times as fast as by an order of places.
        both = (keys << np.uint64(32)) | values
        both.sort()
        keys, values = both >> np.uint64(32), both.astype(np.uint32)
    else:
        order = np.argsort(keys, kind="stable")
        keys, values = keys[order], values[order]
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    yield from zip(keys[begins].tolist(), np.split(values, begins[1:]), strict=True)


def _distinct(ascending: Numbers) -> Numbers:
    return ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))]


def _bitmap(numbers: Numbers) -> bytes:
    return BitMap(array("I", numbers.tobytes())).serialize() if len(numbers) else b""


@cache
def _kinds() -> NDArray[np.uint8]:
    """For every code point whether it is a letter of words, blank, or neither."""
    kinds = np.zeros(0x110000, np.uint8)
    for character in WORD.findall("".join(map(chr, range(0x600)))):
        for letter in character:
            kinds[ord(letter)] = LETTER
    kinds[[ord(" "), ord("\n")]] = BLANK
    return kinds

"""Which publications hold a run of characters, and how high up: exact, whatever the number of publications.

A run of one or two characters is a gram of its own, and so is a common one of three or four. Any other is where its pieces stand side by
side: the sets of its pieces leave few candidates, whose texts are read; or many, and then the places of the pieces are shifted over each
other and compared.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import batched
from operator import and_
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from pyroaring import BitMap

from cases.models import SearchGram, SearchSegment, SearchText
from cases.search.facets import FacetIndex
from cases.search.tokens import JOINT, WHOLE, Piece, pieces

ZONES = ("title", "summary", "text")
# Reading so many texts takes less than opening the places of common grams.
FEW = 300
# Words that the letters at the edge of a run may belong to; where there are more, texts are read.
MOST_WORDS = 2_000
# A database takes so many parameters with one question.
AT_ONCE = 900


@dataclass(frozen=True)
class Hits:
    """Pks of the publications that hold something in the title; in title or summary; anywhere. Each set holds the one before."""

    title: BitMap
    summary: BitMap
    text: BitMap

    @classmethod
    def of(cls, zones: Sequence[BitMap]) -> "Hits":
        title, summary, text = zones
        return cls(title, title | summary, title | summary | text)

    def __and__(self, other: "Hits") -> "Hits":
        return Hits(self.title & other.title, self.summary & other.summary, self.text & other.text)

    def __or__(self, other: "Hits") -> "Hits":
        return Hits(self.title | other.title, self.summary | other.summary, self.text | other.text)


def find(runs: Sequence[str], index: FacetIndex) -> dict[str, Hits]:
    """Each run (in normal form, not empty) with the live publications that hold it.

    One query for those that are scanned; for each run two over all segments, or some for each where it is part of very many words, and one
    more for its candidates' texts.
    """
    segments = {int(pk): ids & index.everything for pk, ids in index.kinds.get("segment", {}).items()}
    found = scan(runs, index.everything - BitMap.union(BitMap(), *segments.values()))
    return {run: hits | _indexed(run, segments) for run, hits in found.items()} if segments else found


def scan(runs: Sequence[str], ids: BitMap) -> dict[str, Hits]:
    """Each run with those of `ids` whose texts hold it: read by the database, character for character."""
    zones = {run: [BitMap() for _ in ZONES] for run in runs}
    columns = {f"run{n}": _first_zone(run) for n, run in enumerate(runs)}
    for chunk in batched(ids, AT_ONCE):
        for pk, *first in SearchText.objects.filter(pk__in=chunk).annotate(**columns).values_list("pk", *columns):
            for run, zone in zip(runs, first, strict=True):
                if zone is not None:
                    zones[run][zone].add(pk)
    return {run: Hits.of(found) for run, found in zones.items()}


def _first_zone(run: str) -> Case:
    """0, 1 or 2 for the first zone that holds the run; NULL when none does."""
    whens = [When(GreaterThan(StrIndex(zone, Value(run)), 0), then=Value(n)) for n, zone in enumerate(ZONES)]
    return Case(*whens, default=None, output_field=IntegerField(null=True))


# --- In the segments ---------------------------------------------------------------------------------------------

# pk of a segment → the publications that stand in it and in no other
Segments = dict[int, BitMap]
# By zone.
Zones = list[BitMap]


def with_grams(grams: Set[str], segments: Segments) -> dict[str, BitMap]:
    """The grams that these segments have, each with its publications. One query for each `AT_ONCE` grams."""
    found: dict[str, BitMap] = defaultdict(BitMap)
    for known in _holding(dict.fromkeys(segments, grams), segments).values() if grams else ():
        for gram, zones in known.items():
            found[gram] |= BitMap.union(*zones)
    return found


def _indexed(run: str, segments: Segments) -> Hits:
    parts = pieces(run) if len(run) > 2 else []
    keys = {key for piece in parts for key in _presence(piece)}
    known = _holding(dict.fromkeys(segments, frozenset({run, *keys})), segments)
    found = _nowhere()
    candidates: Segments = {}
    for segment, grams in known.items():
        if run in grams:
            # A gram of its own: one or two characters, three letters, a run that is common there.
            _add(found, grams[run])
        elif parts and keys <= grams.keys():
            candidates[segment] = BitMap.union(*(reduce(and_, (grams[key][n] for key in keys)) for n in range(len(ZONES))))
    left = BitMap.union(BitMap(), *candidates.values())
    if len(left) <= FEW:
        return Hits.of(found) | scan([run], left)[run]
    return Hits.of(found) | (_in_words(run, candidates) if len(parts) == 1 else _side_by_side(run, parts, candidates))


def _presence(piece: Piece) -> list[str]:
    """Grams that every text with the piece has: of a word that may be longer its runs of three letters."""
    if not piece.is_word or (len(piece.text) <= 3 and (piece.open_left or piece.open_right)):
        return [piece.text]
    if piece.open_left or piece.open_right:
        return [piece.text[i : i + 3] for i in range(len(piece.text) - 2)]
    return [WHOLE + piece.text]


def _nowhere() -> Zones:
    return [BitMap() for _ in ZONES]


def _add(zones: Zones, more: Iterable[BitMap]) -> None:
    for ids, others in zip(zones, more, strict=True):
        ids |= others


def _grams(keys: Mapping[int, Set[str]], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Segment, gram and these columns, for what each segment has of its keys: in one query where all keys are few, else in some for each.

    A gram that another segment was asked for comes along; it stands for the same letters.
    """
    every = frozenset().union(*keys.values())
    together: list[tuple[Iterable[int], Set[str]]] = [(keys, every)]
    for segments, wanted in together if len(every) <= AT_ONCE else (([segment], some) for segment, some in keys.items()):
        for chunk in batched(wanted, AT_ONCE):
            rows = SearchGram.objects.filter(segment__in=list(segments), gram__in=chunk)
            yield from rows.values_list("segment_id", "gram", *columns)


def _holding(keys: Mapping[int, Set[str]], segments: Segments) -> dict[int, dict[str, Zones]]:
    """By segment the grams that it has, each with its publications. What left a segment does not count in it any more."""
    found: dict[int, dict[str, Zones]] = defaultdict(dict)
    for segment, gram, *zones in _grams(keys, "titles", "summaries", "texts"):
        here = segments[segment]
        found[segment][gram] = [BitMap.deserialize(bytes(ids)) & here if ids else BitMap() for ids in zones]
    return found


def _in_words(letters: str, candidates: Segments) -> Hits:
    """Of four letters or more: every publication that has a word with them."""
    zones = _nowhere()
    words = {segment: {WHOLE + word for word in words_with(segment, letters)} for segment in candidates}
    for grams in _holding(words, candidates).values():
        for found in grams.values():
            _add(zones, found)
    return Hits.of(zones)


def _side_by_side(run: str, parts: list[Piece], candidates: Segments) -> Hits:
    zones = _nowhere()
    unread = BitMap()
    spelled: dict[int, dict[Piece, list[Spelling]]] = {}
    for segment, ids in candidates.items():
        ways = {piece: list(_spellings(piece, segment)) for piece in parts}
        if sum(map(len, ways.values())) > MOST_WORDS:
            unread |= ids
        else:
            spelled[segment] = ways
    joints = {JOINT} if " " in run else set()
    keys = {segment: {way.key for some in ways.values() for way in some} | joints for segment, ways in spelled.items()}
    for segment, places in _places(keys).items():
        begins = [
            BitMap.union(BitMap(), *(places[way.key].shift(way.into - piece.at) for way in some if way.key in places))
            for piece, some in spelled[segment].items()
        ]
        here = reduce(and_, sorted(begins, key=len))
        for at, character in enumerate(run):
            if character == " " and here and JOINT in places:
                here -= places[JOINT].shift(-at)
        _add(zones, (found & candidates[segment] for found in _publications(here, segment, run)))
    return Hits.of(zones) | scan([run], unread)[run]


class Spelling(NamedTuple):
    """A gram that a piece may be part of; the piece begins so many characters into it."""

    key: str
    into: int


def _spellings(piece: Piece, segment: int) -> Iterator[Spelling]:
    if not piece.is_word:
        yield Spelling(piece.text, 0)
    elif piece.open_left or piece.open_right:
        for word in words_with(segment, piece.text):
            at = word.find(piece.text)
            while at >= 0:
                if (piece.open_left or at == 0) and (piece.open_right or at + len(piece.text) == len(word)):
                    yield Spelling(WHOLE + word, at)
                at = word.find(piece.text, at + 1)
    else:
        yield Spelling(WHOLE + piece.text, 0)


def _places(keys: Mapping[int, Set[str]]) -> dict[int, dict[str, BitMap]]:
    """By segment the places of each gram in its stream."""
    found: dict[int, dict[str, BitMap]] = defaultdict(dict)
    for segment, gram, places in _grams(keys, "places"):
        if places:
            found[segment][gram] = BitMap.deserialize(bytes(places))
    return found


def _publications(places: BitMap, segment: int, run: str) -> Zones:
    """By zone, the publications in whose texts the run begins at these places of the stream."""
    members, starts = stream(segment)
    begins = np.frombuffer(places.to_array(), np.uint32)
    slots = np.searchsorted(starts, begins, "right") - 1
    if " " in run:
        # Where one text ends and the next begins there is no joint, and the words on either side are not neighbours.
        slots = slots[slots == np.searchsorted(starts, begins + (len(run) - 1), "right") - 1]
    if not len(slots):
        return _nowhere()
    slots = slots[np.concatenate(([True], slots[1:] != slots[:-1]))]
    owners, zone = members[slots // len(ZONES)], slots % len(ZONES)
    return [BitMap(array("I", owners[zone == n].tobytes())) for n in range(len(ZONES))]


# --- What never changes of a segment, held in the process ---------------------------------------------------------


class Stream(NamedTuple):
    """Publications in their order, and where their three texts begin."""

    members: "np.typing.NDArray[np.uint32]"
    starts: "np.typing.NDArray[np.uint32]"


@lru_cache(maxsize=64)
def stream(segment: int) -> Stream:
    members, starts = SearchSegment.objects.values_list("members", "starts").get(pk=segment)
    return Stream(np.frombuffer(bytes(members), "<u4"), np.frombuffer(bytes(starts), "<u4"))


@lru_cache(maxsize=64)
def words(segment: int) -> str:
    return SearchSegment.objects.values_list("words", flat=True).get(pk=segment)


def words_with(segment: int, letters: str) -> Iterator[str]:
    """The words of a segment that these letters stand in."""
    every = words(segment)
    at = every.find(letters)
    while at >= 0:
        end = every.index("\n", at)
        yield every[every.rindex("\n", 0, at) + 1 : end]
        at = every.find(letters, end)

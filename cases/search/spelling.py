"""Names and words that are nearly what somebody typed and nothing has.

Of letters what begins alike and is about as long is compared; of Chinese words what sounds alike, as an input method offers it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from difflib import get_close_matches
from itertools import islice, pairwise, product

from pyroaring import BitMap

from cases.models import SearchText
from cases.search import hits
from cases.search.facets import FacetIndex
from cases.search.names import Entry, public_entries
from cases.search.pinyin import homophones, spellings
from cases.search.tokens import WORD, is_word

# Names and words that are compared with one that was typed: some milliseconds.
MOST_COMPARED = 1_500
MOST_NEAR = 3
# Shorter ones are near to everything.
SHORTEST = 4
ALIKE = 0.75
# Of the words that texts have, those of the largest segments, and of the newest cases that stand in none.
MOST_SEGMENTS = 8
NEWEST = 300
# Of a run of this many characters one at most is taken for another; of two, both, if that makes no more runs than are asked for at once.
LONGEST_RUN = 8
MOST_RUNS = 900


def near_names(run: str, index: FacetIndex) -> list[Entry]:
    """Public organisations and tags that sound like the run (in normal form) or look like it, the nearest first. No query."""
    entries = public_entries(index)
    sounds = spellings(run)[:1] or ((run,) if is_word(run) else ())
    by_sound: dict[str, list[Entry]] = {}
    by_look: dict[str, list[Entry]] = {}
    for entry in entries:
        for sound in sounds:
            for spelling in entry.latin or _spelled(entry):
                if _is_like(spelling, sound):
                    by_sound.setdefault(spelling, []).append(entry)
        for form in entry.forms:
            if _is_like(form, run):
                by_look.setdefault(form, []).append(entry)
    found = [entry for sound in sounds for near in _closest(sound, by_sound) for entry in by_sound[near]]
    found += [entry for near in _closest(run, by_look) for entry in by_look[near]]
    return [entry for entry in dict.fromkeys(found) if run not in entry.forms][:MOST_NEAR]


def near_words(run: str, index: FacetIndex) -> list[str]:
    """Words of names and texts that are nearly this one (in normal form), the nearest first. Two queries at most."""
    if not is_word(run):
        return _alike_in_sound(run, index) if 2 <= len(run) <= LONGEST_RUN else []
    if len(run) < SHORTEST:
        return []
    return _closest(run, (word for word in dict.fromkeys(_words(run, index)) if word != run and _is_like(word, run)))


def _closest(run: str, known: Iterable[str]) -> list[str]:
    if len(run) < SHORTEST and is_word(run):
        return []
    return get_close_matches(run, islice(known, MOST_COMPARED), n=MOST_NEAR, cutoff=ALIKE)


def _is_like(form: str, run: str) -> bool:
    return form[:1] == run[:1] and abs(len(form) - len(run)) <= max(1, len(run) // 4)


def _spelled(entry: Entry) -> tuple[str, ...]:
    return spellings(entry.name.zh_hans)[:1]


def _words(run: str, index: FacetIndex) -> Iterator[str]:
    for entry in public_entries(index):
        for form in entry.forms:
            yield from WORD.findall(form)
    segments, unsegmented = _corpus(index)
    alike = re.compile(rf"^{run[0]}[^\n]{{{len(run) * 3 // 4 - 2},{len(run) + len(run) // 4}}}$", re.MULTILINE)
    for pk in segments:
        yield from alike.findall(hits.words(pk))
    for text in _newest(unsegmented):
        yield from WORD.findall(text)


def _alike_in_sound(run: str, index: FacetIndex) -> list[str]:
    """Those with fewer other characters first, then those whose rarest pair stands in more cases."""
    runs = {run[:i] + other + run[i + 1 :]: 1 for i, character in enumerate(run) for other in homophones(character)}
    if len(run) == 2:
        both = {first + second: 2 for first, second in product(*map(homophones, run))}
        runs |= both if len(runs) + len(both) <= MOST_RUNS else {}
    known = _holding({pair for other in runs for pair in _pairs(other)}, index)
    rarest = {other: min((known[pair] for pair in _pairs(other)), default=0) for other in runs}
    return sorted(filter(rarest.get, runs), key=lambda other: (runs[other], -rarest[other], other))[:MOST_NEAR]


def _holding(pairs: Set[str], index: FacetIndex) -> Counter[str]:
    """How many cases hold each pair of characters, of those that are looked at."""
    segments, unsegmented = _corpus(index)
    known = Counter({pair: len(ids) for pair, ids in hits.with_grams(pairs, segments).items()})
    for text in _newest(unsegmented):
        known.update(pairs & _pairs(text))
    return known


def _pairs(text: str) -> Set[str]:
    return {first + second for first, second in pairwise(text) if " " not in (first, second)}


def _corpus(index: FacetIndex) -> tuple[hits.Segments, BitMap]:
    """The largest segments, and what stands in none."""
    segments = {int(pk): ids & index.everything for pk, ids in index.kinds.get("segment", {}).items()}
    unsegmented = index.everything - BitMap.union(BitMap(), *segments.values())
    largest = sorted(segments, key=lambda pk: -len(segments[pk]))[:MOST_SEGMENTS]
    return {pk: segments[pk] for pk in largest}, unsegmented


def _newest(ids: BitMap) -> Iterator[str]:
    for title, summary in SearchText.objects.filter(pk__in=list(ids[-NEWEST:])).values_list("title", "summary"):
        yield f"{title}\n{summary}"

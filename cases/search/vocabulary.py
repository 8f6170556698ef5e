"""What a word means besides itself: the other names of the same organisation or tag, and whatever stands under it."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from pyroaring import BitMap

from cases.search.facets import FacetIndex
from cases.search.held import Held, site_state
from cases.search.names import Entry, entries
from cases.search.tokens import is_word
from cases.search.words import Term

# Two letters are the initials of somebody; from three on they may be the beginning of a name.
BEGINNING = 3
# A word that is the name of more things than this says nothing.
MOST_MEANT = 20


@dataclass(frozen=True)
class Sense:
    """The runs that a term stands for, itself first, and the publications that stand under what it names."""

    runs: tuple[str, ...]
    named: BitMap


@dataclass(frozen=True)
class Lookup:
    """Entries by their names in normal form; pinyin and initials in the order of letters, each with the place of its entry."""

    every: tuple[Entry, ...]
    by_form: dict[str, list[Entry]]
    latin: list[tuple[str, int]]

    def named(self, run: str) -> list[Entry]:
        return self.by_form.get(run, [])

    def spelled(self, letters: str) -> list[Entry]:
        """Those whose pinyin or initials are these letters, or begin with them where they are three or more."""
        found: dict[int, None] = {}
        for spelling, number in self.latin[bisect_left(self.latin, (letters, 0)) :]:
            if not spelling.startswith(letters):
                break
            if spelling == letters or len(letters) >= BEGINNING:
                found[number] = None
        return [self.every[number] for number in found]


held: Held[Lookup] = Held()


def lookup() -> Lookup:
    """No query when held, two otherwise."""
    return held.at(site_state().names, _made)


def _made() -> Lookup:
    every = entries()
    by_form: dict[str, list[Entry]] = defaultdict(list)
    for entry in every:
        for form in (*entry.forms, *entry.numbered):
            by_form[form].append(entry)
    return Lookup(every, dict(by_form), sorted((letters, n) for n, entry in enumerate(every) for letters in entry.latin))


def sense(term: Term, index: FacetIndex) -> Sense:
    """What is in quotes stands for itself alone."""
    if term.exact:
        return Sense((term.run,), BitMap())
    known = lookup()
    named = _public(known.named(term.run), index)
    spelled = _public(known.spelled(term.run), index) if is_word(term.run) else []
    # Names of one character, or of letters that stand in many words, would bring what nobody meant.
    names = (form for entry in named for form in entry.forms if len(form) > 1 and not is_word(form))
    under = BitMap.union(BitMap(), *(index.sets[entry.facet][entry.value] for entry in [*named, *spelled]))
    return Sense(tuple(dict.fromkeys((term.run, *names))), under)


def _public(found: list[Entry], index: FacetIndex) -> list[Entry]:
    """Those that a live publication stands under; of others the public knows nothing."""
    return [entry for entry in found if entry.value in index.sets.get(entry.facet, {})][:MOST_MEANT]

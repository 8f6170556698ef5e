"""What somebody may be about to type: public organisations and tags by any of their names, and cases by their titles."""

from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from pyroaring import BitMap

from cases.models import Publication
from cases.search.facets import FacetIndex
from cases.search.held import Held, site_state
from cases.search.names import Entry, entries
from cases.search.query import Query, in_order, search
from cases.search.tokens import is_word, normalise

MOST = 8
MOST_TITLES = 3


@dataclass(frozen=True)
class Named:
    """An organisation or a tag with the number of its cases."""

    entry: Entry
    count: int


@dataclass(frozen=True)
class Suggestions:
    """`run` is what was typed, in normal form."""

    run: str = ""
    named: tuple[Named, ...] = ()
    cases: tuple[Publication, ...] = ()


class _Names(NamedTuple):
    """The names of an entry, each between line breaks: in normal form, and as they are spelled on a Latin keyboard."""

    entry: Entry
    forms: str
    latin: str


held: Held[list[_Names]] = Held()


def suggest(words: str, language: str) -> Suggestions:
    """At most `MOST`, of these at most `MOST_TITLES` cases, the newest first. Queries: those for the words, and one for the cases."""
    run = normalise(words)
    if not run:
        return Suggestions()
    found = search(Query(words=words, language=language))
    titled = found.within.title if found.within and found.meant else BitMap()
    cases = tuple(in_order(list(reversed(titled[-MOST_TITLES:])))) if titled else ()
    return Suggestions(run, tuple(_named(run, found.index)[: MOST - len(cases)]), cases)


def _named(run: str, index: FacetIndex) -> list[Named]:
    """Whole names before beginnings of names before what stands within one; of these the one with the most cases first."""
    begins = f"\n{run}"
    # One or two letters stand within half of all names.
    inside = begins if is_word(run) and len(run) < 3 else run
    ranked = [
        (_rank(begins, names), -len(ids), number)
        for number, names in enumerate(_names())
        if (inside in names.forms or begins in names.latin) and (ids := index.sets.get(names.entry.facet, {}).get(names.entry.value))
    ]
    return [Named(_names()[number].entry, -count) for _place, count, number in nsmallest(MOST, ranked)]


def _rank(begins: str, names: _Names) -> int:
    both = names.forms + names.latin
    return 0 if f"{begins}\n" in both else 1 if begins in both else 2


def _names() -> list[_Names]:
    def lines(names: tuple[str, ...]) -> str:
        return "".join(f"\n{name}" for name in names) + "\n"

    return held.at(site_state().names, lambda: [_Names(entry, lines(entry.forms), lines(entry.latin)) for entry in entries()])

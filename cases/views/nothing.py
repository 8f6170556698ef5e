"""What to do where nothing was found: each way out with the number of cases that it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

from pyroaring import BitMap

from cases.document import Text
from cases.enums import Facet
from cases.search import hits
from cases.search.names import Names
from cases.search.query import Found
from cases.search.spelling import near_names, near_words
from cases.search.words import Term
from cases.templatetags.casebook import language, plain
from cases.views.counted import Counted, counted
from cases.views.rail import address

# So many of the words that nobody has are compared with others.
MOST_MISSPELT = 2


@dataclass(frozen=True)
class Way:
    """A list of `count` cases: with other words, or without a facet; `words` say which."""

    count: int
    url: str
    words: str
    facet: Facet | None = None


@dataclass(frozen=True)
class Help:
    """`missing` are words that no published case has, `meant_names` and `meant_words` what may have been meant by them.

    The ways out: `without` one facet, without any words, `including` what the words exclude, with each word `alone`.
    """

    missing: tuple[str, ...]
    meant_names: tuple[Counted, ...]
    meant_words: tuple[Way, ...]
    without: tuple[Way, ...]
    wordless: tuple[Way, ...]
    including: tuple[Way, ...]
    alone: tuple[Way, ...]


def help_with(found: Found, names: Names, view: str = "") -> Help:
    """Two queries for each of `MOST_MISSPELT` words that no case has, and a search for each that it may be instead; otherwise none."""
    ways = _Ways(found, view)
    missing = [each.term for each in found.meant if not each.hits.text]
    misspelt = missing[:MOST_MISSPELT]
    names_near = [entry for term in misspelt for entry in near_names(term.run, found.index)]
    # What is offered as a name need not be offered as a word.
    said = {form for entry in names_near for form in entry.forms}
    return Help(
        missing=tuple(term.typed for term in missing),
        meant_names=tuple(counted(found.index, entry.facet, entry.value, entry.name) for entry in names_near),
        meant_words=tuple(way for term in misspelt for way in ways.corrected(term) if way.count and way.words not in said),
        without=tuple(way for way in ways.without(names) if way.count),
        wordless=tuple(way for way in ways.wordless() if way.count),
        including=tuple(way for way in ways.including() if way.count),
        alone=tuple(way for way in ways.alone() if way.count),
    )


@dataclass(frozen=True)
class _Ways:
    found: Found
    view: str

    def corrected(self, term: Term) -> Iterator[Way]:
        near = near_words(term.run, self.found.index)
        others = self._holding_all(but=term)
        for word, held in hits.find(near, self.found.index).items() if near else ():
            if both := held.text & others:
                yield self._with_words(self.found.query.words.replace(term.typed, word, 1), both, shown=word)
            else:
                yield self._with_words(word, held.text, shown=word)

    def without(self, names: Names) -> Iterator[Way]:
        query, within = self.found.query, self.found.within
        for facet, values in query.choices.items():
            if values:
                ids = self.found.index.chosen(query.choices, within.text if within else None, leaving_out=facet)
                url = address(replace(query, choices={**query.choices, facet: ()}), view=self.view)
                said = [plain(names[facet].get(value, Text(value, value))) for value in values]
                yield Way(len(ids), url, (", " if language() == "en" else "、").join(said), facet)

    def wordless(self) -> Iterator[Way]:
        query = self.found.query
        if self.found.within is not None and any(query.choices.values()):
            url = address(replace(query, words=""), view=self.view)
            yield Way(len(self.found.index.chosen(query.choices)), url, query.words)

    def including(self) -> Iterator[Way]:
        if self.found.meant and (unwanted := self.found.words.unwanted):
            words = " ".join(map(_written, self.found.words.wanted))
            yield self._with_words(words, self._holding_all(), shown=" ".join(term.typed for term in unwanted))

    def alone(self) -> Iterator[Way]:
        for each in self.found.meant if len(self.found.meant) > 1 else ():
            yield self._with_words(_written(each.term), each.hits.text, shown=each.term.typed)

    def _holding_all(self, *, but: Term | None = None) -> BitMap:
        return reduce(and_, (each.hits.text for each in self.found.meant if each.term != but), self.found.index.everything)

    def _with_words(self, words: str, within: BitMap, *, shown: str) -> Way:
        """Under the same choices if that leads anywhere, else without them."""
        query = replace(self.found.query, words=words)
        if ids := self.found.index.chosen(query.choices, within):
            return Way(len(ids), address(query, view=self.view), shown)
        return Way(len(within), address(replace(query, choices={}), view=self.view), shown)


def _written(term: Term) -> str:
    return f'"{term.typed}"' if term.exact else term.typed

"""One search of the published cases: words and choices in, ids, counts and pages out. The site's list and the API both ask here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, reduce
from itertools import batched
from operator import and_

from pyroaring import BitMap

from cases.document import CaseDocument, from_json
from cases.enums import Facet
from cases.models import Publication
from cases.search import hits, orders, vocabulary
from cases.search.facets import Choices, FacetIndex, current_index
from cases.search.hits import Hits
from cases.search.words import Term, Words, read

# Twenty cases are two or three screens; the API asks for up to a hundred.
PAGE_SIZE = 20


class Sort(StrEnum):
    """BEST needs words; without any it is NEWEST."""

    BEST = "best"
    NEWEST = "newest"
    TITLE = "title"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Query:
    """`sort` None: the best first where there are words, else the newest."""

    words: str = ""
    choices: Choices = field(default_factory=dict)
    sort: Sort | None = None
    language: str = "zh-hans"

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than everything."""
        return bool(self.words or any(self.choices.values()))

    @property
    def order(self) -> Sort:
        if self.sort is None or (self.sort is Sort.BEST and not self.words):
            return Sort.BEST if self.words else Sort.NEWEST
        return self.sort


@dataclass(frozen=True)
class Meant:
    """A wanted term with the runs in normal form that it stands for.

    `named` are the publications that stand under what it names, `hits` these and all that hold one of the runs.
    """

    term: Term
    runs: tuple[str, ...]
    named: BitMap
    hits: Hits


@dataclass(frozen=True)
class Found:
    """What a query found at one version of the site.

    `words` is what was read from the query's, `within` whom they let pass (None: no words), `meant` what each wanted term lets pass by
    itself, `ids` what is left after the choices as well.
    """

    query: Query
    index: FacetIndex
    words: Words
    within: Hits | None
    meant: tuple[Meant, ...]
    ids: BitMap

    def __len__(self) -> int:
        return len(self.ids)

    def among(self, only: BitMap) -> "Found":
        """What of it is in `only`; counts are of these, too."""
        text = self.within or Hits(self.index.everything, self.index.everything, self.index.everything)
        return replace(self, within=text & Hits(only, only, only), ids=self.ids & only)

    @cached_property
    def counts(self) -> Mapping[Facet, Mapping[str, int]]:
        return self.index.counts(self.query.choices, self.within.text if self.within else None)

    @property
    def marks(self) -> tuple[str, ...]:
        """The runs in normal form for which the cases were found."""
        return tuple(run for meant in self.meant for run in meant.runs)

    def pks(self, number: int, size: int = PAGE_SIZE) -> list[int]:
        """Of the publications of one page, in order; empty beyond the last. No query; by title, one or two."""
        start = (number - 1) * size
        return orders.part(self.index, self.tiers, self.query.order, self.query.language, start, start + size)

    def page(self, number: int, size: int = PAGE_SIZE) -> list[Publication]:
        """The publications of one page with their revisions, in order; empty beyond the last. One query; by title, one or two more."""
        return in_order(self.pks(number, size))

    def walk(self, size: int = 200) -> Iterator[Publication]:
        """All of them, the newest first, whatever their number; one query for each `size`."""
        for pks in batched(reversed(self.ids), size):
            yield from in_order(pks)

    @cached_property
    def tiers(self) -> tuple[BitMap, ...]:
        """`ids` parted by how high up the words stand: title, summary, text. One part when nothing is to be ranked."""
        if self.within is None or self.query.order is not Sort.BEST:
            return (self.ids,)
        title, summary = self.ids & self.within.title, self.ids & self.within.summary
        return title, summary - title, self.ids - summary


def search(query: Query) -> Found:
    """No query without words but for the site's state; see `hits.find` for what words cost."""
    index = current_index()
    words = read(query.words)
    within, meant = matching(words, index)
    return Found(query, index, words, within, meant, index.chosen(query.choices, within.text if within else None))


def matching(words: Words, index: FacetIndex) -> tuple[Hits | None, tuple[Meant, ...]]:
    """The live publications that hold all wanted terms and none of the others, and what each wanted one means; None when there is no term.

    A term that is a name stands for all names of the same thing; in quotes it stands for itself.
    """
    if not words.terms:
        return None, ()
    senses = {term: vocabulary.sense(term, index) for term in words.terms}
    runs = list(dict.fromkeys(run for sense in senses.values() for run in sense.runs))
    found = hits.find(runs, index)

    def of(term: Term) -> Hits:
        sense = senses[term]
        named = Hits(BitMap(), sense.named, sense.named)
        return reduce(Hits.__or__, (found[run] for run in sense.runs), named)

    everything = Hits(index.everything, index.everything, index.everything)
    meant = tuple(Meant(term, senses[term].runs, senses[term].named, of(term)) for term in words.wanted)
    within = reduce(and_, (each.hits for each in meant), everything)
    unwanted = BitMap.union(BitMap(), *(of(term).text for term in words.unwanted))
    left = Hits(within.title - unwanted, within.summary - unwanted, within.text - unwanted)
    return left, meant


def in_order(pks: Sequence[int]) -> list[Publication]:
    """These publications with their revisions, in the order of `pks`; one withdrawn in this very moment is left out. One query."""
    found = Publication.objects.live().with_documents().in_bulk(list(pks))
    return [found[pk] for pk in pks if pk in found]


def shown(publication: Publication) -> CaseDocument:
    """What the public sees of it."""
    return from_json(publication.revision.document)

"""One search of the published cases: words and choices in, ids, counts and pages out. The site's list and the API both ask here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice

from pyroaring import BitMap

from cases.document import CaseDocument, Text, from_json
from cases.enums import Facet
from cases.models import Publication
from cases.search.facets import Choices, FacetIndex, current_index
from cases.search.held import Held
from cases.text import collation

# Twenty cases are two or three screens; the API asks for up to a hundred.
PAGE_SIZE = 20
# Up to so many ids are sorted by their place; more are met soon by walking along all places.
FEW = 2_000
# More words than this narrow nothing any more and cost a scan each.
MOST_WORDS = 12


class Sort(StrEnum):
    NEWEST = "newest"
    TITLE = "title"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Query:
    words: str = ""
    choices: Choices = field(default_factory=dict)
    sort: Sort = Sort.NEWEST
    language: str = "zh-hans"

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than everything."""
        return bool(self.words or any(self.choices.values()))


def matching(q: str) -> BitMap | None:
    """Ids of the live publications whose text holds every word of `q`, whatever its case; None when `q` has no word. One query."""
    words = list(dict.fromkeys(q.split()))[:MOST_WORDS]
    if not words:
        return None
    rows = Publication.objects.live()
    for word in words:
        rows = rows.filter(search_text__icontains=word)
    return BitMap(rows.order_by().values_list("pk", flat=True))


@dataclass(frozen=True)
class Found:
    """What a query found at one version of the site."""

    query: Query
    index: FacetIndex
    within: BitMap | None
    ids: BitMap

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def counts(self) -> Mapping[Facet, Mapping[str, int]]:
        return self.index.counts(self.query.choices, self.within)

    def page(self, number: int, size: int = PAGE_SIZE) -> list[Publication]:
        """The publications of one page with their revisions, in order; empty beyond the last. One query, two after a change."""
        start = (number - 1) * size
        return in_order(ordered(self.index, self.ids, self.query.sort, self.query.language, start, start + size))


def search(query: Query) -> Found:
    """One query for the version of the site, one more when there are words."""
    index = current_index()
    within = matching(query.words)
    return Found(query, index, within, index.chosen(query.choices, within))


def in_order(pks: Sequence[int]) -> list[Publication]:
    """These publications with their revisions, in the order of `pks`; one withdrawn in this very moment is left out. One query."""
    found = Publication.objects.live().with_documents().defer("search_text").in_bulk(list(pks))
    return [found[pk] for pk in pks if pk in found]


def shown(publication: Publication) -> CaseDocument:
    """What the public sees of it."""
    return from_json(publication.revision.document)


# --- Order -------------------------------------------------------------------------------------------------------

# All ids in order, and the place of each.
held: Held[tuple[list[int], dict[int, int]]] = Held()


def ordered(index: FacetIndex, ids: BitMap, sort: Sort, language: str, start: int, stop: int) -> list[int]:
    """Places `start` to `stop` of `ids`. The order of all publications is held for each version of the site: one query after a change."""
    every, place = _order(index, sort, language)
    if len(ids) <= FEW:
        return sorted((pk for pk in ids if pk in place), key=place.__getitem__)[start:stop]
    return list(islice((pk for pk in every if pk in ids), start, stop))


def _order(index: FacetIndex, sort: Sort, language: str) -> tuple[list[int], dict[int, int]]:
    def read() -> tuple[list[int], dict[int, int]]:
        pks = _READ[sort](language)
        return pks, {pk: place for place, pk in enumerate(pks)}

    return held.at(index.version, read, key=(sort, "" if sort is Sort.NEWEST else language))


def _newest(language: str) -> list[int]:
    return list(Publication.objects.live().order_by("-published_at", "-pk").values_list("pk", flat=True))


def _by(path: str) -> Callable[[str], list[int]]:
    def read(language: str) -> list[int]:
        rows = Publication.objects.live().order_by("-published_at", "-pk")
        texts = rows.values_list("pk", f"{path}__zh_hans", f"{path}__en")
        return [pk for pk, zh, en in sorted(texts, key=lambda row: collation(Text(row[1] or "", row[2] or "").get(language)))]

    return read


_READ: dict[Sort, Callable[[str], list[int]]] = {
    Sort.NEWEST: _newest,
    Sort.TITLE: _by("revision__document__title"),
    Sort.ORGANISATION: _by("revision__document__organisation__name"),
}

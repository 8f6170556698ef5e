"""The filter rail as values: for each facet what is chosen, what can be chosen, how many cases that shows, and the address of it."""

from dataclasses import dataclass
from functools import cache
from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from cases.document import Text
from cases.enums import Facet
from cases.forms import SORTS
from cases.search.names import Names
from cases.search.query import Found, Query, Sort

# A facet shows so many values at once; the rest stands behind “more”.
AT_ONCE = 8
# And a page of the list stays a page with 2,000 topics.
AT_MOST = 100


@dataclass(frozen=True)
class Value:
    facet: Facet
    value: str
    name: Text
    count: int
    url: str
    chosen: bool = False


@dataclass(frozen=True)
class Group:
    facet: Facet
    chosen: tuple[Value, ...]
    first: tuple[Value, ...]
    rest: tuple[Value, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Order:
    name: object
    url: str
    chosen: bool


def address(query: Query, *, page: int = 1) -> str:
    """The one address of a query: facets in a fixed order, nothing that says nothing."""
    pairs = chain(
        [("q", query.words)] if query.words else [],
        ((facet.value, value) for facet in Facet for value in query.choices.get(facet, ())),
        [("sort", query.sort.value)] if query.sort is not Sort.NEWEST else [],
        [("page", page)] if page > 1 else [],
    )
    parameters = urlencode(list(pairs))
    return _list_address(get_language()) + (f"?{parameters}" if parameters else "")


@cache
def _list_address(language: str | None) -> str:
    """A rail has a hundred links to it; working it out for each is half the work of the page."""
    return reverse("cases")


def with_choice(query: Query, facet: Facet, values: tuple[str, ...]) -> Query:
    return Query(query.words, {**query.choices, facet: values}, query.sort, query.language)


def groups(found: Found, names: Names) -> list[Group]:
    """The facets that have anything to say, in the order of the enum."""
    return [group for facet in Facet if (group := _group(found, names, facet)).chosen or group.first]


def orders(query: Query) -> list[Order]:
    return [Order(SORTS[sort], address(Query(query.words, query.choices, sort, query.language)), sort is query.sort) for sort in Sort]


def _group(found: Found, names: Names, facet: Facet) -> Group:
    query, counts = found.query, found.counts[facet]
    picked = query.choices.get(facet, ())
    known = names[facet]

    def value(slug: str) -> Value:
        chosen = slug in picked
        values = tuple(other for other in picked if other != slug) if chosen else (*picked, slug)
        return Value(facet, slug, known.get(slug, Text()), counts.get(slug, 0), address(with_choice(query, facet, values)), chosen)

    open_ones = [slug for slug in known if counts.get(slug) and slug not in picked]
    if not facet.keeps_order:
        open_ones.sort(key=lambda slug: -counts[slug])
    # Goals and years are short and known; cutting them would hide more than it helps.
    at_once = len(open_ones) if facet.keeps_order else AT_ONCE
    values = [value(slug) for slug in open_ones[:AT_MOST]]
    return Group(
        facet,
        chosen=tuple(value(slug) for slug in picked),
        first=tuple(values[:at_once]),
        rest=tuple(values[at_once:]),
        left_out=max(0, len(open_ones) - AT_MOST),
    )

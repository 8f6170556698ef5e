"""Pages of one concept, one goal, one topic, one organisation: what it is, its cases, and where else these lead."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import Organisation
from cases.document import Text
from cases.enums import Facet
from cases.revisions import both
from cases.search.facets import FacetIndex, current_index
from cases.search.names import names_of
from cases.search.query import PAGE_SIZE, Found, Query, search
from cases.views import rail
from cases.views.listing import page_context, page_number
from cases.views.public import public_page
from cases.vocabularies import CONCEPTS, GOALS

# Beside a shelf's cases stand the first values of the other facets.
MOST_LINKS = 8


@dataclass(frozen=True)
class Counted:
    """A concept or a goal with the number of its cases."""

    value: str
    name: Text
    count: int
    url: str


@dataclass(frozen=True)
class Row:
    """A concept's row of the matrix: one count for each goal, with a tint from 0 to 4."""

    concept: Counted
    cells: tuple[tuple[str, int, int, str], ...]


@public_page
def concepts(request: HttpRequest) -> HttpResponse:
    """One query: the site's version."""
    index = current_index()
    return render(
        request, "cases/concepts.html", {"concepts": counted_concepts(index), "goals": counted_goals(index), "matrix": matrix(index)}
    )


@public_page
def goals(request: HttpRequest) -> HttpResponse:
    index = current_index()
    return render(request, "cases/goals.html", {"goals": counted_goals(index), "matrix": matrix(index)})


@public_page
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in {known for known, *_rest in CONCEPTS}:
        raise Http404("no such concept")
    return _shelf(request, Facet.CONCEPT, slug)


@public_page
def goal(request: HttpRequest, number: int) -> HttpResponse:
    if not 1 <= number <= len(GOALS):
        raise Http404("no such goal")
    return _shelf(request, Facet.SDG, str(number), previous=number - 1 or None, next=number + 1 if number < len(GOALS) else None)


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in current_index().sets.get(Facet.TOPIC, {}):
        raise Http404("no published case has this topic")
    return _shelf(request, Facet.TOPIC, slug)


@public_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Only an organisation that stands in a live publication has a page; of the others the site knows nothing."""
    if slug not in current_index().sets.get(Facet.ORGANISATION, {}):
        raise Http404("no published case names this organisation")
    row = Organisation.objects.get(slug=slug)
    return _shelf(request, Facet.ORGANISATION, slug, organisation=row, full_name=both(row, "name"))


def _shelf(request: HttpRequest, facet: Facet, value: str, **more: object) -> HttpResponse:
    """Queries: the site's version, the cases of the page (and what the caller asked)."""
    query = Query(choices={facet: (value,)}, language="en" if get_language() == "en" else "zh-hans")
    found = search(query)
    names = names_of(found.index)
    number = page_number(request)
    context = {
        **page_context(found, number),
        "facet": facet,
        "value": value,
        "name": names[facet].get(value, Text()),
        "groups": _beside(found, names, facet),
        "list_url": rail.address(query),
        "canonical": f"{request.path}?page={number}" if number > 1 else request.path,
        "previous_url": f"{request.path}?page={number - 1}" if number > 1 else "",
        "next_url": f"{request.path}?page={number + 1}" if number * PAGE_SIZE < len(found) else "",
        **more,
    }
    return render(request, "cases/shelf.html", context)


def _beside(found: Found, names: rail.Names, facet: Facet) -> list[tuple[Facet, list[rail.Value]]]:
    """The other facets' values among these cases, the most frequent first, as links into the filtered list."""
    groups = [group for group in rail.groups(found, names) if group.facet is not facet]
    return [(group.facet, [*group.first, *group.rest][:MOST_LINKS]) for group in groups]


def counted_concepts(index: FacetIndex) -> list[Counted]:
    sets = index.sets.get(Facet.CONCEPT, {})
    return [Counted(slug, Text(zh, en), len(sets.get(slug, ())), reverse("concept", args=[slug])) for slug, zh, en, _colour in CONCEPTS]


def counted_goals(index: FacetIndex) -> list[Counted]:
    sets = index.sets.get(Facet.SDG, {})
    return [
        Counted(str(number), Text(zh, en), len(sets.get(str(number), ())), reverse("sdg", args=[number]))
        for number, (zh, en, *_rest) in enumerate(GOALS, 1)
    ]


def matrix(index: FacetIndex) -> list[Row]:
    """Concepts × goals with the number of cases that have both; five times seventeen intersections, no query."""
    concepts_, goals_ = index.sets.get(Facet.CONCEPT, {}), index.sets.get(Facet.SDG, {})
    rows = []
    for concept_ in counted_concepts(index):
        mine = concepts_.get(concept_.value)
        cells = []
        for number in range(1, len(GOALS) + 1):
            theirs = goals_.get(str(number))
            count = mine.intersection_cardinality(theirs) if mine is not None and theirs is not None else 0
            url = rail.address(Query(choices={Facet.CONCEPT: (concept_.value,), Facet.SDG: (str(number),)}))
            cells.append((str(number), count, min(4, count), url))
        rows.append(Row(concept_, tuple(cells)))
    return rows

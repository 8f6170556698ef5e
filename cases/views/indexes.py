"""The concepts, goals, sectors, regions, topics and organisations that published cases have, each kind on a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cases.enums import Facet
from cases.search.facets import FacetIndex, current_index
from cases.search.held import Held
from cases.search.names import names_of
from cases.text import collation
from cases.views.counted import counted, counted_concepts
from cases.views.explore import case_charts
from cases.views.listing import page_number, pages_of, turns
from cases.views.public import public_page

# Names are short: so many are read at a glance down the columns.
PAGE_SIZE = 240


@public_page
def concepts(request: HttpRequest) -> HttpResponse:
    """One query: the site's version."""
    index = current_index()
    charts = case_charts(index)
    return render(request, "cases/concepts.html", {"concepts": counted_concepts(index), "goals": charts.goals, "matrix": charts.matrix})


@public_page
def goals(request: HttpRequest) -> HttpResponse:
    charts = case_charts(current_index())
    return render(request, "cases/goals.html", {"goals": charts.goals, "matrix": charts.matrix})


@public_page
def sectors(request: HttpRequest) -> HttpResponse:
    return _index(request, Facet.SECTOR)


@public_page
def regions(request: HttpRequest) -> HttpResponse:
    return _index(request, Facet.REGION)


@public_page
def topics(request: HttpRequest) -> HttpResponse:
    return _index(request, Facet.TOPIC)


@public_page
def organisations(request: HttpRequest) -> HttpResponse:
    return _index(request, Facet.ORGANISATION)


def _index(request: HttpRequest, facet: Facet) -> HttpResponse:
    """Those with a published case, by name. One query: the site's version; after a change two more for the names."""
    index = current_index()
    values = alphabetical(index, facet, "en" if get_language() == "en" else "zh-hans")
    number = page_number(request)
    shown = values[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if number > 1 and not shown:
        raise Http404("no such page")
    names = names_of(index)[facet]
    last = max(1, -(-len(values) // PAGE_SIZE))
    address = pages_of(request.path)
    context = {
        "facet": facet,
        "values": [counted(index, facet, value, names[value]) for value in shown],
        "total": len(values),
        "page": number,
        "pages": last,
        "turns": turns(number, last, address),
        "canonical": address(number),
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if number < last else "",
    }
    return render(request, "cases/shelves.html", context)


held: Held[list[str]] = Held()


def alphabetical(index: FacetIndex, facet: Facet, language: str) -> list[str]:
    """The values that a published case has, in the order of their names; held for each version of the site."""

    def order() -> list[str]:
        public = index.sets.get(facet, {})
        names = names_of(index)[facet]
        return sorted((value for value in names if public.get(value)), key=lambda value: collation(names[value].get(language)))

    return held.at(index.version, order, key=(facet, language))

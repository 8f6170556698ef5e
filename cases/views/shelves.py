"""Pages of one concept, goal, target, sector, region, topic, organisation: what it is, its numbers, its cases, and where these lead."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice, zip_longest

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from accounts.models import Organisation
from cases.document import CaseDocument, FigureDoc, Text
from cases.enums import Facet
from cases.models import Publication
from cases.revisions import both
from cases.search.facets import FacetIndex
from cases.search.names import Names, names_of
from cases.search.query import PAGE_SIZE, Found, Query, search, shown
from cases.targets import ABOUT_TARGETS
from cases.topics import present
from cases.views import rail
from cases.views.cards import cards
from cases.views.counted import Bar, Counted, bars, counted, counted_targets, page_of, years
from cases.views.listing import page_number, pages_of, turns
from cases.views.public import public_page
from cases.vocabularies import ABOUT_CONCEPTS, ABOUT_GOALS, CONCEPTS, GOALS, REGIONS, SECTORS, target_codes

# Beside a shelf's cases stand the first values of the other facets.
MOST_LINKS = 8
MOST_FIGURES = 4
# So many of the newest cases are asked for their key figures.
ASKED_FOR_FIGURES = 6
# A group of companies can have hundreds below it.
MOST_SUBSIDIARIES = 30

# These have a page without a case too; of all others the site knows nothing until a case is published.
ALWAYS = {
    Facet.CONCEPT: {slug for slug, *_rest in CONCEPTS},
    Facet.SDG: {str(number) for number in range(1, len(GOALS) + 1)},
    Facet.TARGET: {code for goal in range(1, len(GOALS) + 1) for code in target_codes(goal)},
    Facet.SECTOR: {slug for slug, *_rest in SECTORS},
    Facet.REGION: {slug for slug, *_rest in REGIONS},
}


@public_page
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    found = _cases_of(Facet.CONCEPT, slug)
    return _shelf(request, found, Facet.CONCEPT, slug, about=Text(*ABOUT_CONCEPTS.get(slug, ())))


@public_page
def goal(request: HttpRequest, number: int) -> HttpResponse:
    found = _cases_of(Facet.SDG, str(number))
    return _shelf(
        request,
        found,
        Facet.SDG,
        str(number),
        about=Text(*ABOUT_GOALS[number - 1]),
        targets=counted_targets(found.index, number, names_of(found.index)[Facet.TARGET]),
        previous=number - 1 or None,
        next=number + 1 if number < len(GOALS) else None,
    )


@public_page
def target(request: HttpRequest, code: str) -> HttpResponse:
    """Only official codes: whatever else a tag may carry has no goal to stand under."""
    if code not in ALWAYS[Facet.TARGET]:
        raise Http404("no such target")
    found = _cases_of(Facet.TARGET, code)
    number = int(code.partition(".")[0])
    return _shelf(
        request,
        found,
        Facet.TARGET,
        code,
        about=Text(*ABOUT_TARGETS[code]),
        goal=counted(found.index, Facet.SDG, str(number), Text(*GOALS[number - 1][:2])),
        targets=counted_targets(found.index, number, names_of(found.index)[Facet.TARGET]),
    )


@public_page
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    return _shelf(request, _cases_of(Facet.SECTOR, slug), Facet.SECTOR, slug)


@public_page
def region(request: HttpRequest, slug: str) -> HttpResponse:
    return _shelf(request, _cases_of(Facet.REGION, slug), Facet.REGION, slug)


@public_page
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One query more for what is not there: a topic that was merged into another leads to it."""
    try:
        found = _cases_of(Facet.TOPIC, slug)
    except Http404:
        if (now := present(slug)) != slug:
            return redirect("topic", now, permanent=True)
        raise
    return _shelf(request, found, Facet.TOPIC, slug)


@public_page
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Two queries more than another shelf: the organisation with the one above it, those below it."""
    found = _cases_of(Facet.ORGANISATION, slug)
    row = get_object_or_404(Organisation.objects.select_related("parent"), slug=slug)
    return _shelf(request, found, Facet.ORGANISATION, slug, **_about_organisation(row, found.index, names_of(found.index)))


def _cases_of(facet: Facet, value: str) -> Found:
    """One query: the site's version; after a change two more for the names. Http404 for what the site knows nothing of."""
    found = search(Query(choices={facet: (value,)}, language="en" if get_language() == "en" else "zh-hans"))
    if not found and not (value in ALWAYS.get(facet, ()) and value in names_of(found.index)[facet]):
        raise Http404("no published case has this value")
    return found


def _shelf(request: HttpRequest, found: Found, facet: Facet, value: str, **more: object) -> HttpResponse:
    """One query: the cases of the page."""
    names, number = names_of(found.index), page_number(request)
    if number > 1 and (number - 1) * PAGE_SIZE >= len(found):
        raise Http404("no such page")
    publications = found.page(number)
    trend = _trend(found, names)
    beside = set(Facet) - {facet} - ({Facet.YEAR} if trend else set()) - ({Facet.TARGET} if facet is Facet.SDG else set())
    last = max(1, -(-len(found) // PAGE_SIZE))
    address = pages_of(page_of(facet, value))
    context = {
        "facet": facet,
        "value": value,
        "name": names[facet].get(value, Text(value, value)),
        "figures": key_figures(publications) if number == 1 else (),
        "trend": trend,
        "cards": cards(publications, "h3"),
        "total": len(found),
        "groups": _beside(found, names, beside),
        "list_url": rail.address(found.query),
        "page": number,
        "pages": last,
        "turns": turns(number, last, address),
        "canonical": address(number),
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if number < last else "",
        **more,
    }
    return render(request, "cases/shelf.html", context)


# --- Its numbers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseFigure:
    """A key figure with the case that it stands in."""

    figure: FigureDoc
    case: CaseDocument


def key_figures(publications: Iterable[Publication]) -> list[CaseFigure]:
    """Of the first of these cases: one of each before a second of any."""
    documents = [shown(publication) for publication in islice(publications, ASKED_FOR_FIGURES)]
    rounds = zip_longest(*([CaseFigure(figure, document) for figure in document.key_figures] for document in documents))
    return list(islice((figure for figure in chain.from_iterable(rounds) if figure is not None), MOST_FIGURES))


def _trend(found: Found, names: Names) -> tuple[Bar, ...]:
    """Its cases by year, over all years that the site has cases of. Nothing while that is one year, or when it has no case."""
    every = years(found.index)
    if len(every) < 2 or not found:
        return ()
    return bars(found.query, Facet.YEAR, every, found.counts[Facet.YEAR], names[Facet.YEAR])


# --- Where it leads ------------------------------------------------------------------------------------------------


def _beside(found: Found, names: Names, facets: set[Facet]) -> list[tuple[Facet, list[rail.Value]]]:
    """Of each of these facets the values that most of the cases have, as links into the filtered list."""
    groups = [group for group in rail.groups(found, names) if group.facet in facets]
    return [(group.facet, _fullest([*group.first, *group.rest])) for group in groups]


def _fullest(values: list[rail.Value]) -> list[rail.Value]:
    """Those with the most cases, in the order in which they were given."""
    fullest = nlargest(MOST_LINKS, values, key=lambda value: value.count)
    return [value for value in values if value in fullest]


def _about_organisation(row: Organisation, index: FacetIndex, names: Names) -> dict[str, object]:
    """Sector, region, the organisation above and those below are named where the public can see a case of theirs. One query."""

    def public(facet: Facet, value: str) -> Counted | None:
        return counted(index, facet, value, names[facet][value]) if value in index.sets.get(facet, {}) else None

    below = [public(Facet.ORGANISATION, slug) for slug in row.subsidiaries.order_by("name_zh_hans", "pk").values_list("slug", flat=True)]
    return {
        "organisation": row,
        "full_name": both(row, "name"),
        "sector": public(Facet.SECTOR, row.sector),
        "region": public(Facet.REGION, row.region),
        "parent": public(Facet.ORGANISATION, row.parent.slug) if row.parent else None,
        "subsidiaries": [each for each in below if each][:MOST_SUBSIDIARIES],
    }

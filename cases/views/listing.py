"""The list of all published cases, and what all lists share: which page is asked for, and the ways to the others."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from cases.enums import Facet
from cases.forms import CaseList, PageNumber, View
from cases.search.facets import FacetIndex, current_index
from cases.search.names import Names, names_of
from cases.search.query import PAGE_SIZE, Found, Query, search
from cases.templatetags.casebook import language
from cases.views import rail
from cases.views.cards import page_of_cards
from cases.views.counted import PAGE_OF, page_of
from cases.views.exports import export_address
from cases.views.nothing import help_with
from cases.views.public import public_page


@public_page
@vary_on_headers("HX-Request", "HX-Target")
def case_list(request: HttpRequest) -> HttpResponse:
    """All published cases, filtered. To htmx it answers with the part of the page that changes.

    Queries: the site's version; those for the words, if any; the cases of the page, where their cards are not kept.
    """
    form = CaseList(request.GET)
    valid = form.is_valid()
    number, view = page_number(request), form.asked_view
    index = current_index()
    names = names_of(index)
    query, unknown = known(form.query(), index, names)
    found = search(query)
    last = max(1, -(-len(found) // PAGE_SIZE))

    def address(page: int) -> str:
        return rail.address(query, page=page, view=view)

    context = {
        "form": form,
        "query": query,
        "found": found,
        "unknown": unknown,
        "view": view.value,
        "cards": page_of_cards(found, number, "row" if view is View.TABLE else "h2") if number <= last else [],
        "groups": rail.groups(found, names, view),
        "orders": rail.orders(query, view),
        "views": rail.views(query, view),
        "help": help_with(found, names, view) if query.narrows and not found else None,
        "total": len(found),
        "page": number,
        "pages": last,
        "turns": turns(number, last, address) if number <= last else (),
        "previous_url": address(number - 1) if 1 < number <= last else "",
        "next_url": address(number + 1) if number < last else "",
        "last_url": address(last),
        "wordless_url": rail.address(replace(query, words=""), view=view),
        "no_filter_url": rail.address(Query(), view=view),
        "csv_url": export_address("cases_csv", query),
        "json_url": export_address("cases_json", query),
        "feed_url": feed_address(query),
        "canonical": canonical(found, number),
        "is_indexed": valid and not unknown and is_page_of_its_own(found),
    }
    context["is_part"] = partial = bool(request.htmx) and request.htmx.target == "results" and not request.htmx.history_restore_request
    status = 400 if not valid else 404 if number > last else 200
    return render(request, "cases/list.html#results" if partial else "cases/list.html", context, status=status)


class Unknown(NamedTuple):
    facet: Facet
    value: str


def known(query: Query, index: FacetIndex, names: Names) -> tuple[Query, list[Unknown]]:
    """The query without values that neither a vocabulary nor a published case has, and these."""
    unknown = [
        Unknown(facet, value)
        for facet, values in query.choices.items()
        for value in values
        if value not in names[facet] and value not in index.sets.get(facet, {})
    ]
    choices = {facet: tuple(v for v in values if (facet, v) not in unknown) for facet, values in query.choices.items()}
    return (replace(query, choices=choices), unknown) if unknown else (query, [])


# --- For search engines and programs ---------------------------------------------------------------------------------


def only_value(query: Query) -> tuple[Facet, str] | None:
    """The one value that the query asks for and nothing else."""
    values = [(facet, value) for facet, values in query.choices.items() for value in values]
    return values[0] if len(values) == 1 and not query.words else None


def is_page_of_its_own(found: Found) -> bool:
    """Combinations are countless and say nothing that these do not."""
    return not found.query.narrows or (bool(found) and only_value(found.query) is not None)


def canonical(found: Found, number: int) -> str:
    """Whatever the order or the view. What is found by one value alone stands on that value's own page, if it has one."""
    only = only_value(found.query)
    if found and only and only[0] in PAGE_OF:
        return page_of(*only) + (f"?page={number}" if number > 1 else "")
    return rail.address(replace(found.query, sort=None), page=number)


def feed_address(query: Query) -> str:
    """Of all cases or of one value; combinations have none."""
    if only := only_value(query):
        return reverse("facet_feed", kwargs={"facet": only[0].value, "value": only[1], "language": language()})
    return "" if query.narrows else reverse("cases_feed", kwargs={"language": language()})


# --- Pages ---------------------------------------------------------------------------------------------------------


def page_number(request: HttpRequest) -> int:
    """`?page=`, 1 when absent; a page that cannot be is not there."""
    form = PageNumber(request.GET)
    if not form.is_valid():
        raise Http404("no such page")
    return form.cleaned_data["page"] or 1


def pages_of(address: str) -> Callable[[int], str]:
    """The addresses of a list's pages, where the list's own has no query."""
    return lambda page: f"{address}?page={page}" if page > 1 else address


class Turn(NamedTuple):
    """The way to a page; without a number what was left out between two."""

    page: int = 0
    url: str = ""


def turns(number: int, last: int, address: Callable[[int], str]) -> list[Turn]:
    """The first page, the ones around this, the last; for `cases/_pages.html`."""
    shown = sorted(page for page in {1, number - 1, number, number + 1, last} if 1 <= page <= last)
    found = [Turn(1, address(1))]
    for before, page in pairwise(shown):
        if page == before + 2:
            found.append(Turn(before + 1, address(before + 1)))
        elif page > before + 1:
            found.append(Turn())
        found.append(Turn(page, address(page)))
    return found

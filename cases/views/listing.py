from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from cases.forms import CaseFilter, PageNumber
from cases.search.names import names_of
from cases.search.query import PAGE_SIZE, Found, search
from cases.views import rail
from cases.views.cards import cards
from cases.views.public import public_page


@public_page
@vary_on_headers("HX-Request", "HX-Target")
def case_list(request: HttpRequest) -> HttpResponse:
    """All published cases, filtered. To htmx it answers with the part of the page that changes.

    Queries: the site's version; the words, if any; the cases of the page.
    """
    form = CaseFilter(request.GET)
    valid = form.is_valid()
    found = search(form.query())
    number = page_number(request)
    context = {
        **page_context(found, number),
        "form": form,
        "query": found.query,
        "found": found,
        "groups": rail.groups(found, names_of(found.index)),
        "orders": rail.orders(found.query),
        "no_filter_url": rail.address(type(found.query)()),
        "canonical": rail.address(type(found.query)(), page=1 if found.query.narrows else number),
        "previous_url": rail.address(found.query, page=number - 1) if number > 1 else "",
        "next_url": rail.address(found.query, page=number + 1) if number * PAGE_SIZE < len(found) else "",
    }
    partial = request.htmx and request.htmx.target == "results" and not request.htmx.history_restore_request
    return render(request, "cases/list.html#results" if partial else "cases/list.html", context, status=200 if valid else 400)


def page_number(request: HttpRequest) -> int:
    """`?page=`, 1 when absent; a page that cannot be is not there."""
    form = PageNumber(request.GET)
    if not form.is_valid():
        raise Http404("no such page")
    return form.cleaned_data["page"] or 1


def page_context(found: Found, number: int) -> dict[str, object]:
    """One page of what was found. One query. A page after the last is not there."""
    if number > 1 and (number - 1) * PAGE_SIZE >= len(found):
        raise Http404("no such page")
    return {
        "cards": cards(found.page(number), "h2"),
        "total": len(found),
        "page": number,
        "pages": max(1, -(-len(found) // PAGE_SIZE)),
    }

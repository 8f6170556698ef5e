"""What the search fields suggest while somebody types: a piece of HTML for `static/js/suggest.js`."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.document import Text
from cases.enums import Facet
from cases.forms import CaseFilter
from cases.search.query import shown
from cases.search.snippets import marked
from cases.search.suggest import Suggestions, suggest
from cases.templatetags.casebook import lang, language, plain
from cases.views.cards import html_of
from cases.views.counted import page_of
from cases.views.public import public_page


class Typed(forms.Form):
    q = CaseFilter.base_fields["q"]


@dataclass(frozen=True)
class Suggestion:
    """`facet` and `count` of an organisation or a tag; a case has neither."""

    url: str
    name: SafeString
    facet: Facet | None = None
    count: int = 0


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Queries: the site's version, those for the words, the cases. 400 and empty for words that no search takes."""
    form = Typed(request.GET)
    found = suggest(form.cleaned_data["q"], language()) if form.is_valid() else Suggestions()
    context = {"suggestions": [*_of_names(found), *_of_cases(found)]}
    response = render(request, "cases/_suggestions.html", context, status=200 if form.is_valid() else 400)
    response["X-Robots-Tag"] = "noindex"
    return response


def _of_names(found: Suggestions) -> list[Suggestion]:
    return [
        Suggestion(page_of(named.entry.facet, named.entry.value), _marked(named.entry.name, found.run), named.entry.facet, named.count)
        for named in found.named
    ]


def _of_cases(found: Suggestions) -> list[Suggestion]:
    return [Suggestion(case.get_absolute_url(), _marked(shown(case).title, found.run)) for case in found.cases]


def _marked(name: Text, run: str) -> SafeString:
    html = html_of(marked(plain(name), [run]))
    return format_html('<span lang="{}">{}</span>', lang(name), html) if name.lacks(language()) else html

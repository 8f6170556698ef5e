"""Pages of words: one template for each language, since a text that is read as a whole is written as a whole."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cases.views.public import public_page

PAGES = ("about", "accessibility", "search-help")


def words(page: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one of `PAGES`. No query."""

    @public_page
    def view(request: HttpRequest) -> HttpResponse:
        language = "en" if get_language() == "en" else "zh-hans"
        return render(request, f"pages/{page}.{language}.html", {"contact": settings.CONTACT_EMAIL})

    return view

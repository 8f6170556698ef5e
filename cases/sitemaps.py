"""The sitemap: an index, and its parts with every public page in both languages.

Cases stand in parts by ranges of their keys, so that a part costs the same at a thousand and at a million, and a case stays in
the part where it was. Whatever else there is fits into memory.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.issues import LAST_ISSUED
from cases.models import Publication
from cases.search.facets import current_index
from cases.views.counted import PAGE_OF, page_of

# With an address in each language: 10,000 addresses and some 5 MB.
PAGES_IN_PART = 5_000


@dataclass(frozen=True)
class Page:
    """`path` is its Chinese address, without host."""

    path: str
    changed: dt.datetime | None = None

    @property
    def addresses(self) -> tuple[str, str]:
        """In Chinese and in English."""
        return settings.SITE_URL + self.path, f"{settings.SITE_URL}/en{self.path}"

    @property
    def lastmod(self) -> str:
        return self.changed.isoformat(timespec="seconds") if self.changed else ""


@dataclass(frozen=True)
class Section:
    """One kind of pages: the numbers of its parts, and the pages of one of them; none of a part that there is not."""

    parts: Callable[[], Sequence[int]]
    pages: Callable[[int], list[Page]]


Sections = Mapping[str, Section]


def in_memory(pages: Callable[[], list[Page]]) -> Section:
    """A section made whole and cut into parts."""
    return Section(
        parts=lambda: range(-(-len(pages()) // PAGES_IN_PART)),
        pages=lambda part: pages()[part * PAGES_IN_PART : (part + 1) * PAGES_IN_PART],
    )


# --- What there is of cases ----------------------------------------------------------------------------------------


def _case_parts() -> list[int]:
    """The ranges of keys in which something is public. One query: the site's version."""
    ids = current_index().everything
    last = ids.max() // PAGES_IN_PART if ids else -1
    return [part for part in range(last + 1) if ids.range_cardinality(part * PAGES_IN_PART, (part + 1) * PAGES_IN_PART)]


def _case_pages(part: int) -> list[Page]:
    """One query over one range of the primary key."""
    first = part * PAGES_IN_PART
    rows = Publication.objects.live().filter(pk__gte=first, pk__lt=first + PAGES_IN_PART).order_by("pk").annotate(changed=LAST_ISSUED)
    return [Page(reverse("case", args=[slug]), changed) for slug, changed in rows.values_list("slug", "changed")]


def _shelf_pages() -> list[Page]:
    """Of every value that a published case has. One query: the site's version."""
    sets = current_index().sets
    return [Page(page_of(facet, value)) for facet in PAGE_OF for value in sorted(sets.get(facet, {}))]


def fixed(*names: str) -> Section:
    """Pages that are there whatever is published."""
    return in_memory(lambda: [Page(reverse(name)) for name in names])


SECTIONS: Sections = {
    "lists": fixed("cases", "concepts", "sdgs", "sectors", "regions", "topics", "organisations"),
    "words": fixed("about", "accessibility", "search_help"),
    "cases": Section(_case_parts, _case_pages),
    "shelves": in_memory(_shelf_pages),
}


# --- The views ---------------------------------------------------------------------------------------------------


@require_safe
@cache_control(public=True, max_age=60)
def sitemap_index(request: HttpRequest, sections: Sections) -> HttpResponse:
    parts = [reverse("sitemap_part", args=[name, part]) for name, section in sections.items() for part in section.parts()]
    return _xml(request, "sitemap_index.xml", {"parts": parts, "site": settings.SITE_URL})


@require_safe
@cache_control(public=True, max_age=60)
def sitemap_part(request: HttpRequest, sections: Sections, name: str, part: int) -> HttpResponse:
    """Two queries at most, however many pages there are."""
    pages = sections[name].pages(part) if name in sections else []
    if not pages:
        raise Http404("the sitemap has no such part")
    return _xml(request, "sitemap.xml", {"pages": pages})


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """For search engines to read and not to show."""
    response = render(request, template, context, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response

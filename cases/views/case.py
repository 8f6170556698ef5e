"""A case's own page: the published one, and the same page for a document that is not published (preview)."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, FilteredRelation, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from pyroaring import BitMap

from cases.document import CaseDocument, CaseRef
from cases.enums import Facet
from cases.models import Publication
from cases.search.facets import FacetIndex, current_index
from cases.search.query import shown
from cases.views.cards import cards
from cases.views.public import public_page

MOST_RELATED = 4


@dataclass(frozen=True)
class Issue:
    """One time that the case was published: which revision, and when."""

    revision: int
    at: dt.datetime


@public_page
def case_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Three queries: the publication with its revision and when it was published; the site's version; the cases near it."""
    publication, issues = _published(slug)
    if publication.withdrawn_at is not None:
        return render(request, "cases/withdrawn.html", {"withdrawn_at": publication.withdrawn_at}, status=410)
    document = shown(publication)
    context = {
        **document_context(document),
        **_neighbours(publication, document, current_index()),
        "publication": publication,
        "issues": issues,
        "address": settings.SITE_URL + reverse("case", args=[slug]),
        "today": timezone.localdate(),
    }
    return render(request, "cases/case.html", context)


def document_context(document: CaseDocument) -> dict[str, object]:
    """What `cases/case.html` reads of a document alone: with this and nothing else the page is a preview. No query.

    `picture_address` names the URL that pictures come from (digest, width): those of a preview are not public.
    """
    return {
        "case": document,
        "parent": document.parent,
        "nested": (),
        "siblings": (),
        "related": (),
        "publication": None,
        "issues": (),
        "address": "",
        "picture_address": "picture",
        "today": None,
    }


def _published(slug: str) -> tuple[Publication, list[Issue]]:
    """The publication, withdrawn or not, with one row for each time it was published."""
    rows = list(
        Publication.objects.with_documents()
        .defer("search_text")
        .filter(slug=slug)
        .annotate(issue=FilteredRelation("case__state_changes", condition=Q(case__state_changes__action="publish")))
        .annotate(issued_at=F("issue__at"), issued_revision=F("issue__revision__number"))
        .order_by("-issue__at")
    )
    if not rows:
        raise Http404("no such case")
    return rows[0], [Issue(row.issued_revision, row.issued_at) for row in rows if row.issued_at]


def _neighbours(publication: Publication, document: CaseDocument, index: FacetIndex) -> dict[str, object]:
    """Its umbrella, what is nested in it, what else the umbrella holds, what shares most goals and topics with it. One query.

    The umbrella is named only while the public may see it, and as it is shown now.
    """
    related = nearest(publication.pk, document, index)
    umbrella = document.parent.slug if document.parent else document.slug
    near = Q(slug=umbrella) | Q(parent_slug=umbrella) | Q(pk__in=related)
    rows = Publication.objects.live().with_documents().defer("search_text").filter(near).exclude(pk=publication.pk)
    found = {row.pk: row for row in rows}
    family = sorted((row for row in found.values() if row.parent_slug == umbrella), key=lambda row: row.pk)
    strangers = [found[pk] for pk in related if pk in found and found[pk].parent_slug != umbrella and found[pk].slug != umbrella]
    above = next((row for row in found.values() if row.slug == umbrella), None)
    return {
        "parent": CaseRef(above.slug, shown(above).title) if above else None,
        "nested": () if document.parent else cards(family, "h3"),
        "siblings": [shown(row) for row in family] if above else (),
        "related": cards(strangers[:MOST_RELATED], "h3"),
    }


def nearest(pk: int, document: CaseDocument, index: FacetIndex) -> list[int]:
    """Cases that share most goals and topics with this one, the newest first among equals; a few more than are shown.

    `levels[n]` holds the cases that share more than n of them; a case with k tags costs k² set operations and no query.
    """
    shared = [(Facet.SDG, goal.code) for goal in document.goals] + [(Facet.TOPIC, topic.slug) for topic in document.tagged("topic")]
    levels: list[BitMap] = []
    for facet, value in shared:
        members = index.sets.get(facet, {}).get(value, BitMap())
        for n in range(len(levels), 0, -1):
            gained = levels[n - 1] & members
            if n == len(levels):
                levels.append(gained)
            else:
                levels[n] |= gained
        if levels:
            levels[0] |= members
        else:
            levels.append(members.copy())
    near: list[int] = []
    for level in reversed(levels):
        near += [other for other in reversed(sorted(level - BitMap([pk, *near]))[-12:]) if other not in near]
        if len(near) >= MOST_RELATED + 8:
            break
    return near[: MOST_RELATED + 8]

"""A case's own page: the published one, and the same page for a document that is not published (preview).

The page is made of pieces that are kept: the article for its revision, what stands around it for the version of the site.
"""

import datetime as dt
from dataclasses import dataclass
from html import escape

from django.db.models import F, FilteredRelation, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from cases.ages import mark
from cases.document import CaseDocument, CaseRef
from cases.models import Publication
from cases.near import nearest_first, sharing
from cases.search.facets import FacetIndex, current_index
from cases.search.query import shown
from cases.templatetags.casebook import Address, description, plain
from cases.views.cards import cards
from cases.views.frame import Frame
from cases.views.kept import KeptHtml
from cases.views.moved import moved
from cases.views.public import public_page
from cases.views.years import of_other_years, years_of

MOST_RELATED = 4
# What a page does not need of a publication costs nothing to leave behind.
UNSEEN = ("facets", "title_key_zh_hans", "title_key_en")
# Some 15 kB an article, 8 kB around it.
articles = KeptHtml(24 * 1024 * 1024)
surroundings = KeptHtml(12 * 1024 * 1024)
frame = Frame("cases/case.html", "case", {"public": True})


@dataclass(frozen=True)
class Issue:
    """One time that the case was published: which revision, and when."""

    revision: int
    at: dt.datetime


@public_page
def case_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One query, the site's version, while the pieces of the page are kept.

    Two more when one is not: the publication with its revision and when it was published; the cases near it.
    """
    index, language, today = current_index(), translation.get_language(), timezone.localdate()
    key = (index.version, slug, language, today)
    around = surroundings.get(key)
    article = articles.get((around[0], language)) if around else None
    if not around or not article:
        publication, issues = _published(slug)
        if publication is None:
            return moved(request, slug)
        if publication.withdrawn_at is not None:
            return render(request, "cases/withdrawn.html", {"withdrawn_at": publication.withdrawn_at}, status=410)
        document, digest = shown(publication), publication.revision.digest
        around = surroundings.put_html(key, digest, *_around(publication, document, issues, index, today))
        article = articles.get((around[0], language)) or articles.put_html((around[0], language), *_article(document, public=True))
    return HttpResponse(frame.around(request, slug, _pieces(article, around[1:])))


def document_context(document: CaseDocument, *, picture_address: Address) -> dict[str, object]:
    """What `cases/case.html` shows of a document alone: with this the page is a preview. No query, and nothing is kept.

    `picture_address` names the URL that pictures come from (digest, width): those of a preview are not public.
    """
    article = _article(document, public=False, picture_address=picture_address)
    above = render_to_string("cases/_case_above.html", {"parent": document.parent})
    return {**_pieces(article, ("", above, "")), "public": False}


def _pieces[Html: (str, bytes)](article: tuple[Html, ...], around: tuple[Html, ...]) -> dict[str, Html]:
    title, description, html = article
    head, above, below = around
    return {"title": title, "description": description, "head": head, "article": html, "above": above, "below": below}


def _article(document: CaseDocument, *, public: bool, picture_address: Address = "picture") -> tuple[str, str, str]:
    """Title, description and article, all as HTML; they hang on the document and the language alone."""
    other = "zh-hans" if translation.get_language() == "en" else "en"
    with translation.override(other):
        elsewhere = reverse("case", args=[document.slug]) if public else ""
    context = {"case": document, "public": public, "picture_address": picture_address, "elsewhere": elsewhere}
    html = render_to_string("cases/_article.html", context)
    return escape(plain(document.title)), escape(description(document)), html


def _published(slug: str) -> tuple[Publication | None, list[Issue]]:
    """The publication, withdrawn or not, with one row for each time it was published."""
    rows = list(
        Publication.objects.with_documents()
        .defer(*UNSEEN)
        .filter(slug=slug)
        .annotate(issue=FilteredRelation("case__state_changes", condition=Q(case__state_changes__action="publish")))
        .annotate(issued_at=F("issue__at"), issued_revision=F("issue__revision__number"))
        .order_by("-issue__at")
    )
    return rows[0] if rows else None, [Issue(row.issued_revision, row.issued_at) for row in rows if row.issued_at]


def _around(publication: Publication, document: CaseDocument, issues: list[Issue], index: FacetIndex, today: dt.date) -> tuple[str, ...]:
    """What the head of the page says, what stands above the article, and what below: all that a change elsewhere may change. One query."""
    issues = issues or [Issue(publication.revision.number, publication.published_at)]
    context = {
        **_neighbours(publication, document, index),
        "case": document,
        "publication": publication,
        "issues": issues,
        "issued": issues[0].at,
        "today": today,
        "age": mark(publication, today),
    }
    return tuple(render_to_string(f"cases/{name}.html", context) for name in ("_head_case", "_case_above", "_case_below"))


def _neighbours(publication: Publication, document: CaseDocument, index: FacetIndex) -> dict[str, object]:
    """Its umbrella, what is nested in it, what else the umbrella holds, the same case in other years, what is near to it. One query.

    The umbrella is named only while the public may see it, and as it is shown now.
    """
    near = sharing(publication.pk, document, index)
    umbrella = publication.parent_slug or publication.slug
    # The second condition on the parent is the index's own, without which SQLite does not use it.
    family_of = Q(slug=umbrella) | Q(parent_slug=umbrella) & ~Q(parent_slug="")
    asked = family_of | of_other_years(publication) | Q(pk__in=near)
    rows = Publication.objects.live().with_documents().defer(*UNSEEN).filter(asked).exclude(pk=publication.pk).order_by()
    found = {row.pk: row for row in rows}
    family = sorted((row for row in found.values() if row.parent_slug == umbrella), key=lambda row: row.pk)
    above = next((row for row in found.values() if row.slug == umbrella), None)
    years = years_of(publication, found.values())
    known = {umbrella, *(row.slug for row in family), *(other.slug for other in (*years.earlier, *years.later))}
    strangers = {pk: found[pk].revision.document for pk in near if pk in found and found[pk].slug not in known}
    return {
        "parent": CaseRef(above.slug, shown(above).title) if above else None,
        "nested": () if publication.parent_slug else cards(family, "h3"),
        "siblings": [shown(row) for row in family] if above else (),
        "years": years,
        "related": cards([found[pk] for pk in nearest_first(document, strangers, near)[:MOST_RELATED]], "h3"),
    }

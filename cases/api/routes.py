from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.urls.converters import SlugConverter
from ninja import P, PathEx, Router

from cases.addresses import moved_to
from cases.api import making
from cases.api.answers import CaseList, Facets, Failure, WholeCase
from cases.api.queries import CaseQuery, FacetQuery, Nothing, page_of, parameters, read, refused
from cases.models import Publication
from cases.search.query import search

# What the address takes; anything else is no address of the API.
SLUG = f"^{SlugConverter.regex}$"

router = Router(tags=["cases"], by_alias=True)


@router.get(
    "/cases",
    operation_id="cases",
    summary="Published cases, filtered and searched",
    response={200: CaseList, 404: Failure, 422: Failure},
    openapi_extra=parameters(CaseQuery),
)
def cases(request: HttpRequest) -> CaseList:
    """Values of one parameter widen, parameters narrow. An unknown value matches nothing."""
    # Queries: the site's version; the words, if any; the cases of the page.
    form = read(CaseQuery, request)
    found = search(form.query())
    number, size = page_of(form, len(found))
    return CaseList(count=len(found), results=tuple(making.case_summary(publication) for publication in found.page(number, size)))


@router.get(
    "/cases/{slug:slug}",
    operation_id="case",
    summary="One published case, whole",
    response={200: WholeCase, 301: None, 404: Failure, 410: Failure, 422: Failure},
)
def case(request: HttpRequest, slug: PathEx[str, P(description="Its name in addresses", pattern=SLUG)]) -> WholeCase | HttpResponse:
    """301 for a slug that the case has left, 404 for a case that was never published, 410 for one that was withdrawn."""
    # Two queries: the publication with its revision; its umbrella and what is nested in it.
    read(Nothing, request)
    publication = Publication.objects.with_documents().filter(slug=slug).first()
    if publication is None:
        if (present := moved_to(slug)) is None:
            raise refused(404, "slug", "没有这一案例。", "There is no such case.")
        if present.withdrawn_at is None:
            return HttpResponsePermanentRedirect(reverse("api:case", args=[present.slug]))
        publication = present
    if publication.withdrawn_at is not None:
        raise refused(410, "slug", "这一案例已经撤回。", "This case was withdrawn.")
    # The second condition says what the partial index holds, or SQLite does not use it.
    near = Q(parent_slug=slug) & ~Q(parent_slug="")
    if publication.parent_slug:
        near |= Q(slug=publication.parent_slug)
    family = list(Publication.objects.live().with_documents().filter(near).order_by("pk"))
    return making.whole_case(
        publication,
        parent=next((row for row in family if row.slug == publication.parent_slug), None),
        nested=[row for row in family if row.parent_slug == slug],
    )


@router.get(
    "/facets",
    operation_id="facets",
    summary="What cases can be filtered by, with counts",
    response={200: Facets, 422: Failure},
    openapi_extra=parameters(FacetQuery),
)
def facets(request: HttpRequest) -> Facets:
    """The counts of a facet are taken under the choices in all other facets: each says how many cases have that value."""
    # Queries: the site's version; the words, if any. After a change two more for the names.
    return making.facets(search(read(FacetQuery, request).query()))

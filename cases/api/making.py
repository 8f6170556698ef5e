"""From a publication and its document to what the API answers."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from cases.api.answers import (
    Both,
    CaseLink,
    CaseSummary,
    Facets,
    FacetValue,
    Figure,
    Goal,
    Organisation,
    Participant,
    Picture,
    Quotation,
    Size,
    Tag,
    Video,
    WholeCase,
    WholeFigure,
)
from cases.document import CaseDocument, FigureDoc, OrganisationRef, PictureDoc, Text
from cases.enums import Facet, Qualifier
from cases.media.derivatives import WIDTHS
from cases.models import Publication
from cases.quantities import plain
from cases.search.names import names_of
from cases.search.query import Found, shown


def both(text: Text) -> Both:
    return Both(zh_hans=text.zh_hans, en=text.en)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def case_summary(publication: Publication) -> CaseSummary:
    document = shown(publication)
    return CaseSummary(
        **_summary(publication, document),
        organisations=tuple(_organisation(organisation) for organisation in document.organisations),
        figures=tuple(Figure(**_figure(figure)) for figure in document.figures),
    )


def whole_case(publication: Publication, *, parent: Publication | None, nested: list[Publication]) -> WholeCase:
    """`parent` and `nested` are live publications: what a document says of its parent may be of a draft by now."""
    document = shown(publication)
    return WholeCase(
        **_summary(publication, document),
        body=both(document.body),
        place=both(document.place),
        period=document.period,
        organisations=tuple(
            Participant(slug=organisation.slug, name=both(organisation.name), role=both(organisation.role))
            for organisation in document.organisations
        ),
        figures=tuple(_whole_figure(figure) for figure in document.figures),
        goals=tuple(Goal(number=int(goal.code), name=both(goal.name), rank=goal.rank, reason=both(goal.reason)) for goal in document.goals),
        tags=tuple(
            Tag(vocabulary=tag.vocabulary, slug=tag.slug, code=tag.code, name=both(tag.name), rank=tag.rank, reason=both(tag.reason))
            for tag in document.tags
            if tag.vocabulary != "goal"
        ),
        quotations=tuple(
            Quotation(
                text=both(quotation.text),
                form=quotation.form,
                speaker=both(quotation.speaker),
                role=both(quotation.role),
                occasion=both(quotation.occasion),
                date=quotation.date,
                source=both(quotation.source),
            )
            for quotation in document.quotations
        ),
        pictures=tuple(_picture(picture) for picture in document.pictures),
        videos=tuple(Video(title=both(video.title), url=video.url) for video in document.videos),
        parent=case_link(parent) if parent else None,
        nested=tuple(case_link(below) for below in nested),
    )


def case_link(publication: Publication) -> CaseLink:
    return CaseLink(slug=publication.slug, url=absolute(publication.get_absolute_url()), title=both(shown(publication).title))


def facets(found: Found) -> Facets:
    """Every value that the site's rail would show, none cut off. No query when the names are held, two otherwise."""
    names = names_of(found.index)
    answer: dict[str, Any] = {}
    for facet in Facet:
        counts = found.counts[facet]
        values = [value for value in names[facet] if value in counts]
        if not facet.keeps_order:
            values.sort(key=lambda value: -counts[value])
        answer[facet.value] = tuple(FacetValue(value=value, name=both(names[facet][value]), count=counts[value]) for value in values)
    return Facets(**answer)


# --- Pieces --------------------------------------------------------------------------------------------------------


def _summary(publication: Publication, document: CaseDocument) -> dict[str, Any]:
    return {
        "slug": publication.slug,
        "url": absolute(publication.get_absolute_url()),
        "title": both(document.title),
        "summary": both(document.summary),
        "organisation": _organisation(document.organisation),
        "concepts": tuple(tag.slug for tag in document.tagged("concept")),
        "sdgs": tuple(int(goal.code) for goal in document.goals),
        "topics": tuple(tag.slug for tag in document.tagged("topic")),
        "year": document.year,
        "published_at": publication.published_at,
        "revision": publication.revision.number,
    }


def _organisation(organisation: OrganisationRef) -> Organisation:
    return Organisation(slug=organisation.slug, name=both(organisation.name))


def _figure(figure: FigureDoc) -> dict[str, Any]:
    return {
        "label": both(figure.label),
        "value": plain(figure.value),
        "unit": figure.unit,
        "qualifier": Qualifier(figure.qualifier).zh,
        "period": figure.period,
        "status": figure.status,
    }


def _whole_figure(figure: FigureDoc) -> WholeFigure:
    return WholeFigure(
        **_figure(figure),
        shown=Both(zh_hans=str(figure.quantity("zh-hans")), en=str(figure.quantity("en"))),
        claim=figure.claim,
        source=both(figure.source),
        note=both(figure.note),
        is_key=figure.is_key,
    )


def _picture(picture: PictureDoc) -> Picture:
    return Picture(
        caption=both(picture.caption),
        alt=both(picture.alt),
        credit=both(picture.credit),
        licence=picture.licence,
        stand_in=picture.stand_in,
        sizes=tuple(_size(picture, name) for name, smaller in zip(WIDTHS, (0, *WIDTHS), strict=False) if smaller < picture.width),
    )


def _size(picture: PictureDoc, name: int) -> Size:
    """A picture is never enlarged: under the name of the first wider size it has its own width, and the names after that say no more."""
    width = min(name, picture.width)
    height = picture.height if width == picture.width else max(1, round(picture.height * width / picture.width))
    return Size(width=width, height=height, url=absolute(reverse("picture", args=[picture.digest, name])))

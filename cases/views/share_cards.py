"""Where share cards are had. The address of a case's card carries the mark of its revision, so that a new revision is seen as one."""

import io
from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from cases.document import CaseDocument
from cases.enums import Facet
from cases.media import share_cards
from cases.media.made import Busy, Maker
from cases.models import Publication
from cases.search.query import shown
from cases.views.public import public_page

# As addresses name them.
LANGUAGES = {"zh": "zh-hans", "en": "en"}
TYPES = {"png": "image/png", "jpg": "image/jpeg"}
# Of the digest: enough to tell revisions of one case apart.
MARK = 16

# A card takes a tenth of a second.
maker = Maker(endings=(b"IEND\xaeB`\x82", b"\xff\xd9"), waiting=20, seconds=10)


def case_card_url(publication: Publication, document: CaseDocument) -> str:
    """In the language of the page."""
    mark = publication.revision.digest[:MARK]
    return settings.SITE_URL + reverse("case_card", args=[publication.pk, mark, _language(), share_cards.suffix_of(document)])


def card_url(name: str = "site") -> str:
    """Of a concept (its slug), a goal (`goal-7`) or the site."""
    return settings.SITE_URL + reverse("card", args=[name, _language()])


def shelf_card_url(facet: Facet, value: str) -> str:
    """Concepts and goals have cards of their own."""
    return card_url({Facet.CONCEPT: value, Facet.SDG: f"goal-{value}"}.get(facet, "site"))


@public_page
def case_card(request: HttpRequest, number: int, mark: str, language: str, suffix: str) -> HttpResponseBase:
    """One query. Only of a live publication, and only of the revision that it shows."""
    publication = Publication.objects.live().with_documents().filter(pk=number).first()
    if publication is None or publication.revision.digest[:MARK] != mark or language not in LANGUAGES:
        raise Http404("no such card")
    document = shown(publication)
    if share_cards.suffix_of(document) != suffix:
        raise Http404("no such card")
    name = f"{mark}-{share_cards.DESIGN}.{suffix}"
    return _answer(request, f"cards/{number}-{language}", name, lambda: share_cards.case_card(document, LANGUAGES[language]))


@public_page
def card(request: HttpRequest, name: str, language: str) -> HttpResponseBase:
    """Of a concept, a goal or the site. No query."""
    draw = share_cards.CARDS.get(name)
    if draw is None or language not in LANGUAGES:
        raise Http404("no such card")
    return _answer(request, f"cards/{name}-{language}", f"{share_cards.DESIGN}.png", lambda: draw(LANGUAGES[language]))


def _answer(request: HttpRequest, folder: str, name: str, draw: Callable[[], bytes]) -> HttpResponseBase:
    """Who has the card is told so; the storage is not asked then, and nothing is drawn."""
    etag = f'"{folder.removeprefix("cards/")}/{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = FileResponse(io.BytesIO(maker.get(folder, name, draw)), content_type=TYPES[name.rpartition(".")[2]])
        except Busy:
            return HttpResponse(status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
    response["ETag"] = etag
    return response


def _language() -> str:
    return "en" if get_language() == "en" else "zh"

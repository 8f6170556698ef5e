"""oEmbed (oembed.com): what another site needs to show a link to a case as more than an address."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cases.api.queries import refused
from cases.media.canvas import HEIGHT, WIDTH
from cases.models import Publication
from cases.search.query import shown
from cases.templatetags.casebook import plain
from cases.views.public import public_page
from cases.views.share_cards import case_card_url

LONGEST_ADDRESS = 500
# For how long whoever embeds a case may go on showing it, in seconds.
CACHE_AGE = 60 * 60


@public_page
def oembed(request: HttpRequest) -> JsonResponse:
    """`?url=` a case's page in either language, or its short address. One query, one more for a slug that the case has left."""
    if request.GET.get("format", "json") != "json":
        refusal = refused(501, "format", "只提供 JSON：请用 format=json。", "There is JSON only: use format=json.")
        return _answer(refusal.failure.model_dump(by_alias=True), status=refusal.status)
    address = request.GET.get("url", "")
    path = address.removeprefix(settings.SITE_URL).partition("?")[0].partition("#")[0]
    if len(address) > LONGEST_ADDRESS or not address.startswith(f"{settings.SITE_URL}/"):
        raise Http404("no address of this site")
    # The address alone decides the language, as it does for pages.
    with translation.override("en" if path.startswith("/en/") else settings.LANGUAGE_CODE):
        return _answer(_link(_publication(path), request))


def _publication(path: str) -> Publication:
    """The live publication whose page stands there."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404("no page of this site") from None
    live = Publication.objects.live().with_documents()
    match match.url_name, match.kwargs:
        case "case", {"slug": slug}:
            found = live.filter(slug=slug).first() or live.filter(case__former_slugs__slug=slug).first()
        case "short_address", {"number": number}:
            found = live.filter(pk=number).first()
        case _:
            found = None
    if found is None:
        raise Http404("no published case")
    return found


def _link(publication: Publication, request: HttpRequest) -> dict[str, Any]:
    document = shown(publication)
    link = {
        "version": "1.0",
        "type": "link",
        "title": plain(document.title),
        "author_name": plain(document.organisation.name),
        "author_url": settings.SITE_URL + reverse("organisation", args=[document.organisation.slug]),
        "provider_name": _("Casebook"),
        "provider_url": settings.SITE_URL + reverse("home"),
        "cache_age": CACHE_AGE,
    }
    if not _is_less(request.GET.get("maxwidth", ""), WIDTH) and not _is_less(request.GET.get("maxheight", ""), HEIGHT):
        link |= {"thumbnail_url": case_card_url(publication, document), "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return link


def _is_less(given: str, than: int) -> bool:
    """Whether a number was given, and it is less."""
    return given.isdecimal() and len(given) < 6 and int(given) < than


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    """For pages of other sites to read, too."""
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(data, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})

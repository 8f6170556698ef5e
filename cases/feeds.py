"""Atom feeds: the newest cases of the site, and of each value of each facet, in Chinese and in English."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from cases.document import CaseDocument, Text
from cases.enums import Facet
from cases.issues import LAST_ISSUED
from cases.models import Publication
from cases.search.names import names_of
from cases.search.query import Query, search, shown
from cases.templatetags.casebook import lang, language, plain
from cases.views import rail
from cases.views.counted import PAGE_OF, page_of

NEWEST = 50
# All but what XML 1.0 names a character.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class LegalXML(SimplerXMLGenerator):
    """Leaves out what XML cannot hold. Django's own refuses it, and with it the whole feed."""

    def characters(self, content: str) -> None:
        super().characters(ILLEGAL.sub("", content))

    def startElement(self, name: str, attrs: Any) -> None:
        super().startElement(name, {key: ILLEGAL.sub("", value) for key, value in attrs.items()})


class Atom(Atom1Feed):
    """An item may say in which `language` it is, where that is not the feed's."""

    def write(self, outfile: Any, encoding: str) -> None:
        handler = LegalXML(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def root_attributes(self) -> dict[str, str]:
        return {"xmlns": self.ns, "xml:lang": "en" if self.feed["language"] == "en" else "zh-Hans"}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def tag_uri(day: dt.datetime, name: str) -> str:
    """An id for good, whatever becomes of addresses and slugs (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day:%Y-%m-%d}:{name}"


class InLanguage(Feed):
    """A feed whose language is a part of its address, and whose host is the site's whatever host was asked."""

    feed_type = Atom

    def __call__(self, request: HttpRequest, *args: Any, language: str, **kwargs: Any) -> HttpResponse:
        with translation.override(language):
            response: HttpResponse = super().__call__(request, *args, **kwargs)
        # Of the newest entry: when that is withdrawn the date goes back, and whoever asks by date would keep it.
        del response["Last-Modified"]
        return response

    def author_name(self) -> str:
        return _("Casebook")

    def author_link(self) -> str:
        return absolute(reverse("home"))


@dataclass(frozen=True)
class Source:
    """What a feed is made of. `page` shows the same to people, `address` is the feed's own; both without host."""

    title: str
    subtitle: str
    page: str
    address: str
    publications: Sequence[Publication]


@dataclass(frozen=True)
class Entry:
    publication: Publication
    case: CaseDocument
    updated: dt.datetime


class CaseFeed(InLanguage):
    """The newest cases of a `Source`, which is what `get_object` finds. One query for when each was last published."""

    def title(self, source: Source) -> str:
        return f"{source.title} · {_('Casebook')}"

    def subtitle(self, source: Source) -> str:
        return source.subtitle

    def link(self, source: Source) -> str:
        return absolute(source.page)

    def feed_url(self, source: Source) -> str:
        return absolute(source.address)

    feed_guid = feed_url

    def items(self, source: Source) -> list[Entry]:
        pks = [publication.pk for publication in source.publications]
        updated = dict(Publication.objects.filter(pk__in=pks).annotate(updated=LAST_ISSUED).values_list("pk", "updated"))
        return [Entry(publication, shown(publication), updated[publication.pk]) for publication in source.publications]

    def item_title(self, entry: Entry) -> str:
        return plain(entry.case.title)

    def item_description(self, entry: Entry) -> str:
        return format_html('<p lang="{}">{}</p>', lang(entry.case.summary), plain(entry.case.summary))

    def item_link(self, entry: Entry) -> str:
        return absolute(entry.publication.get_absolute_url())

    def item_guid(self, entry: Entry) -> str:
        return tag_uri(entry.publication.published_at, f"cases/{entry.publication.pk}/{language()}")

    def item_pubdate(self, entry: Entry) -> dt.datetime:
        return entry.publication.published_at

    def item_updateddate(self, entry: Entry) -> dt.datetime:
        return entry.updated

    def item_author_name(self, entry: Entry) -> str:
        return plain(entry.case.organisation.name)

    def item_author_link(self, entry: Entry) -> str:
        return absolute(reverse("organisation", args=[entry.case.organisation.slug]))

    def item_categories(self, entry: Entry) -> list[str]:
        kinds = ("concept", "goal", "topic", "sector", "region")
        return [plain(tag.name) for kind in kinds for tag in entry.case.tagged(kind)]

    def item_extra_kwargs(self, entry: Entry) -> dict[str, str]:
        return {"language": lang(entry.case.title)}


class AllCases(CaseFeed):
    """Three queries: the site's version, the cases, when each was last published."""

    def get_object(self, request: HttpRequest) -> Source:
        return Source(
            title=_("Cases"),
            subtitle=_("The newest published cases of sustainable development."),
            page=reverse("cases"),
            address=reverse("cases_feed", kwargs={"language": language()}),
            publications=search(Query(language=language())).page(1, NEWEST),
        )


class FacetCases(CaseFeed):
    """Of one value of one facet; 404 where no published case has it. Three queries as for all, two more after a change for the names."""

    def get_object(self, request: HttpRequest, facet: Facet, value: str) -> Source:
        query = Query(choices={facet: (value,)}, language=language())
        found = search(query)
        if not found:
            raise Http404("no published case has this value")
        name = plain(names_of(found.index)[facet].get(value, Text(value, value)))
        if facet == Facet.ORGANISATION:
            subtitle = _("Published cases in which %(name)s takes part.") % {"name": name}
        else:
            subtitle = _("Published cases of sustainable development under “%(name)s”.") % {"name": name}
        return Source(
            title=_("Goal %(number)s: %(name)s") % {"number": value, "name": name} if facet == Facet.SDG else name,
            subtitle=subtitle,
            page=page_of(facet, value) if facet in PAGE_OF else rail.address(query),
            address=reverse("facet_feed", kwargs={"facet": facet.value, "value": value, "language": language()}),
            publications=found.page(1, NEWEST),
        )

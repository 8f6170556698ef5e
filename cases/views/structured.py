"""What pages say of themselves to programs: schema.org in JSON-LD. Texts are those of the page, in its language; addresses are absolute.

A case says nothing but what its document holds, and when that was published.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Kind
from cases.document import CaseDocument, CaseRef, OrganisationRef, PictureDoc, TagRef, Text
from cases.enums import Facet
from cases.media.derivatives import WIDTHS
from cases.models import Publication
from cases.reading import sources
from cases.templatetags.casebook import lang, language, plain
from cases.views.counted import PAGE_OF, page_of
from cases.views.share_cards import case_card_url, shelf_card_url
from cases.views.short import short_url

Json = dict[str, Any]


def case_data(publication: Publication, document: CaseDocument, *, parent: CaseRef | None, issued: dt.datetime) -> Json:
    """A case's page. `parent` is its umbrella while the public may see it; `issued` is when it was last published. No query."""
    address = absolute(reverse("case", args=[document.slug]))
    report = node(
        ["Article", "Report"],
        {
            "@id": short_url(publication),
            "url": address,
            "mainEntityOfPage": address,
            "headline": plain(document.title),
            "description": " ".join(plain(document.summary).split()),
            "inLanguage": lang(document.title),
            "datePublished": iso(publication.published_at),
            "dateModified": iso(issued),
            "author": organisation(document.organisation),
            "contributor": [organisation(other) for other in document.organisations],
            "publisher": {"@id": site_id("publisher")},
            "isPartOf": [{"@id": site_id("site")}, *([work(parent)] if parent else [])],
            "about": [term(goal) for goal in document.goals],
            "articleSection": plain(document.concept.name) if document.concept else "",
            "keywords": [plain(topic.name) for topic in document.tagged("topic")],
            "spatialCoverage": node("Place", {"name": plain(document.place)}) if document.place else "",
            "temporalCoverage": document.period,
            "citation": [plain(source.name) for source in sources(document)],
            "image": [image(picture) for picture in document.pictures],
            "thumbnailUrl": case_card_url(publication, document),
            "encoding": [
                media("application/pdf", reverse("case_pdf", args=[document.slug])),
                media("application/json", reverse("api:case", args=[document.slug])),
            ],
            "isAccessibleForFree": True,
        },
    )
    above = [(plain(parent.title), reverse("case", args=[parent.slug]))] if parent else []
    trail = breadcrumbs((_("Cases"), reverse("cases")), *above, (plain(document.title), address))
    return graph(report, publisher(), trail)


def shelf_data(facet: Facet, value: str, name: Text, *, about: Text = Text()) -> Json:
    """The page of one value of a facet."""
    address = absolute(page_of(facet, value))
    title = plain(name)
    if facet is Facet.ORGANISATION:
        what = node("Organization", {"name": title, "url": address})
    else:
        terms = absolute(index_of(facet))
        what = node(
            "DefinedTerm", {"termCode": value, "name": title, "description": plain(about), "url": address, "inDefinedTermSet": terms}
        )
    page = node(
        "CollectionPage",
        {
            "@id": address,
            "url": address,
            "name": title,
            "inLanguage": lang(name),
            "isPartOf": {"@id": site_id("site")},
            "about": what,
            "thumbnailUrl": shelf_card_url(facet, value),
        },
    )
    return graph(page, breadcrumbs((str(facet.label), index_of(facet)), (title, address)))


def home_data() -> Json:
    return graph(website(), publisher())


def dataset_data() -> Json:
    """All published cases as files and by the API."""
    address = absolute(reverse("cases"))
    dataset = node(
        "Dataset",
        {
            "@id": f"{address}#dataset",
            "name": _("Published cases of sustainable development"),
            "description": _(
                "Every published case with its organisation, concept, goals, topics, places and key figures. Numbers keep their digits as "
                "printed, with unit, qualifier and period, and each says whether it is a fact, a target or a forecast."
            ),
            "url": address,
            "inLanguage": ["zh-Hans", "en"],
            "creator": {"@id": site_id("publisher")},
            "isAccessibleForFree": True,
            "distribution": [
                download("text/csv", reverse("cases_csv")),
                download("application/json", reverse("cases_json")),
                download("application/json", reverse("api:cases")),
            ],
        },
    )
    return graph(dataset, publisher(), breadcrumbs((_("Cases"), address)))


# --- The site ----------------------------------------------------------------------------------------------------


def website() -> Json:
    home = absolute(reverse("home"))
    search = {"@type": "EntryPoint", "urlTemplate": absolute(reverse("cases")) + "?q={search_term_string}"}
    return node(
        "WebSite",
        {
            "@id": site_id("site"),
            "url": home,
            "name": _("Casebook"),
            "inLanguage": "en" if language() == "en" else "zh-Hans",
            "publisher": {"@id": site_id("publisher")},
            "potentialAction": node("SearchAction", {"target": search, "query-input": "required name=search_term_string"}),
        },
    )


def publisher() -> Json:
    logo = absolute(static("icon.svg"))
    return node("Organization", {"@id": site_id("publisher"), "name": _("Casebook"), "url": absolute("/"), "logo": logo})


def breadcrumbs(*steps: tuple[str, str]) -> Json:
    """From the home page on."""
    trail = [(_("Casebook"), reverse("home")), *steps]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)} for place, (name, address) in enumerate(trail, 1)
    ]
    return node("BreadcrumbList", {"itemListElement": items})


# --- Pieces ------------------------------------------------------------------------------------------------------


def graph(*nodes: Json) -> Json:
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def node(kind: str | Sequence[str], properties: Json) -> Json:
    """What is empty is left out."""
    return {"@type": kind} | {name: value for name, value in properties.items() if value or value is False}


def organisation(ref: OrganisationRef) -> Json:
    address = absolute(page_of(Facet.ORGANISATION, ref.slug))
    other = {ref.name.zh_hans, ref.name.en, ref.short_name.zh_hans, ref.short_name.en} - {plain(ref.name), ""}
    kind = "GovernmentOrganization" if ref.kind == Kind.GOVERNMENT else "Organization"
    return node(kind, {"name": plain(ref.name), "alternateName": sorted(other), "url": address})


def term(tag: TagRef) -> Json:
    """A goal, as a term of the vocabulary that it is from."""
    address = absolute(page_of(Facet.SDG, tag.code))
    terms = absolute(reverse("sdgs"))
    return node("DefinedTerm", {"termCode": tag.code, "name": plain(tag.name), "url": address, "inDefinedTermSet": terms})


def work(case: CaseRef) -> Json:
    return node("CreativeWork", {"name": plain(case.title), "url": absolute(reverse("case", args=[case.slug]))})


def image(picture: PictureDoc) -> Json:
    """In its largest size; a picture is never enlarged."""
    width = min(WIDTHS[-1], picture.width)
    name = next((name for name in WIDTHS if name >= picture.width), WIDTHS[-1])
    address = absolute(reverse("picture", args=[picture.digest, name]))
    return node(
        "ImageObject",
        {
            "url": address,
            "contentUrl": address,
            "encodingFormat": "image/webp",
            "width": width,
            "height": max(1, round(picture.height * width / picture.width)) if picture.width else 0,
            "caption": plain(picture.caption),
            "creditText": plain(picture.credit),
        },
    )


def media(kind: str, address: str) -> Json:
    return {"@type": "MediaObject", "encodingFormat": kind, "contentUrl": absolute(address)}


def download(kind: str, address: str) -> Json:
    return {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(address)}


def index_of(facet: Facet) -> str:
    """The page that lists a facet's values; targets stand with their goals."""
    return reverse("sdgs" if facet is Facet.TARGET else f"{PAGE_OF[facet]}s")


def site_id(name: str) -> str:
    """The same on every page and in both languages."""
    return f"{settings.SITE_URL}/#{name}"


def absolute(address: str) -> str:
    return address if address.startswith(settings.SITE_URL) else settings.SITE_URL + address


def iso(moment: dt.datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")

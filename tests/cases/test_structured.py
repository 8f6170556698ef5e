"""What pages say of themselves to programs: JSON-LD, and how a link to them is shown elsewhere."""

import datetime as dt
import html
import json
import re

import pytest

from cases.models import Publication, Quotation, StateChange
from cases.publishing import take_back
from tests import make

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
DAY = dt.datetime(2021, 11, 1, 4, tzinfo=dt.UTC)
HOSTILE = '</script><!--<script>alert("x")</script>-->\u2028\u2029&amp;'


def blocks(text: str) -> list[dict]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)]


def graph(text: str) -> list[dict]:
    [block] = blocks(text)
    assert block["@context"] == "https://schema.org"
    return block["@graph"]


def metas(text: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|article|twitter):[\w:]+)" content="([^"]*)">', text)
    assert len(found) == len(dict(found))
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def see(client):
    def ask(address, status=200):
        response = client.get(address)
        assert response.status_code == status
        return response.text

    return ask


@pytest.fixture
def publication():
    """A case that has a little of everything, published on one day."""
    one = make.organisation("one", name_zh_hans="一公司", name_en="Company One", short_name_zh_hans="一", short_name_en="")
    two = make.organisation("two", name_zh_hans="某部", name_en="A Ministry", kind="government")
    case = make.case(
        *(one,),
        slug="here",
        title_zh_hans="标题",
        title_en="A title",
        concept="green",
        place_zh_hans="浙江",
        place_en="Zhejiang",
        period="2020",
    )
    case.participations.create(organisation=two)
    Quotation.objects.create(case=case, text_zh_hans="原话", source_zh_hans="年报", source_en="Yearly report", form="verbatim")
    make.picture(case, caption_zh_hans="图的说明", caption_en="The caption", credit_zh_hans="摄影者")
    publication = make.published(case)
    Publication.objects.update(published_at=DAY)
    StateChange.objects.filter(action="publish").update(at=DAY + dt.timedelta(days=1))
    return Publication.objects.with_documents().get(pk=publication.pk)


def crumbs(*steps: tuple[str, str]) -> dict:
    items = [{"@type": "ListItem", "position": place, "name": name, "item": SITE + path} for place, (name, path) in enumerate(steps, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def publisher(name: str) -> dict:
    return {"@type": "Organization", "@id": f"{SITE}/#publisher", "name": name, "url": f"{SITE}/", "logo": f"{SITE}/static/icon.svg"}


def test_a_cases_page_says_what_its_document_says_and_nothing_else(see, publication):
    digest, mark = publication.revision.document["pictures"][0]["digest"], publication.revision.digest[:16]
    address, picture = f"{SITE}/en/cases/here/", f"{SITE}/pictures/{digest}-480.webp"
    assert graph(see("/en/cases/here/")) == [
        {
            "@type": ["Article", "Report"],
            "@id": f"{SITE}/c/{publication.pk}/",
            "url": address,
            "mainEntityOfPage": address,
            "headline": "A title",
            "description": publication.revision.document["summary"]["en"],
            "inLanguage": "en",
            "datePublished": "2021-11-01T12:00:00+08:00",
            "dateModified": "2021-11-02T12:00:00+08:00",
            "author": {
                "@type": "Organization",
                "name": "Company One",
                "alternateName": ["一", "一公司"],
                "url": f"{SITE}/en/organisations/one/",
            },
            "contributor": [
                {
                    "@type": "GovernmentOrganization",
                    "name": "A Ministry",
                    "alternateName": ["某部"],
                    "url": f"{SITE}/en/organisations/two/",
                }
            ],
            "publisher": {"@id": f"{SITE}/#publisher"},
            "isPartOf": [{"@id": f"{SITE}/#site"}],
            "about": [
                {
                    "@type": "DefinedTerm",
                    "termCode": "7",
                    "name": "Affordable and Clean Energy",
                    "url": f"{SITE}/en/sdgs/7/",
                    "inDefinedTermSet": f"{SITE}/en/sdgs/",
                }
            ],
            "articleSection": "Green",
            "spatialCoverage": {"@type": "Place", "name": "Zhejiang"},
            "temporalCoverage": "2020",
            "citation": ["Yearly report"],
            "image": [
                {
                    "@type": "ImageObject",
                    "url": picture,
                    "contentUrl": picture,
                    "encodingFormat": "image/webp",
                    "width": 60,
                    "height": 40,
                    "caption": "The caption",
                    "creditText": "摄影者",
                }
            ],
            "thumbnailUrl": f"{SITE}/cards/cases/{publication.pk}/{mark}-en.jpg",
            "encoding": [
                {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": f"{SITE}/en/cases/here/case.pdf"},
                {"@type": "MediaObject", "encodingFormat": "application/json", "contentUrl": f"{SITE}/api/v1/cases/here"},
            ],
            "isAccessibleForFree": True,
        },
        publisher("Casebook"),
        crumbs(("Casebook", "/en/"), ("Cases", "/en/cases/"), ("A title", "/en/cases/here/")),
    ]


def test_what_a_page_names_is_there(see, client, publication):
    report, *_rest = graph(see("/cases/here/"))
    addresses = [report["@id"], report["url"], report["thumbnailUrl"], report["image"][0]["url"], report["author"]["url"]]
    addresses += [report["about"][0]["url"], report["about"][0]["inDefinedTermSet"], report["encoding"][1]["contentUrl"]]
    answers = {address: client.get(address.removeprefix(SITE)).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 200) | {report["@id"]: 301}


def test_a_link_to_a_case_is_shown_with_its_card(see, publication):
    mark = publication.revision.digest[:16]
    assert metas(see("/cases/here/")) == {
        "og:type": "article",
        "og:site_name": "案例集",
        "og:title": "标题",
        "og:description": publication.revision.document["summary"]["zh_hans"],
        "og:url": f"{SITE}/cases/here/",
        "og:locale": "zh_CN",
        "og:locale:alternate": "en_GB",
        "og:image": f"{SITE}/cards/cases/{publication.pk}/{mark}-zh.jpg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "标题",
        "twitter:card": "summary_large_image",
        "article:published_time": "2021-11-01T12:00:00+08:00",
        "article:modified_time": "2021-11-02T12:00:00+08:00",
        "article:section": "绿色",
    }


def test_a_text_that_lacks_english_says_which_language_it_is_in(see):
    make.published(make.case(slug="half", title_zh_hans="只有中文", title_en=""))
    report, *_rest = graph(see("/en/cases/half/"))
    assert (report["headline"], report["inLanguage"]) == ("只有中文", "zh-Hans")


def test_a_nested_case_names_its_umbrella_only_while_that_is_public(see):
    umbrella = make.case(slug="umbrella", title_zh_hans="总案例")
    published = make.published(umbrella)
    make.published(make.case(slug="inner", title_zh_hans="其一", parent=umbrella))
    report, _publisher, trail = graph(see("/cases/inner/"))
    assert report["isPartOf"][1] == {"@type": "CreativeWork", "name": "总案例", "url": f"{SITE}/cases/umbrella/"}
    assert trail == crumbs(("案例集", "/"), ("案例", "/cases/"), ("总案例", "/cases/umbrella/"), ("其一", "/cases/inner/"))
    take_back(published.case)
    text = see("/cases/inner/")
    assert "总案例" not in text
    assert graph(text)[2] == crumbs(("案例集", "/"), ("案例", "/cases/"), ("其一", "/cases/inner/"))


def test_what_is_hostile_ends_no_element_and_comes_back_as_it_was(see):
    organisation = make.organisation("odd", name_zh_hans=HOSTILE, name_en="")
    make.published(
        make.case(organisation, slug="odd", title_zh_hans=HOSTILE, title_en=HOSTILE, summary_zh_hans=HOSTILE, place_zh_hans=HOSTILE)
    )
    for address in ("/cases/odd/", "/en/cases/odd/", "/organisations/odd/"):
        text = see(address)
        first, *_rest = graph(text)
        assert HOSTILE in (first.get("headline"), first.get("name"))
        for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert not set("<>&\u2028\u2029") & set(found)
        assert metas(text)["og:title"] == HOSTILE
        assert "<script>alert" not in text


def test_drafts_and_withdrawn_cases_say_nothing(see, client):
    publication = make.published(make.case(slug="gone", title_zh_hans="金丝雀"))
    take_back(publication.case)
    case = make.submitted(make.case(slug="secret", title_zh_hans="金丝雀"))
    client.force_login(case.changed_by)
    for text in (see("/cases/gone/", 410), see("/cases/secret/", 404), see(f"/admin/cases/case/{case.pk}/preview/")):
        assert blocks(text) == []
        assert metas(text) == {}
        assert not re.search(r"/c/\d|/cards/|oembed|case\.pdf", text)


@pytest.mark.parametrize(
    ("address", "title", "card", "term"),
    [
        ("/en/sdgs/7/", "Goal 7: Affordable and Clean Energy", "goal-7-en", {"termCode": "7", "inDefinedTermSet": f"{SITE}/en/sdgs/"}),
        ("/concepts/green/", "绿色", "green-zh", {"termCode": "green", "inDefinedTermSet": f"{SITE}/concepts/"}),
        ("/en/sectors/ict/", "Information and communications", "site-en", {"termCode": "ict", "inDefinedTermSet": f"{SITE}/en/sectors/"}),
    ],
)
def test_a_concept_a_goal_and_a_sector_are_terms_of_a_vocabulary(see, address, title, card, term):
    text = see(address)
    page, trail = graph(text)
    about = page["about"]
    assert (page["@type"], page["url"], about["@type"], about["url"]) == ("CollectionPage", SITE + address, "DefinedTerm", SITE + address)
    assert term.items() <= about.items()
    assert trail["itemListElement"][-1]["item"] == SITE + address
    meta = metas(text)
    assert (meta["og:type"], meta["og:title"], meta["og:url"]) == ("website", title, SITE + address)
    assert (meta["og:image"], page["thumbnailUrl"]) == (f"{SITE}/cards/{card}.png",) * 2


def test_an_organisations_page_is_about_an_organisation(see):
    make.published(make.case(make.organisation("one", name_zh_hans="一公司", short_name_zh_hans="一")))
    text = see("/organisations/one/")
    assert graph(text)[0]["about"]["@type"] == "Organization"
    assert metas(text)["og:title"] == "一公司"


def test_the_home_page_says_how_to_search_the_site(see):
    text = see("/en/")
    assert graph(text) == [
        {
            "@type": "WebSite",
            "@id": f"{SITE}/#site",
            "url": f"{SITE}/en/",
            "name": "Casebook",
            "inLanguage": "en",
            "publisher": {"@id": f"{SITE}/#publisher"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{SITE}/en/cases/?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        },
        publisher("Casebook"),
    ]
    assert metas(text)["og:image"] == f"{SITE}/cards/site-en.png"


def test_the_list_of_all_cases_is_a_dataset_whose_files_are_there(see, client):
    make.published(make.case())
    dataset, *_rest = graph(see("/en/cases/"))
    assert (dataset["@type"], dataset["url"]) == ("Dataset", f"{SITE}/en/cases/")
    files = [(file["encodingFormat"], client.get(file["contentUrl"].removeprefix(SITE))) for file in dataset["distribution"]]
    assert [(kind, answer.status_code, answer["Content-Type"].partition(";")[0]) for kind, answer in files] == [
        ("text/csv", 200, "text/csv"),
        ("application/json", 200, "application/json"),
        ("application/json", 200, "application/json"),
    ]
    assert blocks(see("/en/cases/?sdg=7")) == []

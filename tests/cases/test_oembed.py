"""What another site is told of a link to a case."""

from urllib.parse import urlencode

import pytest

from cases.addresses import keep_former_slug
from cases.publishing import take_back
from tests import make

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def publication():
    owner = make.organisation("one", name_zh_hans="一公司", name_en="Company One")
    return make.published(make.case(owner, slug="here", title_zh_hans="标题", title_en="A title"))


@pytest.fixture
def ask(client):
    return lambda url, **more: client.get("/oembed?" + urlencode({"url": url, "format": "json"} | more))


def link(publication, *, title, author, site, language):
    prefix = "/en" if language == "en" else ""
    return {
        "version": "1.0",
        "type": "link",
        "title": title,
        "author_name": author,
        "author_url": f"{SITE}{prefix}/organisations/one/",
        "provider_name": site,
        "provider_url": f"{SITE}{prefix}/",
        "cache_age": 3600,
        "thumbnail_url": f"{SITE}/cards/cases/{publication.pk}/{publication.revision.digest[:16]}-{language}.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def test_a_case_is_told_in_the_language_of_its_address(publication, ask, django_assert_num_queries):
    chinese = link(publication, title="标题", author="一公司", site="案例集", language="zh")
    english = link(publication, title="A title", author="Company One", site="Casebook", language="en")
    with django_assert_num_queries(1):  # the publication with its revision
        assert ask(f"{SITE}/cases/here/").json() == chinese
    assert ask(f"{SITE}/c/{publication.pk}/").json() == chinese
    assert ask(f"{SITE}/en/cases/here/").json() == english
    assert ask(f"{SITE}/cases/here/?utm_source=x&page=2#cite").json() == chinese


def test_any_page_may_read_it_and_nobody_is_remembered(publication, ask):
    response = ask(f"{SITE}/cases/here/")
    assert (response["Content-Type"], response["Access-Control-Allow-Origin"]) == ("application/json", "*")
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_json_is_meant_where_no_format_is_given_and_no_other_is_there(publication, client, ask):
    assert client.get("/oembed", {"url": f"{SITE}/cases/here/"}).status_code == 200
    for form in ("xml", "JSON", "", "json\0"):
        response = ask(f"{SITE}/cases/here/", format=form)
        assert response.status_code == 501
        assert [error["field"] for error in response.json()["errors"]] == ["format"]


def test_a_thumbnail_is_left_out_where_it_would_be_too_large(publication, ask):
    def fits(**room):
        return "thumbnail_url" in ask(f"{SITE}/cases/here/", **room).json()

    assert fits(maxwidth="1200", maxheight="630")
    assert fits(maxwidth="-1", maxheight="many")
    assert fits(maxwidth="9" * 5000)
    assert not fits(maxwidth="1199")
    assert not fits(maxheight="300")


def test_a_slug_that_the_case_has_left_is_understood(publication, ask):
    keep_former_slug(publication.case_id, "there")
    publication.slug = "there"
    publication.save()
    assert ask(f"{SITE}/cases/here/").json() == ask(f"{SITE}/cases/there/").json()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/cases/here/",
        "//127.0.0.1:8000/cases/here/",
        "https://127.0.0.1:8000/cases/here/",
        "http://127.0.0.1/cases/here/",
        "http://127.0.0.1:80001/cases/here/",
        "http://127.0.0.1:8000@evil.example/cases/here/",
        "http://user:pw@127.0.0.1:8000/cases/here/",
        "http://127.0.0.1:8000.evil.example/cases/here/",
        "http://127.0.0.1:8000\\@evil.example/cases/here/",
        "http://evil.example/http://127.0.0.1:8000/cases/here/",
        "http://localhost:8000/cases/here/",
        "javascript:alert(1)//http://127.0.0.1:8000/cases/here/",
        "file:///etc/passwd",
        f"{SITE}",
        f"{SITE}/",
        f"{SITE}/cases/",
        f"{SITE}/cases/nowhere/",
        f"{SITE}/cases/here/../here/",
        f"{SITE}//cases/here/",
        f"{SITE}/cases/here/case.pdf",
        f"{SITE}/c/999999/",
        f"{SITE}/c/{10**30}/",
        f"{SITE}/en/c/1/",
        f"{SITE}/admin/cases/case/1/change/",
        f"{SITE}/cases/here/?" + "x" * 10_000,
        f"{SITE}/cases/h\u0000ere/",
        f"{SITE}/cases/\ud800/".encode("utf-8", "surrogatepass"),
    ],
)
def test_of_any_other_address_there_is_nothing_to_tell(publication, ask, address):
    assert ask(address).status_code == 404


def test_drafts_and_withdrawn_cases_leave_no_trace(ask):
    draft = make.submitted(make.case(slug="secret", title_zh_hans="金丝雀"))
    gone = make.published(make.case(slug="gone", title_zh_hans="金丝雀"))
    take_back(gone.case)
    for path in ("/cases/secret/", "/en/cases/secret/", "/cases/gone/", f"/c/{gone.pk}/", f"/c/{draft.pk + 1000}/"):
        response = ask(SITE + path)
        assert response.status_code == 404
        assert "金丝雀" not in response.text


def test_a_cases_page_says_where_to_ask(publication, client, ask):
    for prefix in ("", "/en"):
        text = client.get(f"{prefix}/cases/here/").text
        address = f"{SITE}/oembed?" + urlencode({"url": f"{SITE}{prefix}/cases/here/", "format": "json"}).replace("&", "&amp;")
        assert f'<link rel="alternate" type="application/json+oembed" href="{address}"' in text
        assert client.get(address.replace("&amp;", "&").removeprefix(SITE)).status_code == 200


def test_what_is_hostile_in_a_title_is_only_text(client, ask):
    title = '</script><script>alert("x")</script>\u2028&'
    make.published(make.case(slug="odd", title_zh_hans=title))
    assert ask(f"{SITE}/cases/odd/").json()["title"] == title

"""An address that leads nowhere: the page offers what was meant, and never fails over it."""

import re
from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client

from cases.publishing import take_back
from cases.views.lost import words_of
from tests import make

SEARCH = re.compile(r'<input id="wanted"[^>]* value="([^"]*)"')


@pytest.fixture
def lost(client, db):
    """`lost("/cases/nowhere/")` gives what stands in the search field and the addresses offered."""

    def ask(address):
        response = client.get(address)
        assert response.status_code == 404
        main = response.text.partition("<main")[2]
        return unescape(SEARCH.search(main)[1]), re.findall(r'href="((?:/en)?/cases/[\w-]+/)"', main)

    return ask


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/cases/zhejiang-resilent-grid/", "zhejiang resilent grid"),
        ("/en/topics/green_power/", "green power"),
        ("/2021/绿色-工厂/", "绿色 工厂"),
        ("/en/cases/huawei/cases/", "huawei"),
        ("/cases/%E7%BB%BF%E8%89%B2/", "绿色"),
        ("/old/5g-case.html", "5g case"),
        ("/cases/CO₂+减排/", "CO₂ 减排"),
        ("/a-b-c-d-e-f-g-h-i-j/", "a b c d e f g h"),
        ("/" + "长" * 5000, "长" * 80),
        ("/", ""),
        ("/cases/", ""),
        ("/cases/\ufffd\udcff%FF%00/", ""),
        ("/old/5g-case.htm/", "5g case"),
        ("/admin/cases/case/7/change/", ""),
        ("/en/accounts/nobody/", ""),
        ("/api/v2/cases", ""),
        ("/pictures/0a1b-480.webp", ""),
        ("/wp-login.php", ""),
        ("/.well-known/security", ""),
        ("/backup/.git/config", ""),
    ],
)
def test_the_words_of_an_address_are_what_somebody_would_search_for(path, words):
    assert words_of(path) == words


def test_a_misspelt_address_offers_the_case_that_it_nearly_names(lost):
    make.published(make.case(slug="zhejiang-resilient-grid"))
    make.published(make.case(slug="huawei-digischool"))
    assert lost("/cases/zhejiang-resilent-grid/") == ("zhejiang resilent grid", ["/cases/zhejiang-resilient-grid/"])
    assert lost("/en/cases/huawei-digischol/") == ("huawei digischol", ["/en/cases/huawei-digischool/"])


def test_words_in_an_address_offer_the_cases_that_hold_them_all_and_five_at_most(lost):
    for number in range(6):
        make.published(make.case(slug=f"meadow{number}", title_zh_hans=f"光伏屋顶 {number}", place_zh_hans="浙江"))
    make.published(make.case(slug="elsewhere", title_zh_hans="光伏水面"))
    assert lost("/news/光伏-浙江/") == ("光伏 浙江", [f"/cases/meadow{number}/" for number in (5, 4, 3, 2, 1)])
    assert lost("/光伏-上海") == ("光伏 上海", [])


def test_drafts_and_withdrawn_cases_are_not_offered(lost):
    make.case(slug="secret-draft", title_zh_hans="金丝雀")
    take_back(make.published(make.case(slug="secret-gone", title_zh_hans="金丝雀")).case)
    assert lost("/cases/secret-drafts/") == ("secret drafts", [])
    assert lost("/cases/secret-gon/") == ("secret gon", [])
    assert lost("/金丝雀/") == ("金丝雀", [])


@pytest.mark.parametrize("number", [1, 12])
def test_a_lost_reader_costs_a_few_queries_whatever_there_is(client, db, number, django_assert_max_num_queries):
    for each in range(number):
        make.published(make.case(slug=f"solar-roof-{each}", title_zh_hans="光伏"))
    client.get("/cases/solar-roof/")
    # the site's state, which tests ask for each time; the case and one that moved; the newest slugs; those alike; the search and its page
    with django_assert_max_num_queries(10):
        client.get("/cases/solar-roof/")


@pytest.mark.parametrize("address", ["/cases/<script>alert(1)</script>/", '/"><img src=x onerror=alert(1)>/', "/cases/%22%3E%3Cb%3E/"])
def test_nothing_of_an_address_is_said_again_as_markup(client, db, address):
    html = client.get(address).text.partition("<main")[2]
    assert not re.search(r"<script|<img|<b>|onerror=", html)


@pytest.mark.parametrize("address", ["/cases/%ED%A0%80%FF/", "/%E7%BB%BF%00%E8%89%B2/", "/" + "a-" * 2000, "/%F0%9F%8C%B1-绿/", "/“-"])
def test_no_address_is_too_odd_to_be_answered(client, db, address):
    response = client.get(address)
    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")
    assert '<meta name="robots" content="noindex">' in response.text


@pytest.mark.parametrize("error", [OperationalError("the connection is lost"), ValueError("no")])
def test_what_goes_wrong_over_it_is_noted_and_the_page_comes(db, monkeypatch, caplog, error):
    def fail(query):
        raise error

    monkeypatch.setattr("cases.views.lost.search", fail)
    response = Client().get("/cases/solar-roof/")
    assert (response.status_code, SEARCH.search(response.text)[1]) == (404, "solar roof")
    assert "lost reader" in caplog.text


def test_pages_of_the_admin_and_answers_to_programs_offer_nothing(client, db):
    client.force_login(make.editor(make.organisation()))
    assert client.get("/admin/cases/case/4711/change/").content == client.get("/admin/cases/case/4712/change/").content
    assert client.get("/api/v1/casess").json()["errors"][0]["field"] is None


# --- Withdrawn ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_withdrawn_case_is_said_to_be_so_kindly_and_its_organisation_is_not_named(client, prefix):
    owner = make.organisation("owner", name_zh_hans="金丝雀", name_en="Canary")
    make.published(make.case(owner, slug="other", title_zh_hans="屋顶案", title_en="Rooftop"))
    take_back(make.published(make.case(owner, slug="gone", title_zh_hans="金丝雀", title_en="Canary")).case)
    response = client.get(f"{prefix}/cases/gone/")
    main = response.text.partition("<main")[2].partition("</main>")[0]
    assert response.status_code == 410
    assert '<meta name="robots" content="noindex">' in response.text
    assert [word for word in ("金丝雀", "Canary", "owner", "屋顶案", "Rooftop", "gone") if word in main] == []
    for address in ("/cases/", "/", *(f"/sdgs/{number}/" for number in range(1, 18))):
        assert f'href="{prefix}{address}"' in main
    assert 'action="' + prefix + '/cases/" method="get"' in main

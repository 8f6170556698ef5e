import csv
import io
import json

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.utils import timezone, translation

from accounts.enums import Role
from cases.enums import Facet
from cases.models import Case
from cases.publishing import take_back
from cases.search.query import Query, Sort
from cases.views import exports
from cases.workflow import take
from tests import make
from tests.cases.api.samples import CASES, SITE, SUMMARY, publish, rich_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """风电 (goal 7, green, one), 电网 (7 and 9, innovation, two), 纸业 (9, green, one); published in this order."""
    one, two = make.organisation("one", name_zh_hans="一公司"), make.organisation("two", name_zh_hans="二公司")
    publish(make.case(one, slug="wind", title_zh_hans="风电", title_en="Wind", goals=(7,), concept="green", year=2020), day=1)
    publish(make.case(two, slug="grid", title_zh_hans="电网", title_en="Grid", goals=(7, 9), concept="innovation"), day=2)
    publish(make.case(one, slug="paper", title_zh_hans="纸业", title_en="Paper", goals=(9,), concept="green"), day=3)


@pytest.fixture
def table(client):
    """The cells of a CSV as a spreadsheet reads them, a row for each case and the headings before."""

    def ask(query: str = "", prefix: str = "") -> list[list[str]]:
        response = client.get(f"{prefix}/cases/export.csv{query}")
        assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
        text = response.getvalue().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

    return ask


@pytest.fixture
def data(client):
    def ask(query: str = "", prefix: str = ""):
        response = client.get(f"{prefix}/cases/export.json{query}")
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")
        return json.loads(response.getvalue())

    return ask


# --- CSV ---------------------------------------------------------------------------------------------------------


def test_a_row_says_in_both_languages_what_there_is_of_a_case(table):
    publish(rich_case())
    headings, row = table(prefix="/en")
    assert dict(zip(headings, row, strict=True)) == {
        "Slug": "rural-solar",
        "Web page": f"{SITE}/en/cases/rural-solar/",
        "Title (Chinese)": "山村光伏",
        "Title (English)": "Solar power for villages",
        "Summary (Chinese)": "十二个村庄用上了光伏电。",
        "Summary (English)": "",
        "Organisation (Chinese)": "国家电网有限公司",
        "Organisation (English)": "State Grid",
        "Other organisations (Chinese)": "腾讯",
        "Other organisations (English)": "Tencent",
        "Year of the report": "2021",
        "Concepts (Chinese)": "绿色",
        "Concepts (English)": "Green",
        "Goals (Chinese)": "13 气候行动；7 经济适用的清洁能源",
        "Goals (English)": "13 Climate Action; 7 Affordable and Clean Energy",
        "Topics (Chinese)": "光伏",
        "Topics (English)": "Solar power",
        "Sectors (Chinese)": "",
        "Sectors (English)": "",
        "Regions (Chinese)": "贵州",
        "Regions (English)": "Guizhou",
        "Place (Chinese)": "贵州",
        "Place (English)": "Guizhou",
        "Key figures (Chinese)": "节电量：约 1600 万千瓦时（2020年）",
        "Key figures (English)": "Power saved: about 16 million kWh (2020)",
        "Published on": "2021-11-01",
    }


def test_the_two_languages_tables_differ_in_headings_and_addresses_only(table):
    publish(rich_case())
    (_chinese, here), (_english, there) = table(), table(prefix="/en")
    assert [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]] == [
        (f"{SITE}/cases/rural-solar/", f"{SITE}/en/cases/rural-solar/")
    ]


def test_a_figure_that_is_no_fact_says_so(table):
    case = rich_case()
    case.figures.update(is_key=True)
    publish(case)
    headings, row = table(prefix="/en")
    cells = dict(zip(headings, row, strict=True))
    assert cells["Key figures (Chinese)"].endswith("；减排：超过 12.50 万吨（截至2025年，目标）")
    assert cells["Key figures (English)"].endswith("; Emissions saved: more than 125,000 tonnes (by 2025, Target)")


def test_it_opens_right_in_a_spreadsheet(client):
    publish(make.case(title_zh_hans='甲, "乙"\n丙'))
    response = client.get("/cases/export.csv")
    raw = response.getvalue()
    assert raw.startswith(b'\xef\xbb\xbf"')
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r\n") == 2
    assert '"甲, ""乙""\n丙"'.encode() in raw


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(table, beginning):
    title = f'{beginning}HYPERLINK("http://evil.example")'
    owner = make.organisation(name_zh_hans=title)
    publish(make.case(owner, title_zh_hans=title, summary_en=title, place_zh_hans=title))
    (_headings, row) = table()
    assert [cell for cell in row if "HYPERLINK" in cell] == [f"'{title}"] * 4
    assert [cell for cell in row if cell[:1] == beginning] == []


# --- JSON --------------------------------------------------------------------------------------------------------


def test_the_json_holds_the_cases_as_the_api_gives_them(client, data):
    publish(rich_case())
    publish(make.case(), day=1)
    whole = data()
    assert whole == client.get(CASES).json()
    assert whole["results"][1] == SUMMARY


def test_the_english_json_leads_to_english_pages_and_differs_in_nothing_else(data):
    publish(rich_case())
    assert data(prefix="/en")["results"] == [SUMMARY | {"url": f"{SITE}/en/cases/rural-solar/"}]


def test_nothing_found_is_an_empty_table_and_an_empty_list(table, data):
    assert len(table()) == 1
    assert data("?q=nothing") == {"count": 0, "results": []}


# --- What is in it -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["paper", "grid", "wind"]),
        ("?sdg=7", ["grid", "wind"]),
        ("?sdg=7&sdg=9&concept=green", ["paper", "wind"]),
        ("?organisation=one&year=2021", ["paper"]),
        ("?q=电网", ["grid"]),
        ("?sort=title", ["grid", "wind", "paper"]),
        ("?sort=organisation", ["grid", "paper", "wind"]),
        ("?topic=nowhere", []),
    ],
)
def test_it_holds_what_lists_show_in_the_same_order(client, table, data, query, slugs):
    listed = client.get(f"{CASES}{query}").json()["results"]
    assert [row[0] for row in table(query)[1:]] == [case["slug"] for case in listed] == slugs
    assert data(query)["results"] == listed
    assert data(query)["count"] == len(slugs)


def test_drafts_edits_and_withdrawn_cases_are_not_in_it(client):
    publish(make.case(slug="public"))
    Case.objects.update(title_zh_hans="金丝雀")
    make.submitted(make.case(title_zh_hans="金丝雀"))
    gone = publish(make.case(title_zh_hans="金丝雀"))
    take("withdraw", case=gone.case, by=make.user(Role.PUBLISHER), message="…")
    for suffix in ("csv", "json"):
        text = client.get(f"/cases/export.{suffix}").getvalue().decode()
        assert "public" in text
        assert "金丝雀" not in text


@pytest.mark.parametrize("suffix", ["csv", "json"])
@pytest.mark.parametrize("host", ["localhost", "[::1]"])
def test_the_host_that_was_asked_stands_nowhere(client, suffix, host):
    publish(make.case())
    assert host not in client.get(f"/cases/export.{suffix}", headers={"host": host}).getvalue().decode()


# --- How it is sent ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "json"])
@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_one_query_for_each_piece_and_holds_no_more_than_that(client, monkeypatch, django_assert_num_queries, suffix, number):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    for day in range(number):
        publish(make.case(), day=day)
    client.get(f"/cases/export.{suffix}").getvalue()
    with django_assert_num_queries(1):  # the site's version
        response = client.get(f"/cases/export.{suffix}")
    pieces = (number + 1) // 2
    with django_assert_num_queries(pieces):
        assert len(list(response)) == pieces + (1 if suffix == "csv" else 2)


def test_what_changes_while_it_is_sent_is_neither_doubled_nor_left_out_but_for_the_withdrawn(client, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    published = [publish(make.case(slug=f"case-{day}"), day=day) for day in range(6)]
    response = client.get("/cases/export.csv")
    pieces = iter(response)
    sent = [next(pieces), next(pieces)]
    for withdrawn in (5, 3, 2):
        take_back(published[withdrawn].case)
    publish(make.case(slug="late"), day=9)
    sent += pieces
    rows = list(csv.reader(io.StringIO(b"".join(sent).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["case-5", "case-4", "case-1", "case-0"]


def test_its_language_is_that_of_its_address_whoever_is_answered_meanwhile(client, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for day in range(2):
        publish(make.case(slug=f"case-{day}"), day=day)
    pieces = iter(client.get("/en/cases/export.csv"))
    first = next(pieces)
    with translation.override("zh-hans"):
        second = next(pieces)
        assert translation.get_language() == "zh-hans"
    assert b"Title (English)" in first
    assert f"{SITE}/en/cases/case-1/".encode() in second


def test_its_name_is_the_sites_in_both_alphabets_with_the_day(client):
    day = timezone.localdate().isoformat()
    assert client.get("/cases/export.csv")["Content-Disposition"] == (
        f"attachment; filename=\"casebook-{day}.csv\"; filename*=UTF-8''%E6%A1%88%E4%BE%8B%E9%9B%86-{day}.csv"
    )
    assert client.get("/en/cases/export.json")["Content-Disposition"] == (
        f"attachment; filename=\"casebook-{day}.json\"; filename*=UTF-8''Casebook-{day}.json"
    )


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_head_has_the_headers_and_asks_for_no_case(client, django_assert_num_queries, suffix):
    publish(make.case())
    whole = client.get(f"/cases/export.{suffix}")
    with django_assert_num_queries(1):  # the site's version
        head = client.head(f"/cases/export.{suffix}")
        assert head.getvalue() == b""
    own = {"X-Request-ID"}
    assert {k: v for k, v in head.items() if k not in own} == {k: v for k, v in whole.items() if k not in own}
    assert whole["X-Robots-Tag"] == "noindex"


def break_off(response):
    """Before a byte was read. As in the test client, or the test's own connection would be closed with it."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def test_two_large_ones_are_sent_at_once_and_a_third_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for day in range(2):
        publish(make.case(goals=(7,) if day else (9,)), day=day)
    first, second = client.get("/cases/export.csv"), client.get("/cases/export.json")
    refused = client.get("/en/cases/export.csv")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (503, "60", "no-store")
    assert refused.text == "Others are fetching large files just now. Try again in a minute, or ask for less."
    assert client.get("/cases/export.csv?sdg=7").status_code == 200
    assert client.head("/cases/export.csv").status_code == 200
    break_off(first)
    third = client.get("/cases/export.csv")
    assert (third.status_code, client.get("/cases/export.csv").status_code) == (200, 503)
    for sent in (second, third):
        sent.getvalue()
    again = [client.get("/cases/export.csv") for _ in range(3)]
    assert [response.status_code for response in again] == [200, 200, 503]
    for response in again[:2]:
        break_off(response)


# --- What cannot be answered -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "chinese", "english"),
    [
        ("?topic=" + "a" * 101, "不是本站的地址", "Topic: one of the values is not an address on this site."),
        ("?q=" + "字" * 201, "200", "Search: give at most 200 characters; 201 were given."),
        ("?secotr=ict", "没有名为“secotr”的参数", "There is no parameter “secotr”"),
        ("?page=2", "没有名为“page”的参数", "There is no parameter “page”"),
        ("?q=a&q=b", "参数“q”只能给出一次。", "Give the parameter “q” once."),
        ("?" + "&".join(f"sdg={n}" for n in range(21)), "21", "Goal: choose at most 20 values; 21 were given."),
    ],
)
def test_what_cannot_be_understood_is_answered_with_a_sentence_in_the_readers_language(client, query, chinese, english):
    for prefix, sentence in (("", chinese), ("/en", english)):
        response = client.get(f"{prefix}/cases/export.csv{query}")
        assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert sentence in response.text
        message = client.get(f"{prefix}/cases/export.json{query}")
        assert message.status_code == 400
        (problem,) = message.json()["errors"]
        assert chinese in problem["message"]["zh-hans"]
        assert english in problem["message"]["en"]


def test_only_reading_is_possible(client):
    assert client.post("/cases/export.csv").status_code == 405


def test_the_address_of_an_export_has_the_parameters_of_the_list():
    query = Query("风 电", {Facet.SDG: ("7", "9"), Facet.CONCEPT: ("green",)}, Sort.TITLE)
    parameters = "?q=%E9%A3%8E+%E7%94%B5&concept=green&sdg=7&sdg=9&sort=title"
    assert exports.export_address("cases_csv", query) == f"/cases/export.csv{parameters}"
    assert exports.export_address("cases_json", Query()) == "/cases/export.json"
    with translation.override("en"):
        assert exports.export_address("cases_csv", query) == f"/en/cases/export.csv{parameters}"

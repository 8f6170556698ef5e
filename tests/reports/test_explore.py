"""The explore page: what it counts is what the documents hold, and what it draws, tabulates and hands out is the same."""

import csv
import io
import re
from collections import Counter
from html import unescape
from itertools import pairwise

import pytest

from cases.enums import Rank, Vocabulary
from cases.models import Publication, Tag
from cases.publishing import take_back
from cases.search.held import forget_state
from cases.search.query import shown
from cases.tagging import Choice, set_tags
from reports.enums import BlockKind
from reports.models import Part
from tests import make
from tests.reports.test_api import indicator, observation, report, show

pytestmark = pytest.mark.django_db

CANARY = "金丝雀canary"


def text(client, address="/explore/", status=200):
    response = client.get(address)
    assert (response.status_code, bool(response.cookies)) == (status, False)
    return response.text


def rows(client, address):
    """A CSV file as a spreadsheet reads it, its heading left out."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))[1:]


def part_of(page, name):
    """The section of this chart: its bars (name → number) and its table (name → number)."""
    section = page.partition(f'<h2 id="{name}"')[2].partition("</section>")[0]
    bars = re.findall(r'class="bar-name">(.*?)</span> <svg.*?aria-hidden="true">([\d·]+)</span>', section)
    table = re.findall(r'<th scope="row">(.*?)</th><td class="numeric">(\d+)</td>', section)
    return {unescape(k): int(n.replace("·", "0")) for k, n in bars}, {unescape(k): int(n) for k, n in table}


def under(case, **tags):
    for vocabulary, slugs in tags.items():
        found = Tag.objects.filter(vocabulary=vocabulary, slug__in=slugs)
        set_tags(case, Vocabulary(vocabulary), [Choice(tag, Rank.SECONDARY) for tag in found])
    return case


@pytest.fixture
def cases():
    """Of three years, one of them without a case between them; a draft and a withdrawn case that no number may count."""
    for year, concept, goals, sectors, regions in (
        (2019, "green", (7, 13), ["ict", "textile"], ["hunan"]),
        (2019, "green", (7,), ["ict"], ["hunan", "anhui"]),
        (2021, "openness", (17,), ["machinery"], ["laos"]),
        (2021, "", (7, 17), ["ict"], []),
    ):
        make.published(under(make.case(year=year, concept=concept, goals=goals), sector=sectors, region=regions))
    make.submitted(under(make.case(year=2018, concept="sharing", goals=(1,)), sector=["internet"], region=["jilin"]))
    take_back(make.published(under(make.case(year=2017, concept="sharing"), sector=["internet"], region=["jilin"])).case)


def documents():
    return [shown(row) for row in Publication.objects.live().with_documents()]


# --- Cases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "language"), [("", "zh_hans"), ("/en", "en")])
def test_bars_tables_and_files_say_what_the_documents_hold(client, cases, prefix, language):
    page = text(client, f"{prefix}/explore/")
    for name, vocabulary in (("sectors", "sector"), ("regions", "region")):
        expected = Counter(getattr(tag.name, language) for document in documents() for tag in document.tagged(vocabulary))
        assert part_of(page, name) == (expected, expected)
        column = 1 if language == "zh_hans" else 2
        assert {row[column]: int(row[3]) for row in rows(client, f"{prefix}/explore/{name}.csv")} == expected
    years = {"2019": 2, "2020": 0, "2021": 2}
    assert part_of(page, "years") == (years, years)
    assert rows(client, f"{prefix}/explore/years.csv") == [[year, str(count)] for year, count in years.items()]


def test_the_matrix_and_its_file_count_what_has_both(client, cases):
    expected = Counter(
        (document.concept.slug, goal.code) for document in documents() for goal in document.goals if document.concept is not None
    )
    assert sum(expected.values()) == 4
    table = text(client).partition('<table class="matrix">')[2].partition("</table>")[0]
    shown_there = re.findall(r'href="/cases/\?concept=(\w+)&amp;sdg=(\d+)">(\d+)</a>', table)
    assert {(concept, goal): int(count) for concept, goal, count in shown_there} == expected
    written = rows(client, "/explore/matrix.csv")
    assert len(written) == 5 * 17
    assert {(row[0], row[3]): int(row[6]) for row in written if row[6] != "0"} == expected


def test_sectors_by_year_are_counted_once_there_are_two_years(client, cases):
    expected = Counter((tag.slug, str(document.year)) for document in documents() for tag in document.tagged("sector"))
    table = text(client).partition('<table class="matrix by-year">')[2].partition("</table>")[0]
    shown_there = re.findall(r'href="/cases/\?sector=(\w+)&amp;year=(\d+)">(\d+)</a>', table)
    assert {(sector, year): int(count) for sector, year, count in shown_there} == expected
    assert {(row[0], row[3]): int(row[4]) for row in rows(client, "/explore/sectors-by-year.csv") if row[4] != "0"} == expected


def test_while_all_cases_are_of_one_year_no_table_of_years_is_drawn(client):
    make.published(under(make.case(), sector=["ict"]))
    assert "by-year" not in text(client)
    assert rows(client, "/explore/sectors-by-year.csv") == []


def test_every_number_leads_to_the_cases_behind_it(client, cases):
    page = text(client)
    links = [unescape(link) for link in re.findall(r'<a rel="nofollow" href="(/cases/\?[^"]+)"', page)]
    assert {"/cases/?sector=ict", "/cases/?region=hunan", "/cases/?year=2019", "/cases/?concept=green&sdg=7"} <= set(links)
    assert "/cases/?year=2020" not in links
    assert all(client.get(link).context["total"] > 0 for link in links)


def test_nothing_of_drafts_and_of_what_was_withdrawn_is_counted(client, cases):
    page = text(client)
    for word in ("互联网", "吉林", "2017", "2018"):
        assert word not in page
    for file in ("matrix", "years", "sectors", "regions", "sectors-by-year"):
        assert {"internet", "jilin", "2017", "2018", "sharing"} & {
            cell for row in rows(client, f"/explore/{file}.csv") for cell in row if row[-1] != "0"
        } == set()


def test_an_empty_site_has_the_page_all_the_same(client):
    assert "尚未发布案例。" in text(client)
    assert [rows(client, f"/explore/{file}.csv") for file in ("years", "sectors", "regions", "sectors-by-year", "indicators")] == [[]] * 5


# --- Indicators ----------------------------------------------------------------------------------------------------


@pytest.fixture
def shown_report():
    """A public report with two indicators over time, one under another part than the first, and one with a single value."""
    section = report()
    other = Part.objects.create(report=section.report, kind="section", key="other", title_zh_hans="别节", title_en="Another", order=1)
    output = indicator(label_zh_hans="产出", label_en="Output")
    for year, value in ((2019, "1.50"), (2020, "3")):
        show(section, observation=observation(output, str(year), value))
    share = indicator("share", label_zh_hans="占比", label_en="Share")
    for year, value, more in ((2020, "20", {"qualifier": "yue"}), (2025, "40", {"status": "target", "source_zh_hans": "规划"})):
        observation(share, str(year), value, unit="%", **more)
    show(other, BlockKind.CHART, indicator=share)
    show(section, observation=observation(indicator("single"), "2020"))
    return section


def test_indicators_stand_under_the_part_that_shows_them_with_their_values_as_printed(client, shown_report):
    page = text(client)
    themes = re.findall(r'<h3 id="t-2021-(\w+)">', page)
    assert themes == ["section", "other"]
    assert re.findall(r'<figure class="chart-figure" id="i-(\w+)">', page) == ["output", "share"]
    assert 'href="/reports/2021/section/"' in page
    figure = page.partition('id="i-share"')[2].partition("</figure>")[0]
    assert 'width="50.0%"' in figure
    assert "bar-target" in figure
    assert "目标" in figure
    assert "来源：规划" in figure
    assert figure.count('class="number">20<') == 2  # beside its bar and in its table


def test_the_file_of_indicators_has_the_values_that_are_drawn(client, shown_report):
    assert rows(client, "/explore/indicators.csv") == [
        ["output", "产出", "Output", "2019", "1.50", "万亿元", "", "fact", "0", "", "", "2021"],
        ["output", "产出", "Output", "2020", "3", "万亿元", "", "fact", "0", "", "", "2021"],
        ["share", "占比", "Share", "2020", "20", "%", "约", "fact", "0", "", "", "2021"],
        ["share", "占比", "Share", "2025", "40", "%", "", "target", "0", "规划", "", "2021"],
    ]
    assert rows(client, "/explore/indicators/share.csv") == rows(client, "/explore/indicators.csv")[2:]
    answer = client.get("/explore/indicators/output.json").json()
    assert (answer["name"], [row["value"] for row in answer["rows"]]) == ("output", ["1.50", "3"])


def test_the_newest_public_report_gives_an_indicator_its_place(client, shown_report):
    newer = report(2023)
    show(newer, BlockKind.CHART, indicator=shown_report.blocks.first().items.get().observation.indicator)
    assert re.findall(r'<h3 id="t-(\d+-\w+)">', text(client)) == ["2023-section", "2021-other"]


def test_nothing_of_a_report_that_is_not_public_is_shown(client, shown_report):
    draft = report(2022, is_public=False)
    secret = indicator("secret", label_zh_hans=CANARY, label_en=CANARY)
    for year in ("2019", "2020"):
        show(draft, observation=observation(secret, year))
    output = shown_report.blocks.first().items.get().observation.indicator
    show(draft, observation=observation(output, "2021", "98765", source_zh_hans=CANARY))
    for address in ("/explore/", "/en/explore/", "/explore/indicators.csv", "/explore/indicators.json"):
        body = text(client, address)
        assert CANARY not in body
        assert "98765" not in body
    text(client, "/explore/indicators/secret.csv", status=404)
    shown_report.report.is_public = False
    shown_report.report.save()
    assert 'id="indicators"' not in text(client)


def test_a_change_in_a_report_is_seen_at_once(client, shown_report):
    text(client)
    output = shown_report.blocks.first().items.get().observation
    output.value = "77.7"
    output.save()
    forget_state()
    assert "77.7" in text(client)


# --- The page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_sites_version_and_nothing_more(client, django_assert_num_queries, number):
    section = report()
    for place in range(number):
        make.published(under(make.case(year=2019 + place), sector=["ict"], region=["hunan"]))
        row = indicator(f"i{place}")
        for year in range(2018, 2019 + number):
            show(section, observation=observation(row, str(year)))
    addresses = ["/explore/", "/explore/matrix.csv", "/explore/sectors.json", "/explore/indicators.csv"]
    for address in addresses:
        text(client, address)
    for address in addresses:
        forget_state()
        with django_assert_num_queries(1):
            text(client, address)


@pytest.mark.parametrize(
    "address",
    [
        "/explore/nothing.csv",
        "/explore/nothing.json",
        "/explore/matrix.xlsx",
        "/explore/indicators/nothing.csv",
        "/explore/indicators/nothing.json",
        "/explore/nothing/",
    ],
)
def test_what_does_not_exist_is_not_there(client, address):
    text(client, address, status=404)


def test_the_page_has_no_style_of_its_own_and_one_heading_of_the_first_level(client, cases, shown_report):
    for address in ("/explore/", "/en/explore/"):
        page = text(client, address)
        assert " style=" not in page
        assert page.count("<h1") == 1
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        identities = re.findall(r' id="([^"]+)"', page)
        assert len(identities) == len(set(identities))

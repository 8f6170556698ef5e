import datetime as dt
import re

import pytest
from django.utils import timezone

from cases.models import Case
from cases.publishing import take_back
from reports.enums import BlockKind
from reports.models import Block, Part, Report
from reports.placements import place_case
from tests import atom, make
from tests.cases.api.samples import SITE, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(client):
    def ask(address: str) -> atom.Feed:
        return atom.read(client.get(address))

    return ask


def report(year=2021, **columns) -> Report:
    texts = {"title_zh_hans": "发展报告", "title_en": "Progress", "publisher_zh_hans": "协会", "is_public": True}
    return Report.objects.create(**{"year": year} | texts | columns)


def placed(row: Report, *cases: Case) -> None:
    part = Part.objects.create(report=row, key=f"part-{row.year}", title_zh_hans="篇")
    for order, case in enumerate(cases):
        place_case(Block.objects.create(part=part, order=order, kind=BlockKind.CASE), case)


def test_an_entry_says_what_a_reader_lists_of_a_report(feed):
    row = report(subtitle_zh_hans="新发展 & 新格局")
    found = feed("/feeds/reports.atom")
    assert found == atom.Feed(
        lang="zh-Hans",
        id=f"{SITE}/feeds/reports.atom",
        title="报告 · 案例集",
        subtitle=found.subtitle,
        address=f"{SITE}/feeds/reports.atom",
        page=f"{SITE}/reports/",
        updated=row.public_since,
        entries=[
            {
                "lang": "zh-Hans",
                "id": f"tag:127.0.0.1,{row.public_since:%Y-%m-%d}:reports/2021/zh-hans",
                "title": "发展报告 2021",
                "summary": ("html", '<p lang="zh-Hans">新发展 &amp; 新格局</p>'),
                "page": f"{SITE}/reports/2021/",
                "author": "协会",
                "published": row.public_since,
                "updated": row.public_since,
                "categories": [],
            }
        ],
    )


def test_the_english_feed_leads_to_english_pages(feed):
    report(title_en="")
    found = feed("/feeds/en/reports.atom")
    (entry,) = found.entries
    assert (found.lang, found.title, found.page) == ("en", "Reports · Casebook", f"{SITE}/en/reports/")
    assert (entry["lang"], entry["title"], entry["page"]) == ("zh-Hans", "发展报告 2021", f"{SITE}/en/reports/2021/")


def test_the_report_that_was_made_public_last_comes_first(feed):
    day = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    report(2021, public_since=day + dt.timedelta(days=1))
    report(2022, public_since=day)
    assert feed("/feeds/reports.atom").titles == ["发展报告 2021", "发展报告 2022"]


def test_a_report_is_public_since_the_first_day_that_it_was():
    row = report(is_public=False)
    assert row.public_since is None
    row.is_public = True
    row.save()
    since = row.public_since
    assert since > timezone.now() - dt.timedelta(minutes=1)
    for is_public in (False, True):
        row.is_public = is_public
        row.save()
    assert Report.objects.get().public_since == since


def test_a_reports_feed_has_its_cases_that_are_public_the_newest_first(feed):
    cases = [make.case(slug=f"case-{n}", title_zh_hans=title) for n, title in enumerate(("甲", "乙", "丙", "丁"))]
    for day, case in enumerate(cases):
        publish(case, day=day)
    umbrella = make.case(title_zh_hans="总")
    publish(umbrella, day=8)
    publish(make.case(parent=umbrella, title_zh_hans="分"), day=9)
    placed(report(), cases[1], cases[0], cases[2], umbrella)
    placed(report(2022, is_public=False), cases[3])
    take_back(cases[2])
    found = feed("/feeds/reports/2021.atom")
    assert (found.title, found.page, found.titles) == ("发展报告 2021 · 案例集", f"{SITE}/reports/2021/", ["分", "总", "乙", "甲"])
    english = feed("/feeds/en/reports/2021.atom")
    assert (english.title, english.page) == ("Progress 2021 · Casebook", f"{SITE}/en/reports/2021/")
    assert english.address == f"{SITE}/feeds/en/reports/2021.atom"


def test_what_is_not_public_leaves_no_trace(client, feed):
    case = make.case()
    publish(case)
    placed(report(title_zh_hans="金丝雀", is_public=False), case)
    assert feed("/feeds/reports.atom").entries == []
    assert client.get("/feeds/reports/2021.atom").status_code == 404
    assert client.get("/feeds/reports/1999.atom").status_code == 404


def test_a_report_without_a_public_case_has_no_feed_of_cases(client):
    case = make.case()
    publish(case)
    placed(report(), case)
    assert client.get("/feeds/reports/2021.atom").status_code == 200
    take_back(case)
    assert client.get("/feeds/reports/2021.atom").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many_there_are(client, django_assert_num_queries, number):
    cases = [make.case() for _ in range(number)]
    for case in cases:
        publish(case)
    placed(report(), *cases)
    for year in range(1, number):
        report(2021 + year)
    for address, queries in (("/feeds/reports.atom", 1), ("/feeds/reports/2021.atom", 3)):
        client.get(address)
        with django_assert_num_queries(queries):  # the report; its cases, when each was last published
            client.get(address)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_of_reports_name_their_feeds(client, prefix):
    case = make.case()
    publish(case)
    placed(report(), case)
    for page, name in (("/reports/", "reports"), ("/reports/2021/", "reports/2021")):
        address = f"/feeds{prefix}/{name}.atom"
        links = re.findall(
            r'<link rel="alternate" type="application/atom\+xml" title="([^"]+)" href="([^"]+)">', client.get(prefix + page).text
        )
        assert [address for _title, address in links] == [f"/feeds{prefix}/cases.atom", address]
        assert atom.read(client.get(address)).title == links[1][0]

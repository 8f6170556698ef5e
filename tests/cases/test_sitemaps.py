import datetime as dt

import pytest
from django.urls import get_resolver

from accounts.enums import Role
from cases.models import Case, StateChange
from cases.workflow import take
from tests import make, sitemap
from tests.cases.api.samples import publish, rich_case

pytestmark = pytest.mark.django_db

CASES = "/sitemap-cases-0.xml"
SHELVES = "/sitemap-shelves-0.xml"
# Pieces of pages, for scripts.
NO_PAGES = {"suggest/"}


def paths(client, part):
    return [address.address for address in sitemap.addresses(client, part)]


def test_a_case_stands_in_both_languages_with_the_day_it_was_last_published(client):
    publish(rich_case())
    day = dt.datetime(2021, 11, 5, 2, 0, tzinfo=dt.UTC)
    StateChange.objects.filter(action="publish").update(at=day)
    zh, en = "/cases/rural-solar/", "/en/cases/rural-solar/"
    languages = {"zh-Hans": zh, "en": en, "x-default": zh}
    assert sitemap.addresses(client, CASES) == [(zh, day, languages), (en, day, languages)]


def test_every_value_that_a_case_has_stands_in_it_and_no_other(client):
    publish(rich_case())
    assert [path for path in paths(client, SHELVES) if not path.startswith("/en/")] == [
        "/concepts/green/",
        "/sdgs/13/",
        "/sdgs/7/",
        "/regions/guizhou/",
        "/topics/solar-power/",
        "/organisations/state-grid/",
        "/organisations/tencent/",
    ]


def test_every_page_without_parameters_stands_in_it(client):
    """Files are no pages. A new page has to be named in `cases.sitemaps` or `reports.sitemaps`, or above."""
    pages = {
        str(pattern.pattern)
        for included in get_resolver().url_patterns[-1].url_patterns
        if str(included.pattern) == ""
        for pattern in included.url_patterns
        if not pattern.pattern.converters and not str(pattern.pattern).endswith((".csv", ".json"))
    }
    assert pages - NO_PAGES == {
        address.address.removeprefix("/") for address in sitemap.everything(client) if "/en/" not in address.address
    }


def test_parts_have_at_most_so_many_pages_and_lose_none(client, monkeypatch):
    monkeypatch.setattr("cases.sitemaps.PAGES_IN_PART", 2)
    published = [publish(make.case(make.organisation(f"company-of-{n}"), slug=f"case-{n}"), day=n) for n in range(5)]
    parts = sitemap.parts(client)
    assert len(parts) == len(set(parts))
    of_cases = [path for part in parts if "-cases-" in part for path in paths(client, part)]
    assert [path for path in of_cases if "/en/" not in path] == [f"/cases/case-{n}/" for n in range(5)]
    assert max(len(paths(client, part)) for part in parts) == 4
    organisations = {path for part in parts if "-shelves-" in part for path in paths(client, part) if path.startswith("/organisations/")}
    assert organisations == {f"/organisations/company-of-{n}/" for n in range(5)}
    first = published[0].pk // 2
    assert CASES.replace("0", str(first)) in parts
    assert len(paths(client, CASES.replace("0", str(first)))) in {2, 4}


def test_a_part_stays_as_it_is_when_later_cases_come_and_go(client, monkeypatch):
    monkeypatch.setattr("cases.sitemaps.PAGES_IN_PART", 2)
    published = [publish(make.case(), day=n) for n in range(4)]
    part = CASES.replace("0", str(published[0].pk // 2))
    before = sitemap.addresses(client, part)
    take("withdraw", case=published[3].case, by=make.user(Role.PUBLISHER), message="…")
    publish(make.case())
    assert sitemap.addresses(client, part) == before


def test_what_is_not_public_leaves_no_trace(client):
    publish(make.case(slug="public"))
    make.submitted(make.case(make.organisation("shy"), slug="canary", goals=(1,)))
    Case.objects.filter(slug="public").update(slug="canary-too")
    gone = publish(make.case(make.organisation("gone"), slug="withdrawn", goals=(2,)))
    take("withdraw", case=gone.case, by=make.user(Role.PUBLISHER), message="…")
    found = [address.address for address in sitemap.everything(client)]
    assert {path for path in found if path.startswith("/cases/")} == {"/cases/", "/cases/public/"}
    assert [path for path in found if "canary" in path or "shy" in path or "gone" in path or "withdrawn" in path] == []
    assert {path for path in found if path.startswith("/sdgs/")} == {"/sdgs/", "/sdgs/7/"}


@pytest.mark.parametrize("part", ["cases-1", "cases-99999999999999999999999", "shelves-9", "nothing-0", "reports-0"])
def test_a_part_that_there_is_not_is_not_there(client, part):
    publish(make.case())
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


@pytest.mark.parametrize("host", ["localhost", "[::1]", "evil.example"])
def test_the_host_that_was_asked_stands_nowhere(client, host):
    publish(make.case())
    for address in ("/sitemap.xml", CASES):
        response = client.get(address, headers={"host": host})
        assert response.status_code == (400 if "evil" in host else 200)
        assert host not in response.text


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many_cases_there_are(client, django_assert_num_queries, number):
    for day in range(number):
        publish(make.case(), day=day)
    client.get("/sitemap.xml")
    for address, queries in (("/sitemap.xml", 4), (CASES, 1), (SHELVES, 1)):
        with django_assert_num_queries(queries):  # the index: the version twice, public reports, their parts
            assert client.get(address).status_code == 200

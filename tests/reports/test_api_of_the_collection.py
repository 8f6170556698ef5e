"""The API over the whole 2021 collection: all that is public comes out, and costs no more than a little."""

import time

import pytest

from cases.models import Publication, SiteVersion
from cases.quantities import plain
from cases.revisions import document_of
from reports.compose import compose
from reports.models import Indicator, Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("collection")]


@pytest.fixture(autouse=True)
def _version_of_its_own(db):
    """A test that is rolled back takes the site's version back with it; what was held for that number is of other cases."""
    SiteVersion.objects.update(number=time.time_ns())


def test_every_published_case_is_listed_with_all_its_figures(client):
    answer = client.get("/api/v1/cases", {"page_size": "100"}).json()
    documents = {row.slug: document_of(row.revision) for row in Publication.objects.live().with_documents()}
    assert answer["count"] == len(documents) == 27
    assert {case["slug"]: [(f["value"], f["unit"]) for f in case["figures"]] for case in answer["results"]} == {
        slug: [(plain(figure.value), figure.unit) for figure in document.figures] for slug, document in documents.items()
    }


def test_every_published_case_can_be_had_whole(client):
    slugs = [row["slug"] for row in client.get("/api/v1/cases", {"page_size": "100"}).json()["results"]]
    assert {client.get(f"/api/v1/cases/{slug}").json()["slug"] for slug in slugs} == set(slugs)


def test_27_cases_cost_as_many_queries_as_one(client, django_assert_num_queries):
    client.get("/api/v1/cases")
    with django_assert_num_queries(2):  # the site's version; the cases with their revisions
        assert len(client.get("/api/v1/cases", {"page_size": "100"}).json()["results"]) == 27


def test_every_number_that_the_composed_report_shows_is_answered_and_no_other(client):
    Report.objects.filter(year=2021).update(is_public=True)
    book = compose(Report.objects.get(year=2021))
    answered, page, count = [], 1, 1
    while len(answered) < count:
        answer = client.get("/api/v1/indicators", {"page_size": "100", "page": str(page)}).json()
        answered, page, count = answered + answer["results"], page + 1, answer["count"]
    assert {(i["key"], o["value"], o["unit"], o["period"]) for i in answered for o in i["observations"]} == {
        (datum.indicator, plain(datum.value), datum.unit, datum.period) for datum in book.data()
    }
    assert len(answered) == Indicator.objects.count() == 244


def test_100_indicators_cost_as_many_queries_as_one(client, django_assert_num_queries):
    Report.objects.filter(year=2021).update(is_public=True)
    with django_assert_num_queries(3):  # how many; the indicators; their observations
        assert len(client.get("/api/v1/indicators", {"page_size": "100"}).json()["results"]) == 100

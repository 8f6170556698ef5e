"""`/c/<number>/`: the address of a case that print and citations give."""

import pytest

from cases.models import Case
from cases.publishing import put_out, take_back
from cases.views.short import short_url
from tests import make

pytestmark = pytest.mark.django_db


def test_it_leads_to_the_case_in_one_hop_and_costs_one_query(client, django_assert_num_queries):
    publication = make.published(make.case(slug="here"))
    assert short_url(publication) == f"http://127.0.0.1:8000/c/{publication.pk}/"
    with django_assert_num_queries(1):  # the publication of this number
        response = client.get(f"/c/{publication.pk}/?lang=en&utm_source=x")
    assert (response.status_code, response["Location"]) == (301, "/cases/here/")
    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_it_stays_when_the_slug_changes_and_when_the_case_is_published_anew(client):
    publication = make.published(make.case(slug="before"))
    document = publication.revision.document | {"slug": "after"}
    publication.revision.document = document
    again = put_out(publication.revision)
    assert again.pk == publication.pk
    assert client.get(f"/c/{publication.pk}/")["Location"] == "/cases/after/"


def test_a_withdrawn_case_says_so_and_not_where_it_stood(client):
    publication = make.published(make.case(slug="gone", title_zh_hans="金丝雀"))
    take_back(publication.case)
    response = client.get(f"/c/{publication.pk}/")
    assert response.status_code == 410
    assert "该案例已撤回" in response.text
    assert "金丝雀" not in response.text
    assert "gone" not in response.text
    assert f"/en/c/{publication.pk}/" not in response.text


def test_no_number_tells_a_draft_from_nothing(client):
    publication = make.published(make.case())
    draft = make.submitted(make.case())
    answers = {
        (response.status_code, response.text)
        for number in (draft.pk, publication.pk + 1, publication.pk + 1000, 10**30)
        if number != publication.pk
        for response in [client.get(f"/c/{number}/")]
    }
    assert {status for status, _ in answers} == {404}
    assert not [text for _, text in answers if draft.slug in text or draft.title_zh_hans in text]
    numbers = [make.published(make.case()).pk for _ in range(2)]
    assert numbers == [publication.pk + 1, publication.pk + 2]
    assert Case.objects.count() == 4


@pytest.mark.parametrize("number", ["0", "-1", "1x", "１", "%31%0a", "9" * 5000])
def test_what_is_no_number_leads_nowhere(client, number):
    assert client.get(f"/c/{number}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_for_reading_only(client, method):
    publication = make.published(make.case())
    assert getattr(client, method)(f"/c/{publication.pk}/").status_code == 405


def test_a_case_is_cited_by_it_on_its_page(client):
    publication = make.published(make.case(slug="here"))
    for page in ("/cases/here/", "/en/cases/here/"):
        text = client.get(page).text
        assert f'<link rel="shortlink" href="{short_url(publication)}">' in text
        assert text.count(short_url(publication)) > 2

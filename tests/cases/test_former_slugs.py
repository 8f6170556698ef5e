"""A case that moves: printed addresses lead to it in one hop, and nobody else ever gets them."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from cases.addresses import is_anothers, live_among, moved_to
from cases.models import Case, FormerSlug, Publication
from cases.publishing import rebuild
from cases.workflow import StepRefused, take
from tests import make
from tests.cases.steps import published_anew, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.published(make.case(slug="first")).case


def move(case, *slugs):
    for slug in slugs:
        Case.objects.filter(pk=case.pk).update(slug=slug)
        published_anew(case)
    return case


def former():
    return sorted(FormerSlug.objects.values_list("slug", flat=True))


def test_an_old_address_leads_to_the_new_one_and_keeps_language_and_query(client, case):
    move(case, "second")
    for old, new in (("/cases/first/", "/cases/second/"), ("/en/cases/first/?a=1&b=%E7%BB%BF", "/en/cases/second/?a=1&b=%E7%BB%BF")):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        assert client.get(new).status_code == 200


def test_every_old_address_leads_to_the_present_one_in_one_hop(client, case):
    move(case, "second", "third", "fourth")
    assert former() == ["first", "second", "third"]
    for slug in former():
        assert client.get(f"/cases/{slug}/")["Location"] == "/cases/fourth/"


def test_a_case_that_comes_back_to_its_first_address_is_there_again(client, case):
    move(case, "second", "third", "first")
    assert former() == ["second", "third"]
    assert client.get("/cases/first/").status_code == 200
    assert [client.get(f"/cases/{slug}/")["Location"] for slug in former()] == ["/cases/first/"] * 2


def test_a_moved_page_is_not_kept_for_ever_since_the_case_may_come_back(client, case):
    move(case, "second")
    assert "max-age=0" in client.get("/cases/first/")["Cache-Control"]


def test_the_old_address_holds_until_the_case_is_published_at_the_new_one(client, case):
    Case.objects.filter(pk=case.pk).update(slug="second")
    rebuild()
    assert (client.get("/cases/first/").status_code, client.get("/cases/second/").status_code, former()) == (200, 404, [])


def test_a_withdrawn_case_says_so_at_every_address_it_had(client, case):
    withdrawn(move(case, "second"))
    for slug in ("first", "second"):
        response = client.get(f"/cases/{slug}/")
        assert (response.status_code, "该案例已撤回" in response.text) == (410, True)
        assert client.get(f"/api/v1/cases/{slug}").status_code == 410


def test_the_interface_for_programs_leads_on_as_well(client, case):
    move(case, "second")
    response = client.get("/api/v1/cases/first")
    assert (response.status_code, response["Location"], response["Access-Control-Allow-Origin"]) == (301, "/api/v1/cases/second", "*")
    assert client.get(response["Location"]).json()["slug"] == "second"


def test_a_report_that_holds_a_case_at_its_old_address_still_finds_it_live(case, django_assert_num_queries):
    move(case, "second", "third")
    gone = withdrawn(move(make.published(make.case(slug="gone")).case, "gone-later"))
    make.case(slug="draft")
    asked = {"first", "second", "third", "gone", gone.slug, "draft", "nowhere"}
    with django_assert_num_queries(1):
        assert live_among(asked) == {"first", "second", "third"}
    assert live_among({"second"}) == {"second"}


def test_the_slugs_of_a_draft_leave_no_trace(client):
    draft = make.case(slug="at-first")
    Case.objects.filter(pk=draft.pk).update(slug="later")
    draft.refresh_from_db()
    make.published(draft)
    assert (former(), client.get("/cases/at-first/").status_code) == ([], 404)
    assert not is_anothers("at-first", None)


@pytest.mark.parametrize("taken", ["first", "second"])
def test_an_address_that_was_public_is_never_another_cases(case, taken):
    # "first" is left behind; "second" is where the case stands, while its rows say "third" already.
    Case.objects.filter(pk=move(case, "second").pk).update(slug="third")
    other = make.submitted(make.case(slug=taken))
    reviewer = make.user(Role.REVIEWER)
    take("start_review", case=other, by=reviewer)
    take("accept", case=other, by=reviewer)
    with pytest.raises(StepRefused) as refused:
        take("publish", case=other, by=make.user(Role.PUBLISHER))
    assert refused.value.code == "address"
    assert not Publication.objects.filter(case=other).exists()


def test_a_case_may_have_its_own_old_address_again(case):
    assert not is_anothers("first", move(case, "second").pk)


def test_the_database_keeps_one_case_for_an_address(case):
    move(case, "second")
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerSlug.objects.create(slug="first", case=make.case())


def test_an_umbrella_that_moved_keeps_what_is_nested_in_it(client, case):
    nested = make.published(make.case(slug="nested", title_zh_hans="其中之一", parent=case))
    move(case, "second")
    assert "其中之一" in client.get("/cases/second/").text
    assert 'href="/cases/second/"' in client.get("/cases/nested/").text
    rebuild()
    assert Publication.objects.get(pk=nested.pk).parent_slug == "second"


@pytest.mark.parametrize("number", [1, 3])
def test_an_old_address_costs_three_queries_however_often_the_case_moved(client, case, number, django_assert_num_queries):
    move(case, *(f"address-{each}" for each in range(number)))
    client.get("/cases/first/")
    with django_assert_num_queries(3):  # the site's version; the publication at this slug; the one that left it
        client.get("/cases/first/")
    assert moved_to("nowhere") is None

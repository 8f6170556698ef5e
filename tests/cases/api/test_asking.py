"""Bad input, and what a question costs."""

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases.models import Case, Publication
from cases.search import held
from cases.workflow import take
from tests import make
from tests.cases.api.samples import CASES, FACETS, failure, publish

pytestmark = pytest.mark.django_db

KNOWN = "q, concept, sdg, target, sector, region, organisation, year, topic, sort, page, page_size, language"


@pytest.mark.parametrize(
    ("parameters", "status", "answer"),
    [
        ({"page": "0"}, 422, failure("page", "确保该值大于或等于1。", "Ensure this value is greater than or equal to 1.")),
        ({"page": "二"}, 422, failure("page", "输入整数。", "Enter a whole number.")),
        ({"page": "9" * 5000}, 422, failure("page", "输入整数。", "Enter a whole number.")),
        ({"page_size": "101"}, 422, failure("page_size", "确保该值小于或等于100。", "Ensure this value is less than or equal to 100.")),
        ({"page": ["1", "2"]}, 422, failure("page", "参数“page”只能给出一次。", "Give the parameter “page” once.")),
        (
            {"conept": "green"},
            422,
            failure(
                "conept",
                f"没有名为“conept”的参数；可用的参数：{KNOWN}。",
                f"There is no parameter “conept”; these can be given: {KNOWN}.",
            ),
        ),
        ({"page": "2"}, 404, failure("page", "没有这一页：共 1 页。", "There is no such page: the last one is 1.")),
        ({"page": "1000000000"}, 404, failure("page", "没有这一页：共 1 页。", "There is no such page: the last one is 1.")),
    ],
)
def test_bad_input_is_answered_with_the_field_and_what_was_expected_in_both_languages(client, parameters, status, answer):
    response = client.get(CASES, parameters)
    assert (response.status_code, response.json()) == (status, answer)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"q": "光" * 201}, "q"),
        ({"q": "x" * 10_000}, "q"),
        ({"q": "\x00"}, "q"),
        ({"sort": "-password"}, "sort"),
        ({"language": "fr"}, "language"),
        ({"language": ""}, "language"),
        ({"page": ""}, "page"),
        ({"page": " 1"}, "page"),
        ({"page": "1.0"}, "page"),
        ({"page": "１"}, "page"),
        ({"page_size": "1_0"}, "page_size"),
        ({"q": " " * 201}, "q"),
        ({"sdg": ["7"] * 21}, "sdg"),
        ({"topic": "solar-power\n"}, "topic"),
        ({"sdg": [str(n) for n in range(200)]}, "sdg"),
        ({"sdg": "7\x00"}, "sdg"),
        ({"topic": "x" * 101}, "topic"),
        ({"status": "draft"}, "status"),
        ({"fields": "body"}, "fields"),
        ({"format": "csv"}, "format"),
        ({"organisation__cases__title__contains": "x"}, "organisation__cases__title__contains"),
    ],
)
def test_what_the_sites_filter_refuses_and_what_nobody_offers_is_refused_by_name(client, parameters, field):
    response = client.get(CASES, parameters)
    assert (response.status_code, [problem["field"] for problem in response.json()["errors"]]) == (422, [field])


def test_all_problems_are_named_at_once(client):
    response = client.get(CASES, {"page": "x", "page_size": "0", "sort": "x", "typo": "1"})
    assert [problem["field"] for problem in response.json()["errors"]] == ["typo", "sort", "page", "page_size"]


def test_a_flood_of_wrong_parameters_is_not_answered_with_a_flood(client):
    response = client.get(CASES, {f"wrong{n}": "1" for n in range(1000)})
    assert (response.status_code, len(response.json()["errors"])) == (422, 20)


def test_a_search_of_200_characters_is_answered(get):
    assert get(CASES, q="光" * 200) == {"count": 0, "results": []}


def test_the_order_by_names_follows_the_language_asked_for(get):
    for slug, zh, en in [("x", "白", "Alpha"), ("y", "阿", "Gamma"), ("z", "蔡", "Beta")]:
        publish(make.case(slug=slug, title_zh_hans=zh, title_en=en))

    def order(**parameters):
        return [row["slug"] for row in get(CASES, sort="title", **parameters)["results"]]

    assert (order(), order(language="zh-hans"), order(language="en")) == (["y", "x", "z"], ["y", "x", "z"], ["x", "z", "y"])


@pytest.mark.parametrize("address", [f"{CASES}/a", FACETS])
def test_no_address_ignores_an_unknown_parameter(client, three, address):
    response = client.get(address, {"include": "drafts"})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "include")


@pytest.mark.parametrize("rest", ["/%00", "/..%2f", "/A B", "/a/", "/a.csv", "/" + "x" * 5000, "/案例"])
def test_an_odd_slug_is_answered_with_404_in_json(client, three, rest):
    response = client.get(CASES + rest)
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")


# --- Queries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_facets_cost_the_same_few_queries_for_any_number_of_cases(client, django_assert_num_queries, monkeypatch, rows):
    for number in range(rows):
        publish(make.case(slug=f"case-{number}", concept="green"), day=number)
    monkeypatch.setattr(held, "ASK_EVERY", 60)  # the site's version is known
    client.get(CASES)
    client.get(FACETS)
    with django_assert_num_queries(1):  # the cases with their revisions
        assert len(client.get(CASES).json()["results"]) == rows
    with django_assert_num_queries(2):  # and the words
        assert len(client.get(CASES, {"q": "案例", "sdg": "7"}).json()["results"]) == rows
    with django_assert_num_queries(0):
        client.get(FACETS)
    with django_assert_num_queries(1):  # the words
        client.get(FACETS, {"q": "案例", "sdg": "7"})


@pytest.mark.parametrize("rows", [1, 3])
def test_a_case_costs_two_queries_whatever_is_nested_in_it(client, django_assert_num_queries, rows):
    umbrella = make.case(slug="umbrella")
    publish(umbrella)
    for number in range(rows):
        publish(make.case(slug=f"below-{number}", parent=umbrella))
    with django_assert_num_queries(2):  # the publication with its revision; its umbrella and what is nested in it
        assert len(client.get(f"{CASES}/umbrella").json()["nested"]) == rows


def test_a_withdrawal_is_seen_by_the_next_request(client, three):
    case = Case.objects.get(slug="b")
    assert client.get(CASES).json()["count"] == 3
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="…")
    assert [row["slug"] for row in client.get(CASES).json()["results"]] == ["c", "a"]
    assert Publication.objects.get(slug="b").withdrawn_at <= timezone.now()

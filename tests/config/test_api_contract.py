"""The API against its own description, asked by schemathesis: whatever is sent, what comes back was described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from accounts.enums import Role
from cases.models import Case, Publication
from cases.workflow import take
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("collection", "hidden")]

# The same questions each time, none kept in a file.
CONFIG = schemathesis.Config.from_dict({"generation": {"max-examples": 60, "deterministic": True, "database": "none"}})


@pytest.fixture
def hidden(db: None) -> str:
    """The slug of a case that was withdrawn. The collection has drafts of its own."""
    withdrawn = Publication.objects.live().first()
    take("withdraw", case=withdrawn.case, by=make.user(Role.PUBLISHER), message="…")
    return withdrawn.slug


api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), config=CONFIG)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Asked as gunicorn asks, but for the connection: the test's transaction lives on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
def test_whatever_is_asked_is_answered_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()


def ask(path: str, slug: str | None = None, **query: Any) -> Any:
    case = api[path]["GET"].Case(path_parameters={"slug": slug} if slug else {}, query=query)
    return case.call_and_validate()


def test_every_case_is_given_whole_a_draft_is_not_there_and_a_withdrawn_one_is_gone(hidden: str) -> None:
    statuses = {slug: ask("/api/v1/cases/{slug}", slug).status_code for slug in Case.objects.values_list("slug", flat=True)}
    live = set(Publication.objects.live().values_list("slug", flat=True))
    drafts = set(statuses) - live - {hidden}
    assert (len(live) > 20, len(drafts) > 2) == (True, True)
    assert statuses == dict.fromkeys(live, 200) | dict.fromkeys(drafts, 404) | {hidden: 410}


def test_every_value_of_every_facet_leads_to_cases_and_every_page_of_indicators_is_there() -> None:
    for facet, values in ask("/api/v1/facets").json().items():
        for value in values:
            answer = ask("/api/v1/cases", **{facet: [value["value"]]}, page_size=100).json()
            assert answer["count"] == len(answer["results"]) == value["count"]
    count = ask("/api/v1/indicators").json()["count"]
    assert (
        sum(len(ask("/api/v1/indicators", page=page, page_size=100).json()["results"]) for page in range(1, -(-count // 100) + 1)) == count
    )

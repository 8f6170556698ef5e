"""How soon a process sees what another one has changed."""

import pytest
from django.db import transaction
from django.db.models import F

from cases.models import SiteVersion
from cases.search import held
from cases.search.facets import current_index
from cases.search.held import raise_version, site_state, site_version
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when the test says so."""
    now = [1_000.0]
    monkeypatch.setattr(held, "ASK_EVERY", 0.5)
    monkeypatch.setattr(held.time, "monotonic", lambda: now[0])
    return now


def somebody_else_publishes() -> None:
    SiteVersion.objects.update(number=F("number") + 1)


def test_the_version_is_asked_for_twice_a_second_whatever_the_number_of_requests(clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len({site_version() for _request in range(100)}) == 1
    clock[0] += 0.5
    with django_assert_num_queries(1):
        site_version()


def test_what_another_process_publishes_is_seen_within_half_a_second(clock):
    before = site_version()
    somebody_else_publishes()
    assert site_version() == before
    clock[0] += 0.5
    assert site_version() == before + 1


def test_a_process_sees_at_once_what_it_publishes_itself(clock, django_capture_on_commit_callbacks):
    before = site_version()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        raise_version()
    assert site_version() == before + 1


def test_a_change_of_names_counts_as_a_change_of_content_too(clock):
    before = site_state()
    raise_version(names=True)
    held.forget_state()
    after = site_state()
    assert (after.number, after.names, after.changed_at > before.changed_at) == (before.number + 1, before.number + 1, True)


def test_after_a_publication_only_the_sets_that_changed_are_read_again(clock, django_assert_num_queries):
    make.published(make.case(goals=(7,), concept="green"))
    held.forget_state()
    first = current_index()
    make.published(make.case(goals=(9,), concept="green"))
    held.forget_state()
    with django_assert_num_queries(2):  # the version; the sets written since
        second = current_index()
    assert second.sets["sdg"]["7"] is first.sets["sdg"]["7"]
    assert (len(first.sets["concept"]["green"]), len(second.sets["concept"]["green"])) == (1, 2)


def test_a_database_that_went_back_in_time_is_read_anew(clock):
    publication = make.published(make.case(concept="green"))
    held.forget_state()
    assert len(current_index().everything) == 1
    SiteVersion.objects.update(number=1)
    held.forget_state()
    assert set(current_index().everything) == {publication.pk}

import pytest

from cases.enums import Facet
from cases.search.facets import current_index
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    owner = make.organisation("one")
    make.published(make.case(owner, goals=(7,), concept="green"))
    make.published(make.case(owner, goals=(7, 9), concept="innovation"))
    make.published(make.case(owner, goals=(9,), concept="green"))
    make.case(owner, goals=(13,), concept="sharing")
    return current_index()


def test_drafts_are_counted_nowhere(index):
    counts = index.counts({})
    assert counts[Facet.CONCEPT] == {"green": 2, "innovation": 1}
    assert counts[Facet.SDG] == {"7": 2, "9": 2}


def test_values_of_one_facet_widen_and_facets_narrow(index):
    assert len(index.chosen({Facet.SDG: ("7", "9")})) == 3
    assert len(index.chosen({Facet.SDG: ("7", "9"), Facet.CONCEPT: ("green",)})) == 2


def test_counts_beside_a_value_say_what_choosing_it_as_well_would_show(index):
    counts = index.counts({Facet.CONCEPT: ("green",)})
    assert counts[Facet.CONCEPT] == {"green": 2, "innovation": 1}
    assert counts[Facet.SDG] == {"7": 1, "9": 1}


def test_an_unknown_value_matches_nothing(index):
    assert len(index.chosen({Facet.SDG: ("99",)})) == 0


def test_a_chosen_value_keeps_its_place_with_nothing_in_it(index):
    assert index.counts({Facet.SDG: ("7",), Facet.CONCEPT: ("green", "innovation")}, within=index.chosen({Facet.SDG: ("9",)}))[
        Facet.CONCEPT
    ] == {"green": 0, "innovation": 1}


def test_the_index_is_built_anew_only_when_something_public_changed(index, django_assert_num_queries):
    with django_assert_num_queries(1):  # the site's version
        assert current_index() is index
    make.published(make.case(goals=(1,)))
    assert current_index().counts({})[Facet.SDG] == {"1": 1, "7": 2, "9": 2}

"""Goals and targets are asked for by their numbers."""

import pytest

from cases.enums import Facet
from cases.search.query import Query, search
from cases.search.words import read
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "runs"),
    [
        ("SDG 7", ["sdg7"]),
        ("sdgs 7 光伏", ["sdg7", "光伏"]),
        ("Goal 13", ["goal13"]),
        ("目标 7.2", ["目标7.2"]),
        ("goal 2030", ["goal", "2030"]),
        ("SDG 70%", ["sdg", "70%"]),
        ("megagoal 7", ["megagoal", "7"]),
    ],
)
def test_a_number_belongs_to_the_word_before_it(typed, runs):
    assert [term.run for term in read(typed).terms] == runs


@pytest.mark.parametrize("typed", ["SDG 7", "sdg7", "SDG7", "Goal 7", "目标7", "目标 7", "可持续发展目标7"])
def test_a_goals_number_finds_what_stands_under_the_goal_and_no_other(typed):
    here = make.published(make.case(goals=[7]))
    make.published(make.case(goals=[17]))
    assert list(search(Query(words=typed)).ids) == [here.pk]


def test_the_name_of_a_goal_does_not_look_for_its_number_in_texts():
    make.published(make.case(goals=[13], summary_zh_hans="目标70%以上"))
    assert not search(Query(words="经济适用的清洁能源"))
    assert search(Query()).counts[Facet.SDG] == {"13": 1}

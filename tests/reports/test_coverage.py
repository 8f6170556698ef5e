"""Coverage counted over values: what is had of what is wanted, what lacks, what is too much; concepts crossed with goals."""

from hypothesis import given
from hypothesis import strategies as st

from reports.coverage import Line, Wanted, coverage, crossed
from reports.enums import Aspect

KNOWN = {"concept": ["innovation", "green"], "kind": ["enterprise", "government"]}
HUAWEI = frozenset({"concept=green", "sdg=7", "sdg=9", "owner=huawei", "kind=enterprise", "newcomer=huawei"})
HUAWEI_TOO = frozenset({"concept=innovation", "sdg=9", "owner=huawei", "kind=enterprise", "newcomer=huawei"})
CITY = frozenset({"concept=green", "sdg=11", "owner=city", "kind=government"})
CHOSEN = [HUAWEI, HUAWEI_TOO, CITY]


def test_each_value_that_is_had_has_its_line_known_ones_in_their_order():
    found = coverage(CHOSEN, [], KNOWN)
    assert found == {
        "cases": (Line("cases", "", 3),),
        "newcomer": (Line("newcomer", "", 1),),
        "concept": (Line("concept", "innovation", 1), Line("concept", "green", 2)),
        "sdg": (Line("sdg", "9", 2), Line("sdg", "11", 1), Line("sdg", "7", 1)),
        "sector": (),
        "region": (),
        "kind": (Line("kind", "enterprise", 2), Line("kind", "government", 1)),
        "owner": (Line("owner", "huawei", 2), Line("owner", "city", 1)),
    }


def test_a_quota_says_what_is_missing_and_what_is_too_much():
    wanted = [Wanted("cases", "", 5, 9), Wanted("owner", "", None, 1), Wanted("sdg", "13", 1), Wanted("newcomer", "", 1)]
    found = coverage(CHOSEN, wanted, KNOWN)
    lines = [line for lines in found.values() for line in lines if line.is_wanted]
    assert [(line.aspect, line.value, line.missing, line.surplus, line.is_met) for line in lines] == [
        ("cases", "", 2, 0, False),
        ("newcomer", "", 0, 0, True),
        ("sdg", "13", 1, 0, False),
        ("owner", "huawei", 0, 1, False),
        ("owner", "city", 0, 0, True),
    ]


def test_a_quota_of_each_value_holds_for_all_known_ones_but_those_with_one_of_their_own():
    found = coverage([CITY], [Wanted("concept", "", 2), Wanted("concept", "green", 1, 1)], KNOWN)
    assert found["concept"] == (Line("concept", "innovation", 0, 2, None), Line("concept", "green", 1, 1, 1))


def test_concepts_and_goals_are_crossed_with_their_empty_cells():
    assert crossed(CHOSEN, ["7", "9", "13"], []) == ((), (), ())
    assert crossed(CHOSEN, ["sdg=7", "sdg=9", "sdg=13"], ["concept=innovation", "concept=green"]) == ((0, 1), (1, 1), (0, 0))


marks = st.sets(
    st.builds("{}={}".format, st.sampled_from(["concept", "sdg", "owner", "newcomer", "year", "live"]), st.sampled_from("abc")), max_size=8
).map(frozenset)
quotas = st.builds(
    Wanted,
    st.sampled_from(list(Aspect.values)),
    st.sampled_from(["", "a", "z"]),
    st.none() | st.integers(0, 5),
    st.none() | st.integers(0, 5),
)


@given(st.lists(marks, max_size=6), st.lists(quotas, max_size=6))
def test_counts_are_those_of_the_cases_and_nothing_is_both_missing_and_too_much_within_its_bounds(chosen, wanted):
    for aspect, lines in coverage(chosen, wanted, {"concept": ["a", "b"]}).items():
        values = [line.value for line in lines]
        assert len(values) == len(set(values))
        for line in lines:
            if not Aspect(aspect).is_one:
                assert line.have == sum(f"{aspect}={line.value}" in each for each in chosen)
            assert line.is_met == (
                (line.minimum is None or line.have >= line.minimum) and (line.maximum is None or line.have <= line.maximum)
            )

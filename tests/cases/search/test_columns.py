from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from cases.enums import Facet
from cases.search import columns
from cases.search.columns import Column
from cases.search.facets import MOST_REPLACED, FacetIndex

pks = st.frozensets(st.integers(0, 40))
sets_of_some = st.dictionaries(st.sampled_from([f"v{n}" for n in range(8)]), pks.map(BitMap), max_size=8)
MANY_SETS = {str(n): BitMap([n, n + 1]) for n in range(300)}


def one_by_one(sets: dict[str, BitMap], under: BitMap) -> dict[str, int]:
    return {value: number for value, ids in sets.items() if (number := len(ids & under))}


def index(version: int, sets: dict[str, BitMap], columns: dict[Facet, Column]) -> FacetIndex:
    live = BitMap.union(BitMap(), *sets.values())
    return FacetIndex(version, {"live": {"": live}, "topic": sets}, columns)


@given(sets_of_some, pks, st.integers(1, 9))
def test_a_column_of_any_width_counts_what_intersections_count(sets: dict[str, BitMap], under: frozenset[int], widest: int) -> None:
    with mock.patch.object(columns, "WIDEST", widest):
        assert Column.of(sets).counts(BitMap(under)) == one_by_one(sets, BitMap(under))


@given(sets_of_some, sets_of_some)
def test_a_column_knows_which_sets_were_replaced_or_are_gone(before: dict[str, BitMap], after: dict[str, BitMap]) -> None:
    kept = {value: before[value] for value in list(before)[::2]}
    now = after | kept
    expected = {value: now.get(value, BitMap()) for value in now.keys() | before.keys() if value not in kept}
    assert Column.of(before).since(now) == expected


@given(sets_of_some, pks)
def test_counts_follow_the_sets_while_the_column_stays(replaced: dict[str, BitMap], under: frozenset[int]) -> None:
    made: dict[Facet, Column] = {}
    index(1, MANY_SETS, made).counts({}, BitMap([1]))[Facet.TOPIC]
    column = made[Facet.TOPIC]
    sets = {value: ids for value, ids in MANY_SETS.items() if value != "7"} | {value: ids for value, ids in replaced.items() if ids}
    counts = index(2, sets, made).counts({}, BitMap(under))
    assert counts[Facet.TOPIC] == one_by_one(sets, BitMap(under))
    assert made[Facet.TOPIC] is column


def test_an_index_of_an_older_version_counts_its_own_sets_by_a_newer_column() -> None:
    made: dict[Facet, Column] = {}
    newer = MANY_SETS | {"0": BitMap([900]), "new": BitMap([900])}
    index(2, newer, made).counts({}, BitMap([1]))[Facet.TOPIC]
    assert index(1, MANY_SETS, made).counts({}, BitMap([0, 900]))[Facet.TOPIC] == {"0": 1}


def test_after_many_replacements_another_column_is_made() -> None:
    made: dict[Facet, Column] = {}
    index(1, MANY_SETS, made).counts({}, BitMap([1]))[Facet.TOPIC]
    before = made[Facet.TOPIC]
    sets = MANY_SETS | {str(n): BitMap([n]) for n in range(MOST_REPLACED + 1)}
    assert index(2, sets, made).counts({}, BitMap([5]))[Facet.TOPIC] == {"5": 1}
    assert made[Facet.TOPIC] is not before

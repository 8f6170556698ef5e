from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.charts import SHORTEST, Extent, extents

VALUES = st.lists(st.decimals(min_value=-(10**12), max_value=10**12, places=2), max_size=8)


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([], []),
        ([0], [Extent(0, 0)]),
        ([5, 10, 0], [Extent(0, 50), Extent(0, 100), Extent(0, 0)]),
        ([Decimal("2.5"), Decimal("10")], [Extent(0, 25), Extent(0, 100)]),
        ([-1, 3], [Extent(0, 25), Extent(25, 75)]),
        ([1, 1_000_000], [Extent(0, SHORTEST), Extent(0, 100)]),
    ],
)
def test_bars_begin_at_a_common_zero_and_the_longest_fills_the_space(values, drawn):
    assert extents(values) == drawn


@given(VALUES)
def test_a_larger_value_never_has_the_shorter_bar_and_none_leaves_the_space(values):
    drawn = extents(values)
    assert all(0 <= each.start <= 100 and each.length >= 0 and each.start + each.length <= 100 + SHORTEST for each in drawn)
    longest_first = sorted(zip(map(abs, values), drawn, strict=True), key=lambda pair: -pair[0])
    lengths = [extent.length for _size, extent in longest_first]
    assert lengths == sorted(lengths, reverse=True)

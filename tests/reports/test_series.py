from decimal import Decimal

import pytest

from cases.charts import Extent
from cases.document import Text
from cases.periods import Point
from reports.document import Datum
from reports.series import moment_of, over_time

LABEL = Text("产出", "Output")


def datum(period, value, unit="万亿元", **more):
    return Datum("output", LABEL, Decimal(value), unit, period=period, **more)


def drawn(*data):
    line = over_time("output", LABEL, data)
    return line and [(mark.datum.period, str(mark.datum.value), mark.extent.length) for mark in line.marks]


@pytest.mark.parametrize(
    ("period", "moment"),
    [
        ("2020", Point(2020, 12, 31)),
        ("2020-09", Point(2020, 9, 31)),
        ("2020-09-17", Point(2020, 9, 17)),
        ("../2021-08", Point(2021, 8, 31)),
        ("2016/2020", None),
        ("2016/..", None),
        ("", None),
    ],
)
def test_a_value_is_of_one_moment_or_of_none(period, moment):
    assert moment_of(period) == moment


def test_values_stand_oldest_first_and_are_measured_from_zero():
    assert drawn(datum("2020", "4"), datum("../2021-08", "5"), datum("2012", "1.0")) == [
        ("2012", "1.0", 20),
        ("2020", "4", 80),
        ("../2021-08", "5", 100),
    ]


def test_sums_over_years_and_undated_values_are_left_out():
    assert drawn(datum("2019", "1"), datum("2020", "2"), datum("2016/2020", "9"), datum("", "8")) == [
        ("2019", "1", 50),
        ("2020", "2", 100),
    ]


@pytest.mark.parametrize(
    "data",
    [
        [],
        [datum("2020", "1")],
        [datum("2020", "1"), datum("", "2")],
        [datum("2016/2020", "1"), datum("2016/2019", "2")],
        [datum("2020", "1"), datum("../2020-12", "2")],  # the end of the same year
        [datum("2020", "1", "亿户"), datum("2021", "2", "亿")],  # who knows of what
        [datum("2020", "1"), datum("2021", "2", change=True)],
    ],
)
def test_fewer_than_two_moments_that_compare_are_no_line_of_time(data):
    assert over_time("output", LABEL, data) is None


def test_scales_of_one_unit_compare():
    assert drawn(datum("2019", "5000", "万户"), datum("2020", "1", "亿户")) == [("2019", "5000", 50), ("2020", "1", 100)]


def test_of_several_units_the_one_that_most_values_have_is_drawn():
    assert drawn(datum("2018", "9", "%"), datum("2019", "1"), datum("2020", "2")) == [("2019", "1", 50), ("2020", "2", 100)]


def test_where_sources_contradict_each_other_both_values_are_drawn():
    assert drawn(datum("2019", "1"), datum("2020", "3"), datum("2020", "4")) == [("2019", "1", 25), ("2020", "3", 75), ("2020", "4", 100)]


def test_growth_rates_of_single_years_are_a_line_of_their_own_and_may_fall_below_zero():
    line = over_time("growth", LABEL, [datum("2019", "-1", "%", change=True), datum("2020", "3", "%", change=True)])
    assert [mark.extent for mark in line.marks] == [Extent(0, 25), Extent(25, 75)]


def test_each_source_is_named_once():
    office, survey = Text("统计局", "Statistics office"), Text("调查", "Survey")
    line = over_time(
        "output", LABEL, [datum("2018", "1", source=office), datum("2019", "2", source=survey), datum("2020", "3", source=office)]
    )
    assert line.source == Text("统计局；调查", "Statistics office; Survey")


def test_values_with_a_word_beside_the_number_are_not_bare():
    assert over_time("output", LABEL, [datum("2019", "1"), datum("2020", "2")]).is_bare
    assert not over_time("output", LABEL, [datum("2019", "1"), datum("2020", "2", qualifier="yue")]).is_bare

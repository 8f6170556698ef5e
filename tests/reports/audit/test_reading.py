from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.document import Text
from cases.enums import Qualifier
from cases.quantities import display
from cases.units import UNITS
from reports.audit.reading import read
from reports.audit.reading.bounds import bound_of
from reports.audit.reading.measures import measure_of, same_kind
from reports.audit.scenes import reading_of
from reports.document import Part, Prose
from tests.reports.writers import sample

SCALES = ("", "万", "亿", "万亿")
SCALED = {"%", "个百分点", "倍", "gCO2e/km", "毫秒", "分钟", "小时", "天", "个月", "年", "千伏"}
UNIT = st.sampled_from(sorted(UNITS)).flatmap(
    lambda base: st.sampled_from([base] if base in SCALED else [scale + base for scale in SCALES])
)
# 几 says that it is not known how many, and 第 … 位 is a place.
QUALIFIER = st.sampled_from([q for q in Qualifier if q != Qualifier.JI])
VALUE = st.decimals(min_value="0.01", max_value=99999, places=2).map(lambda value: Decimal(str(value).rstrip("0").rstrip(".")))


def found(text: str, language: str):
    return [(mention.text, mention.value.normalize(), mention.kind, mention.bound.value) for mention in read(text, language).mentions]


@given(value=VALUE, unit=UNIT, qualifier=QUALIFIER)
def test_what_is_printed_in_chinese_is_read_as_it_was(value, unit, qualifier):
    (mention,) = read(str(display(value, unit, qualifier, "zh-hans")), "zh-hans").mentions
    kind, factor = measure_of(unit)
    assert (mention.value, mention.kind, mention.bound) == (value * factor, kind, bound_of(qualifier))


@given(value=VALUE, unit=UNIT, qualifier=QUALIFIER)
def test_what_is_printed_in_english_is_read_as_it_was(value, unit, qualifier):
    (mention,) = read(str(display(value, unit, qualifier, "en")), "en").mentions
    kind, factor = measure_of(unit)
    assert (mention.value, mention.bound) == (value * factor, bound_of(qualifier))
    assert same_kind(mention.kind, kind)


@given(st.text(), st.sampled_from(["zh-hans", "en"]))
def test_any_text_is_read_and_what_is_found_stands_where_it_says(text, language):
    for mention in read(text, language).mentions:
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两地相距一万两千多公里", [("一万两千多公里", Decimal("12000000"), "length", "over")]),
        ("近三成的企业", [("近三成", Decimal(30), "share", "nearly")]),
        ("三分之二的用户", [("三分之二", Decimal("66.6667"), "share", "")]),
        ("产量翻一番", [("翻一番", Decimal(2), "times", "")]),
        ("投资２．４亿元", [("2.4亿元", Decimal(240000000), "yuan", "")]),
        ("120余个国家和地区", [("120余个国家和地区", Decimal(120), "count", "over")]),
        ("节约678万元", [("678万元", Decimal(6780000), "yuan", "")]),
        ("年供电1600万千瓦时", [("1600万千瓦时", Decimal(16000000), "energy", "")]),
        ("由233.1gCO2e/km降下来", [("233.1gCO2e/km", Decimal("233.1"), "carbon per km", "")]),
    ],
)
def test_chinese_quantities(text, expected):
    assert found(text, "zh-hans") == [(words, value.normalize(), kind, bound) for words, value, kind, bound in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 1.2 billion doses", [("more than 1.2 billion", Decimal(1200000000), "count", "over")]),
        ("nearly two thirds of the staff", [("nearly two thirds", Decimal("66.6667"), "share", "nearly")]),
        ("RMB 3.5 million was spent", [("RMB 3.5 million", Decimal(3500000), "yuan", "")]),
        ("up by 3.9 percentage points", [("3.9 percentage points", Decimal("3.9"), "points", "")]),
        ("output doubled", [("doubled", Decimal(2), "times", "")]),
        ("360 GWh a year", [("360 GWh", Decimal(360000000), "energy", "")]),
    ],
)
def test_english_quantities(text, expected):
    assert found(text, "en") == [(words, value.normalize(), kind, bound) for words, value, kind, bound in expected]


@pytest.mark.parametrize(
    "text",
    [
        "5G、4G和K12",
        "SDG 7和ISO 14001",
        "COVID-19",
        "世界500强",
        "《2016年工业发展报告》",
        "“十四五”规划",
        "第23届",
        "CR200J型动车",
        "2021年9月17日",
        "“十百千万”工程",
        "二〇三五年",
    ],
)
def test_names_dates_and_ordinals_are_no_quantities(text):
    assert found(text, "zh-hans") == []


@pytest.mark.parametrize(
    "text",
    [
        "5G and K12",
        "Goals 7, 9 and 13",
        "ISO 14001",
        "COVID-19",
        "the 23rd forum",
        "on 9 May 2021",
        "the 1990s",
        "GRI 305",
        "the 2030 Agenda",
    ],
)
def test_english_names_dates_and_ordinals_are_no_quantities(text):
    assert found(text, "en") == []


def test_a_range_is_one_quantity_with_two_ends():
    (mention,) = read("产能为10万至15万辆", "zh-hans").mentions
    assert (mention.value, mention.high) == (100000, 150000)
    (mention,) = read("12 to 15% of it", "en").mentions
    assert (mention.value, mention.high, mention.kind) == (12, 15, "share")


def test_dates_are_read_and_those_that_are_none_said_to_be():
    dates = read("截至2021年8月，2024年2月30日，2016—2019年", "zh-hans").dates
    assert [(date.edtf, date.is_until, date.is_real) for date in dates] == [
        ("2016", False, True),
        ("2019", False, True),
        ("2021-08", True, True),
        ("2024-02-30", False, False),
    ]


@pytest.mark.parametrize(
    ("text", "language"), [("1," * 50_000, "en"), ("1万" * 50_000, "zh-hans"), ("一" * 200_000, "zh-hans"), ("A" * 200_000, "en")]
)
def test_of_what_nobody_reads_as_a_text_only_the_beginning_is_read(text, language):
    found_here = read(text, language)
    assert len(found_here.mentions) <= 300
    assert all(mention.end <= 100_000 for mention in found_here.mentions)


def test_numbers_in_the_cells_of_a_text_are_read_each_by_itself():
    cells = "<table><tbody><tr><td><p>2020年</p></td><td><p>12</p></td><td><p>34万吨</p></td></tr></tbody></table>"
    (scene,) = reading_of(sample.book(Part("one", "section", Text("章"), blocks=(Prose(Text(cells)),)))).scenes
    assert ("34万吨", Decimal(340_000)) in [
        (mention.text, mention.value) for passage in scene.passages for mention in read(passage.text, passage.place.language).mentions
    ]

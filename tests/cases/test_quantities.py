from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import Qualifier
from cases.quantities import chinese, display, english, split_unit
from cases.units import UNITS


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "zh", "en"),
    [
        ("1600", "万千瓦时", "", "1600 万千瓦时", "16 million kWh"),
        ("200", "名", "duo", "200多名", "more than 200 people"),
        ("4", "万户", "duo", "4 万多户", "more than 40,000"),
        ("95", "%", "yishang", "95% 以上", "upwards of 95%"),
        ("313071.1", "亿元", "", "313071.1 亿元", "31.30711 trillion yuan"),
        ("2242", "亿只", "", "2242 亿只", "224.2 billion pieces"),
        ("7.5", "亿剂", "chaoguo", "超过 7.5 亿剂", "more than 750 million doses"),
        ("0.20", "个百分点", "", "0.20 个百分点", "0.20 percentage points"),
        ("1", "位", "", "第 1 位", "No. 1"),
        ("1", "小时", "", "1 小时", "1 hour"),
        ("12000", "公里", "duo", "12000多公里", "more than 12,000 kilometres"),
        ("40", "万", "chao", "超 40 万", "over 400,000"),
        ("233.1", "gCO2e/km", "", "233.1 gCO2e/km", "233.1 gCO₂e/km"),
        ("-13.4", "%", "", "-13.4%", "-13.4%"),
    ],
)
def test_a_quantity_is_printed_as_each_language_prints_it(value, unit, qualifier, zh, en):
    assert (str(chinese(Decimal(value), unit, qualifier)), str(english(Decimal(value), unit, qualifier))) == (zh, en)


def test_wan_yi_is_not_read_as_wan():
    assert split_unit("万亿元") == (12, "元")


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False)


@given(numbers, st.sampled_from(["", "万", "亿", "万亿", "百万"]), st.sampled_from(sorted(UNITS)))
def test_english_moves_the_point_and_loses_no_digit(value, scale, base):
    power, _ = split_unit(scale + base)
    words = english(value, scale + base).unit
    shift = next((p for p, word in ((12, "trillion"), (9, "billion"), (6, "million")) if words.startswith(word)), 0)
    printed = Decimal(english(value, scale + base).number.replace(",", ""))
    assert printed.scaleb(shift) == value.scaleb(power)


@given(numbers, st.sampled_from(Qualifier.values))
def test_chinese_prints_the_digits_as_given(value, qualifier):
    assert f"{value:f}" in str(chinese(value, "家", qualifier))


def test_every_qualifier_has_its_english_word():
    assert [mark for mark in Qualifier if mark and not mark.en] == []


def test_display_chooses_by_language():
    assert str(display(Decimal(3), "家", "", "zh-hans")) == "3 家"
    assert str(display(Decimal(3), "家", "", "en")) == "3"

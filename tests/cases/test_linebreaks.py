"""Lines as a share card breaks them. A Han character is as wide as its type here, everything else half of that."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.media.linebreaks import THIN, balanced, broken, clamped, pieces, spaced

MIXED = st.text(alphabet="国网电力，。、：）》”（《“ABg5%-’·… ", max_size=60)


def measure(text: str) -> float:
    return sum(1.0 if re.match(r"[\u2e80-\u9fff\uff00-\uffef“”‘’—…]", mark) else 0.5 for mark in text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国网电力", ["国", "网", "电", "力"]),
        ("用5G，节电30%。", ["用", "5G，", "节", "电", "30%。"]),
        ("《目标》与“双碳”", ["《目", "标》", "与", "“双", "碳”"]),
        ("（一）（二）", ["（一）", "（二）"]),
        ("coal’s place: “green power”", ["coal’s ", "place: ", "“green ", "power”"]),
        ("从黑到绿——以技术改造", ["从", "黑", "到", "绿——", "以", "技", "术", "改", "造"]),
        ("State-owned R&D, 1,000 kWh.", ["State-owned ", "R&D, ", "1,000 ", "kWh."]),
        ("", []),
    ],
)
def test_what_stays_whole(text, found):
    assert pieces(text) == found


def test_scripts_are_parted_by_a_small_gap_and_lines_become_one():
    assert spaced(" AMD面向K12人群\n推广STEM教育，5G基站 30%以上 ") == (
        f"AMD{THIN}面向{THIN}K12{THIN}人群 推广{THIN}STEM{THIN}教育，5G{THIN}基站 30%{THIN}以上"
    )


def test_lines_are_of_like_length():
    assert balanced("以技术改造推动可持续发展", 11, measure) == ["以技术改造推", "动可持续发展"]
    assert balanced("a grid that bends and does not break", 9, measure) == ["a grid that bends", "and does not break"]


def test_a_chinese_title_breaks_at_its_own_spaces():
    assert balanced("开放发展 设立自贸试验区", 9, measure) == ["开放发展", "设立自贸试验区"]
    assert balanced("开放发展 设立自贸试验区", 20, measure) == ["开放发展 设立自贸试验区"]


def test_what_is_too_long_ends_in_three_dots():
    assert clamped("国网电力" * 5, 6, measure, most=2) == ["国网电力国网", "电力国网电…"]
    assert clamped("国网电力，国网电力（国网）", 6, measure, most=1) == ["国网电力…"]
    assert clamped("国网电力", 6, measure, most=1) == ["国网电力"]


def test_a_word_longer_than_a_line_is_broken_after_all():
    assert broken("antidisestablishment", 4, measure) == ["antidise", "stablish", "ment"]


@given(MIXED, st.integers(4, 20))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one_and_nothing_is_lost(text, width):
    text = spaced(text)
    lines = broken(text, width, measure)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line) <= width for line in lines)
    whole = [piece.strip() for piece in pieces(text)]
    if all(measure(piece) <= width for piece in whole):
        assert not [line for line in lines[1:] if line[0] in "，。、：）》”’…"]
        assert not [line for line in lines[:-1] if line[-1] in "（《“"]


@given(MIXED, st.integers(4, 20), st.integers(1, 3))
def test_no_more_lines_than_wanted_and_none_too_wide(text, width, most):
    lines = clamped(spaced(text), width, measure, most=most)
    assert len(lines) <= most
    assert all(measure(line) <= width for line in lines)

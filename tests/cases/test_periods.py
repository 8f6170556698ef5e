import pytest
from django.core.exceptions import ValidationError

from cases.periods import later, validate_period, words


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("", "", ""),
        ("2020", "2020年", "2020"),
        ("2020-09", "2020年9月", "September 2020"),
        ("2021-09-17", "2021年9月17日", "17 September 2021"),
        ("2016/2019", "2016年至2019年", "2016–2019"),
        ("../2021-08", "截至2021年8月", "by August 2021"),
        ("2016/..", "2016年起", "since 2016"),
        ("2020-01/2020-02", "2020年1月至2020年2月", "January 2020–February 2020"),
    ],
)
def test_a_period_is_put_into_words(text, zh, en):
    assert (words(text, "zh-hans"), words(text, "en")) == (zh, en)


@pytest.mark.parametrize("text", ["20", "2020-13", "2021-02-30", "去年", "2020/2021/2022", "2020-9"])
def test_what_is_no_date_is_refused_with_examples(text):
    with pytest.raises(ValidationError, match=r"2020-09"):
        validate_period(text)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValidationError) as refused:
        validate_period("2021/2019")
    assert refused.value.code == "reversed"


def test_a_period_open_on_both_sides_is_refused():
    with pytest.raises(ValidationError) as refused:
        validate_period("../..")
    assert refused.value.code == "open"


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("", ""),
        ("2020", "2021"),
        ("2020-02-29", "2021-02-28"),
        ("../2021-08", "../2022-08"),
        ("2016/..", "2017/.."),
        ("2016/2020", "2017/2021"),
        ("2020-01/2020-02", "2021-01/2021-02"),
    ],
)
def test_a_period_is_moved_by_years(text, moved):
    assert later(text, 1) == moved
    validate_period(moved)

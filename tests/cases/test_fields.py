from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.models import Figure
from cases.models.fields import exact_decimal
from tests import make


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12.5", "12.5"),
        ("0.20", "0.20"),
        (" 1,600 ", "1600"),
        ("１２．５", "12.5"),
        ("－3", "-3"),
        ("12345678901234567890.12", "12345678901234567890.12"),
    ],
)
def test_digits_are_kept_as_typed(typed, number):
    assert str(exact_decimal(typed)) == number


@pytest.mark.parametrize("typed", ["12.5%", "约12", "1600万千瓦时", "1e5", "NaN", "Infinity", "一百", "1.2.3", "12 家"])
def test_a_number_with_a_stray_unit_is_refused_with_what_was_expected(typed):
    with pytest.raises(ValidationError, match=typed):
        exact_decimal(typed)


@pytest.mark.django_db
def test_long_numbers_and_trailing_zeros_survive_the_database():
    case = make.case()
    for value in ("0.20", "12345678901234567890.1234567890", "-0.11"):
        figure = Figure.objects.create(case=case, label_zh_hans="数", value=value)
        figure.refresh_from_db()
        assert figure.value == Decimal(value)
        assert str(figure.value) == value


@pytest.mark.django_db
def test_the_forms_error_stands_at_the_field():
    figure = Figure(case=make.case(), label_zh_hans="节电量", value="1600万千瓦时")
    with pytest.raises(ValidationError) as refused:
        figure.full_clean()
    assert list(refused.value.message_dict) == ["value"]

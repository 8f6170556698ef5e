"""Columns that keep what they are given exactly."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# A year of a report. Without it SQLite keeps whatever number it is given.
YEARS = [MinValueValidator(1990), MaxValueValidator(2199)]
# 30 digits hold every number a report prints; more is a slip of the hand.
DIGITS = 30
NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?\Z", re.ASCII)


def exact_decimal(value: Any) -> Decimal | None:
    """A Decimal with the digits as given (0.20 stays 0.20); ValidationError for anything else.

    Full-width digits and thousands separators are read; a unit, a qualifier or an exponent is refused.
    """
    if value is None or isinstance(value, Decimal):
        return value
    text = str(value).strip().translate(FULL_WIDTH).replace(",", "")
    if not text:
        return None
    try:
        if not NUMBER.match(text):
            raise InvalidOperation
        return Decimal(text)
    except InvalidOperation:
        raise ValidationError(
            _("“%(value)s” is not a number alone; give digits such as 12.5, and put unit and qualifier into their own fields."),
            code="invalid",
            params={"value": value},
        ) from None


FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")


class ExactDecimalFormField(forms.CharField):
    def to_python(self, value: Any) -> Decimal | None:
        return exact_decimal(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial if initial is not None else "") != str(data or "").strip()


class ExactDecimalField(models.CharField):
    """A decimal stored as its digits: SQLite's own decimals keep 15 of them and no trailing zero."""

    description = _("Exact decimal number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2 * DIGITS + 2)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Decimal | None:
        return None if not value else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        return exact_decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        number = exact_decimal(value)
        return None if number is None else f"{number:f}"

    def value_to_string(self, obj: Any) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": ExactDecimalFormField, **kwargs})

    def run_validators(self, value: Any) -> None:
        super().run_validators("" if value is None else f"{value:f}")


class PeriodField(models.CharField):
    """An EDTF period as `cases.periods` reads it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 25)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", _("2020, 2020-09, 2016/2019, ../2021-08 (up to), or empty when the source gives no date."))
        super().__init__(*args, **kwargs)

    def run_validators(self, value: Any) -> None:
        from cases.periods import validate_period

        super().run_validators(value)
        validate_period(value)

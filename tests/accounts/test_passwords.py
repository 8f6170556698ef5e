"""Passwords that guessers try first are refused, offline; sentences of one's own are not (A6)."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

REFUSED = [
    "Password2024!",
    "P@ssw0rd2026",
    "p@$$w0rd!2027",
    "Qwertyuiop123",
    "qwerty123456!",
    "1qaz2wsx3edc4rfv",
    "asdfghjkl;123",
    "abcdefghijkl1",
    "zxcvbnmasdfgh",
    "iloveyou201314",
    "woaini1314520",
    "sunshinedragon7",
    "passwordpassword",
    "administrator1",
    "!!!welcome12345",
    "123456789012",
    "motherfucker",
    "lkjhgfdsapoiu",
]
TAKEN = [
    "一座水库养活三个县 the reservoir",
    "correct horse battery staple 7",
    "vier Kraniche über Haining",
    "海宁的潮水每个月来两次呢",
    "pW7#kd92!mQz",
    "password reset is not my hobby",
    "x" * 20 + " is twenty and then some",
    "w" + "ö" * 3 + "lkchen über dem Deich " * 3,
]


@pytest.mark.parametrize("password", REFUSED)
def test_what_guessers_try_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="lin@example.org", name="林"))


@pytest.mark.parametrize("password", TAKEN)
def test_a_sentence_of_ones_own_is_taken(password):
    validate_password(password, User(email="lin@example.org", name="林"))

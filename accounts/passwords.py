"""What a password must not be, beyond Django's own rules. Long ones of any kind are welcome: nothing here asks for digits or signs."""

import re
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Of a password that holds a name, this many other characters must be left.
REST = 8
FEWEST = 6


class OrganisationNameValidator:
    """Refuses a password that is little more than the name of the person's organisation, or of this site."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = _letters(password)
        for name in {_letters(name) for name in _names(user)}:
            if len(name) >= 2 and name in typed and len(typed.replace(name, "")) < REST:
                raise ValidationError(_("The password is little more than the name of your organisation."), code="password_organisation")

    def get_help_text(self) -> str:
        return _("Your password can’t be built on the name of your organisation.")


class VarietyValidator:
    """Refuses long passwords made of a few characters or of one repeated piece, which guessers try first."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(set(password)) < FEWEST or re.fullmatch(r"(.{1,6}?)\1+", password):
            raise ValidationError(_("The password repeats itself; give one with more different characters."), code="password_repeats")

    def get_help_text(self) -> str:
        return _("Your password can’t be a few characters repeated.")


class GuessableValidator:
    """Refuses what guessers derive from the lists of leaked passwords: one or two of them, or walks over the keyboard, with digits and
    signs around.

    The list is Django's own (20,000 passwords, most frequent in leaks, kept offline with each release). Of those it refuses only what
    stands in it letter by letter, and few of them have twelve; what people make of them when twelve are asked for is refused here.
    """

    def validate(self, password: str, user: Any = None) -> None:
        core = EDGES.sub("", password.casefold())
        if not core or any(form in leaked() or _is_two_leaked(form) or _is_walk(form) for form in {core, core.translate(PLAIN)}):
            raise ValidationError(_("The password is one that guessers try first; give a sentence of your own."), code="password_guessable")

    def get_help_text(self) -> str:
        return _("Your password can’t be a common one with digits or signs around it.")


# Digits and signs at either end.
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
# As people write letters: p@ssw0rd.
PLAIN = str.maketrans("@4310$57!", "aaeiossti")
WALKS = tuple(
    way
    for row in (
        *("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz"),
        *("qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qweasdzxc"),
    )
    for way in (row, row[::-1])
)
SHORTEST_WALK, LONGEST_WALK = 3, max(map(len, WALKS))


@cache
def leaked() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_two_leaked(text: str) -> bool:
    return any(text[:at] in leaked() and text[at:] in leaked() for at in range(4, len(text) - 3))


def _is_walk(text: str) -> bool:
    """Whether nothing is in it but runs of neighbouring keys or letters."""
    while text:
        length = next((n for n in range(min(len(text), LONGEST_WALK), SHORTEST_WALK - 1, -1) if any(text[:n] in way for way in WALKS)), 0)
        if not length:
            return False
        text = text[length:]
    return True


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _names(user: Any) -> list[str]:
    found = ["casebook"]
    organisations = [getattr(user, "invited_to", None)]
    if user is not None and user.pk:
        organisations += [m.organisation for m in user.memberships.select_related("organisation")]
    for organisation in filter(None, organisations):
        columns = ("slug", "name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en", "latin_name")
        found += [getattr(organisation, column) or "" for column in columns]
    return found

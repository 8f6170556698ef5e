"""What a password must not be, beyond Django's own rules. Long ones of any kind are welcome: nothing here asks for digits or signs."""

import re
from typing import Any

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

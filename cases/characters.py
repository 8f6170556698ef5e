"""How long a text is: one answer for the form's counter, the server's errors and what a call asks for.

Code points after composing (NFC), a line break as one, whatever the browser sent it as. A Han character counts as a Latin letter does.
`static/admin-theme/characters.js` says the same in the browser; `tests/cases/characters.json` holds both to it.
"""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import ngettext

from cases.text import words_of


def characters(text: str | None) -> int:
    return len(unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text or "")))


def characters_of_html(html: str | None) -> int:
    """Of the words alone: neither markup nor the breaks between paragraphs count."""
    return characters(words_of(html or "").replace("\n", ""))


def length_of(name: str, text: str | None) -> int:
    """Of a case's field, by its name."""
    return characters_of_html(text) if name.startswith("body") else characters(text)


@deconstructible
class AtMost:
    """A field's limit in these characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: Any) -> None:
        if (length := characters(value)) > self.limit:
            raise ValidationError(too_long(self.limit, length), code="max_length")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AtMost) and self.limit == other.limit

    def __hash__(self) -> int:
        return hash(self.limit)


def too_long(limit: int, length: int) -> str:
    return ngettext(
        "Up to %(limit)d character, please; there are %(length)d.", "Up to %(limit)d characters, please; there are %(length)d.", limit
    ) % {"limit": limit, "length": length}

"""What the audit says: data, so that the desk, the command and the gate show the same list."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, gettext_noop


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Sureness(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


SEVERITIES = {
    Severity.ERROR: gettext_noop("Contradiction"),
    Severity.WARNING: gettext_noop("Doubtful"),
    Severity.HINT: gettext_noop("To be looked at"),
}
SURENESS = {Sureness.CERTAIN: gettext_noop("certain"), Sureness.LIKELY: gettext_noop("likely"), Sureness.POSSIBLE: gettext_noop("possible")}


@dataclass(frozen=True)
class Place:
    """Where in a book: the part's key, the block's number from 0 (-1: the part's own title or opener), the field within it.

    `start` and `end` are characters of the field's plain text in `language`. `case` is the slug of the case it belongs to.
    """

    part: str = ""
    block: int = -1
    field: str = ""
    language: str = "zh-hans"
    start: int = 0
    end: int = 0
    case: str = ""

    @property
    def home(self) -> tuple[str, int, str]:
        return self.part, self.block, self.case


@dataclass(frozen=True)
class Finding:
    """`says` and `because` are English sentences with named placeholders that `facts` fill; they are translated when they are read.

    `about` is the sentence or record it stands on, `arithmetic` the sum that does not come out. `others` are the further places.
    """

    rule: str
    severity: Severity
    sureness: Sureness
    place: Place
    about: str
    says: str
    because: str
    facts: tuple[tuple[str, str], ...] = ()
    arithmetic: str = ""
    others: tuple[Place, ...] = ()

    @property
    def what(self) -> str:
        return gettext(self.says) % dict(self.facts)

    @property
    def why(self) -> str:
        return gettext(self.because) % dict(self.facts)

    @property
    def digest(self) -> str:
        """Of what was found and of what it was found in. Moving a block keeps it, changing its words or a number of it does not."""
        parts = [self.rule, self.place.part, self.place.case, self.place.language, self.about, self.says, self.arithmetic, repr(self.facts)]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "sureness": self.sureness.value,
            "where": _where(self.place),
            "others": [_where(place) for place in self.others],
            "about": self.about,
            "what": self.what,
            "why": self.why,
            "arithmetic": self.arithmetic,
            "digest": self.digest,
        }


def _where(place: Place) -> dict[str, Any]:
    return {
        "part": place.part,
        "block": place.block + 1,
        "field": place.field,
        "case": place.case,
        "language": place.language,
        "characters": [place.start, place.end],
    }

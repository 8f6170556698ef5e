"""What the gate says: data, so that the page, the command and an edition's manifest have the same list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_noop

from reports.audit.findings import Place

if TYPE_CHECKING:
    from reports.readiness.proof import Proof


class Severity(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"


SEVERITIES = {Severity.BLOCKS: gettext_noop("Blocks printing"), Severity.WARNS: gettext_noop("To be weighed")}


class Door(StrEnum):
    """Where an obstacle is done away with; `Obstacle.name` says which one, where the place does not."""

    PLACE = "place"  # the block, or the part
    CASE = "case"
    NUMBERS = "numbers"  # the first digits of the finding
    NEWER = "newer"  # the placement's id
    SHORTENED = "shortened"  # the placement's id
    LINK = "link"  # the short link's id
    DOCUMENT = "document"  # the cited document's key
    REPORT = "report"
    SIGNING = "signing"
    APPROVALS = "approvals"
    WORD = "word"


@dataclass(frozen=True)
class Obstacle:
    """`says` is an English sentence with named placeholders that `facts` fill; it is translated when it is read.

    `about` is what it stands on, in the words of the report: a caption, a title, the text that is too long.
    """

    check: str
    severity: Severity
    place: Place
    says: str
    facts: tuple[tuple[str, str], ...] = ()
    about: str = ""
    door: Door = Door.PLACE
    name: str = ""

    @property
    def what(self) -> str:
        return gettext(self.says) % dict(self.facts)

    def as_json(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "severity": self.severity.value,
            "where": {
                "part": self.place.part,
                "block": self.place.block + 1,
                "case": self.place.case,
                "language": self.place.language,
            },
            "what": self.what,
            "about": self.about,
        }


def facts(**named: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in named.items())


@dataclass(frozen=True)
class Check:
    """`look` says of each thing it looks at what stands against it, or None; so what is in order is counted as well."""

    code: str
    name: str
    asks: str
    look: "Callable[[Proof], Iterator[Obstacle | None]]"

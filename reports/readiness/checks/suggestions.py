"""What came home from Word and nobody has decided on."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext_noop

from cases.text import words_of
from reports.audit.findings import Place
from reports.readiness.findings import Check, Door, Obstacle, Severity, facts
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for suggestion in proof.suggestions:
        copy = suggestion.origin.copy
        place = Place(copy.part.key, language="en" if copy.language == "en" else "zh-hans")
        about = Truncator(words_of(suggestion.text).strip()).chars(120)
        says = gettext_noop("A suggestion from the Word file “%(file)s” is open.")
        yield Obstacle(CHECK.code, Severity.BLOCKS, place, says, facts(file=suggestion.origin.name), about, Door.WORD)


CHECK = Check(
    "suggestions",
    gettext_noop("Suggestions from Word"),
    gettext_noop("Whether each suggestion that came home from Word is decided on."),
    look,
)

"""Characters that the report's fonts have no shape for: a build stops at them."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_noop

from reports.readiness.findings import Check, Obstacle, Severity, facts
from reports.readiness.proof import Proof
from reports.readiness.texts import homes, in_words
from reports.writers.glyphs import without_shape
from reports.writers.typography import typeset

AROUND = 20


def look(proof: Proof) -> Iterator[Obstacle | None]:
    """One for each part, block or case in one language. The fonts are asked once, for all characters of the report."""
    written = [
        (home, language, [typeset(text.get(language), language) for _, text in home.texts()])
        for home in homes(proof.book)
        for language in proof.languages
    ]
    missing = without_shape(character for _, _, texts in written for text in texts for character in text)
    for home, language, texts in written:
        found = [character for character in dict.fromkeys("".join(texts)) if character in missing]
        if not found:
            yield None
            continue
        yield Obstacle(
            CHECK.code,
            Severity.BLOCKS,
            replace(home.place, language=language),
            gettext_noop("The fonts of the report have no shape for %(characters)s."),
            facts(characters=", ".join(f"{character} (U+{ord(character):04X})" for character in found)),
            _around(found[0], next(text for text in texts if found[0] in text)),
            home.door,
        )


def _around(character: str, text: str) -> str:
    shown = in_words(text)
    at = shown.find(character)
    return shown[max(0, at - AROUND) : at + AROUND]


CHECK = Check("glyphs", gettext_noop("Characters"), gettext_noop("Whether the report's fonts have a shape for every character."), look)

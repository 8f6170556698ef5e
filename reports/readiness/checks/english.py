"""What an English edition would print in Chinese, for want of a translation."""

import re
from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext_noop

from reports.readiness.findings import Check, Obstacle, Severity, facts
from reports.readiness.proof import Proof
from reports.readiness.texts import homes, in_words

# A label such as “2021” or “CO₂” is the same in both languages.
HAN = re.compile(r"[\u3400-\u9fff]")


def look(proof: Proof) -> Iterator[Obstacle | None]:
    """One for each part, block or case, however many of its texts lack their English. None of a report in Chinese alone."""
    if "en" not in proof.languages:
        return
    for home in homes(proof.book):
        texts = [text for _, text in home.texts() if HAN.search(text.zh_hans)]
        lacking = [text for text in texts if text.lacks("en")]
        if not lacking:
            if texts:
                yield None
            continue
        says = (
            gettext_noop("This text has no English.")
            if len(lacking) == 1
            else gettext_noop("%(count)s texts have no English; the first is this.")
        )
        about = Truncator(in_words(lacking[0].zh_hans)).chars(80)
        yield Obstacle(CHECK.code, Severity.BLOCKS, home.place, says, facts(count=len(lacking)), about, home.door)


CHECK = Check(
    "english",
    gettext_noop("English texts"),
    gettext_noop("Whether each part, block and case has its English, for the English edition."),
    look,
)

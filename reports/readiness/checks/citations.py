"""Documents cited of which too little is said to find them."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Place
from reports.readiness.findings import Check, Door, Obstacle, Severity
from reports.readiness.proof import Proof
from reports.writers.indexes import citations


def look(proof: Proof) -> Iterator[Obstacle | None]:
    """Each document once, at the first place that cites it."""
    seen = set()
    for _, part in proof.book.walk():
        for number, block in enumerate(part.blocks):
            for citation in citations(block):
                if citation.key in seen:
                    continue
                seen.add(citation.key)
                if citation.issuer or citation.date:
                    yield None
                else:
                    says = gettext_noop("The document is cited without who issued it or when.")
                    place, about = Place(part.key, number), citation.title.get("zh-hans")
                    yield Obstacle(CHECK.code, Severity.WARNS, place, says, about=about, door=Door.DOCUMENT, name=citation.key)


CHECK = Check("citations", gettext_noop("Documents cited"), gettext_noop("Whether each document cited says who issued it, or when."), look)

"""Short links that are printed as codes and lead nowhere."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.findings import Place
from reports.document import VideoLink
from reports.readiness.findings import Check, Door, Obstacle, Severity
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    for _, part in proof.book.walk():
        for number, block in enumerate(part.blocks):
            if isinstance(block, VideoLink):
                yield _dead(proof, block, Place(part.key, number))


def _dead(proof: Proof, block: VideoLink, place: Place) -> Obstacle | None:
    link = proof.links.get(block.code)
    if link is not None and link.target:
        return None
    says, name = gettext_noop("The code leads to a page that says the video's address is not known yet."), str(link.pk) if link else ""
    return Obstacle(CHECK.code, Severity.BLOCKS, place, says, about=block.title.get("zh-hans"), door=Door.LINK, name=name)


CHECK = Check("links", gettext_noop("Short links"), gettext_noop("Whether each printed code leads somewhere."), look)

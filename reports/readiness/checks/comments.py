"""Comments on placed cases that nobody has resolved."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext_noop

from cases.enums import Visibility
from reports.readiness.findings import Check, Door, Obstacle, Severity, facts
from reports.readiness.proof import Proof


def look(proof: Proof) -> Iterator[Obstacle | None]:
    places = {placed.case: placed.place for placed in reversed(proof.placed)}
    for thread in proof.threads:
        if thread.resolved_at is not None:
            yield None
            continue
        says = (
            gettext_noop("The company has not yet done what %(name)s asked of it.")
            if thread.visibility == Visibility.COMPANY
            else gettext_noop("A comment by %(name)s is open.")
        )
        about = Truncator(thread.text).chars(120)
        yield Obstacle(
            CHECK.code, Severity.BLOCKS, places[thread.case_id], says, facts(name=thread.by), about, Door.CASE, f"comment-{thread.pk}"
        )


CHECK = Check("comments", gettext_noop("Resolved comments"), gettext_noop("Whether each comment on a placed case is resolved."), look)

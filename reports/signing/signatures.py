"""The only door to signatures: put a name under what was seen, take it back. Mail tells whoever is first or next in the chain."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.outbox import language_of, post
from reports.compose import Incomplete
from reports.models import Part, Report, Signature, Signer
from reports.signing.pieces import to_json
from reports.signing.refused import Refused
from reports.signing.standing import Gone, PartStanding, Standing, people_who_may_sign, signers_of, standing_signatures, state


@transaction.atomic
def sign(part: Part, *, by: Any, seen: Collection[str]) -> int:
    """Sign the pieces of the part that were seen (`Standing.mark`, `Gone.mark`); how many. All of them or none.

    Refused when one says something else by now, when somebody signs before, or when the person is not in the chain. What has been
    signed already, by a first click, stays as it is.
    """
    # The report's row is the lock: of two people who sign, the second finds what the first has signed.
    report = Report.objects.select_for_update().get(pk=part.report_id)
    found = _standing(report, part)
    by_mark = {each.mark: each for each in found.all}
    # What is gone has been let go by a first click.
    if any(mark not in by_mark and not mark.startswith("gone-") for mark in seen):
        raise Refused(
            _("“%(part)s” has changed since you opened the page, so nothing was signed. Read what is new, then sign.") % {"part": part}
        )
    signer = next((each for each in found.chain if each.user_id == by.pk), None)
    if signer is None:
        raise Refused(_("You do not stand in the chain of “%(part)s”.") % {"part": part})
    chosen = [by_mark[mark] for mark in dict.fromkeys(seen) if mark in by_mark and not _is_done(by_mark[mark], by)]
    for each in chosen:
        if each.waits_for is not None and each.waits_for != signer:
            raise Refused(_("%(name)s signs first; then it is your turn.") % {"name": each.waits_for})
    for each in chosen:
        if isinstance(each, Gone):
            _mine(report, part, by).filter(block=each.block).update(withdrawn_at=timezone.now())
        else:
            Signature.objects.create(
                report=report,
                part=part,
                block=each.block,
                digest=each.piece.digest,
                content=to_json(each.piece.said),
                by=by,
                role=signer.role,
            )
    for turn in _next_turns(found, chosen, by):
        _tell(turn, part, by=by)
    return len(chosen)


def _next_turns(found: PartStanding, signed: Collection[Standing | Gone], by: Any) -> list[Signer]:
    """Those for whom something waits now and nothing waited before; `found` is how the part stood before `by` signed."""
    waited = {signer.pk for signer, _count in found.waits}
    left = [[signer for signer, signature in each.names if isinstance(each, Gone) or signature is None] for each in signed]
    turns = (next((signer for signer in names if signer.user_id != by.pk), None) for names in left)
    return list({turn.pk: turn for turn in turns if turn is not None and turn.pk not in waited}.values())


def call_first(part: Part, *, by: Any) -> None:
    """Tell whoever the part waits for first, once its chain was set; once for a place in the chain, and never `by`, who set it.

    Only the chain is asked who that is when the report cannot be composed yet.
    """
    chain = list(signers_of(part.report).filter(part=part))
    try:
        found = state(part.report).of(part.pk)
        waits = [signer for signer, _count in found.waits if signer in chain] if found else []
    except Incomplete:
        waits = chain
    if waits and waits[0].user_id != by.pk:
        _post("first_to_sign", waits[0], part, by=by, key=f"sign-first-{waits[0].pk}-{waits[0].user_id}")


def _tell(turn: Signer, part: Part, *, by: Any) -> None:
    """One mail for each turn."""
    last = Signature.objects.filter(part=part).order_by("-pk").values_list("pk", flat=True).first()
    _post("to_sign", turn, part, by=by, key=f"sign-{part.pk}-{last}-{turn.user_id}")


def _post(kind: str, turn: Signer, part: Part, *, by: Any, key: str) -> None:
    """Nothing to somebody who has left."""
    user = people_who_may_sign().filter(pk=turn.user_id).first()
    if user is None:
        return
    with override(language_of(user)):
        page = settings.SITE_URL + reverse("admin:reports_report_sign", args=[part.report_id, part.pk])
        values = {"part": str(part), "report": str(part.report), "role": turn.role, "by": str(by), "page": page}
    post(kind, to=user, key=key, **values)


@transaction.atomic
def take_back(part: Part, *, by: Any) -> int:
    """Take back all that the person has signed in the part; how many signatures."""
    report = Report.objects.select_for_update().get(pk=part.report_id)
    return _mine(report, part, by).update(withdrawn_at=timezone.now())


def _mine(report: Report, part: Part, by: Any) -> Any:
    return standing_signatures(report).filter(part=part, by=by)


def _standing(report: Report, part: Part) -> PartStanding:
    try:
        found = state(report).of(part.pk)
    except Incomplete as incomplete:
        raise Refused(_("The report cannot be read yet. %(lacks)s") % {"lacks": incomplete}) from incomplete
    if found is None:
        raise Refused(_("This part is not in the report any more."))
    return found


def _is_done(each: Standing | Gone, by: Any) -> bool:
    """Whether the person has signed it, or seen it go."""
    if isinstance(each, Gone):
        return all(signer.user_id != by.pk for signer, _signature in each.names)
    return any(signer.user_id == by.pk and signature for signer, signature in each.names)

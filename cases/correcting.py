"""The reviewer's own corrections: proposed to the company pair by pair, and the only door by which they enter the text.

While a case is under review the reviewer edits it as anybody does. `send` compares that with what the company handed in, keeps each
difference as a pair, puts the company's words back, and returns the case to it; `accept` puts a pair into the text as it stands then,
`refuse` leaves the company's words. What is corrected so is said in `cases.corrected_fields`; whole rows that come or go are the
reviewer's direct business and no pairs.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.roles import is_reviewer
from cases.access import scope
from cases.corrected_fields import AT_COMPANY, PROSE, RICH, Fields, Proposal, differences, in_document
from cases.diff import Pair, taken
from cases.enums import CaseState, CorrectionState, RevisionReason
from cases.models import Case, Correction, Revision
from cases.reviewing import may_answer_for
from cases.revisions import document_of, freeze, with_parts
from cases.workflow import StepRefused, take

LONGEST_WHY = 300
UNDER_REVIEW = frozenset(state for state in CaseState if state.editable_by_reviewer)


class CorrectionRefused(Exception):
    """`code` is role, state, stale, nothing, message, why or changed; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


# --- Reading ---------------------------------------------------------------------------------------------------


def proposals(case: Case) -> list[Proposal]:
    """How the association's text of a case under review differs from what the company handed in. Ten queries."""
    revision = _handed_in(case)
    if revision is None or case.state not in UNDER_REVIEW:
        return []
    case = with_parts(Case.objects.all()).get(pk=case.pk)
    return list(differences(case, document_of(revision)))


def corrections(case: Case, user: Any) -> list[Correction]:
    """What was proposed for the case, as far as the user may read it, in the order of the text. One query."""
    found = scope(Correction.objects.filter(case=case).exclude(state=CorrectionState.REPLACED), user)
    return list(found.select_related("by", "decided_by", "revision"))


def fitting(case: Case, rows: Iterable[Correction]) -> set[int]:
    """Which of the open corrections can be taken as the case stands now; of the others somebody has changed the words meanwhile."""
    rows = list(rows)
    fields = Fields.of(case, [row.field for row in rows])
    return {row.pk for row in rows if row.state == CorrectionState.OPEN and _grown(row, fields, rows) is not None}


def _handed_in(case: Case) -> Revision | None:
    """By the log: what is handed in again as it was returned has no revision of its own."""
    steps = case.state_changes.filter(action="submit").exclude(revision=None).select_related("revision")
    last = steps.order_by("-at", "-pk").first()
    return last.revision if last else None


# --- Proposing -------------------------------------------------------------------------------------------------


def send(*, case: Case, by: Any, message: str, version: int) -> int:
    """Propose every difference to the company, put its words back and return the case with a request for changes. How many pairs."""
    if not is_reviewer(by):
        raise CorrectionRefused("role", _("Only a reviewer proposes corrections."))
    if case.state not in UNDER_REVIEW:
        raise CorrectionRefused("state", _("Corrections are proposed while the case is under review."))
    if not message.strip():
        raise CorrectionRefused("message", _("Write a message: the company must know why."))
    with transaction.atomic():
        # The lock, by the version that the person saw; whoever saves the form at the same time is told.
        if not Case.objects.filter(pk=case.pk, version=version, state=case.state).update(version=version + 1):
            raise CorrectionRefused("stale", _("Somebody else has changed this case since you opened it. Load it again and look."))
        row = with_parts(Case.objects.all()).get(pk=case.pk)
        found, revision = proposals(row), _handed_in(row)
        if not found or revision is None:
            raise CorrectionRefused("nothing", _("Nothing differs from what the company handed in."))
        freeze(row, reason=RevisionReason.CORRECTED, by=by)
        Correction.objects.filter(case=row, state=CorrectionState.OPEN).update(state=CorrectionState.REPLACED)
        fields = Fields.of(row, [proposal.field for proposal in found])
        fields.put_back(document_of(revision), found)
        row.changed_by = by
        fields.save()
        Correction.objects.bulk_create(
            Correction(
                case=row,
                revision=revision,
                field=proposal.field,
                start=proposal.pair.start,
                end=proposal.pair.end,
                before=proposal.pair.before,
                after=proposal.pair.after,
                by=by,
            )
            for proposal in found
        )
        try:
            take("request_changes", case=row, by=by, message=message)
        except StepRefused as refused:
            raise CorrectionRefused(refused.code, refused.sentence) from refused
    case.refresh_from_db()
    return len(found)


# --- Deciding --------------------------------------------------------------------------------------------------


def accept(*, case: Case, by: Any, only: int | None = None) -> tuple[int, int]:
    """Take one open correction, or all, into the text: how many were taken, and how many not, whose words have changed meanwhile.

    It is a save by this person, so that whoever accepts last does not publish either.
    """
    _guard(case, by)
    with transaction.atomic():
        now = timezone.now()
        locked = Case.objects.filter(pk=case.pk, state__in=AT_COMPANY)
        if not locked.update(version=F("version") + 1, changed_by=by, changed_at=now):
            raise CorrectionRefused("state", _("In its present state the company does not edit this case."))
        row = Case.objects.get(pk=case.pk)
        known = list(Correction.objects.filter(case=row).exclude(state=CorrectionState.REPLACED).select_related("revision"))
        asked = [one for one in known if one.state == CorrectionState.OPEN and only in (None, one.pk)]
        fields = Fields.of(row, [one.field for one in known])
        done = 0
        for correction in asked:
            text = _grown(correction, fields, known)
            if text is None:
                continue
            fields.set(correction.field, text)
            correction.state, correction.decided_by, correction.decided_at = CorrectionState.ACCEPTED, by, now
            correction.save(update_fields=["state", "decided_by", "decided_at"])
            done += 1
        if not done:
            raise CorrectionRefused("changed", _("The words have changed meanwhile, or this was decided already; nothing was taken."))
        fields.save()
    case.refresh_from_db()
    return done, len(asked) - done


def refuse(*, case: Case, by: Any, why: str, only: int | None = None) -> int:
    """Leave the company's words, and say why: how many."""
    _guard(case, by)
    # No browser sends this character, and PostgreSQL takes no text with it.
    why = " ".join(why.replace("\0", "").split())
    if not why:
        raise CorrectionRefused("why", _("Say in a word why you refuse."))
    if len(why) > LONGEST_WHY:
        raise CorrectionRefused("why", _("The reason has at most %(most)s characters.") % {"most": LONGEST_WHY})
    rows = Correction.objects.filter(case=case, state=CorrectionState.OPEN)
    if only is not None:
        rows = rows.filter(pk=only)
    done = rows.update(state=CorrectionState.REFUSED, why=why, decided_by=by, decided_at=timezone.now())
    if not done:
        raise CorrectionRefused("changed", _("This was decided already."))
    return done


def _guard(case: Case, by: Any) -> None:
    if not may_answer_for(by, case):
        raise CorrectionRefused("role", _("The company whose case it is decides on corrections."))
    if case.state not in AT_COMPANY:
        raise CorrectionRefused("state", _("In its present state the company does not edit this case."))


def _grown(correction: Correction, fields: Fields, known: Iterable[Correction]) -> str | None:
    """The field's text with the correction in it; None when what it replaces does not stand there any more."""
    now = fields.text(correction.field)
    if correction.field in PROSE:
        base = in_document(document_of(correction.revision), correction.field)
        earlier = [
            _pair(other)
            for other in known
            if (other.field, other.revision_id, other.state) == (correction.field, correction.revision_id, CorrectionState.ACCEPTED)
        ]
        return taken(base, now or "", _pair(correction), rich=correction.field in RICH, earlier=earlier)
    # A tag may be so already, because another has become the primary one.
    so_already = correction.field.startswith("tags-") and now == correction.after
    return correction.after if now == correction.before or so_already else None


def _pair(correction: Correction) -> Pair:
    return Pair(correction.start, correction.end, correction.before, correction.after)

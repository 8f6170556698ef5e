"""The reviewer's own corrections: proposed to the company pair by pair, and the only door by which they enter the text.

While a case is under review the reviewer edits it as anybody does. `send` compares that with what the company handed in, keeps each
difference as a pair, puts the company's words back, and returns the case to it; `accept` puts a pair into the text as it stands then,
`refuse` leaves the company's words. Pictures, tags and whole rows are the reviewer's direct business and no pairs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.roles import is_reviewer
from cases.access import scope
from cases.diff import Pair, matched_figures, pairs, taken
from cases.document import CaseDocument
from cases.enums import CaseState, Claim, CorrectionState, RevisionReason
from cases.models import Case, Correction, Figure, Revision
from cases.reviewing import may_answer_for
from cases.revisions import build_document, document_of, freeze, with_parts
from cases.workflow import StepRefused, take

RICH = ("body_zh_hans", "body_en")
PROSE = ("summary_zh_hans", "summary_en", *RICH)
PLAIN = ("title_zh_hans", "title_en", "place_zh_hans", "place_en", "period")
OF_FIGURE = (
    *("label_zh_hans", "label_en", "value", "unit", "qualifier", "period", "status"),
    *("source_zh_hans", "source_en", "note_zh_hans", "note_en"),
)
LONGEST_WHY = 300
UNDER_REVIEW = frozenset(state for state in CaseState if state.editable_by_reviewer)
AT_COMPANY = frozenset(state for state in CaseState if state.editable_by_company)


class CorrectionRefused(Exception):
    """`code` is role, state, stale, nothing, message, why or changed; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Proposal:
    """A pair at a field, before it is sent."""

    field: str
    pair: Pair


# --- Reading ---------------------------------------------------------------------------------------------------


def proposals(case: Case) -> list[Proposal]:
    """How the association's text of a case under review differs from what the company handed in. Nine queries."""
    revision = _handed_in(case)
    if revision is None or case.state not in UNDER_REVIEW:
        return []
    case = with_parts(Case.objects.all()).get(pk=case.pk)
    return list(_proposals(case, document_of(revision)))


def corrections(case: Case, user: Any) -> list[Correction]:
    """What was proposed for the case, as far as the user may read it, in the order of the text. One query."""
    found = scope(Correction.objects.filter(case=case).exclude(state=CorrectionState.REPLACED), user)
    return list(found.select_related("by", "decided_by", "revision"))


def fitting(case: Case, rows: Iterable[Correction]) -> set[int]:
    """Which of the open corrections can be taken as the case stands now; of the others somebody has changed the words meanwhile."""
    figures = {row.pk: row for row in case.figures.all()}
    return {row.pk for row in rows if row.state == CorrectionState.OPEN and _grown(row, case, figures, rows) is not None}


def _handed_in(case: Case) -> Revision | None:
    return case.revisions.filter(reason=RevisionReason.SUBMITTED).order_by("-number").first()


def _proposals(case: Case, document: CaseDocument) -> Iterator[Proposal]:
    for name in (*PLAIN, *PROSE):
        before, after = _in_document(document, name), getattr(case, name) or ""
        if before != after:
            found = pairs(before, after, rich=name in RICH) if name in PROSE else [Pair(0, 1, before, after)]
            yield from (Proposal(name, pair) for pair in found)
    rows = list(case.figures.all())
    for old, new in sorted(matched_figures(document.figures, build_document(case).figures)):
        frozen = _figure_of(document, old)
        for name in OF_FIGURE:
            before, after = _as_text(frozen, name), _as_text(rows[new], name)
            if before != after:
                yield Proposal(f"figures-{rows[new].pk}-{name}", Pair(0, 1, before, after))


def _in_document(document: CaseDocument, name: str) -> str:
    field, _underscore, language = name.partition("_")
    return str(getattr(getattr(document, field), language) if language else getattr(document, field))


def _figure_of(document: CaseDocument, at: int) -> Figure:
    figure = document.figures[at]
    texts = {f"{name}_{lang}": getattr(getattr(figure, name), lang) for name in ("label", "source", "note") for lang in ("zh_hans", "en")}
    return Figure(value=figure.value, unit=figure.unit, qualifier=figure.qualifier, period=figure.period, status=figure.status, **texts)


def _as_text(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return "" if getattr(row, name) is None else str(field.value_to_string(row))


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
        _put_back(row, document_of(revision), found, by)
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


def _put_back(case: Case, document: CaseDocument, found: list[Proposal], by: Any) -> None:
    figures = {row.pk: row for row in case.figures.all()}
    for proposal in found:
        if proposal.field.startswith("figures-"):
            _set(case, figures, proposal.field, proposal.pair.before)
        else:
            setattr(case, proposal.field, _in_document(document, proposal.field))
    for row in figures.values():
        row.save()
    case.changed_by = by
    case.save()


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
        figures = {figure.pk: figure for figure in row.figures.all()}
        known = list(Correction.objects.filter(case=row).exclude(state=CorrectionState.REPLACED).select_related("revision"))
        asked = [one for one in known if one.state == CorrectionState.OPEN and only in (None, one.pk)]
        done = 0
        for correction in asked:
            text = _grown(correction, row, figures, known)
            if text is None:
                continue
            _set(row, figures, correction.field, text)
            correction.state, correction.decided_by, correction.decided_at = CorrectionState.ACCEPTED, by, now
            correction.save(update_fields=["state", "decided_by", "decided_at"])
            done += 1
        if not done:
            raise CorrectionRefused("changed", _("The words have changed meanwhile, or this was decided already; nothing was taken."))
        for figure in figures.values():
            figure.save()
        row.save()
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


def _grown(correction: Correction, case: Case, figures: dict[int, Figure], known: Iterable[Correction]) -> str | None:
    """The field's text with the correction in it; None when what it replaces does not stand there any more."""
    if correction.field in PROSE:
        base = _in_document(document_of(correction.revision), correction.field)
        earlier = [
            _pair(other)
            for other in known
            if (other.field, other.revision_id, other.state) == (correction.field, correction.revision_id, CorrectionState.ACCEPTED)
        ]
        now = getattr(case, correction.field) or ""
        return taken(base, now, _pair(correction), rich=correction.field in RICH, earlier=earlier)
    row, name = _where(case, figures, correction.field)
    return correction.after if row is not None and _as_text(row, name) == correction.before else None


def _pair(correction: Correction) -> Pair:
    return Pair(correction.start, correction.end, correction.before, correction.after)


def _where(case: Case, figures: dict[int, Figure], path: str) -> tuple[Case | Figure | None, str]:
    if not path.startswith("figures-"):
        return case, path
    _figures, pk, name = path.split("-")
    return figures.get(int(pk)), name


def _set(case: Case, figures: dict[int, Figure], path: str, text: str) -> None:
    """A figure that changes by a company's hand loses the mark of having been checked, as in the form."""
    row, name = _where(case, figures, path)
    if row is None:
        return
    field: Any = row._meta.get_field(name)
    setattr(row, name, field.to_python(text))
    if isinstance(row, Figure) and name in Figure.CHECKED and case.state in AT_COMPANY:
        row.claim = Claim.DECLARED

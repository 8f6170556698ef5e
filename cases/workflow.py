"""The only door to a case's state.

Each step: guard (state, role, four eyes, what it needs) → to publish: the sizes of its pictures → in one transaction: conditional
change of state, freeze, publication, log → after it: signals. A step that is not allowed raises `StepRefused` with a sentence for a
person, and nothing has changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_publisher, is_reviewer, organisation_ids
from cases import calls, reviewer_rules
from cases.addresses import is_anothers
from cases.audit_log import record
from cases.enums import AuditAction, CaseState, RevisionReason
from cases.models import Case, Publication, StateChange
from cases.notices import tell
from cases.publishing import LostPicture, make_sizes, put_out, take_back
from cases.revisions import freeze
from cases.search import index
from cases.signals import case_published, case_withdrawn
from cases.tasks import make_smaller_pictures, seal_search


class StepRefused(Exception):
    """`code` is state, role, call, incomplete, message, eyes, address, picture or stale; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


def _its_company(user: Any, case: Case) -> bool:
    return case.organisation_id in organisation_ids(user) or is_reviewer(user)


def _reviewer(user: Any, case: Case) -> bool:
    return is_reviewer(user)


def _publisher(user: Any, case: Case) -> bool:
    return is_publisher(user)


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    before: frozenset[CaseState]
    after: CaseState
    who: Callable[[Any, Case], bool]
    freezes: RevisionReason | None = None
    needs_message: bool = False
    # Whether it is for cases that the public sees now.
    of_live: bool = False


# A published case stays public while its next version goes the way again.
MAY_BE_LIVE = frozenset(CaseState) - {CaseState.DRAFT, CaseState.WITHDRAWN}

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step(
            "submit",
            _("Hand in"),
            frozenset({CaseState.DRAFT, CaseState.CHANGES_REQUESTED, CaseState.PUBLISHED}),
            CaseState.SUBMITTED,
            _its_company,
            RevisionReason.SUBMITTED,
        ),
        Step("start_review", _("Start the review"), frozenset({CaseState.SUBMITTED}), CaseState.IN_REVIEW, _reviewer),
        Step(
            "request_changes",
            _("Request changes"),
            frozenset({CaseState.SUBMITTED, CaseState.IN_REVIEW, CaseState.ACCEPTED}),
            CaseState.CHANGES_REQUESTED,
            _reviewer,
            RevisionReason.RETURNED,
            needs_message=True,
        ),
        Step("accept", _("Accept"), frozenset({CaseState.IN_REVIEW}), CaseState.ACCEPTED, _reviewer, RevisionReason.ACCEPTED),
        Step("publish", _("Publish"), frozenset({CaseState.ACCEPTED}), CaseState.PUBLISHED, _publisher, RevisionReason.PUBLISHED),
        Step("withdraw", _("Withdraw"), MAY_BE_LIVE, CaseState.WITHDRAWN, _publisher, needs_message=True, of_live=True),
        Step("reopen", _("Reopen as a draft"), frozenset({CaseState.WITHDRAWN}), CaseState.DRAFT, _reviewer),
    )
}


def steps_for(user: Any, case: Case) -> list[Step]:
    """The steps that state and role allow now, in the order of the way. At most one query."""
    return [step for step in STEPS.values() if step.who(user, case) and _is_possible(step, case)]


def _is_possible(step: Step, case: Case) -> bool:
    return case.state in step.before and (not step.of_live or Publication.objects.live().filter(case=case).exists())


def missing(case: Case) -> list[str]:
    """What must be filled in before a case is handed in, as sentences; empty when nothing is missing."""
    gaps = []
    if not case.title_zh_hans:
        gaps.append(_("Give the Chinese title."))
    if not case.summary_zh_hans:
        gaps.append(_("Give the Chinese summary."))
    if not case.body_zh_hans:
        gaps.append(_("Give the Chinese text."))
    for number, picture in enumerate(case.pictures.all(), start=1):
        if not picture.caption_zh_hans:
            gaps.append(_("Give picture %(number)s a Chinese caption.") % {"number": number})
    goals = [item for item in case.case_tags.select_related("tag") if item.tag.vocabulary == "goal"]
    if not 1 <= len(goals) <= 4:
        gaps.append(_("Choose one to four goals."))
    return [*(str(gap) for gap in gaps), *calls.gaps(case)]


def take(step_name: str, *, case: Case, by: Any, message: str = "", version: int | None = None) -> StateChange:
    """Take one step with a case.

    `version` is the case's version that the person looked at; when another has saved since, the step is refused (stale).
    Returns the log's entry. Raises StepRefused, or KeyError for a step that does not exist.
    """
    step = STEPS[step_name]
    # No browser sends this character, and PostgreSQL takes no text with it.
    message = message.replace("\0", "").strip()
    _guard(step, case, by, message, version)
    if step.name == "publish":
        try:
            make_sizes(case)
        except LostPicture as lost:
            raise StepRefused("picture", _("The file of the picture “%(picture)s” is lost; give it again.") % {"picture": lost}) from lost
    with transaction.atomic():
        # Exactly one of two people taking the same step wins: the change of state is conditional on state and version.
        before = CaseState(case.state)
        changed = Case.objects.filter(pk=case.pk, state=before, version=case.version).update(state=step.after)
        if not changed:
            raise StepRefused("stale", _("Somebody else has changed this case since you opened it. Load it again and look."))
        case.state = step.after
        revision = freeze(case, reason=step.freezes, by=by) if step.freezes else None
        if step.name == "publish":
            assert revision is not None
            publication = put_out(revision)
            transaction.on_commit(lambda: case_published.send(Case, case=case, publication=publication))
            if publication.files.exists():
                make_smaller_pictures.enqueue(publication.pk)
            if index.is_due():
                seal_search.enqueue()
        if step.name == "withdraw":
            take_back(case)
            transaction.on_commit(lambda: case_withdrawn.send(Case, case=case))
        change = StateChange.objects.create(
            case=case, action=step.name, before=before, after=step.after, message=message, revision=revision, by=by
        )
        if step.name == "submit":
            reviewer_rules.give(case)
        tell(change)
        record(AuditAction.PUBLISHED if step.name == "publish" else AuditAction.STEP, by=by, case=case, detail=step.name)
        return change


def _guard(step: Step, case: Case, by: Any, message: str, version: int | None) -> None:
    if not step.who(by, case):
        raise StepRefused("role", _("Your role does not allow this step."))
    if not _is_possible(step, case):
        raise StepRefused(
            "state",
            _("“%(step)s” is not possible while the case is “%(state)s”.") % {"step": step.label, "state": case.get_state_display()},
        )
    if version is not None and version != case.version:
        raise StepRefused("stale", _("Somebody else has changed this case since you opened it. Load it again and look."))
    if step.needs_message and not message:
        raise StepRefused("message", _("Write a message: the company must know why."))
    if step.name == "submit":
        if gaps := missing(case):
            raise StepRefused("incomplete", " ".join(gaps))
        if case.call and case.state == CaseState.DRAFT and not calls.may_hand_in(case) and not is_reviewer(by):
            raise StepRefused("call", _("The call “%(call)s” is closed.") % {"call": case.call})
    # Four eyes: whoever edited last does not publish.
    if step.name == "publish" and case.changed_by_id == by.pk:
        raise StepRefused("eyes", _("You changed this case last, so somebody else has to publish it."))
    if step.name == "publish" and is_anothers(case.slug, case.pk):
        raise StepRefused(
            "address", _("The public knows another case at the address “%(slug)s”; give this one another.") % {"slug": case.slug}
        )

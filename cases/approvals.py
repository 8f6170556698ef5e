"""Somebody without an account says yes or no to a case: by a link that shows one revision, opens nothing else and answers once.

`ask` keeps the case as it stands, writes the row and posts the mail; `look_up` reads a link; `answer` uses it. A link ends when it is
answered, taken back or old, and with its sender's access to the case.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_reviewer, organisation_ids
from cases.access import may_edit, visible_cases
from cases.audit_log import record
from cases.enums import ApprovalState, AuditAction, RevisionReason
from cases.models import AnsweredOnce, Approval, Case
from cases.outbox import NotTheirs, post
from cases.revisions import freeze

GOOD_FOR = timedelta(days=14)
# Of one case so many links may be open at once: more is no approval but a way to publish.
MOST_OPEN = 10


class ApprovalRefused(Exception):
    """`code` is role, address, many, nothing, closed, name or words; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code, self.sentence = code, sentence


def may_ask(user: Any, case: Case) -> bool:
    return case.organisation_id in organisation_ids(user) or is_reviewer(user)


def ask(case: Case, *, email: str, by: Any, language: str = settings.LANGUAGE_CODE) -> tuple[Approval, str]:
    """A link to the case as it stands now, by mail; and its secret, which is nowhere kept."""
    if not may_ask(by, case):
        raise ApprovalRefused("role", _("Your role does not allow this step."))
    email = address_of(email)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        if open_ones(case).count() >= MOST_OPEN:
            raise ApprovalRefused("many", _("Ten links of this case are open; take one back first."))
        # Whoever may not edit it now asks about what was frozen last.
        revision = freeze(case, reason=RevisionReason.KEPT, by=by) if may_edit(by, case) else case.revisions.order_by("-number").first()
        if revision is None:
            raise ApprovalRefused("nothing", _("There is no revision of this case yet; the first is kept when it is handed in."))
        made = Approval.objects.create(
            case=case, revision=revision, email=email, digest=digest_of(token), expires_at=timezone.now() + GOOD_FOR, created_by=by
        )
        post(
            "approval_asked",
            to=email,
            language=language,
            key=f"approval-{made.pk}",
            by=str(by),
            organisation=str(case.organisation),
            link=link_of(token, language),
            until=timezone.localtime(made.expires_at).strftime("%Y-%m-%d %H:%M"),
        )
        record(AuditAction.APPROVAL, by=by, case=case, detail=f"asked, link {made.pk}: revision {revision.number}")
    return made, token


def open_ones(case: Case) -> Any:
    return Approval.objects.filter(case=case, answered_at=None, revoked_at=None, expires_at__gt=timezone.now())


def revoke(approval: Approval, *, by: Any) -> None:
    if not may_ask(by, approval.case):
        raise ApprovalRefused("role", _("Your role does not allow this step."))
    with transaction.atomic():
        take_back(approval)
        record(AuditAction.APPROVAL, by=by, case=approval.case, detail=f"taken back, link {approval.pk}")


# --- With the link in hand -------------------------------------------------------------------------------------------


def look_up(token: str) -> Approval | None:
    """The approval of a link, in whatever state; None for a link that nobody was sent, or whose sender may not see the case any more."""
    rows = Approval.objects.select_related("case__organisation", "revision", "created_by")
    found = rows.filter(digest=digest_of(token)).first() if len(token) < 100 else None
    return found if found and visible_cases(found.created_by).filter(pk=found.case_id).exists() else None


def answer(approval: Approval, *, confirmed: bool, name: str, words: str) -> None:
    """Guard → in one transaction: the answer, once; log; the sender is told, as long as the case is theirs."""
    said = Answer.of(confirmed=confirmed, name=name, words=words)
    with transaction.atomic():
        keep(approval, said)
        # Name and address stand in the row, which can be erased; the log has its number.
        detail = f"{said.state}, link {approval.pk}: revision {approval.revision.number}"
        record(AuditAction.APPROVAL, case=approval.case, detail=detail)
        tell(f"approval_{said.state}", approval, case=approval.case, key=f"approved-{approval.pk}", said=said)


# --- What every question that takes one answer has in common ---------------------------------------------------------


def address_of(typed: str) -> str:
    email = typed.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ApprovalRefused("address", _("Give the address as name@example.org.")) from None
    return email


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str, language: str, *, page: str = "approval") -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(page, args=[token])


@dataclass(frozen=True)
class Answer:
    """What somebody said, fit to be kept."""

    state: ApprovalState
    name: str
    words: str

    @classmethod
    def of(cls, *, confirmed: bool, name: str, words: str) -> "Answer":
        """ApprovalRefused says what is to be typed otherwise."""
        name, words = (" ".join(name.replace("\0", "").split()), words.replace("\0", "").replace("\r\n", "\n").strip())
        if not name or len(name) > 80:
            raise ApprovalRefused("name", _("Give your name, of at most 80 characters."))
        if not confirmed and not words:
            raise ApprovalRefused("words", _("Write what stands against it."))
        if len(words) > 2000:
            raise ApprovalRefused("words", _("Give at most 2,000 characters."))
        return cls(ApprovalState.CONFIRMED if confirmed else ApprovalState.REFUSED, name, words)


def keep(asked: AnsweredOnce, said: Answer, **columns: Any) -> None:
    """The answer, if it is the first; within the caller's transaction."""
    still = type(asked)._default_manager.filter(pk=asked.pk, answered_at=None, revoked_at=None, expires_at__gt=timezone.now())
    if not still.update(answer=said.state, name=said.name, words=said.words, answered_at=timezone.now(), **columns):
        raise ApprovalRefused("closed", _("This link can no longer be used."))


def take_back(asked: AnsweredOnce) -> None:
    """Within the caller's transaction."""
    still = type(asked)._default_manager.filter(pk=asked.pk, answered_at=None, revoked_at=None)
    if not still.update(revoked_at=timezone.now()):
        raise ApprovalRefused("closed", _("This link is answered or taken back already."))


def tell(kind: str, asked: AnsweredOnce, *, case: Case, key: str, said: Answer, **values: str) -> None:
    """The sender reads the answer, as long as the case is theirs to see."""
    with suppress(NotTheirs):
        post(kind, to=asked.created_by, case=case, key=key, who=said.name, message=said.words, **values)

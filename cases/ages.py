"""One year and three after a case was published: is it still running? Asked by mail, answered by its company, let stand by the association.

Each act: guard → one transaction (conditional change, what the public may know, mail, log). `Publication.age` holds what the public page
says, written here alone: {"asked": day, "years": 1} and, of the last answer that was let stand, {"said": answer, "of": 1, "on": day}.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import is_reviewer
from cases.assigning import reviewers
from cases.audit_log import record
from cases.enums import AgeAnswer, AuditAction
from cases.models import AgeQuestion, Case, Publication
from cases.outbox import people_of, post
from cases.reviewing import may_answer_for
from cases.search.held import raise_version

# Years after which is asked, the longest first: who was published long ago is asked once.
AFTER = (3, 1)
# How long a company may take before the page says that nothing was confirmed.
PATIENCE = dt.timedelta(days=60)
LONGEST = 600
# In one go of the worker, which comes again within minutes.
AT_ONCE = 200


class AgeRefused(Exception):
    """`code` is role, gone, answer, note or settled; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Mark:
    """What the public page says: the answer of so many years after, with its day; or since when nothing was confirmed."""

    answer: str
    years: int
    day: dt.date


# --- Asking ----------------------------------------------------------------------------------------------------


def ask_due(unwanted: Collection[int] = ()) -> int:
    """Ask after every live case that is old enough and was not asked; how many. Two queries where nothing is due.

    `unwanted` are the people, by number, who want no reminders: they find the question without a mail.
    """
    return sum(_ask(publication, years, unwanted) for years in AFTER for publication in _due(years))


def _due(years: int) -> list[Publication]:
    """Those that were asked after more years are not asked after fewer, and what has ended is not asked again."""
    over = Q(years__gte=years) | Q(answer=AgeAnswer.ENDED, settled_at__isnull=False)
    asked = AgeQuestion.objects.filter(over, case=OuterRef("case"))
    old = Publication.objects.live().filter(~Exists(asked), published_at__lte=_ago(years))
    return list(old.select_related("case").order_by("published_at")[:AT_ONCE])


def _ago(years: int) -> dt.datetime:
    now = timezone.now()
    # Of 29 February the day before.
    return now.replace(year=now.year - years, day=min(now.day, 28) if now.month == 2 else now.day)


def _ask(publication: Publication, years: int, unwanted: Collection[int]) -> int:
    case, now = publication.case, timezone.now()
    with transaction.atomic():
        question, made = AgeQuestion.objects.get_or_create(case=case, years=years, defaults={"asked_at": now})
        if made:
            # While an earlier question is without an answer, the company's time runs from that one.
            waiting = publication.age.get("years", 0) > publication.age.get("of", 0)
            asked = publication.age["asked"] if waiting else timezone.localtime(now).date().isoformat()
            _show(case, asked=asked, years=years)
            _write_to(question, [user for user in people_of(case) if user.pk not in unwanted], message="")
    return int(made)


def _write_to(question: AgeQuestion, people: list[User], *, message: str) -> None:
    for user in people:
        key = f"age-{question.pk}-{question.asked_at:%Y%m%d%H%M%S%f}-{user.pk}"
        values = {"years": question.years, "number": question.case_id, "message": message}
        post("age_asked", to=user, case=question.case, key=key, **values)


# --- Answering -------------------------------------------------------------------------------------------------


def questions(case: Case) -> list[AgeQuestion]:
    """The last first. One query."""
    return list(AgeQuestion.objects.filter(case=case).select_related("answered_by", "settled_by"))


def answer(question: AgeQuestion, *, answer: str, note: str, by: Any) -> None:
    """By the company, as long as the association has not let an answer stand; the reviewers are told."""
    case = question.case
    if not may_answer_for(by, case):
        raise AgeRefused("role", _("The company whose case it is answers this."))
    if answer not in AgeAnswer.values:
        raise AgeRefused("answer", _("Say whether it is still running."))
    # No browser sends this character, and PostgreSQL takes no text with it.
    note = note.replace("\0", "").strip()
    if len(note) > LONGEST:
        raise AgeRefused("note", _("The note has at most %(most)s characters.") % {"most": LONGEST})
    with transaction.atomic():
        _must_be_public(case)
        now = timezone.now()
        columns = {"answer": answer, "note": note, "answered_by": by, "answered_at": now}
        if not AgeQuestion.objects.filter(pk=question.pk, settled_at=None).update(**columns):
            raise AgeRefused("settled", _("The association has let the answer stand; write to it if something has changed."))
        for user in reviewers():
            post("age_answered", to=user, case=case, key=f"age-said-{question.pk}-{now:%Y%m%d%H%M%S%f}-{user.pk}", number=case.pk)
        record(AuditAction.AGED, by=by, case=case, detail=f"{question.years}: {answer}")
    question.refresh_from_db()


def let_stand(question: AgeQuestion, *, seen: str, by: Any) -> None:
    """By the association: the public page says it from now on. `seen` is the answer that the person looked at."""
    _guard(by)
    with transaction.atomic():
        _must_be_public(question.case)
        now = timezone.now()
        open_now = AgeQuestion.objects.filter(pk=question.pk, settled_at=None, answer=seen).exclude(answer="")
        if not open_now.update(settled_at=now, settled_by=by):
            raise AgeRefused("settled", _("Meanwhile the answer is another, or was let stand. Look again."))
        question.refresh_from_db()
        assert question.answered_at is not None
        day = timezone.localtime(question.answered_at).date().isoformat()
        _show(question.case, said=question.answer, of=question.years, on=day)
        raise_version()
        record(AuditAction.AGED, by=by, case=question.case, detail=f"{question.years}: {question.answer}, let stand")


def ask_again(question: AgeQuestion, *, message: str, by: Any) -> None:
    """By the association: the answer does not stand, and the company is asked once more, with a word why."""
    _guard(by)
    message = message.replace("\0", "").strip()
    if not message:
        raise AgeRefused("note", _("Write a message: the company must know why."))
    if len(message) > LONGEST:
        raise AgeRefused("note", _("The note has at most %(most)s characters.") % {"most": LONGEST})
    with transaction.atomic():
        _must_be_public(question.case)
        now = timezone.now()
        answered = AgeQuestion.objects.filter(pk=question.pk, settled_at=None).exclude(answer="")
        if not answered.update(answer="", answered_by=None, answered_at=None, asked_at=now):
            raise AgeRefused("settled", _("Meanwhile the answer is another, or was let stand. Look again."))
        question.refresh_from_db()
        _write_to(question, people_of(question.case), message=message)
        record(AuditAction.AGED, by=by, case=question.case, detail=f"{question.years}: asked again")


def _guard(by: User) -> None:
    if not is_reviewer(by):
        raise AgeRefused("role", _("Your role does not allow this step."))


def _must_be_public(case: Case) -> None:
    if not Publication.objects.live().filter(case=case).exists():
        raise AgeRefused("gone", _("The public does not see this case any more."))


# --- Shown -----------------------------------------------------------------------------------------------------


def _show(case: Case, **known: str | int) -> None:
    publication = Publication.objects.select_for_update().only("age").get(case=case)
    Publication.objects.filter(pk=publication.pk).update(age=publication.age | known)


def mark(publication: Publication, today: dt.date) -> Mark | None:
    """What the page of a publication says today of its age. No query."""
    age = publication.age
    said = Mark(age["said"], age["of"], dt.date.fromisoformat(age["on"])) if "said" in age else None
    is_answered = said is not None and (said.years >= age.get("years", 0) or said.answer == AgeAnswer.ENDED)
    if is_answered or "asked" not in age or today < dt.date.fromisoformat(age["asked"]) + PATIENCE:
        return said
    return Mark("", age["years"], said.day if said else timezone.localtime(publication.published_at).date())

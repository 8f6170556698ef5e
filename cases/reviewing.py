"""What reviewers say at a case's fields, and what becomes of it: the only door to comments.

A thread is begun by a reviewer, for the company or for the association alone; whoever reads it may answer; the company marks it as
answered, a reviewer resolves it. Each act: guard → one row. What is refused raises `CommentRefused` with a sentence for a person.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from accounts.roles import is_reviewer, organisation_ids
from cases.access import scope
from cases.enums import CaseState, Visibility, Vocabulary
from cases.models import Attachment, Case, Comment, Figure, Participation, Picture, Quotation, Video
from cases.text import plain_text

LONGEST = 2000
OWN = ("title", "summary", "body", "place", "period", "year")
PARTS: tuple[type[models.Model], ...] = (Participation, Figure, Quotation, Picture, Attachment, Video)
BESIDES = {"id", "case", "order", "digest", "width", "height", "evidence", "is_public"}


class CommentRefused(Exception):
    """`code` is role, field, text, visibility, resolved or gone; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Place:
    """A field that something can be said about; `row` names the row that it is of, and is empty for the case's own fields."""

    path: str
    label: str
    words: str
    row: str = ""

    @property
    def name(self) -> str:
        return f"{self.row} · {self.label}" if self.row else self.label


def places(case: Case) -> list[Place]:
    """Every field of the case, in the order of its form, with the words that stand in it now. Seven queries."""
    found = [_place(case, field) for field in Case._meta.fields if _column(field) in OWN]
    found.sort(key=lambda place: OWN.index(place.path.removesuffix("_zh_hans").removesuffix("_en")))
    items = list(case.case_tags.select_related("tag"))
    for vocabulary in Vocabulary:
        words = "、".join(str(item.tag) for item in items if item.tag.vocabulary == vocabulary)
        found.append(Place(f"{vocabulary}s", str(vocabulary.label), words))
    for model in PARTS:
        prefix = prefix_of(model)
        rows = model._default_manager.filter(case=case)
        for number, row in enumerate(rows.select_related("organisation") if model is Participation else rows, 1):
            name = _("%(kind)s %(number)s") % {"kind": capfirst(str(model._meta.verbose_name)), "number": number}
            found += [_place(row, field, f"{prefix}-{row.pk}-", name) for field in model._meta.fields if field.name in names_of(model)]  # type: ignore[arg-type]
    return found


@cache
def names_of(model: Any) -> frozenset[str]:
    """The fields of a case, or of a part of one, that something can be said about."""
    if model is Case:
        own = {field.name for field in Case._meta.fields if _column(field) in OWN}
        return frozenset(own | {f"{vocabulary}s" for vocabulary in Vocabulary})
    bilingual = {field.translated_field.name for field in model._meta.fields if isinstance(field, TranslationField)}
    return frozenset({field.name for field in model._meta.fields} - BESIDES - bilingual)


def prefix_of(model: type[models.Model]) -> str:
    """How a form calls the rows of this model: `figures`."""
    return str(model._meta.get_field("case").remote_field.related_name)


def _column(field: Any) -> str:
    """The bilingual field that a column belongs to; of the unsuffixed column nothing is said."""
    if isinstance(field, TranslationField):
        return str(field.translated_field.name)
    return "" if field.name in {"title", "summary", "body", "place"} else str(field.name)


def _place(row: models.Model, field: Any, prefix: str = "", name: str = "") -> Place:
    label = str(field.verbose_name)
    if isinstance(field, TranslationField):
        told = {"field": field.translated_field.verbose_name}
        label = _("%(field)s (English)") % told if field.language == "en" else _("%(field)s (Chinese)") % told
    shown = getattr(row, f"get_{field.name}_display", None)
    value = shown() if shown else getattr(row, field.name)
    words = "" if value in (None, "") or isinstance(field, models.FileField) else str(value)
    return Place(prefix + field.name, capfirst(label), plain_text(words) if field.name.startswith("body_") else words, name)


# --- Reading ---------------------------------------------------------------------------------------------------


def threads(case: Case, user: Any) -> list[Comment]:
    """What is said of the case, as far as the user may read it, each with its `told` answers, oldest first. Two queries."""
    people = ("by", "answered_by", "resolved_by")
    answers = scope(Comment.objects.select_related("by"), user)
    rows = scope(Comment.objects.filter(case=case, thread=None), user).select_related(*people, "revision")
    return list(rows.prefetch_related(Prefetch("answers", answers, to_attr="told")))


def requests(case: Case) -> list[Comment]:
    """The open threads that the company reads: what is asked of it. One query."""
    return list(Comment.objects.filter(case=case, thread=None, visibility=Visibility.COMPANY, resolved_at=None).select_related("by"))


def may_answer_for(user: Any, case: Case) -> bool:
    """Whether this person answers for the company whose case it is."""
    return case.organisation_id in organisation_ids(user)


# --- Writing ---------------------------------------------------------------------------------------------------


def say(*, case: Case, field: str, text: str, by: Any, visibility: str) -> Comment:
    """Begin a thread at a field. It remembers the words that it is about, the version and the last revision."""
    if not is_reviewer(by):
        raise CommentRefused("role", _("Only a reviewer begins a comment."))
    if visibility not in Visibility.values:
        raise CommentRefused("visibility", _("Choose who reads the comment."))
    if visibility == Visibility.COMPANY and case.state == CaseState.WITHDRAWN:
        raise CommentRefused("visibility", _("The case is withdrawn, so nothing is asked of its company."))
    place = next((place for place in places(case) if place.path == field), None)
    if place is None:
        raise CommentRefused("field", _("Choose a field of this case."))
    return Comment.objects.create(
        case=case,
        field=field,
        about=place.words,
        text=_checked(text),
        visibility=visibility,
        version=case.version,
        revision=case.revisions.order_by("-number").first(),
        by=by,
    )


def answer(*, thread: Comment, text: str, by: Any) -> Comment:
    """Add an answer to a thread that the person reads; it is as visible as the thread."""
    _may_read(thread, by)
    if thread.resolved_at:
        raise CommentRefused("resolved", _("This comment is resolved; a reviewer can open it again."))
    return Comment.objects.create(
        case=thread.case,
        thread=thread,
        field=thread.field,
        text=_checked(text),
        visibility=thread.visibility,
        version=thread.case.version,
        by=by,
    )


def mark_answered(*, thread: Comment, by: Any) -> None:
    """The company says that it has done what was asked. The reviewer looks and resolves."""
    _may_read(thread, by)
    if not may_answer_for(by, thread.case):
        raise CommentRefused("role", _("The company whose case it is says what it has answered."))
    open_ones = Comment.objects.filter(pk=thread.pk, resolved_at=None, answered_at=None)
    if not open_ones.update(answered_at=timezone.now(), answered_by=by):
        raise CommentRefused("resolved", _("This comment is answered already."))


def resolve(*, thread: Comment, by: Any) -> None:
    _may_judge(thread, by)
    if not Comment.objects.filter(pk=thread.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=by):
        raise CommentRefused("resolved", _("This comment is resolved already."))


def reopen(*, thread: Comment, by: Any) -> None:
    """Ask again: neither resolved nor answered."""
    _may_judge(thread, by)
    Comment.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None, answered_at=None, answered_by=None)


def _may_read(thread: Comment, by: Any) -> None:
    """Rows that a person does not read are not there for them; somebody who only looks says nothing either."""
    if thread.thread_id or not scope(Comment.objects.filter(pk=thread.pk), by).exists():
        raise CommentRefused("gone", _("This comment is not there."))
    if not (is_reviewer(by) or may_answer_for(by, thread.case)):
        raise CommentRefused("role", _("Your role does not allow this."))


def _may_judge(thread: Comment, by: Any) -> None:
    _may_read(thread, by)
    if not is_reviewer(by):
        raise CommentRefused("role", _("Only a reviewer resolves a comment."))


def _checked(text: str) -> str:
    # No browser sends this character, and PostgreSQL takes no text with it.
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise CommentRefused("text", _("Write what you have to say."))
    if len(text) > LONGEST:
        raise CommentRefused(
            "text", _("A comment has at most %(most)s characters; this one has %(count)s.") % {"most": LONGEST, "count": len(text)}
        )
    return text

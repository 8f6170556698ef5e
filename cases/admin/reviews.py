"""Comments in the case's form: those on top, those at each field, and the page where they are said, answered and resolved."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.roles import is_inside, is_reviewer
from cases import assigning, reviewing
from cases.enums import Visibility
from cases.models import Case, Comment
from cases.reviewing import CommentRefused, Place

# How a field is called that only shows what another holds.
SHOWN = {"body_zh": "body_zh_hans", "body_in_english": "body_en"}
DONE = {
    "answer": gettext_lazy("Your answer stands with the comment."),
    "answered": gettext_lazy("Marked as answered. The reviewer sees it once the case is handed in again."),
    "resolve": gettext_lazy("Resolved."),
    "reopen": gettext_lazy("Open again."),
}


@dataclass
class Thread:
    """A comment with its answers, and where its field is now; `anchor` is empty when that is gone."""

    comment: Comment
    name: str
    anchor: str = ""

    @property
    def answers(self) -> list[Comment]:
        return self.comment.told


@dataclass
class Review:
    case: Case
    open: list[Thread]
    resolved: list[Thread]
    may_say: bool
    may_answer: bool
    for_company: bool
    inside: bool
    due: date | None

    @property
    def at(self) -> dict[str, list[Thread]]:
        found = self.__dict__.get("_at")
        if found is None:
            found = self.__dict__["_at"] = defaultdict(list)
            for thread in self.open:
                found[thread.comment.field].append(thread)
        return dict(found)

    @property
    def answered(self) -> int:
        return sum(thread.comment.answered_at is not None for thread in self.open)


def around(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the case's form needs to show its comments. Two queries, and those of the fields' names where there are comments."""
    found = review_of(request, case, reviewing.threads(case, request.user))
    more = {"assignment": assigning.of(case), "reviewers": assigning.reviewers()} if found.may_say else {}
    return {"review": found, **more}


def review_of(request: HttpRequest, case: Case, rows: list[Comment], known: list[Place] | None = None) -> Review:
    names = {place.path: place.name for place in (known or (reviewing.places(case) if rows else []))}
    threads = [Thread(row, names.get(row.field, _("A row that is gone")), f"at-{row.field}" if row.field in names else "") for row in rows]
    return Review(
        case=case,
        open=[thread for thread in threads if thread.comment.resolved_at is None],
        resolved=[thread for thread in threads if thread.comment.resolved_at is not None],
        may_say=is_reviewer(request.user),
        may_answer=is_reviewer(request.user) or reviewing.may_answer_for(request.user, case),
        for_company=reviewing.may_answer_for(request.user, case),
        inside=is_inside(request.user),
        due=assigning.company_due(case),
    )


def path_of(field: Any) -> str | None:
    """The path of a form's field, whether it is edited or only shown; None when nothing can be said there."""
    shown = isinstance(field.field, dict)
    name = SHOWN.get(str(field.field["name"]), field.field["name"]) if shown else field.field.name
    row: Model | None = getattr(field.form if shown else field.field.form, "instance", None)
    if row is None or row.pk is None or not isinstance(row, (Case, *reviewing.PARTS)) or name not in reviewing.names_of(type(row)):
        return None
    return str(name) if isinstance(row, Case) else f"{reviewing.prefix_of(type(row))}-{row.pk}-{name}"


# --- Pages -----------------------------------------------------------------------------------------------------


def addresses(guarded: Callable[[Any], Any]) -> list[Any]:
    return [
        path("<int:object_id>/comments/", guarded(comments), name="cases_case_comments"),
        path("<int:object_id>/comments/<int:pk>/", guarded(act), name="cases_case_comment"),
        path("<int:object_id>/care/", guarded(care), name="cases_case_care"),
    ]


def comments(request: HttpRequest, case: Case) -> HttpResponse:
    """Everything said of the case, and for a reviewer the form to say more; `case` is one that the user sees."""
    refused = None
    typed = {"field": request.GET.get("field", ""), "text": "", "visibility": Visibility.COMPANY.value}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in typed}
        try:
            made = reviewing.say(case=case, by=request.user, **typed)
        except CommentRefused as error:
            if error.code == "role":
                raise Http404 from None
            refused = error
        else:
            messages.success(request, _("Your comment stands at its field."))
            return redirect(reverse("admin:cases_case_change", args=[case.pk]) + f"#at-{made.field}")
    known = reviewing.places(case)
    found = review_of(request, case, reviewing.threads(case, request.user), known)
    context = admin.site.each_context(request) | {
        "title": _("Comments"),
        "review": found,
        "case": case,
        "groups": [(row, list(fields)) for row, fields in groupby(known, key=lambda place: place.row)],
        "about": next((place.words for place in known if place.path == typed["field"]), ""),
        "typed": typed,
        "choices": Visibility.choices,
        "longest": reviewing.LONGEST,
        "refused": refused,
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/comments.html", context, status=422 if refused else 200)


@require_POST
def act(request: HttpRequest, case: Case, pk: int) -> HttpResponse:
    """Answer, mark as answered, resolve or open again. A thread that the user does not read is not there."""
    thread = next((row for row in reviewing.threads(case, request.user) if row.pk == pk), None)
    if thread is None:
        raise Http404
    name = request.POST.get("act", "")
    try:
        match name:
            case "answer":
                reviewing.answer(thread=thread, text=request.POST.get("text", ""), by=request.user)
            case "answered":
                reviewing.mark_answered(thread=thread, by=request.user)
            case "resolve":
                reviewing.resolve(thread=thread, by=request.user)
            case "reopen":
                reviewing.reopen(thread=thread, by=request.user)
            case _:
                raise Http404
    except CommentRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, DONE[name])
    page = "admin:cases_case_comments" if request.POST.get("back") == "comments" else "admin:cases_case_change"
    return redirect(reverse(page, args=[case.pk]) + f"#comment-{pk}")


@require_POST
def care(request: HttpRequest, case: Case) -> HttpResponse:
    """Who reads the case, and until when either side has time."""
    if not is_reviewer(request.user):
        raise Http404
    chosen = request.POST.get("reviewer", "")
    reviewer = assigning.reviewers().filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    try:
        dates = {name: as_date(request.POST.get(name, "")) for name in ("company_due", "review_due")}
    except ValueError:
        messages.error(request, _("Give each date as year, month and day: 2026-03-31."))
    else:
        assigning.assign_one(case, reviewer=reviewer, by=request.user, **dates)
        messages.success(request, _("Kept who reads the case, and until when."))
    return redirect("admin:cases_case_change", case.pk)


def as_date(text: str) -> date | None:
    """ValueError when the text is neither empty nor a date."""
    return date.fromisoformat(text.strip()) if text.strip() else None


# --- At a step -------------------------------------------------------------------------------------------------


def at_step(request: HttpRequest, case: Case, name: str) -> dict[str, Any]:
    """What goes along with a step: with a request for changes the open comments, and until when they are answered."""
    if name not in {"request_changes", "submit"}:
        return {}
    rows = [row for row in reviewing.threads(case, request.user) if row.resolved_at is None and row.visibility == Visibility.COMPANY]
    return {"review": review_of(request, case, rows), "due": request.POST.get("due", "")}


def after_step(request: HttpRequest, case: Case, name: str) -> None:
    """A date that cannot be read is no date: the step is taken, and the case's page shows that none is set."""
    if name == "request_changes":
        try:
            due = as_date(request.POST.get("due", ""))
        except ValueError:
            due = None
        assigning.set_dates(case, by=request.user, company_due=due)

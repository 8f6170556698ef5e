"""A step on a case's way, taken in the admin: a page that says what happens, asks for a message, and takes it."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.admin import reviews, seals
from cases.models import Case
from cases.workflow import STEPS, StepRefused, missing, steps_for, take

# Steps without a word to say and easily followed by another: one click.
DIRECT = {"start_review", "accept", "reopen"}

# What a step means, said before it is taken.
MEANING = {
    "submit": _("The association receives the case as it stands now. You can edit it again when changes are requested."),
    "start_review": _("The company sees that the case is being read. You may correct it from now on."),
    "request_changes": _("The case goes back to the company, which can edit it again. Your message says what is asked for."),
    "accept": _("The case is accepted as it stands; somebody who has not edited it last publishes it."),
    "publish": _("The public site shows the case as it stands now, within a second, in both languages."),
    "withdraw": _("The public site no longer shows the case; its address says that it was withdrawn. Your message stays in the log."),
    "reopen": _("The case becomes a draft again."),
}
DONE = {
    "submit": _("Handed in: “%(case)s”. The association reads it next."),
    "start_review": _("The review has begun: “%(case)s”."),
    "request_changes": _("Sent back with your message: “%(case)s”."),
    "accept": _("Accepted: “%(case)s”."),
    "publish": _("Published: “%(case)s”."),
    "withdraw": _("Withdrawn: “%(case)s”."),
    "reopen": _("Reopened as a draft: “%(case)s”."),
}
CONFIRM = pgettext_lazy("button that takes the step", "%(step)s now")


def go(request: HttpRequest, case: Case, name: str) -> HttpResponse:
    """From the form, just saved: straight through, or to the step's own page."""
    if name in DIRECT:
        return _take(request, case, name, message="", version=case.version)
    return redirect("admin:cases_case_step", case.pk, name)


def step(request: HttpRequest, case: Case, name: str) -> HttpResponse:
    """The page of one step; `case` is one that the user sees."""
    if name not in STEPS:
        raise Http404
    if request.method == "POST":
        posted = request.POST.get("version", "")
        version = int(posted) if posted.isdecimal() and len(posted) < 10 else None
        return _take(request, case, name, message=request.POST.get("message", ""), version=version)
    if STEPS[name] not in steps_for(request.user, case):
        messages.error(request, _("This step is not open to you now."))
        return redirect("admin:cases_case_change", case.pk)
    return page(request, case, name)


def _take(request: HttpRequest, case: Case, name: str, *, message: str, version: int | None) -> HttpResponse:
    try:
        take(name, case=case, by=request.user, message=message, version=version)
    except StepRefused as refused:
        if refused.code in {"message", "incomplete"}:
            return page(request, case, name, message=message, refused=refused)
        messages.error(request, refused.sentence)
        return redirect("admin:cases_case_change", case.pk)
    reviews.after_step(request, case, name)
    messages.success(request, DONE[name] % {"case": case})
    return redirect("admin:cases_case_change", case.pk)


def page(request: HttpRequest, case: Case, name: str, *, message: str = "", refused: StepRefused | None = None) -> HttpResponse:
    taken = STEPS[name]
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": taken.label,
        "case": case,
        "step": taken,
        "meaning": MEANING[name],
        "confirm": CONFIRM % {"step": taken.label},
        "missing": missing(case) if name == "submit" else [],
        "message": message,
        "refused": refused,
        "opts": Case._meta,
        **reviews.at_step(request, case, name),
        **(seals.around(case) if name in {"accept", "publish"} else {}),
    }
    return TemplateResponse(request, "admin/cases/case/step.html", context, status=422 if refused else 200)

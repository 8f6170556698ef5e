"""Many cases at once: a page says what will be done and for how many, then it is done for those that allow it; the rest is counted.

Which rows: those of the list that the person sees, ticked or all that are filtered. None is named.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.roles import is_reviewer
from cases import assigning, letters
from cases.enums import CaseState, Vocabulary
from cases.models import Case, Tag
from cases.tagging import add_topic
from cases.workflow import STEPS, StepRefused, take

# As the queue offers them; the last is a publisher's.
OFFERED = [
    ("start_review", _("Start the review")),
    ("assign_many", _("Assign…")),
    ("request_many", _("Request changes…")),
    ("tag_many", _("Add a topic…")),
    ("mail_many", _("Write to the companies…")),
    ("accept", _("Accept")),
    ("publish", _("Publish")),
]


class AssignForm(forms.Form):
    reviewer = forms.ModelChoiceField(assigning.reviewers(), label=_("Reviewer"), required=False, empty_label=_("Nobody"))


class RequestForm(forms.Form):
    message = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 8}), max_length=4000)
    due = forms.DateField(label=_("The company answers by"), required=False, widget=forms.DateInput({"type": "date"}))


class LetterForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200)
    message = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 8}), max_length=4000)


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(Tag.objects.of(Vocabulary.TOPIC), label=_("Topic"), empty_label=_("Choose a topic"))


def _ask(
    modeladmin: Any,
    request: HttpRequest,
    cases: QuerySet[Case],
    fitting: QuerySet[Case],
    *,
    action: str,
    title: Any,
    meaning: Any,
    form: Any,
) -> TemplateResponse:
    number = fitting.count()
    context = modeladmin.admin_site.each_context(request) | {
        "title": title,
        "action": action,
        "meaning": meaning,
        "number": number,
        "left": cases.count() - number,
        "form": form,
        "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "address": request.get_full_path(),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/bulk.html", context)


def _tell(request: HttpRequest, done: int, left: int) -> None:
    if done:
        text = ngettext("Done for %(count)s case.", "Done for %(count)s cases.", done)
        messages.success(request, text % {"count": done})
    if left:
        text = ngettext(
            "%(count)s case was left as it is: its state does not allow it.",
            "%(count)s cases were left as they are: their state does not allow it.",
            left,
        )
        messages.warning(request, text % {"count": left})


@admin.action(description=_("Assign…"), permissions=["review"])
def assign_many(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> TemplateResponse | None:
    _only_reviewers(request)
    cases = Case.objects.filter(pk__in=queryset.order_by().values("pk"))
    fitting = cases.exclude(state__in=[CaseState.PUBLISHED, CaseState.WITHDRAWN])
    form = AssignForm(request.POST if "sure" in request.POST else None)
    if not (form.is_bound and form.is_valid()):
        meaning = _("The reviewer finds them in the queue under “Mine”. Who read them until now is replaced.")
        return _ask(modeladmin, request, cases, fitting, action="assign_many", title=_("Assign cases"), meaning=meaning, form=form)
    total = cases.count()
    done = assigning.assign(cases, reviewer=form.cleaned_data["reviewer"], by=request.user)
    _tell(request, done, total - done)
    return None


@admin.action(description=_("Request changes…"), permissions=["review"])
def request_many(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> TemplateResponse | None:
    _only_reviewers(request)
    cases = Case.objects.filter(pk__in=queryset.order_by().values("pk"))
    fitting = cases.filter(state__in=STEPS["request_changes"].before)
    form = RequestForm(request.POST if "sure" in request.POST else None)
    if not (form.is_bound and form.is_valid()):
        meaning = _("Each goes back to its company with this message and with the open comments that the company reads.")
        return _ask(modeladmin, request, cases, fitting, action="request_many", title=_("Request changes"), meaning=meaning, form=form)
    done = left = 0
    for case in cases.select_related("organisation"):
        try:
            take("request_changes", case=case, by=request.user, message=form.cleaned_data["message"])
        except StepRefused:
            left += 1
            continue
        assigning.set_dates(case, by=request.user, company_due=form.cleaned_data["due"])
        done += 1
    _tell(request, done, left)
    return None


@admin.action(description=_("Add a topic…"), permissions=["review"])
def tag_many(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> TemplateResponse | None:
    _only_reviewers(request)
    cases = Case.objects.filter(pk__in=queryset.order_by().values("pk"))
    fitting = cases.filter(state__in=[state for state in CaseState if state.editable_by_reviewer])
    form = TopicForm(request.POST if "sure" in request.POST else None)
    if not (form.is_bound and form.is_valid()):
        meaning = _("Each gets this topic besides those that it has; you are then who changed it last.")
        return _ask(modeladmin, request, cases, fitting, action="tag_many", title=_("Add a topic"), meaning=meaning, form=form)
    done = [add_topic(case, form.cleaned_data["topic"], by=request.user) for case in cases]
    _tell(request, sum(done), len(done) - sum(done))
    return None


@admin.action(description=_("Write to the companies…"), permissions=["review"])
def mail_many(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> TemplateResponse | None:
    _only_reviewers(request)
    cases = Case.objects.filter(pk__in=queryset.order_by().values("pk"))
    form = LetterForm(request.POST if "sure" in request.POST else None)
    if not (form.is_bound and form.is_valid()):
        meaning = _(
            "The editors of each company get one mail, which names the company's own cases alone. It waits in the outbox first, "
            "where it can be read, changed and stopped."
        )
        return _ask(
            modeladmin,
            request,
            cases,
            letters.reachable(cases),
            action="mail_many",
            title=_("Write to the companies"),
            meaning=meaning,
            form=form,
        )
    done, left = letters.write(cases, **form.cleaned_data, by=request.user), cases.count()
    if done:
        text = ngettext("The companies are told of %(count)s case.", "The companies are told of %(count)s cases.", done)
        messages.success(request, text % {"count": done})
    if left - done:
        text = ngettext(
            "%(count)s case was left out: nobody at its company has an account.",
            "%(count)s cases were left out: nobody at their companies has an account.",
            left - done,
        )
        messages.warning(request, text % {"count": left - done})
    return None


def _only_reviewers(request: HttpRequest) -> None:
    if not is_reviewer(request.user):
        raise Http404


ACTIONS: list[Callable[..., Any]] = [assign_many, request_many, tag_many, mail_many]

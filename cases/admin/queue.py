"""The review queue: what waits for whom, since when and until when. Eight queries for any number of cases."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.roles import is_inside, is_publisher, is_reviewer
from cases.admin.bulk import OFFERED
from cases.assigning import AT_ASSOCIATION, Asked, queue, reviewers
from cases.enums import CaseState
from cases.models import Call

PAGE = 50
SHOWN = (("", _("All")), ("mine", _("Mine")), ("unassigned", _("Unassigned")), ("overdue", _("Overdue")))
STATES = [(state.value, state.label) for state in CaseState if state in AT_ASSOCIATION or state == CaseState.CHANGES_REQUESTED]


class AskedForm(forms.Form):
    """What the address asks; what it cannot ask is ignored."""

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Every state")), *STATES], required=False)
    call = forms.ModelChoiceField(Call.objects.all(), label=_("Call"), required=False, empty_label=_("Every call"))
    reviewer = forms.ModelChoiceField(reviewers(), label=_("Reviewer"), required=False, empty_label=_("Everybody"))


@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    if not is_inside(request.user):
        raise Http404
    form = AskedForm(request.GET)
    form.is_valid()
    told = form.cleaned_data
    call, reviewer = told.get("call"), told.get("reviewer")
    asked = Asked(told.get("show", ""), told.get("state", ""), call.pk if call else None, reviewer.pk if reviewer else None)
    rows = queue(request.user, asked).select_related("organisation", "call", "assignment__reviewer")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    cases: list[Any] = list(page.object_list)
    page.object_list = cases
    for case in cases:
        case.days = (today - timezone.localdate(case.since)).days
        case.late = bool(case.due and case.due < today)
    query = request.GET.copy()
    query.pop("page", None)
    context = admin.site.each_context(request) | {
        "title": _("Review queue"),
        "in_queue": True,
        "page": page,
        "number": page.paginator.count,
        "asked": form,
        "tabs": [{"value": value, "label": label, "current": value == asked.show} for value, label in SHOWN],
        "query": query.urlencode(),
        "actions": OFFERED if is_publisher(request.user) else OFFERED[:-1] if is_reviewer(request.user) else [],
    }
    return TemplateResponse(request, "admin/cases/case/queue.html", context)

"""Who was asked to approve a case by a link, and what they said; one more, or one taken back."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import approvals
from cases.access import scope
from cases.approvals import ApprovalRefused
from cases.models import Approval, Case


def addresses(guarded: Callable[[Any], Any]) -> list[Any]:
    view = require_http_methods(["GET", "HEAD", "POST"])(approvals_page)
    return [path("<int:object_id>/approvals/", guarded(view), name="cases_case_approvals")]


def approvals_page(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees."""
    refused = None
    if request.method == "POST":
        if not approvals.may_ask(request.user, case):
            raise Http404
        try:
            return act(request, case)
        except ApprovalRefused as error:
            refused = error
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Approval by link"),
        "case": case,
        "rows": scope(Approval.objects.filter(case=case), request.user).select_related("revision", "created_by"),
        "may_ask": approvals.may_ask(request.user, case),
        "languages": settings.LANGUAGES,
        "days": approvals.GOOD_FOR.days,
        "typed": request.POST.get("email", ""),
        "refused": refused,
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/approvals.html", context, status=422 if refused else 200)


def act(request: HttpRequest, case: Case) -> HttpResponse:
    if request.POST.get("act") == "revoke":
        posted = request.POST.get("approval", "")
        pk = int(posted) if posted.isdecimal() and len(posted) < 19 else 0
        approvals.revoke(get_object_or_404(scope(Approval.objects.filter(case=case), request.user), pk=pk), by=request.user)
        messages.success(request, _("The link is taken back."))
    else:
        language = request.POST.get("language", "")
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        made, _token = approvals.ask(case, email=request.POST.get("email", ""), by=request.user, language=known)
        messages.success(request, _("A link goes to %(email)s.") % {"email": made.email})
    return redirect("admin:cases_case_approvals", case.pk)

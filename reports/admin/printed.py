"""How a company's case will be printed, for its members: the case as the association asked about it, and the form that answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import organisation_ids
from cases.access import visible_cases
from cases.admin.previews import private
from cases.approvals import ApprovalRefused
from cases.enums import ApprovalState
from reports.print_views import answer_posted, printed_context
from reports.signing.companies import asked_about, is_current


def pages(site: Any) -> list[Any]:
    view = require_http_methods(["GET", "HEAD", "POST"])(printed)
    return [path("printed/<int:pk>/", site.admin_view(view), name="case_printed")]


def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest question about the case, or that of the year in the address. Until it is asked about, a case is not known to be chosen."""
    case = get_object_or_404(visible_cases(request.user).select_related("organisation"), pk=pk)
    asked = asked_about(case, request.user)
    year = request.GET.get("report", "")
    approval = next((each for each in asked if not year or str(each.report.year) == year), None)
    current = approval is not None and is_current(approval)
    is_theirs = case.organisation_id in organisation_ids(request.user)
    may_answer = is_theirs and current and approval is not None and approval.state is ApprovalState.OPEN
    refused = None
    if request.method == "POST":
        if not may_answer or request.POST.get("digest") != approval.digest:
            raise Http404
        try:
            answer_posted(request, approval, name=str(request.user), by=request.user)
        except ApprovalRefused as error:
            refused = error
        else:
            messages.success(request, _("Thank you. Your answer is kept, and the association has been told."))
            return redirect(request.get_full_path())
    context = {
        "case": case,
        "others": [each for each in asked if each is not approval],
        "current": current,
        "may_answer": may_answer,
        "refused": refused,
        "typed": {"words": request.POST.get("words", "")},
        **(printed_context(approval, pictures="admin:picture") if approval else {"approval": None}),
    }
    return private(render(request, "admin/reports/printed.html", context, status=422 if refused else 200))

"""What the companies say to their cases as they would be printed: who was asked, who has answered; ask one, or all at once."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.approvals import ApprovalRefused
from reports.admin.pages import on_a_desk, row_or_404
from reports.models import Placement, PrintApproval, Report
from reports.signing.companies import GOOD_FOR, ask, ask_all, placed, revoke


def approvals_page(request: HttpRequest, report: Report, *, may_ask: bool) -> HttpResponse:
    """`report` is one that the user sees. Two queries of its own."""
    refused, at = None, ""
    if request.method == "POST":
        try:
            return _act(request, report)
        except ApprovalRefused as error:
            refused, at = error, request.POST.get("placement", "")
    rows = placed(report)
    context: dict[str, Any] = admin.site.each_context(request) | {
        **on_a_desk(report),
        "title": _("Approval by the companies"),
        "rows": rows,
        "to_ask": sum(1 for row in rows if row.is_to_be_asked),
        "may_ask": may_ask,
        "languages": settings.LANGUAGES,
        "days": GOOD_FOR.days,
        "refused": refused,
        "refused_at": at,
        "typed": request.POST.get("email", ""),
        "opts": Report._meta,
    }
    return TemplateResponse(request, "admin/reports/approvals.html", context, status=422 if refused else 200)


def _act(request: HttpRequest, report: Report) -> HttpResponse:
    match request.POST.get("act"):
        case "all":
            asked, unreachable = ask_all(report, by=request.user)
            words = ngettext("%(count)s company has been asked by mail.", "%(count)s companies have been asked by mail.", asked)
            messages.success(request, words % {"count": asked})
            if unreachable:
                names = "、".join(str(case.organisation) for case in unreachable)
                messages.warning(request, _("Nobody has an account at: %(names)s. Give an address there.") % {"names": names})
        case "revoke":
            revoke(row_or_404(PrintApproval.objects.filter(report=report), request.POST.get("approval", "")), by=request.user)
            messages.success(request, _("The question is taken back."))
        case _:
            placements = Placement.objects.filter(block__part__report=report).select_related("block__part", "revision")
            placement = row_or_404(placements, request.POST.get("placement", ""))
            language = request.POST.get("language", "")
            known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
            made, _token = ask(placement, by=request.user, email=request.POST.get("email", ""), language=known)
            said = _("A link goes to %(email)s.") % {"email": made.email} if made.email else _("The company is asked by mail.")
            messages.success(request, said)
    return redirect("admin:reports_report_approvals", report.pk)

"""The page behind the link of somebody who approves a case for print: that case as it would be printed, and the form that answers."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.approvals import ApprovalRefused
from cases.audit_log import record_once
from cases.enums import ApprovalState, AuditAction
from cases.templatetags.casebook import Address
from cases.views.approvals import kept_secret, secret_picture
from reports.models import PrintApproval
from reports.signing.companies import answer, approved_before, box_asked_about, is_current, look_up
from reports.signing.pieces import difference


@require_http_methods(["GET", "HEAD", "POST"])
def print_approval(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever the link's state, a page that says what to do; only an open one about what would still be printed shows the case."""
    found = look_up(token)
    if found is None or found.state is not ApprovalState.OPEN:
        return _page(request, found, status=404 if found is None else 200 if found.answer else 410)
    if not is_current(found):
        return _page(request, found, status=410)
    record_once(AuditAction.APPROVAL, case=found.case, detail=f"print opened, {found.pk}: report {found.report.year}")
    context: dict[str, Any] = {"current": True, **printed_context(found, pictures=("print_approval_picture", token))}
    if request.method != "POST":
        return _page(request, found, **context)
    typed = {"name": request.POST.get("name", ""), "words": request.POST.get("words", "")}
    try:
        answer_posted(request, found, name=typed["name"])
    except ApprovalRefused as refused:
        return _page(request, found, status=422, typed=typed, refused=refused, **context)
    return kept_secret(redirect(request.path))


@require_safe
def print_approval_picture(request: HttpRequest, token: str, digest: str, width: int) -> HttpResponseBase:
    """A picture of the case that an open link shows, and of no other."""
    found = look_up(token)
    if found is None or found.state is not ApprovalState.OPEN:
        raise Http404
    return secret_picture(box_asked_about(found).document, digest, width)


def printed_context(approval: PrintApproval, *, pictures: Address) -> dict[str, Any]:
    """What `reports/_printed.html` shows. One query."""
    box, before = box_asked_about(approval), approved_before(approval)
    return {
        "approval": approval,
        "box": box,
        "in_english": bool(box.document.title.en),
        "changes": difference(before, box) if before else (),
        "pictures": pictures,
    }


def answer_posted(request: HttpRequest, approval: PrintApproval, *, name: str, by: Any = None) -> None:
    """ApprovalRefused when it cannot be kept; 404 for what is no answer."""
    chosen = request.POST.get("answer")
    if chosen not in {"confirm", "refuse"}:
        raise Http404
    answer(approval, confirmed=chosen == "confirm", name=name, words=request.POST.get("words", ""), by=by)


def _page(request: HttpRequest, found: PrintApproval | None, *, status: int = 200, **context: Any) -> HttpResponse:
    shown = {"approval": found, "current": False, "typed": {}, "refused": None, "contact": settings.CONTACT_EMAIL} | context
    return kept_secret(render(request, "reports/print_approval.html", shown, status=status))

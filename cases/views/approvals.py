"""The page behind an approver's link: one revision of one case, its pictures, and the form that answers. It opens nothing else."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.approvals import ApprovalRefused, look_up
from cases.approvals import answer as answer_it
from cases.audit_log import record_once
from cases.document import CaseDocument
from cases.enums import ApprovalState, AuditAction
from cases.media.derivatives import WIDTHS, derive, derived_name
from cases.models import Approval
from cases.revisions import document_of
from cases.views.case import document_context


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever the link's state, a page that says what to do; only an open one shows the case."""
    found = look_up(token)
    if found is None or found.state is not ApprovalState.OPEN:
        answered = found is not None and bool(found.answer)
        return _page(request, found, status=404 if found is None else 200 if answered else 410)
    record_once(AuditAction.APPROVAL, case=found.case, detail=f"opened, link {found.pk}: revision {found.revision.number}")
    typed: dict[str, Any] = {"name": request.POST.get("name", ""), "words": request.POST.get("words", "")}
    if request.method != "POST":
        return _page(request, found, token=token, typed=typed)
    try:
        if (chosen := request.POST.get("answer")) not in {"confirm", "refuse"}:
            raise Http404
        answer_it(found, confirmed=chosen == "confirm", **typed)
    except ApprovalRefused as refused:
        return _page(request, found, token=token, typed=typed, refused=refused, status=422)
    return kept_secret(redirect(request.path))


def _page(request: HttpRequest, found: Approval | None, *, status: int = 200, token: str = "", **context: Any) -> HttpResponse:
    shown: dict[str, Any] = {"approval": found, "typed": {}, "refused": None, "contact": settings.CONTACT_EMAIL, "public": False} | context
    shown |= {"title": "", "description": "", "head": "", "above": "", "article": "", "below": ""}
    if token and found:
        shown |= document_context(document_of(found.revision), picture_address=("approval_picture", token))
    return kept_secret(render(request, "cases/approval.html", shown, status=status))


@require_safe
def picture(request: HttpRequest, token: str, digest: str, width: int) -> HttpResponseBase:
    """A picture of the revision that an open link shows, and of no other."""
    found = look_up(token)
    if found is None or found.state is not ApprovalState.OPEN:
        raise Http404
    return secret_picture(document_of(found.revision), digest, width)


def secret_picture(document: CaseDocument, digest: str, width: int) -> HttpResponseBase:
    known = next((each for each in document.pictures if each.digest == digest), None)
    if known is None or width not in WIDTHS:
        raise Http404
    name = derived_name(digest, width)
    try:
        if not default_storage.exists(name):
            derive(known)
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return kept_secret(FileResponse(file, content_type="image/webp"))


def kept_secret[R: HttpResponseBase](response: R) -> R:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is a secret: no other site may learn it. (With “no-referrer” a browser would hide our own form's origin from us, too.)
    response["Referrer-Policy"] = "same-origin"
    return response

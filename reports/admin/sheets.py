"""Sheets and receipts of a case as PDF, for those who see the case."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import scope
from cases.admin.previews import private
from cases.media.made import Busy
from cases.models import Revision, StateChange
from cases.sealing import standing
from reports import sheets
from reports.writers.errors import WriterFailed


def pages(site: Any) -> list[Any]:
    return [
        path("sheets/<int:case>/<int:number>/", site.admin_view(require_safe(confirmation)), name="case_sheet"),
        path("sheets/<int:case>/<int:number>/changes/", site.admin_view(require_safe(changes)), name="case_changes_sheet"),
        path("receipts/<int:pk>/", site.admin_view(require_safe(receipt)), name="case_receipt"),
    ]


def confirmation(request: HttpRequest, case: int, number: int) -> HttpResponse:
    revision = _revision(request, case, number)
    return _answer(request, case, f"confirmation-{case}-{number}.pdf", lambda: sheets.confirmation(revision))


def changes(request: HttpRequest, case: int, number: int) -> HttpResponse:
    """From the last accepted stamp to this revision; 404 where nothing was stamped."""
    revision = _revision(request, case, number)
    seal = standing(revision.case).seal
    if seal is None:
        raise Http404
    return _answer(request, case, f"changes-{case}-{number}.pdf", lambda: sheets.changes(revision, seal))


def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    steps = StateChange.objects.filter(action="submit").exclude(revision=None).select_related("revision__case", "by")
    change = get_object_or_404(scope(steps, request.user), pk=pk)
    return _answer(request, change.case_id, f"receipt-{change.case_id}-{pk}.pdf", lambda: sheets.receipt(change))


def _revision(request: HttpRequest, case: int, number: int) -> Revision:
    found = scope(Revision.objects.filter(case=case), request.user).select_related("case")
    return get_object_or_404(found, number=number)


def _answer(request: HttpRequest, case: int, name: str, make: Any) -> HttpResponse:
    try:
        data = make()
    except (Busy, WriterFailed):
        messages.error(request, _("The sheet could not be made just now; try again in a minute."))
        return redirect("admin:cases_case_seal", case)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)

"""The page of a case's stamp: sheets to print, the stamped one given back and ticked off, the receipts of what was handed in."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import scope
from cases.admin.previews import private
from cases.models import Case, Revision, Seal, StateChange
from cases.sealing import NAMES, SealRefused, check, give, may_check, may_give, standing
from cases.stamp import SHORT, short


def addresses(guarded: Callable[[Any], Any]) -> list[Any]:
    return [
        path("<int:object_id>/seal/", guarded(require_http_methods(["GET", "HEAD", "POST"])(seal_page)), name="cases_case_seal"),
        path("<int:object_id>/seal/<int:pk>/", guarded(require_safe(scan)), name="cases_case_scan"),
    ]


def seal_page(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees. `?sheet=` comes from a sheet's code: is it still of the present text?"""
    if request.method == "POST":
        return act(request, case)
    now = standing(case)
    digest = now.revision.sealed if now.revision else ""
    asked = request.GET.get("sheet", "")
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Stamp and receipts"),
        "case": case,
        "standing": now,
        "standing_in_words": NAMES[now.name],
        "hash": short(digest),
        "asked": short(asked[:SHORT]) if asked else "",
        "is_present": bool(digest) and asked == digest[:SHORT],
        "seals": scope(Seal.objects.filter(case=case), request.user).select_related("revision", "given_by", "checked_by").order_by("-pk"),
        "hand_ins": scope(StateChange.objects.filter(case=case, action="submit"), request.user)
        .exclude(revision=None)
        .select_related("revision", "by"),
        "may_give": may_give(request.user, case) and now.revision is not None and now.name != "sealed" and now.waiting is None,
        "may_check": may_check(request.user),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/seal.html", context)


@admin.display(description=gettext_lazy("stamp"))
def in_list(case: Any) -> Any:
    """A column of a list whose rows are `with_stamp`; most cases have none, which needs no word."""
    return format_html('<span class="stamp stamp-{}">{}</span>', case.stamp, NAMES[case.stamp]) if case.stamp != "none" else ""


def around(case: Case) -> dict[str, Any]:
    """How its stamp stands, for the pages of a case that was handed in once. Three queries."""
    now = standing(case)
    return {"stamp": now, "stamp_in_words": NAMES[now.name]} if now.revision else {}


def act(request: HttpRequest, case: Case) -> HttpResponse:
    """Give a stamped sheet, tick one off, send one back."""
    name = request.POST.get("act", "")
    try:
        if name == "give":
            revision = get_object_or_404(
                scope(Revision.objects.filter(case=case), request.user), number=_number(request.POST.get("revision"))
            )
            if (file := request.FILES.get("file")) is None:
                messages.error(request, _("Choose the file of the stamped sheet."))
            else:
                give(case, revision=revision, file=file, by=request.user)
                messages.success(request, _("The stamped sheet is here; a reviewer checks it."))
        elif name in {"accept", "refuse"}:
            if not may_check(request.user):
                raise Http404
            seal = get_object_or_404(scope(Seal.objects.filter(case=case), request.user), pk=_number(request.POST.get("seal")))
            check(seal, by=request.user, accept=name == "accept", remark=request.POST.get("remark", ""))
            messages.success(request, _("Ticked off.") if name == "accept" else _("Sent back with your remark."))
        else:
            raise Http404
    except SealRefused as refused:
        messages.error(request, str(refused.sentence))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect("admin:cases_case_seal", case.pk)


def _number(posted: str | None) -> int:
    return int(posted) if posted and posted.isdecimal() and len(posted) < 10 else 0


def scan(request: HttpRequest, case: Case, pk: int) -> HttpResponse:
    seal = get_object_or_404(scope(Seal.objects.filter(case=case), request.user), pk=pk)
    try:
        file = seal.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{case.pk}-{seal.revision.number}-{seal.pk}{PurePosixPath(seal.file.name).suffix}"
    # What a browser gets to save it does not run, whatever stands in it.
    return private(FileResponse(file, as_attachment=True, filename=name))

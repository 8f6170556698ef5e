"""The reviewer's corrections in the admin: proposed on one page, decided on the same by the company, pair by pair or all at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import is_reviewer
from cases import assigning, corrected_fields, correcting, reviewing
from cases.access import scope
from cases.admin.reviews import as_date
from cases.correcting import CorrectionRefused
from cases.diff import Run, marks
from cases.enums import CorrectionState
from cases.models import Case, Correction
from cases.text import plain_text


@dataclass(frozen=True)
class Shown:
    """A pair as the page shows it; `row` is the correction, and None before it is sent."""

    name: str
    before: list[Run]
    after: list[Run]
    row: Correction | None = None
    fits: bool = True

    @property
    def looks_alone(self) -> bool:
        """Whether the words stay and only their format changes."""
        return not any(run.kind != "same" for run in self.before + self.after)


def addresses(guarded: Callable[[Any], Any]) -> list[Any]:
    return [path("<int:object_id>/corrections/", guarded(page), name="cases_case_corrections")]


def around(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the case's form says of corrections: how many are open, and whether some may be proposed. One query."""
    rows = scope(Correction.objects.filter(case=case).exclude(state=CorrectionState.REPLACED), request.user)
    states = list(rows.values_list("state", flat=True))
    return {
        "corrections": len(states),
        "corrections_open": states.count(CorrectionState.OPEN),
        "may_correct": is_reviewer(request.user) and case.state in correcting.UNDER_REVIEW,
    }


def page(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees."""
    if request.method == "POST":
        return _act(request, case)
    return _show(request, case)


def _act(request: HttpRequest, case: Case) -> HttpResponse:
    act, _space, pk = request.POST.get("act", "").partition(" ")
    only = int(pk) if pk.isdecimal() and len(pk) < 19 else None
    if pk and only is None:
        raise Http404
    try:
        match act:
            case "send":
                return _send(request, case)
            case "accept":
                done, left = correcting.accept(case=case, by=request.user, only=only)
                _tell(request, done, left)
            case "refuse":
                done = correcting.refuse(case=case, by=request.user, why=request.POST.get("why", ""), only=only)
                text = ngettext("%(count)s correction refused.", "%(count)s corrections refused.", done)
                messages.success(request, text % {"count": done})
            case _:
                raise Http404
    except CorrectionRefused as refused:
        if refused.code == "role":
            raise Http404 from None
        if refused.code == "message":
            return _show(request, case, refused)
        messages.error(request, refused.sentence)
    return redirect(reverse("admin:cases_case_corrections", args=[case.pk]))


def _send(request: HttpRequest, case: Case) -> HttpResponse:
    posted = request.POST.get("version", "")
    version = int(posted) if posted.isdecimal() and len(posted) < 10 else 0
    done = correcting.send(case=case, by=request.user, message=request.POST.get("message", ""), version=version)
    try:
        due = as_date(request.POST.get("due", ""))
    except ValueError:
        due = None
    assigning.set_dates(case, by=request.user, company_due=due)
    text = ngettext(
        "Sent back with %(count)s correction for the company to decide on.",
        "Sent back with %(count)s corrections for the company to decide on.",
        done,
    )
    messages.success(request, text % {"count": done})
    return redirect("admin:cases_case_change", case.pk)


def _tell(request: HttpRequest, done: int, left: int) -> None:
    messages.success(request, ngettext("%(count)s correction taken.", "%(count)s corrections taken.", done) % {"count": done})
    if left:
        text = ngettext(
            "%(count)s correction was left: its words have changed meanwhile.",
            "%(count)s corrections were left: their words have changed meanwhile.",
            left,
        )
        messages.warning(request, text % {"count": left})


def _show(request: HttpRequest, case: Case, refused: CorrectionRefused | None = None) -> HttpResponse:
    rows = correcting.corrections(case, request.user)
    fits = correcting.fitting(case, rows)
    may_send = is_reviewer(request.user) and case.state in correcting.UNDER_REVIEW
    proposed = correcting.proposals(case) if may_send else []
    names = {place.path: place.name for place in reviewing.places(case)}
    names |= corrected_fields.names_of_tags([one.field for one in (*rows, *proposed)])
    shown = [_shown(row.field, row.before, row.after, names, row, row.pk in fits) for row in rows]
    context = admin.site.each_context(request) | {
        "title": _("Corrections"),
        "case": case,
        "open": [one for one in shown if one.row and one.row.state == CorrectionState.OPEN],
        "decided": [one for one in shown if one.row and one.row.state != CorrectionState.OPEN],
        "proposed": [_shown(one.field, one.pair.before, one.pair.after, names) for one in proposed],
        "may_send": may_send,
        "may_decide": reviewing.may_answer_for(request.user, case) and case.state in correcting.AT_COMPANY,
        "fitting": len(fits),
        "longest": correcting.LONGEST_WHY,
        "refused": refused,
        "typed": {name: request.POST.get(name, "") for name in ("message", "due")},
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/corrections.html", context, status=422 if refused else 200)


def _shown(field: str, before: str, after: str, names: dict[str, str], row: Correction | None = None, fits: bool = True) -> Shown:
    if field in corrected_fields.RICH:
        before, after = plain_text(before), plain_text(after)
    else:
        before, after = corrected_fields.in_words(field, before), corrected_fields.in_words(field, after)
    runs = marks(before, after)
    name = names.get(field, _("A row that is gone"))
    return Shown(name, [r for r in runs if r.kind != "new"], [r for r in runs if r.kind != "gone"], row, fits)

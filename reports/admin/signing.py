"""Sign-off on the report desk: who stands where in which chain, what waits for whom, and the page on which a part is read and signed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.document import PictureDoc
from reports import document
from reports.admin.pages import on_a_desk, row_or_404
from reports.compose import Incomplete
from reports.enums import BlockKind, PrintState
from reports.models import Part, Report, Signature
from reports.signing import sign, state, take_back
from reports.signing.companies import placed
from reports.signing.pieces import Reading, block_from_json, difference, part_from_json, read
from reports.signing.refused import Refused
from reports.signing.standing import Gone, PartStanding, Standing, standing_signatures

Said = document.Block | document.Part


def signing_page(request: HttpRequest, report: Report, *, sees_desk: bool) -> HttpResponse:
    """`report` is one that the user sees, or signs. Composing, four queries for the chains and two for the companies."""
    try:
        found, lacks = state(report), ""
    except Incomplete as incomplete:
        found, lacks = None, str(incomplete)
    cases = placed(report) if sees_desk else []
    context: dict[str, Any] = admin.site.each_context(request) | {
        **on_a_desk(report),
        "title": _("Sign-off"),
        "lacks": lacks,
        "parts": found.parts if found else [],
        "mine": found.waiting_for(request.user) if found else [],
        "signed": sum(1 for part in found.parts if part.is_signed) if found else 0,
        "cases": len(cases),
        "approved": sum(1 for each in cases if each.state == PrintState.APPROVED),
        "sees_desk": sees_desk,
        "opts": Report._meta,
    }
    return TemplateResponse(request, "admin/reports/signing.html", context)


@dataclass(frozen=True)
class Row:
    """A piece as the page shows it. `readings` are what is new since the person signed it, or all of it (`is_whole`)."""

    standing: Standing | Gone
    kind: str
    is_mine: bool
    is_whole: bool
    readings: tuple[Reading, ...]
    pictures: tuple[tuple[PictureDoc, str], ...] = ()

    @property
    def is_gone(self) -> bool:
        return isinstance(self.standing, Gone)


def part_page(request: HttpRequest, report: Report, pk: int, *, sees_desk: bool) -> HttpResponse:
    """Read a part and sign it. Composing, four queries for the chains, one for what the person signed before."""
    part = row_or_404(Part.objects.filter(report=report).select_related("report"), str(pk))
    if request.method == "POST":
        return _act(request, part)
    try:
        found = state(report).of(part.pk)
    except Incomplete as incomplete:
        messages.error(request, _("The report cannot be read yet. %(lacks)s") % {"lacks": incomplete})
        return redirect("admin:reports_report_signing", report.pk)
    if found is None:
        raise Http404
    rows = rows_of(found, request.user)
    context: dict[str, Any] = admin.site.each_context(request) | {
        **on_a_desk(report),
        "title": str(part),
        "part": part,
        "found": found,
        "rows": rows,
        "waiting": sum(1 for row in rows if row.is_mine),
        "has_signed": any(signer.user_id == request.user.pk and signature for each in found.pieces for signer, signature in each.names),
        "sees_desk": sees_desk,
        "opts": Report._meta,
    }
    return TemplateResponse(request, "admin/reports/sign.html", context)


def _act(request: HttpRequest, part: Part) -> HttpResponse:
    if request.POST.get("act") == "take_back":
        if take_back(part, by=request.user):
            messages.success(request, _("Your signatures of “%(part)s” are taken back.") % {"part": part})
        return redirect("admin:reports_report_sign", part.report_id, part.pk)
    seen = request.POST.getlist("seen")
    try:
        count = sign(part, by=request.user, seen=seen)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("admin:reports_report_sign", part.report_id, part.pk)
    if not seen:
        messages.info(request, _("Nothing was chosen, so nothing was signed."))
    elif count:
        messages.success(request, _("Signed: “%(part)s”.") % {"part": part})
    return redirect(reverse("admin:reports_report_signing", args=[part.report_id]) + f"#part-{part.pk}")


def rows_of(found: PartStanding, user: Any) -> list[Row]:
    """One query: what the person signed in this part, the last of each block."""
    before: dict[int | None, Signature] = {}
    for signature in standing_signatures(found.row.report).filter(part=found.row, by=user):
        before[signature.block] = signature
    return [_row(each, user, before) for each in found.all]


def _row(each: Standing | Gone, user: Any, before: dict[int | None, Signature]) -> Row:
    is_mine = each.waits_for is not None and each.waits_for.user_id == user.pk
    earlier = before.get(each.block)
    if isinstance(each, Gone):
        said = block_from_json(earlier.content) if earlier else None
        return Row(each, BlockKind(said.kind).label if said else "", is_mine, True, read(said) if said else ())
    said_now: Said = each.piece.said
    kind = _("Title and opener") if isinstance(said_now, document.Part) else BlockKind(said_now.kind).label
    if is_mine and earlier:
        said_then = part_from_json(earlier.content) if isinstance(said_now, document.Part) else block_from_json(earlier.content)
        return Row(each, str(kind), True, False, difference(said_then, said_now))
    return Row(each, str(kind), is_mine, True, read(said_now), tuple(_pictures(said_now)))


def _pictures(said: Said) -> list[tuple[PictureDoc, str]]:
    """Those that the piece shows, each with the address that hands it out: a report's own, or a case's."""
    match said:
        case document.Part(opener=PictureDoc() as opener):
            return [(opener, "admin:reports_block_picture")]
        case document.Photos():
            return [(picture, "admin:reports_block_picture") for picture in said.pictures]
        case document.CaseBox():
            return [(picture, "admin:picture") for box in (said, *said.nested) for picture in box.document.pictures]
    return []

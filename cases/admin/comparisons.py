"""Any two states of a case beside each other, and the way back to one of them."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from cases.access import may_edit, scope
from cases.diff import BlockChange, compare
from cases.document import CaseDocument
from cases.enums import Claim, Qualifier, Rank, Status
from cases.models import Case, Revision
from cases.restoring import RestoreRefused, restore
from cases.revisions import as_frozen_now, document_of

NOW = "now"
# What a document's fields are called before people.
NAMES = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "body": gettext_lazy("text"),
    "place": gettext_lazy("place"),
    "period": gettext_lazy("period"),
    "year": gettext_lazy("year of the report"),
    "slug": gettext_lazy("slug"),
    "parent": gettext_lazy("part of the case"),
    "continues": gettext_lazy("carries on"),
    "label": gettext_lazy("label"),
    "value": gettext_lazy("value"),
    "unit": gettext_lazy("unit"),
    "qualifier": gettext_lazy("qualifier"),
    "status": gettext_lazy("status"),
    "claim": gettext_lazy("claim"),
    "source": gettext_lazy("source"),
    "note": gettext_lazy("note"),
    "is_key": gettext_lazy("key figure"),
    "evidence": gettext_lazy("evidence"),
    "text": gettext_lazy("text"),
    "form": gettext_lazy("form"),
    "speaker": gettext_lazy("speaker"),
    "role": gettext_lazy("office or role"),
    "occasion": gettext_lazy("occasion"),
    "date": gettext_lazy("date"),
    "caption": gettext_lazy("caption"),
    "alt": gettext_lazy("alternative text"),
    "credit": gettext_lazy("credit"),
    "licence": gettext_lazy("licence"),
    "stand_in": gettext_lazy("stand-in"),
    "focus": gettext_lazy("focal point"),
    "rank": gettext_lazy("rank"),
    "reason": gettext_lazy("reason"),
    "name": gettext_lazy("name"),
    "short_name": gettext_lazy("short name"),
    "kind": gettext_lazy("kind"),
    "url": gettext_lazy("address"),
    "code": gettext_lazy("code"),
    "colour": gettext_lazy("colour"),
}
PARTS = {
    "organisation": gettext_lazy("organisations"),
    "tag": gettext_lazy("tags"),
    "figure": gettext_lazy("figures"),
    "quotation": gettext_lazy("quotations"),
    "picture": gettext_lazy("pictures"),
    "video": gettext_lazy("videos"),
}
KINDS = {
    "gone": pgettext_lazy("in a comparison", "removed"),
    "new": pgettext_lazy("in a comparison", "added"),
    "changed": pgettext_lazy("in a comparison", "changed"),
    "moved": pgettext_lazy("in a comparison", "moved"),
}
STYLES = {
    "paragraph": gettext_lazy("paragraph"),
    "h3": gettext_lazy("heading"),
    "h4": gettext_lazy("subheading"),
    "quote": gettext_lazy("quotation"),
    "item": gettext_lazy("item of a list"),
    "numbered": gettext_lazy("item of a numbered list"),
    "row": gettext_lazy("row of a table"),
    "head": gettext_lazy("head of a table"),
}
# What stands in a document as a word of ours is said as people know it.
WORDS = {"qualifier": Qualifier, "status": Status, "claim": Claim, "rank": Rank}


@require_safe
def compare_page(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees. `?before=1&after=now`; without, the last revision and the rows as they stand."""
    revisions = list(scope(Revision.objects.filter(case=case), request.user).select_related("created_by").order_by("number"))
    if not revisions:
        messages.info(request, _("There is no revision of this case yet; the first is kept when it is handed in."))
        return redirect("admin:cases_case_change", case.pk)
    numbers = {str(revision.number): revision for revision in revisions}
    asked = [request.GET.get(name, default) for name, default in (("before", str(revisions[-1].number)), ("after", NOW))]
    if any(value != NOW and value not in numbers for value in asked):
        raise Http404
    before, after = (_document(case, numbers.get(value)) for value in asked)
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Compare revisions"),
        "case": case,
        "revisions": revisions,
        "asked": asked,
        "states": [numbers.get(value) for value in asked],
        **compared(before, after),
        "may_restore": asked[0] != NOW and may_edit(request.user, case),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/compare.html", context)


def compared(before: CaseDocument, after: CaseDocument) -> dict[str, Any]:
    """What `admin/cases/case/_compared.html` shows of two documents."""
    found = compare(before, after)
    return {
        "comparison": found,
        "fields": [(change, NAMES[change.name], [_styled(block) for block in change.blocks]) for change in found.fields],
        "parts": [
            (label, [_part(change) for change in found.parts if change.part == name])
            for name, label in PARTS.items()
            if any(change.part == name for change in found.parts)
        ],
    }


def _document(case: Case, revision: Revision | None) -> CaseDocument:
    return document_of(revision) if revision else as_frozen_now(case)


def _styled(block: BlockChange) -> tuple[BlockChange, str]:
    """A paragraph with what is said of its new look, if it has one."""
    if not block.restyled:
        return block, _("other emphasis or links") if block.reformatted else ""
    return block, _("%(before)s → %(after)s") % {"before": STYLES[block.restyled], "after": STYLES[block.style]}


def _part(change: Any) -> dict[str, Any]:
    fields = [(NAMES[field.name], _in_words(change, field)) for field in change.fields]
    return {"change": change, "kind": KINDS[change.kind], "shown": change.shown, "fields": fields}


def _in_words(change: Any, field: Any) -> dict[str, Any]:
    """Before and after for what is a word of ours, marks for what people wrote."""
    if words := WORDS.get(field.name):
        return {"pair": [words(getattr(side, field.name)).label for side in (change.before, change.after)]}
    if field.name in {"is_key", "stand_in"}:
        return {"pair": [_("yes") if getattr(side, field.name) else _("no") for side in (change.before, change.after)]}
    if field.name == "focus":
        return {"pair": ["{} / {}".format(*getattr(side, field.name)) for side in (change.before, change.after)]}
    return {"runs": field.runs, "language": field.language}


def _number(posted: str) -> int:
    return int(posted) if posted.isdecimal() and len(posted) < 10 else 0


def restore_step(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method != "POST":
        if not may_edit(request.user, case):
            raise Http404
        return HttpResponseNotAllowed(["POST"])
    number, version = (_number(request.POST.get(name, "")) for name in ("number", "version"))
    revision = get_object_or_404(scope(Revision.objects.filter(case=case), request.user), number=number)
    try:
        restored = restore(revision, case=case, by=request.user, version=version)
    except RestoreRefused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("admin:cases_case_change", case.pk)
    text = _("The case stands as at revision %(number)s; what stood before is kept as a revision.")
    messages.success(request, text % {"number": number})
    if restored.lost:
        lost = _("This could not be restored, as it is there no more: %(names)s.") % {"names": "、".join(restored.lost)}
        messages.warning(request, lost)
    return redirect("admin:cases_case_change", case.pk)

"""New cases from Word files: our form handed out, files given, what became of each, and what of a file still waits."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.roles import organisation_ids
from cases.access import may_edit, own_organisations, scope
from cases.admin.uploads import MOST_AT_ONCE
from cases.calls import open_to
from cases.enums import OfferState, WordState
from cases.intake import runs
from cases.intake.document import Refused
from cases.intake.drafts import confirm, decline, settle
from cases.intake.form import form_of
from cases.intake.package import Package
from cases.media.adding import add_picture
from cases.models import Call, Case, LeftOver, WordFile
from cases.validators import DOCUMENT_BYTES, PICTURE_BYTES

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHOWN = 30


class WordForm(forms.Form):
    organisation = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Organisation"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = own_organisations(user)
        self.fields["organisation"].queryset = mine
        first = list(mine[:2])
        if len(first) == 1:
            self.fields["organisation"].initial = first[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()


def addresses(site: Any, guarded: Any) -> list[Any]:
    view = site.admin_view
    return [
        path("word/", view(new_cases), name="cases_case_word"),
        path("word/form/", view(require_safe(form)), name="cases_case_word_form"),
        path("word/<int:pk>/again/", view(again), name="cases_case_word_again"),
        path("<int:object_id>/left-over/", guarded(left_over), name="cases_case_left_over"),
        path("<int:object_id>/left-over/<int:pk>/picture/", guarded(left_picture), name="cases_case_left_picture"),
    ]


def _guard(request: HttpRequest) -> None:
    if not admin.site.get_model_admin(Case).has_add_permission(request) or not own_organisations(request.user).exists():
        raise Http404


# --- The form that is handed out --------------------------------------------------------------------------------------


def form(request: HttpRequest) -> HttpResponse:
    """Our form for a call and a kind of it (`?call=3&kind=5`); without a call that of the one that is open."""
    calls = Call.objects.prefetch_related("kinds")
    if not admin.site.get_model_admin(Call).has_view_permission(request):
        raise Http404
    if wanted := _number(request.GET.get("call", "")):
        call: Call | None = get_object_or_404(calls, pk=wanted)
    else:
        call = next((call for call in calls[:3] if call.is_open), None)
    kind = None
    if wanted := _number(request.GET.get("kind", "")):
        kind = get_object_or_404(call.kinds, pk=wanted) if call else None
    response = HttpResponse(form_of(call, kind), content_type=DOCX)
    name = f"case-form-{call.year if call else ''}-{kind.pk if kind else ''}".rstrip("-")
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


# --- Files given, many at once ------------------------------------------------------------------------------------------


def new_cases(request: HttpRequest) -> HttpResponse:
    """A script asks for JSON and sends one file; a form sends several and is led back. The page says what became of each."""
    _guard(request)
    given = WordForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST":
        return _given(request, given)
    files = _files(request)
    context: dict[str, Any] = {
        "files": [{"file": file, "is_silent": runs.is_silent(file)} for file in files],
        "is_under_way": any(file.state == WordState.READING for file in files),
    }
    if request.headers.get("HX-Request") == "true":
        return TemplateResponse(request, "admin/cases/case/word.html#standing", context)
    return _page(request, given, context)


def _page(request: HttpRequest, given: WordForm, context: dict[str, Any], status: int = 200) -> HttpResponse:
    calls = [call for call in open_to(request.user, organisation_ids(request.user)).prefetch_related("kinds") if call.is_open]
    context |= admin.site.each_context(request) | {
        "title": _("New cases from Word files"),
        "form": given,
        "calls": calls,
        "most": MOST_AT_ONCE,
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/word.html", context, status=status)


def _files(request: HttpRequest) -> list[WordFile]:
    """What this person gave last; one query."""
    rows: QuerySet[WordFile] = scope(WordFile.objects.filter(by=request.user), request.user)
    return list(rows.select_related("case", "organisation").defer("data")[:SHOWN])


def _given(request: HttpRequest, given: WordForm) -> HttpResponse:
    files = request.FILES.getlist("file")
    refused = []
    if not given.is_valid():
        refused = [{"name": "", "sentence": str(_("Choose the organisation that hands in."))}]
        files = []
    elif not files:
        refused = [{"name": "", "sentence": str(_("Choose one or more Word files."))}]
    refused += [
        {"name": file.name, "sentence": _("At most %(most)s files at once; give this one again.") % {"most": MOST_AT_ONCE}}
        for file in files[MOST_AT_ONCE:]
    ]
    taken = []
    for file in files[:MOST_AT_ONCE]:
        # Of one that is too large no more is read than tells that it is.
        data = file.read(DOCUMENT_BYTES + 1)
        taken.append(runs.hand_in(data, name=file.name, organisation=given.cleaned_data["organisation"], by=request.user))
    if not request.accepts("text/html"):
        return JsonResponse({"taken": len(taken), "refused": refused}, status=200 if taken else 422)
    for each in refused:
        messages.error(
            request,
            _("“%(file)s”: %(sentence)s") % {"file": each["name"], "sentence": each["sentence"]} if each["name"] else each["sentence"],
        )
    if not taken:
        return _page(request, given, {"files": []}, status=422)
    return redirect("admin:cases_case_word")


def again(request: HttpRequest, pk: int) -> HttpResponse:
    _guard(request)
    found = get_object_or_404(scope(WordFile.objects.filter(by=request.user), request.user), pk=pk)
    if request.method == "POST" and runs.again(found):
        messages.success(request, _("The work on it begins once more."))
    return redirect("admin:cases_case_word")


# --- What of a file still waits -----------------------------------------------------------------------------------------


def left_over(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees; what waits of its file is for those who may edit it."""
    if not may_edit(request.user, case):
        raise Http404
    if request.method == "POST":
        ticked = {int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < 19}
        if "confirm" in request.POST:
            count = confirm(case, ticked, by=request.user)
            messages.success(request, ngettext("%(count)s figure was taken.", "%(count)s figures were taken.", count) % {"count": count})
        elif "decline" in request.POST:
            count = decline(case, ticked)
            messages.success(request, ngettext("%(count)s is no figure.", "%(count)s are no figures.", count) % {"count": count})
        else:
            settle(case, ticked, by=request.user)
            messages.success(request, _("Noted."))
        return redirect("admin:cases_case_left_over", case.pk)
    context = admin.site.each_context(request) | {
        "title": _("What else the file held"),
        "case": case,
        "offers": case.offered_figures.filter(state=OfferState.OPEN),
        "left_over": case.left_over.all(),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/left_over.html", context)


def left_picture(request: HttpRequest, case: Case, pk: int) -> HttpResponse:
    """A picture that was left over, out of the file that is kept: to be looked at elsewhere (GET), or taken into the case (POST)."""
    row = get_object_or_404(case.left_over.select_related("attachment").exclude(part=""), pk=pk)
    if not may_edit(request.user, case) or row.attachment is None:
        raise Http404
    name = row.part.rpartition("/")[2]
    data = _part(row)
    if request.method != "POST":
        # Never shown in the page: what cannot be taken as a picture may be anything.
        response = HttpResponse(data, content_type="application/octet-stream")
        safe = "".join(character for character in name if character.isascii() and (character.isalnum() or character in "._-"))
        response["Content-Disposition"] = f'attachment; filename="{safe or "picture"}"'
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
    try:
        add_picture(case, ContentFile(data, name=name), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionError:
        raise Http404 from None
    else:
        done = {each.pk for each in case.left_over.exclude(settled_at=None)} | {row.pk}
        settle(case, done, by=request.user)
        messages.success(request, _("The picture is in the case now."))
    return redirect("admin:cases_case_left_over", case.pk)


def _part(row: LeftOver) -> bytes:
    try:
        with row.attachment.file.open() as file:
            return Package(file.read()).read(row.part, PICTURE_BYTES)
    except (Refused, KeyError, OSError):
        raise Http404 from None

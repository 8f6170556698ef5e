"""A new case from a Word file, and what of the file still waits."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import may_edit, own_organisations
from cases.enums import OfferState
from cases.intake.child import read_apart
from cases.intake.document import Intake, Refused
from cases.intake.drafts import confirm, decline, make_draft, settle
from cases.models import Call, Case
from cases.validators import DOCUMENT_BYTES


class WordForm(forms.Form):
    organisation = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Organisation"))
    file = forms.FileField(
        label=gettext_lazy("Word file"),
        help_text=gettext_lazy("A .docx of at most 25 MB, as you have it. What fits no field of the draft is kept beside it."),
        widget=forms.FileInput({"accept": ".docx"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = own_organisations(user)
        self.fields["organisation"].queryset = mine
        first = list(mine[:2])
        if len(first) == 1:
            self.fields["organisation"].initial = first[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        """The file read: an `Intake`, or the sentence why it is not taken."""
        given = self.cleaned_data["file"]
        if given.size > DOCUMENT_BYTES:
            raise forms.ValidationError(Refused("size").sentence)
        self.data_read = given.read()
        try:
            self.intake: Intake = read_apart(self.data_read)
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return given


def addresses(site: Any, guarded: Any) -> list[Any]:
    return [
        path("word/", site.admin_view(new_case), name="cases_case_word"),
        path("<int:object_id>/left-over/", guarded(left_over), name="cases_case_left_over"),
    ]


def new_case(request: HttpRequest) -> HttpResponse:
    if not admin.site.get_model_admin(Case).has_add_permission(request) or not own_organisations(request.user).exists():
        raise Http404
    form = WordForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        call = next((call for call in Call.objects.all()[:3] if call.is_open), None)
        given, owner = form.cleaned_data["file"], form.cleaned_data["organisation"]
        case = make_draft(form.intake, file=form.data_read, name=given.name, organisation=owner, by=request.user, call=call)
        messages.success(request, _("A draft was made of the file. Look it over."))
        waits = case.left_over.exists() or case.offered_figures.exists()
        return redirect("admin:cases_case_left_over" if waits else "admin:cases_case_change", case.pk)
    context = admin.site.each_context(request) | {"title": _("New case from a Word file"), "form": form, "opts": Case._meta}
    return TemplateResponse(request, "admin/cases/case/word.html", context, status=422 if request.method == "POST" else 200)


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

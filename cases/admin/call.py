"""The call: what it asks for, its numbers, its end; and inviting to it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import is_reviewer
from cases.admin.scoped import Scoped, ScopedAdmin
from cases.calls import LIMITABLE, REQUIRABLE, CallRefused, extend, numbers
from cases.enums import CaseState
from cases.invitations import InvitationRefused, invite, invite_lines, read_lines, revoke, with_states
from cases.models import Call, CallKind, Case, Invitation

MOST = 100_000


class AskingForm(forms.ModelForm):
    """What is asked for as boxes to tick, and a number for each text that may be limited."""

    required = forms.MultipleChoiceField(
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Must be filled in"),
        help_text=gettext_lazy("Besides the Chinese title, summary and text, and one to four goals, which every case needs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "required" in self.fields:
            self.fields["required"].choices = list(REQUIRABLE_NAMES.items())
        for name in LIMITABLE:
            if f"limit_{name}" in self.fields:
                self.initial[f"limit_{name}"] = self.instance.limits.get(name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        limits = {name: data.get(f"limit_{name}") for name in LIMITABLE if f"limit_{name}" in self.fields}
        if limits:
            self.instance.limits = {name: limit for name, limit in limits.items() if limit}
        return data


REQUIRABLE_NAMES = {
    "title_en": gettext_lazy("Title (English)"),
    "summary_en": gettext_lazy("Summary (English)"),
    "body_en": gettext_lazy("Text (English)"),
    "place_zh_hans": gettext_lazy("Place"),
    "period": gettext_lazy("Period"),
    "figures": gettext_lazy("Key figures"),
    "quotations": gettext_lazy("Quotations"),
    "pictures": gettext_lazy("Pictures"),
    "attachments": gettext_lazy("Files as evidence"),
}
assert REQUIRABLE_NAMES.keys() == REQUIRABLE.keys()


def limit_fields() -> dict[str, forms.Field]:
    return {
        f"limit_{name}": forms.IntegerField(
            required=False, min_value=1, max_value=MOST, label=format_lazy(gettext_lazy("{field}: most characters"), field=label)
        )
        for name, label in LIMITABLE.items()
    }


CallForm = type(
    "CallForm", (AskingForm,), limit_fields() | {"Meta": type("Meta", (), {"model": Call, "fields": []}), "__module__": __name__}
)
CallKindForm = type(
    "CallKindForm", (AskingForm,), limit_fields() | {"Meta": type("Meta", (), {"model": CallKind, "fields": []}), "__module__": __name__}
)
LIMITS = tuple(zip(*[iter(f"limit_{name}" for name in LIMITABLE)] * 2, strict=True))


class CallKindInline(Scoped, admin.StackedInline):
    model = CallKind
    form = CallKindForm
    template = "admin/edit_inline/rows.html"
    extra = 0
    fieldsets = [(None, {"fields": [("name_zh_hans", "name_en"), ("guidance_zh_hans", "guidance_en"), "required", *LIMITS, "order"]})]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if "rows" in request.GET else 0


class ExtendForm(forms.Form):
    closes_at = forms.DateTimeField(
        label=gettext_lazy("New end"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class LinesForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Organisations and addresses"),
        max_length=200_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("A row each: the organisation, a comma, the address. Rows copied from a spreadsheet will do."),
    )


class OneForm(forms.ModelForm):
    """One invitation, with what only the association gives: a prepared case, a late entry."""

    class Meta:
        model = Invitation
        fields = ["organisation", "email", "language", "as_owner", "stub", "late_until"]
        widgets = {"late_until": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.call = call
        stub: Any = self.fields["stub"]
        stub.queryset = Case.objects.filter(state=CaseState.DRAFT, call=call).select_related("organisation")
        stub.label_from_instance = lambda case: f"{case.organisation} · {case}"
        self.initial.setdefault("as_owner", True)


@admin.register(Call)
class CallAdmin(ScopedAdmin):
    form = CallForm
    inlines = [CallKindInline]
    list_display = ["title", "year", "opens_at", "closes_at", "open_now"]
    sortable_by: list[str] = []
    search_fields = ["title_zh_hans", "title_en"]
    change_form_template = "admin/cases/call/change_form.html"
    fieldsets = [
        (None, {"fields": [("title_zh_hans", "title_en"), "year", ("opens_at", "closes_at")]}),
        (gettext_lazy("What it asks for"), {"fields": [("guidance_zh_hans", "guidance_en"), "required", *LIMITS]}),
    ]

    @admin.display(description=gettext_lazy("open"), boolean=True)
    def open_now(self, obj: Call) -> bool:
        return obj.is_open

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The association sees how far the call has come."""
        obj = kwargs.get("obj")
        context["calls"] = [obj] if obj is not None else []
        if obj is not None and is_reviewer(request.user):
            context["numbers"] = numbers(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/extend/", view(self.extend), name="cases_call_extend"),
            path("<int:object_id>/invitations/", view(self.invitations), name="cases_call_invitations"),
            path("<int:object_id>/invitations/<int:pk>/revoke/", view(self.revoke), name="cases_call_revoke"),
            *super().get_urls(),
        ]

    def _call(self, request: HttpRequest, object_id: int) -> Call:
        call = self.get_object(request, str(object_id))
        if call is None or not is_reviewer(request.user):
            raise Http404
        return call

    def extend(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Move the end: the page says what follows, and does it in one act."""
        call = self._call(request, object_id)
        form = ExtendForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            before = call.closes_at
            try:
                told = extend(call, closes_at=form.cleaned_data["closes_at"], by=request.user)
            except CallRefused as refused:
                form.add_error("closes_at", ValidationError(refused.sentence))
            else:
                self.log_change(request, call, _("Extended from %(before)s.") % {"before": f"{before:%Y-%m-%d %H:%M}"})
                self.message_user(
                    request,
                    ngettext("The call is extended; %(n)d person is told.", "The call is extended; %(n)d people are told.", len(told))
                    % {"n": len(told)},
                    messages.SUCCESS,
                )
                return redirect("admin:cases_call_change", call.pk)
        return self._page(request, call, "extend", _("Extend the call"), form=form, status=422 if form.is_bound else 200)

    def invitations(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Who was invited; one more, or a pasted list with what would happen to each row first."""
        call = self._call(request, object_id)
        one = OneForm(call, request.POST if "one" in request.POST else None, prefix="one")
        many = LinesForm(request.POST if "preview" in request.POST or "send" in request.POST else None)
        lines = read_lines(many.cleaned_data["lines"]) if many.is_bound and many.is_valid() else []
        if one.is_bound and one.is_valid():
            chosen = {name: one.cleaned_data[name] for name in OneForm.Meta.fields}
            try:
                made, _token = invite(**chosen, call=call, by=request.user)
            except InvitationRefused as refused:
                one.add_error(None, refused.sentence)
            else:
                self.message_user(request, _("Invited: %(email)s.") % {"email": made.email}, messages.SUCCESS)
                return redirect("admin:cases_call_invitations", call.pk)
        if lines and "send" in request.POST:
            try:
                sent = invite_lines(lines, call=call, by=request.user)
            except InvitationRefused as refused:
                many.add_error(None, refused.sentence)
            else:
                self.message_user(
                    request,
                    ngettext("%(n)d person is invited.", "%(n)d people are invited.", len(sent)) % {"n": len(sent)},
                    messages.SUCCESS,
                )
                return redirect("admin:cases_call_invitations", call.pk)
        rows = with_states(call.invitations.select_related("stub")[:1000])
        failed = (one.is_bound and not one.is_valid()) or (many.is_bound and not many.is_valid())
        return self._page(
            request, call, "invitations", _("Invitations"), one=one, many=many, lines=lines, rows=rows, status=422 if failed else 200
        )

    def revoke(self, request: HttpRequest, object_id: int, pk: int) -> HttpResponse:
        call = self._call(request, object_id)
        found = call.invitations.select_related("organisation").filter(pk=pk).first()
        if found is None or request.method != "POST":
            raise Http404
        revoke(found, by=request.user)
        self.message_user(request, _("The invitation to %(email)s is taken back.") % {"email": found.email}, messages.SUCCESS)
        return redirect("admin:cases_call_invitations", call.pk)

    def _page(self, request: HttpRequest, call: Call, name: str, title: str, *, status: int, **context: Any) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"title": title, "call": call, "opts": self.opts} | context
        return TemplateResponse(request, f"admin/cases/call/{name}.html", whole, status=status)

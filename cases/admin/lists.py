"""Many cases at once in the admin: the Excel form, the list that comes back, what it would make, and the word that makes it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from cases.access import own_organisations, visible_cases
from cases.admin.choices import choices
from cases.admin.scoped import LookOnlyAdmin
from cases.enums import ListState
from cases.lists import columns, runs
from cases.lists.way import ListRefused, discard, is_silent
from cases.models import Call, Case, CaseList, GivenList
from cases.models.fields import YEARS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 50


class GiveForm(forms.Form):
    """Which file, for whom, under which call. Only one's own organisations can be chosen."""

    file = forms.FileField(label=gettext_lazy("Excel list, or a zip of it with its files"), allow_empty_file=True, max_length=300)
    organisation = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=gettext_lazy("Organisation"))
    call = forms.ModelChoiceField(
        queryset=Call.objects.none(), required=False, label=gettext_lazy("Call for cases"), empty_label=gettext_lazy("none")
    )
    year = forms.IntegerField(
        required=False,
        label=gettext_lazy("Year of the report"),
        help_text=gettext_lazy("Not needed with a call: its year holds."),
        min_value=YEARS[0].limit_value,
        max_value=YEARS[1].limit_value,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = own_organisations(user)
        self.fields["organisation"].queryset = mine
        self.fields["call"].queryset = choices(Case._meta.get_field("call"), user)
        self.fields["file"].widget.attrs["accept"] = f".xlsx,{XLSX},.zip,application/zip"
        several = list(mine[:2])
        if len(several) == 1:
            self.fields["organisation"].initial = several[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("call") and not found.get("year") and "year" not in self.errors:
            self.add_error("year", _("Choose a call, or give the year of the report."))
        return found


class GivenListAdmin(LookOnlyAdmin):
    """Lists that are given, read, shown and answered. `doors` is the module with `confirm` and `again`; `form_view` hands out the form."""

    list_display_links = ["name"]
    sortable_by: list[str] = []
    doors: Any
    form_view: Callable[[HttpRequest], HttpResponse]

    class Media:
        css = {"all": ["admin-theme/lists.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(f"{self.opts.app_label}.add_{self.opts.model_name}"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("data", "rows", "problems")

    @admin.display(description=gettext_lazy("state"))
    def in_state(self, obj: GivenList) -> SafeString:
        return format_html('<span class="state list-{}">{}</span>', obj.state, obj.get_state_display())

    def address(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def to_its_page(self, given: GivenList) -> HttpResponse:
        return redirect(f"admin:{self.address('change')}", given.pk)

    # --- Its pages --------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        def guarded(view: Any) -> Any:
            def scoped(request: HttpRequest, object_id: int) -> HttpResponse:
                found = self._get(request, str(object_id))
                if request.method != "POST" or not self.has_add_permission(request):
                    return self.to_its_page(found)
                return view(request, found)

            return self.admin_site.admin_view(scoped)

        own = [
            path("form/", self.admin_site.admin_view(require_safe(self.form_view)), name=self.address("form")),
            path("<int:object_id>/confirm/", guarded(self.confirm_view), name=self.address("confirm")),
            path("<int:object_id>/discard/", guarded(self.discard_view), name=self.address("discard")),
            path("<int:object_id>/again/", guarded(self.again_view), name=self.address("again")),
        ]
        return [*own, *super().get_urls()]

    def _get(self, request: HttpRequest, object_id: str) -> Any:
        found: GivenList | None = self.get_object(request, unquote(object_id))
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        return found

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A list's history is its page."""
        return self.to_its_page(self._get(request, object_id))

    # --- The answer to it ---------------------------------------------------------------------------------------

    def confirm(self, request: HttpRequest, given: Any) -> bool:
        """Through the door."""
        return bool(self.doors.confirm(given, by=request.user))

    def confirm_view(self, request: HttpRequest, given: Any) -> HttpResponse:
        try:
            if not self.confirm(request, given):
                messages.info(request, _("This list has been answered already."))
        except ListRefused as refused:
            messages.error(request, refused.sentence)
        return self.to_its_page(given)

    def discard_view(self, request: HttpRequest, given: Any) -> HttpResponse:
        if discard(given):
            messages.success(request, _("Called off: nothing was made of “%(name)s”.") % {"name": given})
            return redirect(f"admin:{self.address('changelist')}")
        messages.info(request, _("This list has been answered already."))
        return self.to_its_page(given)

    def again_view(self, request: HttpRequest, given: Any) -> HttpResponse:
        if self.doors.again(given):
            messages.success(request, _("The work on it begins once more."))
        return self.to_its_page(given)


def standing(given: GivenList) -> dict[str, Any]:
    """What every list's page says of where it stands (see `admin/cases/caselist/_standing.html`)."""
    state = ListState(given.state)
    unlisted = given.wrong - len(given.problems)
    return {"is_under_way": state.is_under_way, "is_silent": is_silent(given), "state": state.value, "unlisted": unlisted}


def workbook_answer(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@admin.register(CaseList)
class CaseListAdmin(GivenListAdmin):
    list_display = ["name", "organisation", "in_state", "total", "by", "at"]
    list_select_related = ["organisation", "by"]
    doors = runs

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseList]:
        return super().get_queryset(request).defer("made")

    def form_view(self, request: HttpRequest) -> HttpResponse:
        """The Excel form in the language of the page, for the call that is open."""
        if not self.has_add_permission(request):
            raise Http404
        call = next((call for call in Call.objects.all()[:3] if call.is_open), None)
        language = "en" if get_language() == "en" else "zh"
        return workbook_answer(columns.form(call), f"cases-{call.year if call else 'form'}-{language}")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        call = choices(Case._meta.get_field("call"), request.user).first()
        bound = (request.POST, request.FILES) if request.method == "POST" else ()
        form = GiveForm(*bound, user=request.user, initial={"call": call})
        if bound and form.is_valid() and (answer := self._given(request, form)):
            return answer
        context = self.admin_site.each_context(request) | {
            "title": _("New list of cases"),
            "form": form,
            "opts": self.opts,
            "most": columns.MOST,
        }
        return TemplateResponse(request, "admin/cases/caselist/give.html", context, status=422 if form.errors else 200)

    def _given(self, request: HttpRequest, form: GiveForm) -> HttpResponse | None:
        file = form.cleaned_data["file"]
        if file.size > runs.BUNDLE_BYTES:
            # Not read into memory to be refused.
            form.add_error("file", runs.too_large(file.size))
            return None
        chosen = {name: form.cleaned_data[name] for name in ("organisation", "call", "year")}
        try:
            made = runs.hand_in(file.read(), name=file.name, by=request.user, **chosen)
        except ListRefused as refused:
            if refused.earlier is None:
                form.add_error("file", str(refused.sentence))
                return None
            messages.info(request, refused.sentence)
            made = refused.earlier
        return redirect("admin:cases_caselist_change", made.pk)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Where the list stands. While it is worked on the page asks again: its middle by htmx, or the whole without scripts."""
        found = self._get(request, object_id)
        shown = Paginator(found.rows, AT_ONCE).get_page(request.GET.get("p"))
        context: dict[str, Any] = standing(found) | {
            "case_list": found,
            "may_answer": self.has_add_permission(request),
            "rows": shown if found.state == ListState.READY else [],
            "page": shown,
            "made": visible_cases(request.user).filter(pk__in=found.made[:AT_ONCE]).order_by("pk") if found.state == ListState.DONE else [],
        }
        if request.headers.get("HX-Request") == "true":
            return TemplateResponse(request, "admin/cases/caselist/list.html#standing", context)
        context |= self.admin_site.each_context(request) | {"title": found.name, "subtitle": None, "opts": self.opts}
        return TemplateResponse(request, "admin/cases/caselist/list.html", context)

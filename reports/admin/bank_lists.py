"""The bank of indicators as an Excel file: taken out, given back, and what it would do, shown before it does it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy

from cases.admin.lists import AT_ONCE, XLSX, GivenListAdmin, standing, workbook_answer
from cases.enums import ListState
from cases.lists.columns import MOST
from cases.lists.way import BYTES, ListRefused
from reports.bank import runs
from reports.bank.columns import workbook
from reports.bank.plan import CHANGED, NEW, SAME
from reports.models import Indicator, IndicatorList


class GiveForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Excel list"), allow_empty_file=True, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = f".xlsx,{XLSX}"


# What a row does → its name, and how many of them the page's address asks for.
KINDS = ((NEW, gettext_lazy("New")), (CHANGED, gettext_lazy("Changed")), (SAME, gettext_lazy("As it is")))


@admin.register(IndicatorList)
class IndicatorListAdmin(GivenListAdmin):
    list_display = ["name", "in_state", "total", "by", "at"]
    list_select_related = ["by"]
    doors = runs

    def form_view(self, request: HttpRequest) -> HttpResponse:
        """The bank in the language of the page; with `?empty` the headings alone. Two queries for any number of values."""
        if not self.has_view_permission(request):
            raise Http404
        is_empty = "empty" in request.GET
        bank = Indicator.objects.none() if is_empty else Indicator.objects.prefetch_related("observations").order_by("key")
        rows = [(row, value) for row in bank for value in (list(row.observations.all()) or [None])]
        language = "en" if get_language() == "en" else "zh"
        return workbook_answer(workbook(rows), f"indicators-{'form' if is_empty else 'bank'}-{language}")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        form = GiveForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        if form.is_bound and form.is_valid() and (answer := self._given(request, form)):
            return answer
        context = self.admin_site.each_context(request) | {
            "title": gettext_lazy("Indicators from an Excel list"),
            "form": form,
            "opts": self.opts,
            "most": MOST,
        }
        return TemplateResponse(request, "admin/reports/bank/give.html", context, status=422 if form.errors else 200)

    def _given(self, request: HttpRequest, form: GiveForm) -> HttpResponse | None:
        file = form.cleaned_data["file"]
        try:
            if file.size > BYTES:
                # Not read into memory to be refused.
                raise ListRefused(runs.too_large(file.size))
            return self.to_its_page(runs.hand_in(file.read(), name=file.name, by=request.user))
        except ListRefused as refused:
            form.add_error("file", str(refused.sentence))
            return None

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Where the list stands; of one that was read what it would do to the bank as it is now."""
        found: IndicatorList = self._get(request, object_id)
        context: dict[str, Any] = standing(found) | {"given": found, "may_answer": self.has_add_permission(request)}
        if found.state == ListState.READY:
            doing = runs.planned(found)
            kind = next((kind for kind, _name in KINDS if kind == request.GET.get("show")), "")
            steps = [step for step in doing.steps if step.kind == kind] if kind else doing.steps
            context |= {
                "plan": doing,
                "kinds": [(value, name, doing.count(value), value == kind) for value, name in KINDS],
                "kind": kind,
                "page": Paginator(steps, AT_ONCE).get_page(request.GET.get("p")),
            }
        if request.headers.get("HX-Request") == "true":
            return TemplateResponse(request, "admin/reports/bank/list.html#standing", context)
        context |= self.admin_site.each_context(request) | {"title": found.name, "subtitle": None, "opts": self.opts}
        return TemplateResponse(request, "admin/reports/bank/list.html", context)

    def confirm(self, request: HttpRequest, given: Any) -> bool:
        return runs.confirm(given, mark=request.POST.get("mark", ""), by=request.user)

"""From a report to the next year's: what will be made, made at one click; and the call for cases beside it."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.document import Text
from cases.models import Call
from cases.models.fields import YEARS
from cases.revisions import both
from reports.admin.pages import beneath, page_of
from reports.models import Report
from reports.rolling import Refused, preview, roll_forward


def addresses(modeladmin: Any) -> list[Any]:
    def view(request: HttpRequest, report: Report) -> HttpResponse:
        return next_year(request, report, modeladmin)

    return [path("<int:object_id>/next-year/", beneath(modeladmin, view), name="reports_report_next_year")]


class NextForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Year"), validators=YEARS, widget=forms.NumberInput({"inputmode": "numeric"}))
    title_zh_hans = forms.CharField(label=gettext_lazy("Title (Chinese)"), max_length=160, widget=forms.TextInput({"lang": "zh-Hans"}))
    title_en = forms.CharField(
        label=gettext_lazy("Title (English)"), max_length=160, required=False, widget=forms.TextInput({"lang": "en"})
    )
    parts = forms.MultipleChoiceField(label=gettext_lazy("Parts that go along"), required=False)


def next_year(request: HttpRequest, report: Report, modeladmin: Any) -> HttpResponse:
    """Beside the frame five queries: parts, blocks, quotas, the report of that year if there is one, the call."""
    going = preview(report)
    year = report.year + 1
    title = both(report, "title")
    initial = {"year": year, "title_zh_hans": _moved_on(title.zh_hans, report.year), "title_en": _moved_on(title.en, report.year)}
    form = NextForm(request.POST or None, initial=initial)
    for name in ("title_zh_hans", "title_en"):
        form.fields[name].widget.attrs.pop("maxlength", None)
    form.fields["parts"].choices = [(each.part.key, str(each.part.title)) for each in going]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = roll_forward(report, year=data["year"], title=Text(data["title_zh_hans"], data["title_en"]), keys=data["parts"])
        except Refused as refused:
            form.add_error("year", str(refused))
        else:
            modeladmin.log_addition(request, made, _("Made from the report of %(year)s.") % {"year": report.year})
            messages.success(
                request, _("Made: “%(report)s”. Its places are empty; fill in the figures, select cases, write.") % {"report": made}
            )
            return redirect("admin:reports_report_last_year", made.pk)
    return page_of(
        request,
        report,
        "admin/reports/next_year.html",
        title=_("Next year’s report"),
        status=422 if form.is_bound else 200,
        form=form,
        going=going,
        checked=request.POST.getlist("parts") if form.is_bound else [each.part.key for each in going],
        quotas=report.quotas.count(),
        there=Report.objects.filter(year=year).first(),
        **call_for(request, year),
    )


def _moved_on(title: str, year: int) -> str:
    """A title that names the year names the next."""
    return re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), title)


def call_for(request: HttpRequest, year: int) -> dict[str, Any]:
    """The call for cases of that year, or where whoever may opens it. One query."""
    call = Call.objects.filter(year=year).first()
    preset = {
        "year": year,
        "title_zh_hans": f"{year}年度案例征集",
        "title_en": f"Call for cases {year}",
        "opens_at": f"{timezone.localtime():%Y-%m-%dT09:00}",
    }
    may = request.user.has_perm("cases.add_call")
    return {"call": call, "call_year": year, "call_address": reverse("admin:cases_call_add", query=preset) if may else ""}

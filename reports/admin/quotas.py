"""What a report wants of its selection, set on a plain form: a row for each quota, those without a number fall away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.search.facets import FacetIndex, current_index
from reports.admin.coverage import known, name_of
from reports.admin.pages import beneath, page_of
from reports.coverage import Wanted
from reports.enums import Aspect
from reports.models import Report
from reports.selection import Refused, mark_of, quotas_of, set_quotas

MOST = 10_000
EACH = {
    Aspect.CONCEPT: gettext_lazy("Each concept"),
    Aspect.SDG: gettext_lazy("Each goal"),
    Aspect.SECTOR: gettext_lazy("Each sector"),
    Aspect.REGION: gettext_lazy("Each region"),
    Aspect.KIND: gettext_lazy("Each kind of organisation"),
    Aspect.OWNER: gettext_lazy("Each organisation"),
}


def addresses(modeladmin: Any) -> list[Any]:
    return [path("<int:object_id>/selection/quotas/", beneath(modeladmin, quotas), name="reports_report_quotas")]


def choices(index: FacetIndex) -> list[Any]:
    """Aspect and value as one choice (`concept=green`), the values in groups."""
    values = known(index)
    whole = [(f"{aspect}=", aspect.label) for aspect in Aspect if aspect.is_one]
    each = [(f"{aspect}=", name) for aspect, name in EACH.items()]
    groups = [(aspect.label, [(f"{aspect}={value}", name_of(index, aspect, value)) for value in values[aspect]]) for aspect in values]
    return [("", "—"), *whole, (_("Of each alike"), each), *groups]


class QuotaForm(forms.Form):
    what = forms.ChoiceField(label=gettext_lazy("Quota of"), required=False)
    minimum = forms.IntegerField(label=gettext_lazy("At least"), required=False, min_value=0, max_value=MOST)
    maximum = forms.IntegerField(label=gettext_lazy("At most"), required=False, min_value=0, max_value=MOST)

    def __init__(self, *args: Any, offered: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        was = self.initial.get("what")
        there = {value for name, group in offered for value in (dict(group) if isinstance(group, list) else [name])}
        # A value that no published case has any more keeps its quota.
        gone = [(was, was.partition("=")[2])] if was and was not in there and not str(was).endswith("=") else []
        self.fields["what"].choices = [*offered, *gone]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        least, most = data.get("minimum"), data.get("maximum")
        if not data.get("what") and (least is not None or most is not None):
            self.add_error("what", _("Choose what the number is wanted of."))
        if least is not None and most is not None and most < least:
            self.add_error("maximum", _("“At most” is less than “at least”."))
        return data

    @property
    def wanted(self) -> Wanted | None:
        data = self.cleaned_data
        if not data.get("what") or (data["minimum"] is None and data["maximum"] is None):
            return None
        aspect, _equals, value = data["what"].partition("=")
        return Wanted(aspect, value, data["minimum"], data["maximum"])


class QuotaFormSet(BaseFormSet):
    def clean(self) -> None:
        taken = set()
        for form in self.forms:
            what = getattr(form, "cleaned_data", {}).get("what")
            if what and what in taken:
                form.add_error("what", ValidationError(_("This stands in a row above already; give its numbers there.")))
            taken.add(what)


def quotas(request: HttpRequest, report: Report) -> HttpResponse:
    """The page's frame, the quotas and the site's version: two queries."""
    there = quotas_of(report)
    rows = [{"what": f"{quota.aspect}={quota.value}", "minimum": quota.minimum, "maximum": quota.maximum} for quota in there]
    make = formset_factory(QuotaForm, QuotaFormSet, extra=5, max_num=200, absolute_max=200)
    formset = make(request.POST or None, initial=rows, prefix="quota", form_kwargs={"offered": choices(current_index())})
    seen, refused = request.POST.get("seen", mark_of(there)), ""
    if request.method == "POST" and formset.is_valid():
        try:
            set_quotas(report, [form.wanted for form in formset if form.wanted], seen=seen)
        except Refused as error:
            refused, seen = str(error), mark_of(there)
        else:
            messages.success(request, _("The quotas are set."))
            return redirect("admin:reports_report_selection", report.pk)
    return page_of(
        request,
        report,
        "admin/reports/quotas.html",
        title=_("Quotas"),
        status=422 if formset.is_bound else 200,
        formset=formset,
        seen=seen,
        refused=refused,
        theirs=[_in_words(quota) for quota in there] if refused else [],
    )


def _in_words(quota: Wanted) -> str:
    aspect = Aspect(quota.aspect)
    name = name_of(current_index(), aspect, quota.value) if quota.value or aspect.is_one else str(EACH[aspect])
    least = _("at least %(number)s") % {"number": quota.minimum} if quota.minimum is not None else ""
    most = _("at most %(number)s") % {"number": quota.maximum} if quota.maximum is not None else ""
    return f"{name}: {' · '.join(filter(None, (least, most)))}"

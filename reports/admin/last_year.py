"""What a report takes over from the year before: figures to fill in beside last year's, and the cases that could be continued."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cases.document import Text
from cases.enums import Qualifier
from cases.models.fields import ExactDecimalFormField
from cases.periods import validate_period, words
from cases.quantities import display
from reports.admin.choosing import language
from reports.admin.next_year import call_for
from reports.admin.pages import beneath, board_address, page_of
from reports.models import Observation, Report
from reports.rolling import Filled, ToFill, continuations, figures_to_fill, fill_in, previous

EACH_PAGE = 30


def addresses(modeladmin: Any) -> list[Any]:
    return [
        path("<int:object_id>/last-year/", beneath(modeladmin, cases), name="reports_report_last_year"),
        path("<int:object_id>/figures/", beneath(modeladmin, figures), name="reports_report_figures"),
    ]


# --- Figures ---------------------------------------------------------------------------------------------------------


class FigureForm(forms.Form):
    """This year's value of one indicator; without a number nothing is saved."""

    value = ExactDecimalFormField(label=gettext_lazy("Value"), required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    qualifier = forms.ChoiceField(label=gettext_lazy("Qualifier"), choices=Qualifier.choices, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False)
    period = forms.CharField(label=gettext_lazy("Period"), max_length=25, required=False, validators=[validate_period])
    source_zh_hans = forms.CharField(label=gettext_lazy("Source (Chinese)"), max_length=200, required=False)
    source_en = forms.CharField(label=gettext_lazy("Source (English)"), max_length=200, required=False)

    def __init__(self, *args: Any, row: ToFill, **kwargs: Any) -> None:
        self.row = row
        last = row.last
        initial = {"unit": last.unit, "qualifier": last.qualifier, "period": row.period}
        super().__init__(*args, prefix=f"figure-{last.pk}", initial=initial, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["placeholder"] = field.label
            field.widget.attrs.pop("maxlength", None)  # a browser that stops there cuts what is pasted without a word
            if name.startswith("source"):
                field.widget.attrs["lang"] = "en" if name == "source_en" else "zh-Hans"

    @property
    def filled(self) -> Filled | None:
        data = self.cleaned_data
        if data.get("value") is None:
            return None
        source = Text(data["source_zh_hans"], data["source_en"])
        return Filled(self.row.last, data["value"], data["period"], data["unit"], data["qualifier"], source)


@dataclass(frozen=True)
class Figure:
    """A row of the page: last year's value, and the form for this year's or what the bank holds."""

    row: ToFill
    last: str
    now: str
    form: FigureForm


STATES = (("open", gettext_lazy("To fill in")), ("filled", pgettext_lazy("figures", "Filled in")))


def figures(request: HttpRequest, report: Report) -> HttpResponse:
    """Beside the frame the queries of `figures_to_fill`, and the report before."""
    every = figures_to_fill(report)
    groups = {"open": [row for row in every if row.now is None], "filled": [row for row in every if row.now is not None]}
    state = "filled" if request.GET.get("state") == "filled" else "open"
    page = Paginator(groups[state], EACH_PAGE).get_page(request.GET.get("page"))
    # What was typed is found by its row, whatever page that stands on by now.
    typed = [FigureForm(request.POST, row=row) for row in every if request.POST.get(f"figure-{row.last.pk}-value", "").strip()]
    valid = [form.is_valid() for form in typed]  # each is asked, so that each says what is wrong
    if request.method == "POST" and all(valid):
        try:
            made = fill_in(report, [form.filled for form in typed if form.filled])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if made:
                said = ngettext("%(count)s figure saved.", "%(count)s figures saved.", len(made)) % {"count": len(made)}
                messages.success(request, said)
            else:
                messages.info(request, _("No number was typed, so nothing is saved."))
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    again = {form.row.last.pk for form in typed}
    shown = [*typed, *(FigureForm(row=row) for row in page if row.last.pk not in again)]
    return page_of(
        request,
        report,
        "admin/reports/figures.html",
        title=_("Figures to fill in"),
        status=422 if request.method == "POST" else 200,
        before=previous(report),
        rows=[Figure(form.row, _in_words(form.row.last), _in_words(form.row.now) if form.row.now else "", form) for form in shown],
        page=page,
        state=state,
        states=[(value, name, len(groups[value])) for value, name in STATES],
        wrong=not all(valid),
    )


def _in_words(row: Observation) -> str:
    """Value and period; the part that it stands in is plain from the page."""
    said = display(row.value, row.unit, row.qualifier, language())
    return " · ".join(filter(None, (str(said), words(row.period, language()))))


# --- Cases -----------------------------------------------------------------------------------------------------------


def cases(request: HttpRequest, report: Report) -> HttpResponse:
    """Beside the frame the queries of `continuations`, the report before and the call."""
    return page_of(
        request,
        report,
        "admin/reports/last_year.html",
        title=_("From last year"),
        before=previous(report),
        rows=continuations(report),
        board=board_address(report.pk),
        **call_for(request, report.year),
    )

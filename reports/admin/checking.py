"""The association's side of a request for figures: what was answered, beside last year's value; accepted or sent back with a word."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.admin.asking import count_as_the_browser_does
from cases.periods import words
from cases.quantities import display
from reports.admin.answering import in_words
from reports.admin.choosing import language
from reports.asking import steps
from reports.asking.distance import is_far
from reports.asking.steps import AskRefused, Verdict
from reports.enums import AskState, FigureState
from reports.models import AskedFigure, FigureRequest

WAYS = (("", gettext_lazy("Later")), ("accept", pgettext_lazy("a figure", "Accept")), ("return", pgettext_lazy("a figure", "Send back")))


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"), choices=WAYS, required=False, widget=forms.RadioSelect)
    word = forms.CharField(label=gettext_lazy("What to correct"), max_length=600, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any, *, row: AskedFigure) -> None:
        super().__init__(data, prefix=f"figure-{row.pk}", initial={"verdict": ""})
        self.row = row
        self.fields["word"].widget.attrs.pop("maxlength", None)
        count_as_the_browser_does(self.fields["word"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("verdict") == "return" and not data.get("word", "").strip() and "word" not in self.errors:
            self.add_error("word", _("Say what the company should correct."))
        return data

    @property
    def value_in_words(self) -> str:
        row = self.row
        return str(display(row.value, row.unit, row.qualifier, language())) if row.value is not None else ""

    @property
    def period_in_words(self) -> str:
        return words(self.row.period, language())

    @property
    def last_in_words(self) -> str:
        return in_words(self.row.last)

    @property
    def is_far(self) -> bool:
        """Also where the company says that it is right: the association looks twice."""
        last = self.row.last
        return last is not None and last.unit == self.row.unit and is_far(self.row.value, last.value)


def checking(request: HttpRequest, asked: FigureRequest) -> dict[str, Any] | None:
    """The page's context; None when the post is done and the page is to be read anew."""
    figures = steps.figures_of(asked)
    may_check = steps.may_check(request.user)
    is_open = may_check and asked.state == AskState.GIVEN
    data = request.POST if request.method == "POST" else None
    verdicts = [VerdictForm(data if is_open and row.state == FigureState.OPEN else None, row=row) for row in figures]
    bound = [form for form in verdicts if form.is_bound]
    valid = [form.is_valid() for form in bound]
    if data is not None and (all(valid) or "_accept_all" in data):
        try:
            _check(request, asked, bound)
        except AskRefused as refused:
            messages.error(request, str(refused))
        return None
    return {
        "verdicts": verdicts,
        "may_check": is_open,
        "may_withdraw": may_check and not AskState(asked.state).is_over,
        "wrong": not all(valid),
    }


def _check(request: HttpRequest, asked: FigureRequest, bound: list[VerdictForm]) -> None:
    if "_accept_all" in request.POST:
        said = {form.row.pk: Verdict(True) for form in bound}
    else:
        chosen = [form for form in bound if form.cleaned_data["verdict"]]
        said = {form.row.pk: Verdict(form.cleaned_data["verdict"] == "accept", form.cleaned_data["word"]) for form in chosen}
    match steps.check(asked, said, by=request.user):
        case AskState.DONE:
            messages.success(request, _("All figures are accepted and stand in the bank of indicators."))
        case AskState.RETURNED:
            messages.success(request, _("Sent back to the company with your words; what was accepted stands in the bank."))
        case _:
            messages.success(request, _("Saved; some figures are still to be checked."))

"""A company's side of a request for figures: each figure beside last year's value, saved with gaps, handed in."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.admin.asking import count_as_the_browser_does
from cases.enums import Qualifier
from cases.models.fields import ExactDecimalFormField
from cases.periods import words
from cases.quantities import display
from reports.admin.choosing import language
from reports.asking import steps
from reports.asking.steps import Answer, AskRefused
from reports.enums import FigureState
from reports.models import AskedFigure, FigureRequest


class AnswerForm(forms.Form):
    """One figure. `seen` is what stood there when the page was opened."""

    value = ExactDecimalFormField(label=gettext_lazy("Value"), required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    qualifier = forms.ChoiceField(label=gettext_lazy("Qualifier"), choices=Qualifier.choices, required=False)
    as_of = forms.DateField(label=gettext_lazy("As of"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    source = forms.CharField(label=gettext_lazy("Source"), max_length=150, required=False)
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=600, required=False, widget=forms.Textarea({"rows": 2}))
    is_sure = forms.BooleanField(label=gettext_lazy("The number is right."), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, row: AskedFigure) -> None:
        self.row = row
        stored = steps.answer_of(row)
        initial = {name: getattr(stored, name) for name in ("value", "qualifier", "as_of", "source", "remark", "is_sure")}
        super().__init__(data, prefix=f"figure-{row.pk}", initial=initial | {"seen": mark_of(stored)})
        for name in ("source", "remark"):
            self.fields[name].widget.attrs.pop("maxlength", None)
        count_as_the_browser_does(self.fields["remark"])

    @property
    def period_in_words(self) -> str:
        return words(self.row.period, language())

    @property
    def last_in_words(self) -> str:
        """Last year's value and its period; empty where there is none to see."""
        return in_words(self.row.last)

    @property
    def is_doubtful(self) -> bool:
        return steps.is_doubtful(self.row)

    @property
    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(data["value"], data["qualifier"], data["as_of"], data["source"].strip(), data["remark"].strip(), data["is_sure"])

    @property
    def is_touched(self) -> bool:
        return mark_of(self.answer) != self.cleaned_data["seen"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        stored = steps.answer_of(self.row)
        if not self.errors and self.is_touched and mark_of(stored) not in {data["seen"], mark_of(self.answer)}:
            theirs = display(stored.value, self.row.unit, stored.qualifier, language()) if stored.value is not None else _("(empty)")
            self.add_error(
                None, _("A colleague has saved this meanwhile: %(theirs)s. Save again to put yours in its place.") % {"theirs": theirs}
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = mark_of(stored)
        return data


def mark_of(answer: Answer) -> str:
    """The same for two answers that say the same."""
    told = repr((str(answer.value), answer.qualifier, answer.as_of, answer.source, answer.remark.replace("\r\n", "\n"), answer.is_sure))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def in_words(row: Any) -> str:
    """Of an observation: value and period."""
    if row is None:
        return ""
    return " · ".join(filter(None, (str(display(row.value, row.unit, row.qualifier, language())), words(row.period, language()))))


def answering(request: HttpRequest, asked: FigureRequest) -> dict[str, Any] | None:
    """The page's context; None when the post is done and the page is to be read anew."""
    figures = steps.figures_of(asked)
    data = request.POST if request.method == "POST" else None
    forms_ = [AnswerForm(data if row.state != FigureState.ACCEPTED else None, row=row) for row in figures]
    open_ = [form for form in forms_ if form.is_bound]
    valid = [form.is_valid() for form in open_]  # each is asked, so that each says what is wrong
    if data is not None and all(valid):
        try:
            _save(request, asked, {form.row.pk: form.answer for form in open_ if form.is_touched})
        except AskRefused as refused:
            messages.error(request, str(refused))
        return None
    gaps = {row.pk: sentence for row, sentence in steps.missing(figures)}
    return {"answers": forms_, "gaps": gaps, "filled": len(figures) - len(gaps), "total": len(figures), "wrong": not all(valid)}


def _save(request: HttpRequest, asked: FigureRequest, answers: dict[int, Answer]) -> None:
    saved = steps.fill(asked, answers, by=request.user)
    if "_give" in request.POST:
        steps.hand_in(asked, by=request.user)
        messages.success(request, _("Handed in. The association checks the figures and tells you if one is to be corrected."))
    elif saved:
        messages.success(request, ngettext("%(count)s figure saved.", "%(count)s figures saved.", saved) % {"count": saved})
    else:
        messages.info(request, _("Nothing has changed."))

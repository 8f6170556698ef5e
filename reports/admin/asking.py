"""Requests for figures: what the association asks, what a company answers, what is accepted. A company finds its own requests alone."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Kind, Role
from accounts.models import Membership, Organisation
from cases.admin.asking import count_as_the_browser_does
from cases.admin.scoped import LookOnlyAdmin
from cases.periods import later, validate_period, words
from cases.quantities import display
from reports.admin.answering import answering
from reports.admin.checking import checking
from reports.admin.choosing import language
from reports.asking import steps
from reports.asking.steps import AskRefused, Wanted
from reports.enums import AskState, FigureState
from reports.models import FigureRequest, Indicator, Observation, Report
from reports.rolling import figures_to_fill


class AskForm(forms.Form):
    """Whom, until when, with which words."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Companies"), widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label=gettext_lazy("Answer by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label=gettext_lazy("Note to the company"), max_length=1000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editors = Membership.objects.filter(organisation=OuterRef("pk"), role=Role.EDITOR, user__is_active=True)
        reachable = Organisation.objects.exclude(kind=Kind.ASSOCIATION).filter(Exists(editors))
        self.fields["organisations"].queryset = reachable.order_by("name_zh_hans", "pk")
        self.fields["note"].widget.attrs.pop("maxlength", None)
        count_as_the_browser_does(self.fields["note"])


class WantedForm(forms.Form):
    """One figure that could be asked for. `last` is the value that a report shows and waits for the next of."""

    chosen = forms.BooleanField(required=False)
    period = forms.CharField(label=gettext_lazy("Period"), max_length=25, required=False, validators=[validate_period])
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False)

    def __init__(self, *args: Any, indicator: Indicator, last: Observation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator, self.last = indicator, last
        for name in ("period", "unit"):
            self.fields[name].widget.attrs.pop("maxlength", None)
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].label

    @property
    def wanted(self) -> Wanted | None:
        data = self.cleaned_data
        return Wanted(self.indicator, data["period"], data["unit"], self.last) if data.get("chosen") else None

    @property
    def last_in_words(self) -> str:
        if self.last is None:
            return ""
        said = display(self.last.value, self.last.unit, self.last.qualifier, language())
        return " · ".join(filter(None, (str(said), words(self.last.period, language()))))


def numbers_in(texts: list[str]) -> list[int]:
    """Keys as an address gives them; what is none is left out."""
    return [int(text) for text in texts[: steps.MOST_FIGURES] if text.isascii() and text.isdecimal() and len(text) < 19]


@admin.register(FigureRequest)
class FigureRequestAdmin(LookOnlyAdmin):
    list_display = ["organisation", "in_state", "due", "figures_asked", "by", "at"]
    list_display_links = ["organisation"]
    list_filter = ["state"]
    sortable_by: list[str] = []
    list_select_related = ["organisation", "by"]
    change_list_template = "admin/reports/asking/list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reports.add_figurerequest"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[FigureRequest]:
        rows = super().get_queryset(request)
        accepted = Count("figures", filter=Q(figures__state=FigureState.ACCEPTED))
        return rows.annotate(figures_count=Count("figures"), accepted_count=accepted)

    @admin.display(description=gettext_lazy("state"))
    def in_state(self, obj: FigureRequest) -> SafeString:
        return format_html('<span class="state asked-{}">{}</span>', obj.state, obj.get_state_display())

    @admin.display(description=gettext_lazy("accepted"))
    def figures_asked(self, obj: Any) -> str:
        return f"{obj.accepted_count} / {obj.figures_count}"

    # --- Asking -------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """`?indicator=` names indicators of the bank, `?report=` a report whose open figures are offered. A fixed number of queries."""
        if not self.has_add_permission(request):
            raise Http404
        data = request.POST if request.method == "POST" else None
        report = Report.objects.filter(pk__in=numbers_in([request.GET.get("report", "")])).first()
        rows = self._of_report(report, data) if report else self._of_bank(numbers_in(request.GET.getlist("indicator")), data)
        form = AskForm(data, initial={"due": timezone.localdate() + dt.timedelta(days=14)})
        valid = [each.is_valid() for each in (form, *rows)]
        if data is not None and all(valid):
            try:
                made = steps.ask(
                    list(form.cleaned_data["organisations"]),
                    [each.wanted for each in rows if each.wanted],
                    due=form.cleaned_data["due"],
                    note=form.cleaned_data["note"],
                    by=request.user,
                )
            except AskRefused as refused:
                form.add_error(None, str(refused))
            else:
                said = ngettext("%(count)s company is asked.", "%(count)s companies are asked.", len(made)) % {"count": len(made)}
                messages.success(request, said)
                return redirect("admin:reports_figurerequest_changelist")
        context = self.admin_site.each_context(request) | {
            "title": _("Ask companies for figures"),
            "opts": self.opts,
            "form": form,
            "rows": rows,
            "report": report,
        }
        return TemplateResponse(request, "admin/reports/asking/ask.html", context, status=422 if data is not None else 200)

    def _of_report(self, report: Report, data: Any) -> list[WantedForm]:
        """What the report still waits for, none chosen. Nothing of several pages: a report has some hundred figures."""
        opened = [row for row in figures_to_fill(report) if row.now is None]
        return [
            WantedForm(
                data,
                prefix=f"last-{row.last.pk}",
                indicator=row.last.indicator,
                last=row.last,
                initial={"period": row.period, "unit": row.last.unit},
            )
            for row in opened
        ]

    def _of_bank(self, keys: list[int], data: Any) -> list[WantedForm]:
        """The indicators chosen in the bank, all of them chosen here too; period and unit follow from the newest value of each."""
        indicators = Indicator.objects.filter(pk__in=keys).prefetch_related("observations").order_by("key")
        made = []
        for indicator in indicators:
            newest = max(indicator.observations.all(), key=lambda row: (row.period, row.pk), default=None)
            period = later(newest.period, 1) if newest and newest.period else str(timezone.localdate().year - 1)
            initial = {"chosen": True, "period": period, "unit": newest.unit if newest else ""}
            made.append(WantedForm(data, prefix=f"indicator-{indicator.pk}", indicator=indicator, last=None, initial=initial))
        return made

    # --- One request --------------------------------------------------------------------------------------------

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The company's form while it is the company's to answer, the association's while it is to be checked, else how it stands."""
        found: FigureRequest | None = self.get_object(request, unquote(object_id))
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        here = redirect(reverse("admin:reports_figurerequest_change", args=[found.pk]))
        if request.method == "POST" and "_withdraw" in request.POST and steps.may_check(request.user):
            try:
                steps.withdraw(found, by=request.user)
                messages.success(request, _("The request is withdrawn."))
            except AskRefused as refused:
                messages.error(request, str(refused))
            return here
        if steps.may_answer(request.user, found):
            answer = answering(request, found)
        elif steps.may_check(request.user):
            answer = checking(request, found)
        elif request.method == "POST":
            # Somebody of the company was faster, or it was withdrawn; whoever only looks has nothing to send.
            messages.error(request, _("This request has moved on meanwhile; look at it again."))
            answer = None
        else:
            answer = checking(request, found)
        if answer is None:
            return here
        context = self.admin_site.each_context(request) | {
            "title": str(found),
            "subtitle": None,
            "opts": self.opts,
            "asked": found,
            "log": found.steps.select_related("by"),
            "is_late": found.due < timezone.localdate() and AskState(found.state).is_with_company,
            "answers": [],
            "verdicts": [],
        }
        status = 422 if answer.get("wrong") else 200
        return TemplateResponse(request, "admin/reports/asking/request.html", context | answer, status=status)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A request's history is on its page."""
        found = self.get_object(request, unquote(object_id))
        if found is None or not self.has_view_permission(request, found):
            raise Http404
        return redirect("admin:reports_figurerequest_change", found.pk)

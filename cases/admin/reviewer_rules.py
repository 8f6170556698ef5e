"""Rules for reviewers: written and put in order as rows; a page shows which waiting cases would go to whom, and gives them."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import is_reviewer
from cases import reviewer_rules
from cases.admin.choices import keep_present
from cases.admin.scoped import ScopedAdmin
from cases.assigning import reviewers
from cases.models import ReviewerRule

# Rows on the page; all are counted, and all are given.
SHOWN = 200


class RuleForm(forms.ModelForm):
    """Only who reads cases may be named; who was named once stays choosable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reviewer" in self.fields:
            self.fields["reviewer"].queryset = keep_present(reviewers(), self.instance.reviewer_id).order_by("name", "pk")
        if "kind" in self.fields:
            kinds: Any = self.fields["kind"]
            kinds.queryset = kinds.queryset.select_related("call")
            kinds.label_from_instance = lambda kind: f"{kind.call} · {kind}"


@admin.register(ReviewerRule)
class ReviewerRuleAdmin(ScopedAdmin):
    form = RuleForm
    list_display = ["conditions", "reads", "position", "is_active"]
    list_select_related = [*ReviewerRule.CONDITIONS, "reviewer"]
    sortable_by: list[str] = []
    actions = None
    fieldsets = [
        (
            gettext_lazy("Which cases"),
            {
                "fields": [("call", "kind"), "organisation", ("sector", "topic", "goal")],
                "description": gettext_lazy(
                    "A case must meet all that is chosen here. Where nothing is chosen, the rule holds of every case."
                ),
            },
        ),
        (gettext_lazy("Who reads them"), {"fields": ["reviewer", "position", "is_active"]}),
    ]
    change_list_template = "admin/cases/reviewerrule/list.html"

    @admin.display(description=gettext_lazy("cases"))
    def conditions(self, obj: ReviewerRule) -> str:
        return str(obj)

    @admin.display(description=gettext_lazy("reviewer"))
    def reads(self, obj: Any) -> str:
        """Rules whose reviewer has left are passed over, and say so."""
        return str(obj.reviewer) if obj.holds else _("%(person)s, who reads no cases any more") % {"person": obj.reviewer}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(holds=Exists(reviewers().order_by().filter(pk=OuterRef("reviewer"))))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change one may change all, so that the list asks nothing of each."""
        return super().has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: ReviewerRule, form: Any, change: bool) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[Any]:
        return [path("apply/", self.admin_site.admin_view(self.apply), name="cases_reviewerrule_apply"), *super().get_urls()]

    def apply(self, request: HttpRequest) -> HttpResponse:
        """Asked by GET who would read what; done by POST."""
        if not is_reviewer(request.user):
            raise Http404
        if request.method == "POST":
            done = reviewer_rules.apply(by=request.user)
            text = ngettext("%(count)s case has a reviewer now.", "%(count)s cases have a reviewer now.", done)
            messages.success(request, text % {"count": done})
            return redirect("admin:cases_case_queue")
        rows = reviewer_rules.would_go(request.user)
        going = Counter(rule.reviewer for _case, rule in rows if rule is not None)
        context = self.admin_site.each_context(request) | {
            "title": _("Who would read what"),
            "rows": rows[:SHOWN],
            "number": len(rows),
            "going": going.total(),
            "people": going.most_common(),
            "more": max(len(rows) - SHOWN, 0),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/cases/reviewerrule/apply.html", context)

"""Is a case still running, years after it was published: answered by its company in one click, let stand by the association."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.roles import is_reviewer
from cases import ages
from cases.admin.scoped import LookOnlyAdmin
from cases.ages import AgeRefused
from cases.enums import AgeAnswer
from cases.models import AgeQuestion, Case
from cases.reviewing import may_answer_for

DONE = {
    "answer": gettext_lazy("Thank you. The association looks at it; then the public page says it."),
    "let_stand": gettext_lazy("The public page says it now."),
    "ask_again": gettext_lazy("The company is asked once more."),
}


@admin.register(AgeQuestion)
class AgeQuestionAdmin(LookOnlyAdmin):
    """All questions, those with an answer to look at first found by the filter."""

    list_display = ["where", "years", "asked_at", "answer", "answered_at", "settled_at"]
    list_display_links = None
    list_filter = ["answer", "years", ("settled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["case"]
    sortable_by: list[str] = []

    @admin.display(description=gettext_lazy("case"))
    def where(self, obj: AgeQuestion) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:cases_case_age", args=[obj.case_id]), obj.case)


def addresses(guarded: Callable[[Any], Any]) -> list[Any]:
    view = require_http_methods(["GET", "HEAD", "POST"])(page)
    return [path("<int:object_id>/age/", guarded(view), name="cases_case_age")]


def page(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees."""
    refused = None
    if request.method == "POST":
        try:
            return _act(request, case)
        except AgeRefused as error:
            if error.code == "role":
                raise Http404 from None
            refused = error
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Still running?"),
        "case": case,
        "rows": ages.questions(case),
        "answers": AgeAnswer.choices,
        "may_answer": may_answer_for(request.user, case),
        "may_settle": is_reviewer(request.user),
        "longest": ages.LONGEST,
        "refused": refused,
        "typed": request.POST.get("note", ""),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/age.html", context, status=422 if refused else 200)


def _act(request: HttpRequest, case: Case) -> HttpResponse:
    act, _space, said = request.POST.get("act", "").partition(" ")
    posted = request.POST.get("question", "")
    pk = int(posted) if posted.isdecimal() and len(posted) < 19 else 0
    question = get_object_or_404(AgeQuestion.objects.filter(case=case), pk=pk)
    note = request.POST.get("note", "")
    match act:
        case "answer":
            ages.answer(question, answer=said, note=note, by=request.user)
        case "let_stand":
            ages.let_stand(question, seen=said, by=request.user)
        case "ask_again":
            ages.ask_again(question, message=note, by=request.user)
        case _:
            raise Http404
    messages.success(request, DONE[act])
    return redirect("admin:cases_case_age", case.pk)

"""The log of choices: who decided what of which case, when and why; to read, and to take along as CSV and Excel."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from cases.admin.taking import FORMATS, as_file
from cases.tables import Table
from reports.admin.pages import beneath, page_of
from reports.models import Choice, Report

EACH_PAGE = 50
HEADINGS: dict[str, Any] = {
    "at": gettext_lazy("Time"),
    "case": gettext_lazy("Case number"),
    "title": gettext_lazy("Title"),
    "organisation": gettext_lazy("Organisation"),
    "year": gettext_lazy("Year of the report"),
    "before": pgettext_lazy("of a case", "Decision before"),
    "decision": pgettext_lazy("of a case", "Decision"),
    "reason": pgettext_lazy("of a choice", "Reason"),
    "by": gettext_lazy("By"),
}


def addresses(modeladmin: Any) -> list[Any]:
    def taken(suffix: str) -> Any:
        def view(request: HttpRequest, report: Report) -> HttpResponse:
            return as_file(_table(report), HEADINGS, suffix)

        return beneath(modeladmin, view)

    return [
        path("<int:object_id>/selection/log/", beneath(modeladmin, log), name="reports_report_choices"),
        *(path(f"<int:object_id>/selection/log.{suffix}", taken(suffix), name=f"reports_report_choices_{suffix}") for suffix in FORMATS),
    ]


def log(request: HttpRequest, report: Report) -> HttpResponse:
    """The newest first. Two queries beside the frame."""
    page = Paginator(_choices(report), EACH_PAGE).get_page(request.GET.get("page"))
    return page_of(request, report, "admin/reports/choices.html", title=_("Log of choices"), page=page)


def _choices(report: Report) -> QuerySet[Any]:
    """With the title that the public sees, or saw."""
    title = KeyTransform("title", "case__publication__revision__document")
    first, second = ("en", "zh_hans") if get_language() == "en" else ("zh_hans", "en")
    rows = Choice.objects.filter(report=report).select_related("case__organisation", "by")
    rows = rows.defer("case__body", "case__body_zh_hans", "case__body_en")
    return rows.annotate(title=KeyTextTransform(first, title), other_title=KeyTextTransform(second, title)).order_by("-pk")


def _table(report: Report) -> Table:
    """The oldest first, as it came about."""
    rows = tuple(
        (
            f"{timezone.localtime(choice.at):%Y-%m-%d %H:%M:%S}",
            choice.case_id,
            choice.title or choice.other_title or "",
            str(choice.case.organisation),
            choice.case.year,
            choice.get_before_display(),
            choice.get_decision_display(),
            choice.reason,
            str(choice.by),
        )
        for choice in _choices(report).order_by("pk")
    )
    return Table(f"selection-{report.year}", tuple(HEADINGS), tuple(tuple(map(_plain, row)) for row in rows))


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, int) else str(cell)

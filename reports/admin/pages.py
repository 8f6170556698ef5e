"""What the pages of parts and blocks share: their way back to the desk, and the choice of a part."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.models import Part, Report
from reports.ordering import in_reading_order


def desk_address(report_id: int, row: Model | None = None) -> str:
    """The desk, at a part or block of it."""
    address = reverse("admin:reports_report_change", args=[report_id])
    return f"{address}#{row._meta.model_name}-{row.pk}" if row is not None else address


def board_address(report_id: int, **query: Any) -> str:
    """The selection board, narrowed."""
    return reverse("admin:reports_report_selection", args=[report_id], query=query)


def on_a_desk(report: Report) -> dict[str, Any]:
    """What the breadcrumbs of a page beneath the desk name."""
    return {"report": report}


def row_or_404(rows: QuerySet[Any], pk: str) -> Any:
    """The row with this id as it stands in an address; 404 for anything else."""
    row = rows.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if row is None:
        raise Http404
    return row


class PartChoiceField(forms.ModelChoiceField):
    """A part of one report, its parts within indented beneath it. One query for the choices."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Part.objects.none(), **{"empty_label": None} | options)

    def of(self, report_id: int, *, leave_out: Any = None) -> None:
        """Offer the parts of this report, in reading order, without `leave_out` and what is within it."""
        options, within = [], 0
        for depth, part in in_reading_order(Part.objects.filter(report=report_id).order_by("order", "pk")):
            if within and depth >= within:
                continue
            within = depth + 1 if part.pk == leave_out else 0
            if not within:
                options.append((part.pk, "　" * depth + str(part.title)))
        self.queryset = Part.objects.filter(report=report_id).order_by("order", "pk")
        if leave_out is not None:
            self.empty_label = _("— nothing: it stands by itself —")
        self.widget.choices = [*([("", self.empty_label)] if self.empty_label else []), *options]


def beneath(modeladmin: Any, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of a page beneath a report's desk: who sees the report may read it, who changes the report may post to it."""

    def asked(request: HttpRequest, object_id: int, **more: Any) -> HttpResponse:
        report = modeladmin.get_object(request, str(object_id))
        may = modeladmin.has_view_permission if request.method in {"GET", "HEAD"} else modeladmin.has_change_permission
        if report is None or not may(request, report):
            raise Http404
        return view(request, report, **more)

    guarded: Callable[..., HttpResponse] = modeladmin.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(asked))
    return guarded


def page_of(request: HttpRequest, report: Report, template: str, *, title: str, status: int = 200, **context: Any) -> TemplateResponse:
    """Such a page; `may_change` says whether its buttons are shown."""
    whole = admin.site.each_context(request) | on_a_desk(report) | {"title": title, "subtitle": None, "opts": Report._meta}
    whole["may_change"] = request.user.has_perm("reports.change_report")
    return TemplateResponse(request, template, whole | context, status=status)

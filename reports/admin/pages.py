"""What the pages of parts and blocks share: their way back to the desk, and the choice of a part."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.models import Part, Report
from reports.ordering import in_reading_order


def desk_address(report_id: int, row: Model | None = None) -> str:
    """The desk, at a part or block of it."""
    address = reverse("admin:reports_report_change", args=[report_id])
    return f"{address}#{row._meta.model_name}-{row.pk}" if row is not None else address


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

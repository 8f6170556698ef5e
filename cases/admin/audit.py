"""The inside log, read and taken away by reviewers and operators; nobody writes in it here."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.admin.previews import private
from cases.admin.scoped import LookOnlyAdmin
from cases.models import AuditEntry
from cases.tables import in_csv

COLUMNS = ("number", "at", "action", "who", "organisation", "address", "about", "case_number", "detail", "previous", "digest")


class Line:
    """A file for `csv` that hands each line back."""

    def write(self, text: str) -> str:
        return text


@admin.register(AuditEntry)
class AuditEntryAdmin(LookOnlyAdmin):
    change_list_template = "admin/cases/auditentry/list.html"
    list_display = ["number", "at", "action", "who", "organisation", "about", "address"]
    list_filter = ["action", "at"]
    fields = list(COLUMNS)
    sortable_by: list[str] = []
    search_fields = ["who", "about", "organisation"]
    search_help_text = gettext_lazy("Searches people, organisations and what it was about.")

    def get_urls(self) -> list[Any]:
        own = [path("export/", self.admin_site.admin_view(require_safe(self.export_view)), name="cases_auditentry_export")]
        return [*own, *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The whole log as CSV, oldest first, read piece by piece."""
        if not self.has_view_permission(request):
            raise Http404
        response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="inside-log-{timezone.localdate():%Y-%m-%d}.csv"'
        return private(response)


def lines() -> Iterator[str]:
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow([str(AuditEntry._meta.get_field(name).verbose_name) for name in COLUMNS])
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        yield writer.writerow([in_csv("" if value is None else str(value)) for value in cells(entry)])


def cells(entry: AuditEntry) -> list[Any]:
    told = {"at": entry.at.isoformat(), "action": entry.get_action_display()}
    return [told.get(name, getattr(entry, name)) for name in COLUMNS]

"""The inside log, read and taken away by reviewers and operators; nobody writes in it here."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from cases import audit_log
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
    list_display = ["number", "at", "action", "person", "organisation", "subject", "address"]
    list_filter = ["action", "at"]
    fields = ["person" if name == "who" else "subject" if name == "about" else name for name in COLUMNS]
    sortable_by: list[str] = []
    search_fields = ["about", "organisation"]
    search_help_text = gettext_lazy("Searches people, organisations and what it was about.")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The people of the page are named in one query."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        names = audit_log.names_of(audit_log.numbers_in(rows))
        for row in rows:
            row.names = names
        changelist.result_list = rows
        return changelist

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """A person is found by their name of today, and what the entry says of itself by its words."""
        found, more = super().get_search_results(request, queryset, search_term)
        if term := search_term.replace("\0", "").strip():
            people = User.objects.filter(Q(name__icontains=term) | Q(email__icontains=term)).values_list("pk", flat=True)[:1000]
            marks = [f"#{pk}" for pk in people]
            found = found | queryset.filter(Q(who_number__in=list(people)) | Q(about__in=marks))
        return found, more

    @admin.display(description=gettext_lazy("by"))
    def person(self, obj: Any) -> str:
        return self._named(obj, obj.who)

    @admin.display(description=gettext_lazy("about"))
    def subject(self, obj: Any) -> str:
        return self._named(obj, obj.about)

    @staticmethod
    def _named(obj: Any, text: str) -> str:
        """In the list, whose rows bring the names along, without the address."""
        if (names := getattr(obj, "names", None)) is not None:
            return audit_log.named(text, names).partition(" <")[0] if audit_log.MARK.fullmatch(text) else text
        return audit_log.named(text, audit_log.names_of(audit_log.numbers_in([obj])))

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
    names = audit_log.names_of()
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow([str(AuditEntry._meta.get_field(name).verbose_name) for name in COLUMNS])
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        yield writer.writerow([in_csv("" if value is None else str(value)) for value in cells(entry, names)])


def cells(entry: AuditEntry, names: dict[int, str]) -> list[Any]:
    told = {
        "at": entry.at.isoformat(),
        "action": entry.get_action_display(),
        "who": audit_log.named(entry.who, names),
        "about": audit_log.named(entry.about, names),
    }
    return [told.get(name, getattr(entry, name)) for name in COLUMNS]

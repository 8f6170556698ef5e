"""What a report refers to: documents cited, and the short links that its QR codes lead to."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.scoped import ReportRowAdmin
from reports.admin.watched import WatchedForm
from reports.models import CitedDocument, ShortLink


class CitedDocumentForm(WatchedForm):
    class Meta:
        model = CitedDocument
        fields: list[str] = []


@admin.register(CitedDocument)
class CitedDocumentAdmin(ReportRowAdmin):
    form = CitedDocumentForm
    list_display = ["title", "issuer", "date", "key"]
    list_display_links = ["title"]
    sortable_by = ["date", "key"]
    search_fields = ["title_zh_hans", "title_en", "issuer_zh_hans", "issuer_en", "key"]
    FIELDS = [("title_zh_hans", "title_en"), ("issuer_zh_hans", "issuer_en"), ("date", "key")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [(None, {"fields": [*self.FIELDS, "seen"] if obj and self.has_change_permission(request, obj) else self.FIELDS})]


class ShortLinkForm(WatchedForm):
    class Meta:
        model = ShortLink
        fields: list[str] = []

    def clean_target(self) -> str:
        target: str = self.cleaned_data["target"]
        if target and not target.startswith("https://"):
            raise ValidationError(_("Give an address that begins with https://, or leave it empty for now."), code="https")
        return target


@admin.register(ShortLink)
class ShortLinkAdmin(ReportRowAdmin):
    form = ShortLinkForm
    list_display = ["title", "printed", "target"]
    list_display_links = ["title"]
    sortable_by: list[str] = []
    search_fields = ["title_zh_hans", "title_en", "code", "target"]
    FIELDS = [("title_zh_hans", "title_en"), "code", "target"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = [self.FIELDS[0], "printed", "target"] if obj else self.FIELDS
        return [(None, {"fields": [*fields, "seen"] if obj and self.has_change_permission(request, obj) else fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What stands in print as a QR code keeps its address."""
        return ["printed"]

    @admin.display(description=gettext_lazy("printed address"))
    def printed(self, obj: ShortLink) -> str:
        return f"{settings.SITE_URL}/v/{obj.code}/"

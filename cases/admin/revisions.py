"""What is written once and read here: revisions, the log of steps, what is published."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.previews import revision_preview
from cases.admin.scoped import LookOnlyAdmin
from cases.models import Publication, Revision, StateChange
from cases.revisions import document_of
from cases.workflow import STEPS


@admin.register(Revision)
class RevisionAdmin(LookOnlyAdmin):
    list_display = ["case", "number", "reason", "created_by", "created_at"]
    sortable_by = ["created_at"]
    ordering = ["-created_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("case__organisation", "created_by").defer("document")

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The case as it stood, whole."""
        revision = self._get(request, object_id)
        context = self.admin_site.each_context(request) | {
            "title": _("Revision %(number)s") % {"number": revision.number},
            "subtitle": revision.case,
            "revision": revision,
            "document": document_of(revision),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/cases/revision/page.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self.change_view(request, object_id)

    def _get(self, request: HttpRequest, object_id: str) -> Revision:
        revision: Revision | None = self.get_object(request, unquote(object_id))
        if revision is None or not self.has_view_permission(request, revision):
            raise Http404
        return revision

    def get_urls(self) -> list[Any]:
        def preview(request: HttpRequest, object_id: int) -> HttpResponse:
            return revision_preview(request, self._get(request, str(object_id)))

        own = [path("<int:object_id>/preview/", self.admin_site.admin_view(preview), name="cases_revision_preview")]
        return [*own, *super().get_urls()]


@admin.register(StateChange)
class StateChangeAdmin(LookOnlyAdmin):
    list_display = ["case", "step", "before", "after", "by", "at"]
    fields = ["case", "step", "before", "after", "message", "revision", "by", "at"]
    sortable_by = ["at"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[StateChange]:
        return super().get_queryset(request).select_related("case", "by", "revision")

    @admin.display(description=gettext_lazy("step"))
    def step(self, obj: StateChange) -> Any:
        return STEPS[obj.action].label if obj.action in STEPS else obj.action


@admin.register(Publication)
class PublicationAdmin(LookOnlyAdmin):
    list_display = ["case", "slug", "year", "published_at", "withdrawn_at"]
    fields = ["case", "slug", "revision", "year", "published_at", "withdrawn_at"]
    sortable_by = ["published_at", "year"]
    ordering = ["-published_at", "-pk"]
    search_fields = ["slug", "case__title_zh_hans", "case__title_en"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).select_related("case", "revision")

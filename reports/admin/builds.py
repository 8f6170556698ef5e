"""Builds: who asked for which file, how far it is, and the way to it. Rows are written by `reports.building` alone."""

import re
from pathlib import PurePosixPath
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from cases.admin.scoped import LookOnlyAdmin
from reports.admin.pages import on_a_desk
from reports.building import cancel
from reports.enums import BuildState
from reports.models import Build, Report
from reports.writers.registry import WRITERS

# Files for people; the others are read by machines, and `build_report` writes them.
FOR_PEOPLE = {
    "pdf": "PDF",
    "print": gettext_lazy("PDF for the printer (bleed, crop marks)"),
    "docx": "Word",
    "epub": "EPUB",
    "icml": "InDesign (ICML)",
    "html": "HTML",
    "csv": gettext_lazy("Numbers (CSV)"),
}
FORMATS = [(name, FOR_PEOPLE[name]) for name in WRITERS if name in FOR_PEOPLE]
LANGUAGES: list[tuple[str, Any]] = list(Build._meta.get_field("language").choices or [])
SHOWN = 5


def latest_builds(report: Report) -> list[Build]:
    return list(report.builds.select_related("requested_by")[:SHOWN])


def size_of(build: Build) -> str:
    """Empty when there is no file, or the storage has lost it."""
    try:
        return str(filesizeformat(build.file.size)) if build.file else ""
    except OSError:
        return ""


def file_name(build: Build) -> str:
    """As it lies in a folder of downloads: title, year, language and day, without what file systems refuse."""
    with override(build.language):
        title = str(build.report.title)
    day = f"{timezone.localtime(build.finished_at):%Y-%m-%d}" if build.finished_at else ""
    language = "zh" if build.language == "zh-hans" else build.language
    words = " ".join(filter(None, (title, str(build.report.year), language, day)))
    return re.sub(r'[\x00-\x1f\x7f"*/:<>?\\|\u202a-\u202e\u2066-\u2069]+', " ", words).strip()[:120] + PurePosixPath(build.file.name).suffix


@admin.register(Build)
class BuildAdmin(LookOnlyAdmin):
    list_display = ["what", "language", "in_state", "requested_by", "requested_at", "size", "digest_in_short"]
    list_display_links = ["what"]
    sortable_by: list[str] = []
    ordering = ["-requested_at", "-pk"]

    class Media:
        css = {"all": ["admin-theme/desk.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Build]:
        return super().get_queryset(request).select_related("report", "requested_by", "cancelled_by")

    @admin.display(description=gettext_lazy("file"))
    def what(self, obj: Build) -> str:
        return f"{obj.report} · {FOR_PEOPLE.get(obj.format, obj.format.upper())}"

    @admin.display(description=gettext_lazy("state"))
    def in_state(self, obj: Build) -> SafeString:
        return format_html('<span class="state build-{}">{}</span>', obj.state, obj.get_state_display())

    @admin.display(description=gettext_lazy("size"))
    def size(self, obj: Build) -> str:
        return size_of(obj)

    @admin.display(description="SHA-256")
    def digest_in_short(self, obj: Build) -> SafeString | str:
        return format_html('<code title="{}">{}</code>', obj.digest, obj.digest[:12]) if obj.digest else ""

    # --- One build -------------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("<int:object_id>/file/", view(require_safe(self.file_view)), name="reports_build_file"),
            path("<int:object_id>/cancel/", view(self.cancel_view), name="reports_build_cancel"),
        ]
        return [*own, *super().get_urls()]

    def _get(self, request: HttpRequest, object_id: str) -> Build:
        build: Build | None = self.get_object(request, unquote(object_id))
        if build is None or not self.has_view_permission(request, build):
            raise Http404
        return build

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """How far it is. While it is under way the page asks again: its middle by htmx, or the whole without scripts."""
        build = self._get(request, object_id)
        context: dict[str, Any] = {
            "build": build,
            "format": FOR_PEOPLE.get(build.format, build.format.upper()),
            "is_under_way": build.is_under_way,
            "is_done": build.state == BuildState.DONE,
            "size": size_of(build),
            "may_fetch": may_fetch(request.user),
        }
        if request.headers.get("HX-Request") == "true":
            return TemplateResponse(request, "admin/reports/build.html#standing", context)
        context |= self.admin_site.each_context(request) | on_a_desk(build.report)
        context |= {"title": _("Build: %(what)s") % {"what": self.what(build)}, "subtitle": None, "opts": self.opts}
        return TemplateResponse(request, "admin/reports/build.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A build's history is the build."""
        return redirect("admin:reports_build_change", self._get(request, object_id).pk)

    def cancel_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        build = self._get(request, str(object_id))
        if request.method != "POST" or not may_fetch(request.user):
            raise Http404
        if cancel(build, by=request.user):
            messages.success(request, _("The build is cancelled."))
        else:
            messages.info(request, _("The build has ended already."))
        return redirect("admin:reports_build_change", build.pk)

    def file_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        """The file, for those who may ask for builds."""
        build = self._get(request, str(object_id))
        if not may_fetch(request.user) or build.state != BuildState.DONE or not build.file:
            raise Http404
        try:
            file = build.file.open("rb")
        except OSError:
            messages.error(request, _("The storage has lost this file; build it again."))
            return redirect("admin:reports_build_change", build.pk)
        response = FileResponse(file, as_attachment=True, filename=file_name(build), content_type=WRITERS[build.format].media_type)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "no-referrer"
        return response


def may_fetch(user: Any) -> bool:
    return bool(user.has_perm("reports.add_build"))

"""Reports: their list, and the desk where one is put together."""

import re
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.admin import last_year, next_year, quotas, selection, selection_log
from reports.admin.approvals import approvals_page
from reports.admin.builds import FORMATS, LANGUAGES, latest_builds
from reports.admin.desk import desk_of
from reports.admin.editions import freeze_report
from reports.admin.items import CoverInline, LogoInline
from reports.admin.numbers import numbers_page
from reports.admin.pages import desk_address, row_or_404
from reports.admin.readiness import readiness_page
from reports.admin.scoped import ReportRowAdmin
from reports.admin.signing import part_page, signing_page
from reports.admin.watched import WatchedForm
from reports.building import request_build
from reports.models import Block, Part, Report
from reports.ordering import move, step
from reports.signing.standing import is_named, waiting_for

# `block-40:up`, `part-12:down`, `block-40:3` (its place among its siblings, from 0).
MOVE = re.compile(r"(?P<kind>part|block)-(?P<pk>\d{1,18}):(?P<to>up|down|\d{1,4})", re.ASCII)

# Pages beneath a report's desk, each with its addresses.
PAGES = (selection, quotas, selection_log, last_year, next_year)


class ReportForm(WatchedForm):
    relations = ("cover", "logo")

    class Meta:
        model = Report
        fields: list[str] = []


@admin.register(Report)
class ReportAdmin(ReportRowAdmin):
    form = ReportForm
    change_form_template = "admin/reports/desk.html"
    list_display = ["year", "title", "is_public"]
    list_display_links = ["year", "title"]
    sortable_by: list[str] = []
    FIELDS = [
        ("year", "is_public", "in_english"),
        ("title_zh_hans", "title_en"),
        ("subtitle_zh_hans", "subtitle_en"),
        ("publisher_zh_hans", "publisher_en"),
        ("source_statement_zh_hans", "source_statement_en"),
        ("accent", "chapter_colours"),
    ]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Asked once the report is there."""
        return [CoverInline, LogoInline] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [(None, {"fields": [*self.FIELDS, "seen"] if obj and self.has_change_permission(request, obj) else self.FIELDS})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "year":
            field.error_messages["unique"] = _("There is a report of this year already; open it, or give another year.")
        return field

    def may_delete(self, user: Any, obj: Report) -> bool:
        """What is public, built, signed, approved or chosen for stays: addresses stand in print, and names in its logs."""
        kept = (obj.builds, obj.editions, obj.signatures, obj.print_approvals, obj.choices)
        return not obj.is_public and not any(rows.exists() for rows in kept)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> Any:
        context["subtitle"] = None
        if add:
            context["title"] = _("New report")
        else:
            context |= {
                "title": str(obj),
                "desk": desk_of(obj),
                "formats": FORMATS,
                "languages": LANGUAGES,
                "builds": latest_builds(obj),
                "editions": list(obj.editions.defer("book", "manifest")),
                "may_freeze": request.user.has_perm("reports.add_edition"),
                "for_me": waiting_for(obj, request.user),
                "may_build": request.user.has_perm("reports.add_build"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request: HttpRequest, obj: Report, post_url_continue: Any = None) -> HttpResponse:
        messages.success(request, _("Saved: “%(row)s”.") % {"row": obj})
        return redirect(desk_address(obj.pk))

    def response_change(self, request: HttpRequest, obj: Report) -> HttpResponse:
        messages.success(request, _("Saved: “%(row)s”.") % {"row": obj})
        return redirect(desk_address(obj.pk))

    # --- What the desk's buttons do ----------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("<int:object_id>/move/", view(self.move_view), name="reports_report_move"),
            path("<int:object_id>/build/", view(self.build_view), name="reports_report_build"),
            path("<int:object_id>/freeze/", view(self.freeze_view), name="reports_report_freeze"),
            path("<int:object_id>/numbers/", view(self.numbers_view), name="reports_report_numbers"),
            path("<int:object_id>/signing/", view(require_safe(self.signing_view)), name="reports_report_signing"),
            path("<int:object_id>/signing/<int:pk>/", view(self.sign_view), name="reports_report_sign"),
            path("<int:object_id>/approvals/", view(self.approvals_view), name="reports_report_approvals"),
            path("<int:object_id>/readiness/", view(require_safe(self.readiness_view)), name="reports_report_readiness"),
            *(address for page in PAGES for address in page.addresses(self)),
        ]
        return [*own, *super().get_urls()]

    def _changeable(self, request: HttpRequest, object_id: int) -> Report:
        report: Report | None = self.get_object(request, unquote(str(object_id)))
        if report is None or not self.has_change_permission(request, report):
            raise Http404
        return report

    def _visible(self, request: HttpRequest, object_id: int) -> Report:
        report: Report | None = self.get_object(request, unquote(str(object_id)))
        if report is None or not self.has_view_permission(request, report):
            raise Http404
        return report

    def readiness_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return readiness_page(request, self._visible(request, object_id))

    def numbers_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        report = self._visible(request, object_id)
        return numbers_page(request, report, may_settle=self.has_change_permission(request, report))

    def signing_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        report = self._signable(request, object_id)
        return signing_page(request, report, sees_desk=self.has_view_permission(request, report))

    def sign_view(self, request: HttpRequest, object_id: int, pk: int) -> HttpResponse:
        report = self._signable(request, object_id)
        return part_page(request, report, pk, sees_desk=self.has_view_permission(request, report))

    def _signable(self, request: HttpRequest, object_id: int) -> Report:
        """The report, for those who see it and for those of the association who are named to sign in it."""
        report: Report | None = self.get_object(request, unquote(str(object_id)))
        if report is None or not (self.has_view_permission(request, report) or is_named(request.user, report)):
            raise Http404
        return report

    def approvals_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        report: Report | None = self.get_object(request, unquote(str(object_id)))
        if report is None or not self.has_view_permission(request, report):
            raise Http404
        may_ask = self.has_change_permission(request, report)
        if request.method == "POST" and not may_ask:
            raise Http404
        return approvals_page(request, report, may_ask=may_ask)

    def _posted(self, request: HttpRequest, object_id: int) -> Report:
        """The report a button is pressed for: first whether it is there for this person, then whether a button was pressed."""
        report = self._changeable(request, object_id)
        if request.method != "POST":
            raise Http404
        return report

    def move_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Move a part or block among its siblings; back to where it stands now."""
        report = self._posted(request, object_id)
        asked = MOVE.fullmatch(request.POST.get("move", ""))
        if asked is None:
            raise Http404
        row: Part | Block
        if asked["kind"] == "part":
            row = row_or_404(Part.objects.filter(report=report), asked["pk"])
        else:
            row = row_or_404(Block.objects.filter(part__report=report).select_related("part"), asked["pk"])
        if asked["to"] in {"up", "down"}:
            step(row, -1 if asked["to"] == "up" else 1)
        else:
            move(row, int(asked["to"]))
        return redirect(desk_address(report.pk, row))

    def freeze_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return freeze_report(request, self._changeable(request, object_id))

    def build_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for a file; a second click is answered with the build under way."""
        report = self._posted(request, object_id)
        if not request.user.has_perm("reports.add_build"):
            raise Http404
        wanted, language = request.POST.get("format", ""), request.POST.get("language", "")
        if wanted not in dict(FORMATS) or language not in dict(LANGUAGES):
            messages.error(request, _("Choose a format and a language of the build from those offered."))
            return redirect(desk_address(report.pk))
        build = request_build(report, format=wanted, language=language, by=request.user)
        return redirect("admin:reports_build_change", build.pk)

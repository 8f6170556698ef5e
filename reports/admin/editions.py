"""Editions in the admin: frozen from the desk, looked at, compared, taken along. Rows are written by `reports.editions` alone."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.admin.scoped import LookOnlyAdmin
from reports.admin.builds import FOR_PEOPLE, FORMATS, LANGUAGES, may_fetch
from reports.admin.pages import desk_address, on_a_desk
from reports.admin.readiness import lines
from reports.blackline import PartLine, blackline
from reports.blackline_pdf import blackline_pdf
from reports.building import request_build
from reports.document import Book
from reports.editions import Blocked, Refused, book_of, differences, freeze, package
from reports.models import Edition, Report
from reports.readiness.checks import BY_CODE
from reports.writers.errors import WriterFailed


class FreezeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What is new in it"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3, "cols": 40})
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is frozen all the same"), required=False, max_length=600, widget=forms.Textarea({"rows": 3, "cols": 40})
    )


def freeze_report(request: HttpRequest, report: Report) -> HttpResponse:
    """What the desk's button does, for somebody who may change the report."""
    if not request.user.has_perm("reports.add_edition"):
        raise Http404
    if request.method != "POST":
        # Where the answer's link to the other language leads.
        return redirect(desk_address(report.pk))
    form = FreezeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long; 2,000 characters at most."))
        return redirect(desk_address(report.pk))
    try:
        edition = freeze(report, by=request.user, **form.cleaned_data)
    except Blocked as blocked:
        return _ask_for_a_reason(request, report, form, blocked)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(desk_address(report.pk))
    messages.success(request, _("Frozen: %(edition)s. Its files are being made.") % {"edition": edition})
    return redirect("admin:reports_edition_change", edition.pk)


def _ask_for_a_reason(request: HttpRequest, report: Report, form: FreezeForm, blocked: Blocked) -> HttpResponse:
    """What stands against printing, in numbers, with the note as it was typed. Pressed once more with a reason, it freezes."""
    if "reason" in request.POST:
        form.add_error("reason", _("Give the reason why it is frozen although something blocks printing."))
    context = admin.site.each_context(request) | on_a_desk(report)
    context |= {
        "title": _("Freeze all the same?"),
        "form": form,
        "readiness": blocked.readiness,
        "lines": [line for line in lines(blocked.readiness) if line.open],
        "opts": Report._meta,
    }
    return TemplateResponse(request, "admin/reports/freeze.html", context)


class CompareForm(forms.Form):
    """Two editions of one report, by their numbers."""

    before = forms.TypedChoiceField(label=gettext_lazy("Before"), coerce=int)
    after = forms.TypedChoiceField(label=gettext_lazy("After"), coerce=int)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)

    def __init__(self, editions: list[Edition], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(edition.number, _("Edition %(number)s") % {"number": edition.number}) for edition in editions]
        for name in ("before", "after"):
            self.fields[name].choices = choices


def left_open(manifest: dict[str, Any]) -> list[tuple[str, int]]:
    """What the gate had found when it was frozen: the check's name and how many. Nothing of one frozen before there was a gate."""
    found = manifest.get("readiness", {}).get("open", {})
    return [(_(BY_CODE[code].name) if code in BY_CODE else code, sum(counts.values())) for code, counts in found.items()]


@admin.register(Edition)
class EditionAdmin(LookOnlyAdmin):
    list_display = ["__str__", "frozen_by", "frozen_at", "note"]
    sortable_by: list[str] = []
    list_select_related = ["report", "frozen_by"]
    ordering = ["-report__year", "-number"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("report", "frozen_by").defer("book")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("<int:object_id>/build/", view(self.build_view), name="reports_edition_build"),
            path("<int:object_id>/compare/", view(require_safe(self.compare_view)), name="reports_edition_compare"),
            path("<int:object_id>/package/", view(require_safe(self.package_view)), name="reports_edition_package"),
        ]
        return [*own, *super().get_urls()]

    def _get(self, request: HttpRequest, object_id: str | int) -> Edition:
        edition: Edition | None = self.get_object(request, unquote(str(object_id)))
        if edition is None or not self.has_view_permission(request, edition):
            raise Http404
        return edition

    def _page(self, request: HttpRequest, template: str, edition: Edition, title: str, **more: Any) -> TemplateResponse:
        context = self.admin_site.each_context(request) | on_a_desk(edition.report)
        context |= {"edition": edition, "title": title, "subtitle": None, "opts": self.opts, **more}
        return TemplateResponse(request, template, context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Two queries beside the edition itself: its files, the other editions."""
        edition = self._get(request, object_id)
        builds = list(edition.builds.all())
        others = [other for other in edition.report.editions.defer("book", "manifest") if other.pk != edition.pk]
        return self._page(
            request,
            "admin/reports/edition.html",
            edition,
            str(edition),
            builds=[(build, FOR_PEOPLE.get(build.format, build.format.upper())) for build in builds],
            others=others,
            formats=FORMATS,
            languages=LANGUAGES,
            differences=differences(edition.manifest),
            readiness=edition.manifest.get("readiness"),
            left_open=left_open(edition.manifest),
            may_build=may_fetch(request.user),
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """An edition's history is the edition."""
        return redirect("admin:reports_edition_change", self._get(request, object_id).pk)

    def build_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        edition = self._get(request, object_id)
        wanted, language = request.POST.get("format", ""), request.POST.get("language", "")
        if request.method != "POST" or not may_fetch(request.user):
            raise Http404
        if wanted not in dict(FORMATS) or language not in dict(LANGUAGES):
            messages.error(request, _("Choose a format and a language of the build from those offered."))
            return redirect("admin:reports_edition_change", edition.pk)
        build = request_build(edition.report, format=wanted, language=language, by=request.user, edition=edition)
        return redirect("admin:reports_build_change", build.pk)

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """With the edition before it, unless two others are asked for."""
        edition = self._get(request, object_id)
        editions = list(edition.report.editions.defer("manifest").order_by("number"))
        before = max((other.number for other in editions if other.number < edition.number), default=edition.number)
        language = "en" if get_language() == "en" else "zh-hans"
        asked = {"before": before, "after": edition.number, "language": language} | request.GET.dict()
        form = CompareForm(editions, asked)
        parts = None
        if form.is_valid():
            by_number = {other.number: other for other in editions}
            pair = [book_of(by_number[form.cleaned_data[name]]) for name in ("before", "after")]
            parts = blackline(*pair, form.cleaned_data["language"])
            if "pdf" in request.GET:
                return self._blackline_file(request, pair, parts, form.cleaned_data["language"])
        return self._page(
            request, "admin/reports/blackline.html", edition, _("Compare editions"), form=form, parts=parts, language=asked["language"]
        )

    def _blackline_file(self, request: HttpRequest, pair: list[Book], parts: list[PartLine], language: str) -> HttpResponse:
        try:
            data = blackline_pdf(*pair, parts, language=language)
        except WriterFailed as error:
            messages.error(request, str(error))
            return redirect(f"{request.path}?{urlencode({key: value for key, value in request.GET.items() if key != 'pdf'})}")
        name = f"casebook-{pair[1].year}-{pair[0].edition}-{pair[1].edition}-{language}.pdf"
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def package_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        edition = self._get(request, object_id)
        if not may_fetch(request.user):
            raise Http404
        try:
            data = package(edition)
        except FileNotFoundError as error:
            messages.error(request, _("The storage has lost the picture %(name)s.") % {"name": error.filename})
            return redirect("admin:reports_edition_change", edition.pk)
        response = HttpResponse(data, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="casebook-{edition.report.year}-{edition.number}.zip"'
        response["Cache-Control"] = "private, no-store"
        return response

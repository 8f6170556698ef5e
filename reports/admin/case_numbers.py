"""Of a single case, before it is handed in: numbers in its texts without a figure, figures that differ, and what else the audit finds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import may_edit, visible_cases
from cases.models import Case
from cases.revisions import as_frozen_now
from reports.audit import audit_case
from reports.audit.findings import SEVERITIES, Finding
from reports.audit.rules import BY_CODE

# A case's own fields by how a finding names them → where its form has them.
ANCHORS = {"title": "id_title", "summary": "id_summary", "body": "id_body"}
GROUPS = {"figures": "figures-group", "quotations": "quotations-group", "pictures": "pictures-group", "tags": "tags"}


def pages(site: Any) -> list[Any]:
    return [path("numbers/<int:pk>/", site.admin_view(require_safe(numbers)), name="case_numbers")]


def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(visible_cases(request.user), pk=pk)
    findings = audit_case(as_frozen_now(case))
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Numbers in the text"),
        "case": case,
        "rows": [
            (finding, _(SEVERITIES[finding.severity]), _(BY_CODE[finding.rule].name), _address(case, finding)) for finding in findings
        ],
        "may_edit": may_edit(request.user, case),
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/numbers.html", context)


def _address(case: Case, finding: Finding) -> str:
    name, _dot, _rest = finding.place.field.partition(".")
    language = finding.place.language.replace("-", "_")
    anchor = f"{ANCHORS[name]}_{language}" if name in ANCHORS else GROUPS.get(name, "")
    return reverse("admin:cases_case_change", args=[case.pk]) + (f"#{anchor}" if anchor else "")

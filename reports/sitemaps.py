"""What the sitemap says of reports, and of the home page."""

from django.urls import reverse

from cases.sitemaps import Page, Sections, fixed, in_memory
from reports.models import Part, Report


def _report_pages() -> list[Page]:
    """Public reports and their parts. Two queries."""
    reports = Report.objects.filter(is_public=True)
    parts = Part.objects.filter(report__in=reports, parent=None).order_by("-report__year", "order", "pk")
    return [
        *(Page(report.get_absolute_url(), report.public_since) for report in reports),
        *(Page(reverse("report_part", args=address)) for address in parts.values_list("report__year", "key")),
    ]


SECTIONS: Sections = {"site": fixed("home", "explore", "reports"), "reports": in_memory(_report_pages)}

"""Atom feeds of public reports, and of the cases placed in one."""

import datetime as dt

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.feeds import NEWEST, CaseFeed, InLanguage, Source, absolute, tag_uri
from cases.models import Publication
from cases.revisions import both
from cases.templatetags.casebook import lang, language, plain
from reports.enums import BlockKind
from reports.models import Placement, Report


class Reports(InLanguage):
    """One query."""

    def title(self) -> str:
        return f"{_('Reports')} · {_('Casebook')}"

    def subtitle(self) -> str:
        return _("One report a year, compiled from published cases and the industry's own numbers.")

    def link(self) -> str:
        return absolute(reverse("reports"))

    def feed_url(self) -> str:
        return absolute(reverse("reports_feed", kwargs={"language": language()}))

    feed_guid = feed_url

    def items(self) -> QuerySet[Report]:
        return Report.objects.filter(is_public=True).exclude(public_since=None).order_by("-public_since", "-year")[:NEWEST]

    def item_title(self, report: Report) -> str:
        return f"{plain(both(report, 'title'))} {report.year}"

    def item_description(self, report: Report) -> str:
        subtitle = both(report, "subtitle")
        return format_html('<p lang="{}">{}</p>', lang(subtitle), plain(subtitle)) if subtitle else ""

    def item_link(self, report: Report) -> str:
        return absolute(report.get_absolute_url())

    def item_guid(self, report: Report) -> str:
        return tag_uri(report.public_since, f"reports/{report.year}/{language()}")

    def item_pubdate(self, report: Report) -> dt.datetime:
        return report.public_since

    item_updateddate = item_pubdate

    def item_author_name(self, report: Report) -> str:
        return plain(both(report, "publisher")) or _("Casebook")

    def item_extra_kwargs(self, report: Report) -> dict[str, str]:
        return {"language": lang(both(report, "title"))}


class ReportCases(CaseFeed):
    """The cases placed in a public report that the public may see now; 404 when there are none. Three queries."""

    def get_object(self, request: HttpRequest, year: int) -> Source:
        report = get_object_or_404(Report, year=year, is_public=True)
        placed = Placement.objects.filter(block__part__report=report, block__kind=BlockKind.CASE).values("revision__case")
        publications = list(Publication.objects.live().with_documents().filter(case__in=placed).order_by("-pk")[:NEWEST])
        if not publications:
            raise Http404("no published case is placed in this report")
        name = f"{plain(both(report, 'title'))} {report.year}"
        return Source(
            title=name,
            subtitle=_("Cases placed in the report “%(report)s”.") % {"report": name},
            page=reverse("report", args=[year]),
            address=reverse("report_feed", kwargs={"year": year, "language": language()}),
            publications=publications,
        )

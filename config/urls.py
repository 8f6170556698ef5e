"""The map of the site. What people read stands at `/` in Chinese and at `/en/` in English; what machines read has one address."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from cases.sitemaps import SECTIONS as PAGES_OF_CASES
from cases.sitemaps import sitemap_index, sitemap_part
from cases.urls import one_address as one_address_of_cases
from config.api import api
from config.health import healthz, readyz
from config.sign_in import second_factor_due
from config.views import favicon, robots
from reports.sitemaps import SECTIONS as PAGES_OF_REPORTS
from reports.urls import one_address as one_address_of_reports

SITEMAP = {"sections": {**PAGES_OF_REPORTS, **PAGES_OF_CASES}}

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("sitemap.xml", sitemap_index, SITEMAP, name="sitemap"),
    path("sitemap-<slug:name>-<int:part>.xml", sitemap_part, SITEMAP, name="sitemap_part"),
    path("api/v1/", api.urls),
    *one_address_of_cases,
    *one_address_of_reports,
    *i18n_patterns(
        # In the order of what is asked for most: each address before it is compared on the way.
        path("", include("cases.urls")),
        path("", include("reports.urls")),
        path("admin/", admin.site.urls),
        path("accounts/second-factor/", second_factor_due, name="second_factor_due"),
        path("accounts/", include("accounts.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

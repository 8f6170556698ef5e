"""Pages in both languages, and under `one_address` what stands outside of them (feeds, files, the sitemap)."""

from django.urls import URLPattern, URLResolver, include, path

from cases.views.public import public_page
from reports import explore, print_views, views
from reports.feeds import ReportCases, Reports

feeds: list[URLPattern | URLResolver] = [
    path("reports.atom", public_page(Reports()), name="reports_feed"),
    path("reports/<int:year>.atom", public_page(ReportCases()), name="report_feed"),
]

one_address: list[URLPattern | URLResolver] = [
    path("feeds/", include(feeds), {"language": "zh-hans"}),
    path("feeds/en/", include(feeds), {"language": "en"}),
    path("reports/pictures/<str:digest>-<int:width>.webp", views.picture, name="report_picture"),
    path("schemas/report.json", views.report_schema, name="report_schema"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("explore/", explore.explore, name="explore"),
    path("explore/indicators.csv", explore.indicator_table, {"kind": "csv"}, name="indicators_csv"),
    path("explore/indicators.json", explore.indicator_table, {"kind": "json"}, name="indicators_json"),
    path("explore/indicators/<slug:key>.csv", explore.indicator_table, {"kind": "csv"}, name="indicator_csv"),
    path("explore/indicators/<slug:key>.json", explore.indicator_table, {"kind": "json"}, name="indicator_json"),
    path("explore/<slug:chart>.csv", explore.case_table, {"kind": "csv"}, name="chart_csv"),
    path("explore/<slug:chart>.json", explore.case_table, {"kind": "json"}, name="chart_json"),
    path("cases/<slug:slug>/case.pdf", views.case_pdf, name="case_pdf"),
    path("reports/", views.report_list, name="reports"),
    path("reports/<int:year>/", views.report_page, name="report"),
    path("reports/<int:year>/editions/<int:number>/<str:language>.<str:suffix>", views.edition_file, name="edition_file"),
    path("reports/<int:year>/<slug:key>/", views.part_page, name="report_part"),
    path("print-approvals/<str:token>/", print_views.print_approval, name="print_approval"),
    path(
        "print-approvals/<str:token>/pictures/<str:digest>-<int:width>.webp",
        print_views.print_approval_picture,
        name="print_approval_picture",
    ),
    path("v/<slug:code>/", views.short_link, name="short_link"),
]

"""Pages in both languages, and under `one_address` what stands outside of them (feeds, files, the sitemap)."""

from django.urls import URLPattern, URLResolver, path

from reports import views

one_address: list[URLPattern | URLResolver] = [
    path("reports/pictures/<str:digest>-<int:width>.webp", views.picture, name="report_picture"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("reports/", views.report_list, name="reports"),
    path("reports/<int:year>/", views.report_page, name="report"),
    path("reports/<int:year>/<slug:key>/", views.part_page, name="report_part"),
    path("v/<slug:code>/", views.short_link, name="short_link"),
]

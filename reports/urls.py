"""Pages in both languages, and under `one_address` what stands outside of them (feeds, files, the sitemap)."""

from django.urls import URLPattern, URLResolver

one_address: list[URLPattern | URLResolver] = []

urlpatterns: list[URLPattern | URLResolver] = []

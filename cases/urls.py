"""Pages in both languages, and under `one_address` what stands outside of them (feeds, files, the sitemap)."""

from django.urls import URLPattern, URLResolver, path

from cases.views import case, listing, pictures, shelves

one_address: list[URLPattern | URLResolver] = [
    path("pictures/<str:digest>-<int:width>.webp", pictures.picture, name="picture"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/", listing.case_list, name="cases"),
    path("cases/<slug:slug>/", case.case_page, name="case"),
    path("concepts/", shelves.concepts, name="concepts"),
    path("concepts/<slug:slug>/", shelves.concept, name="concept"),
    path("sdgs/", shelves.goals, name="sdgs"),
    path("sdgs/<int:number>/", shelves.goal, name="sdg"),
    path("topics/<str:slug>/", shelves.topic, name="topic"),
    path("organisations/<slug:slug>/", shelves.organisation, name="organisation"),
]

"""Pages in both languages, and under `one_address` what stands outside of them (feeds, files, the sitemap)."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from cases.enums import Facet
from cases.feeds import AllCases, FacetCases
from cases.views import (
    approvals,
    case,
    exports,
    files,
    indexes,
    invitations,
    listing,
    oembed,
    pictures,
    share_cards,
    shelves,
    short,
    suggestions,
    videos,
)
from cases.views.public import public_page
from cases.views.words import words


class FacetConverter(StringConverter):
    regex = "|".join(Facet.values)
    to_python = Facet


register_converter(FacetConverter, "facet")

feeds: list[URLPattern | URLResolver] = [
    path("cases.atom", public_page(AllCases()), name="cases_feed"),
    path("<facet:facet>/<str:value>.atom", public_page(FacetCases()), name="facet_feed"),
]

one_address: list[URLPattern | URLResolver] = [
    path("feeds/", include(feeds), {"language": "zh-hans"}),
    path("feeds/en/", include(feeds), {"language": "en"}),
    path("pictures/<str:digest>-<int:width>.webp", pictures.picture, name="picture"),
    path("approvals/<str:token>/pictures/<str:digest>-<int:width>.webp", approvals.picture, name="approval_picture"),
    path("files/<str:digest>.<slug:suffix>", files.evidence, name="evidence"),
    path("w/<slug:code>/", videos.video, name="video"),
    path("c/<int:number>/", short.short_address, name="short_address"),
    path("cards/cases/<int:number>/<str:mark>-<str:language>.<str:suffix>", share_cards.case_card, name="case_card"),
    path("cards/<str:name>-<str:language>.png", share_cards.card, name="card"),
    path("oembed", oembed.oembed, name="oembed"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/", listing.case_list, name="cases"),
    path("cases/export.csv", exports.cases_csv, name="cases_csv"),
    path("cases/export.json", exports.cases_json, name="cases_json"),
    path("cases/<slug:slug>/", case.case_page, name="case"),
    path("about/", words("about"), name="about"),
    path("accessibility/", words("accessibility"), name="accessibility"),
    path("approvals/<str:token>/", approvals.approval, name="approval"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("suggest/", suggestions.suggestions, name="suggest"),
    path("search-help/", words("search-help"), name="search_help"),
    path("concepts/", indexes.concepts, name="concepts"),
    path("concepts/<slug:slug>/", shelves.concept, name="concept"),
    path("sdgs/", indexes.goals, name="sdgs"),
    path("sdgs/<int:number>/", shelves.goal, name="sdg"),
    path("targets/<str:code>/", shelves.target, name="target"),
    path("sectors/", indexes.sectors, name="sectors"),
    path("sectors/<str:slug>/", shelves.sector, name="sector"),
    path("regions/", indexes.regions, name="regions"),
    path("regions/<str:slug>/", shelves.region, name="region"),
    path("topics/", indexes.topics, name="topics"),
    path("topics/<str:slug>/", shelves.topic, name="topic"),
    path("organisations/", indexes.organisations, name="organisations"),
    path("organisations/<slug:slug>/", shelves.organisation, name="organisation"),
]

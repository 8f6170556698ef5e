"""What a list of cases can be narrowed by. Each filter names only what stands in the reader's own rows."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.access import visible_cases
from cases.admin.fields import name_of
from cases.enums import CaseState, Vocabulary
from cases.models import CaseTag, Tag
from cases.sealing import NAMES, with_stamp

# Asked for once a page, by whichever filter comes first.
FILTERED = (Vocabulary.CONCEPT, Vocabulary.GOAL)
GROUPS = {"company": "waits_for_company", "association": "waits_for_association"}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*CaseState.choices, ("company", _("With the company")), ("association", _("With the association"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if group := GROUPS.get(value or ""):
            return queryset.filter(state__in=[state for state in CaseState if getattr(state, group)])
        return queryset.filter(state=value) if value in CaseState.values else queryset


class StampFilter(admin.SimpleListFilter):
    title = _("stamp")
    parameter_name = "stamp"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return list(NAMES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_stamp(queryset).filter(stamp=self.value()) if self.value() in NAMES else queryset


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        years = visible_cases(request.user).order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(year=int(value)) if value.isdecimal() and len(value) == 4 else queryset


class TagFilter(admin.SimpleListFilter):
    vocabulary: Vocabulary

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        known = request.__dict__.get("_filter_tags") or list(Tag.objects.filter(vocabulary__in=FILTERED))
        request.__dict__["_filter_tags"] = known
        return [(tag.slug, f"{tag.code} {name_of(tag)}".strip()) for tag in known if tag.vocabulary == self.vocabulary]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        tagged = CaseTag.objects.filter(tag__vocabulary=self.vocabulary, tag__slug=self.value())
        return queryset.filter(pk__in=tagged.values("content_object"))


class ConceptFilter(TagFilter):
    title = _("concept")
    parameter_name = "concept"
    vocabulary = Vocabulary.CONCEPT


class GoalFilter(TagFilter):
    title = _("goal")
    parameter_name = "sdg"
    vocabulary = Vocabulary.GOAL


class OrganisationFilter(admin.SimpleListFilter):
    title = _("organisation")
    parameter_name = "organisation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        owners = visible_cases(request.user).order_by().values("organisation")
        return [(o.slug, str(o)) for o in Organisation.objects.filter(pk__in=owners)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(organisation__slug=self.value()) if self.value() else queryset


OF_CASES = (StateFilter, StampFilter, YearFilter, ConceptFilter, GoalFilter)

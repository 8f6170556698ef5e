"""The list of cases: two queries for its rows, whatever their number."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from accounts.roles import is_inside, organisation_ids
from cases.admin import bulk, filters, seals
from cases.admin.fields import name_of
from cases.admin.scoped import ScopedAdmin
from cases.enums import Rank, Vocabulary
from cases.models import Case, CaseTag
from cases.sealing import with_stamp


class CaseList(ScopedAdmin):
    list_display = ["title_in_list", "organisation", "state_in_words", seals.in_list, "year", "concept", "goals_as_tiles", "changed"]
    list_display_links = ["title_in_list"]
    sortable_by = ["title_in_list", "year", "changed"]
    search_fields = ["title_zh_hans", "title_en"]
    search_help_text = gettext_lazy("Searches the titles in both languages.")
    ordering = ["-changed_at", "-pk"]
    actions = ["start_review", "accept", "publish", *bulk.ACTIONS]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return super().get_queryset(request).select_related("organisation", "parent", "call", "changed_by")

    def get_list_display(self, request: HttpRequest) -> list[str]:
        shown = list(self.list_display)
        if not asks_for_organisation(request.user):
            shown.remove("organisation")
        return shown

    def get_list_filter(self, request: HttpRequest) -> list[type[admin.SimpleListFilter]]:
        found: list[type[admin.SimpleListFilter]] = list(filters.OF_CASES)
        if asks_for_organisation(request.user):
            found.append(filters.OrganisationFilter)
        return found

    def response_action(self, request: HttpRequest, queryset: QuerySet[Case], **options: Any) -> Any:
        """Of what was ticked, what is an id: a list is not the place to fail over others."""
        ticked = [pk for pk in request.POST.getlist(ACTION_CHECKBOX_NAME) if pk.isdecimal() and len(pk) < 19]
        data = request.POST.copy()
        data.setlist(ACTION_CHECKBOX_NAME, ticked)
        request.POST = data
        return super().response_action(request, queryset, **options)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        tags = CaseTag.objects.select_related("tag").filter(tag__vocabulary__in=[Vocabulary.CONCEPT, Vocabulary.GOAL])
        rows = changelist.result_list
        if isinstance(rows, QuerySet):
            # The long texts are not in the list, and were sorted with it.
            rows = rows.defer("body_zh_hans", "body_en", "summary_zh_hans", "summary_en")
            changelist.result_list = with_stamp(rows).prefetch_related(Prefetch("case_tags", tags, to_attr="weighed"))
        return changelist

    @admin.display(description=gettext_lazy("title"), ordering="title_zh_hans")
    def title_in_list(self, obj: Case) -> str:
        return str(obj)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, obj: Case) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', obj.state, obj.get_state_display())

    @admin.display(description=gettext_lazy("concept"))
    def concept(self, obj: Any) -> SafeString:
        found = [item for item in weighed(obj) if item.tag.vocabulary == Vocabulary.CONCEPT]
        return format_html_join(" ", '<span class="concept concept-{}">{}</span>', ((i.tag.slug, name_of(i.tag)) for i in found))

    @admin.display(description=gettext_lazy("goals"))
    def goals_as_tiles(self, obj: Any) -> SafeString:
        found = [item for item in weighed(obj) if item.tag.vocabulary == Vocabulary.GOAL]
        tiles = format_html_join(
            "", '<li class="goal goal-{}" title="{}">{}</li>', ((i.tag.code, name_of(i.tag), i.tag.code) for i in found)
        )
        return format_html('<ul class="goals">{}</ul>', tiles) if found else SafeString("")

    @admin.display(description=gettext_lazy("last changed"), ordering="changed_at")
    def changed(self, obj: Case) -> Any:
        return obj.changed_at


def asks_for_organisation(user: Any) -> bool:
    """Whoever works for one organisation is not asked which."""
    return is_inside(user) or len(organisation_ids(user)) > 1


def weighed(obj: Any) -> list[CaseTag]:
    return sorted(obj.weighed, key=lambda item: (item.rank != Rank.PRIMARY, item.tag.order))

"""Work on topics in the admin: rename and merge with what they change in view, the history with a way back, the queue of proposals."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import is_reviewer
from cases.access import scope
from cases.admin.fields import name_of
from cases.admin.scoped import LookOnlyAdmin, ScopedAdmin
from cases.enums import ProposalState, Vocabulary
from cases.models import Tag, TagChange, TopicProposal
from cases.topics import Effect, Refused, decline, effect_of_merge, merge, rename, take_up, undo


class TopicChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class RenameForm(forms.Form):
    zh = forms.CharField(label=gettext_lazy("New name (Chinese)"), max_length=60)
    en = forms.CharField(label=gettext_lazy("New name (English)"), max_length=60, required=False)


class MergeForm(forms.Form):
    into = TopicChoice(queryset=Tag.objects.none(), label=gettext_lazy("Merge into"), empty_label=gettext_lazy("Choose a topic"))

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Tag.objects.of(Vocabulary.TOPIC).exclude(pk=tag.pk)


def topic_pages(site: Any) -> list[Any]:
    """Addresses below the tags' own."""
    return [
        path("<int:object_id>/rename/", site.admin_view(rename_page), name="cases_tag_rename"),
        path("<int:object_id>/merge/", site.admin_view(merge_page), name="cases_tag_merge"),
    ]


def _topic(request: HttpRequest, pk: int) -> Tag:
    if not is_reviewer(request.user):
        raise Http404
    return get_object_or_404(Tag.objects.of(Vocabulary.TOPIC), pk=pk)


def rename_page(request: HttpRequest, object_id: int) -> HttpResponse:
    tag = _topic(request, object_id)
    form = RenameForm(request.POST or None, initial={"zh": tag.name_zh_hans, "en": tag.name_en})
    if request.method == "POST" and form.is_valid():
        try:
            rename(tag, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Renamed: “%(topic)s”. Its former name stays a synonym.") % {"topic": form.cleaned_data["zh"]})
            return redirect("admin:cases_tag_changelist")
    return page(request, "rename", tag, form, _("Rename “%(topic)s”") % {"topic": name_of(tag)})


def merge_page(request: HttpRequest, object_id: int) -> HttpResponse:
    """Chosen by GET, with what would change; done by POST."""
    tag = _topic(request, object_id)
    form = MergeForm(request.POST if request.method == "POST" else (request.GET or None), tag=tag)
    effect: Effect | None = None
    if form.is_valid():
        into = form.cleaned_data["into"]
        effect = effect_of_merge(tag, into)
        if request.method == "POST":
            try:
                merge(tag, into, by=request.user)
            except Refused as refused:
                form.add_error(None, str(refused.sentence))
            else:
                text = _("“%(gone)s” was merged into “%(kept)s”. It can be taken back in the history.")
                messages.success(request, text % {"gone": name_of(tag), "kept": name_of(into)})
                return redirect("admin:cases_tagchange_changelist")
    return page(request, "merge", tag, form, _("Merge “%(topic)s” into another topic") % {"topic": name_of(tag)}, effect=effect)


def page(request: HttpRequest, name: str, tag: Tag, form: Any, title: str, **more: Any) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": title, "tag": tag, "form": form, "opts": Tag._meta, "name": name_of(tag)} | more
    return TemplateResponse(request, f"admin/cases/tag/{name}.html", context, status=422 if request.method == "POST" else 200)


@admin.register(TagChange)
class TagChangeAdmin(LookOnlyAdmin):
    list_display = ["what", "into_in_words", "by", "at", "back"]
    list_display_links = None
    sortable_by: list[str] = []
    list_select_related = ["tag", "into", "by", "undone_by"]
    change_list_template = "admin/cases/tag/changes.html"

    @admin.display(description=gettext_lazy("what was done"))
    def what(self, obj: TagChange) -> str:
        before = obj.detail.get("before", {}).get("name_zh_hans") or name_of(obj.tag)
        return f"{obj.get_action_display()}：{before}"

    @admin.display(description=gettext_lazy("into"))
    def into_in_words(self, obj: TagChange) -> str:
        return name_of(obj.into) if obj.into else obj.detail.get("after", {}).get("name_zh_hans", "")

    @admin.display(description=gettext_lazy("taken back"))
    def back(self, obj: TagChange) -> Any:
        return obj.undone_at

    def get_urls(self) -> list[Any]:
        back = path("<int:object_id>/undo/", self.admin_site.admin_view(self.undo), name="cases_tagchange_undo")
        return [back, *super().get_urls()]

    def undo(self, request: HttpRequest, object_id: int) -> HttpResponse:
        if not is_reviewer(request.user):
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        change = get_object_or_404(scope(TagChange.objects.all(), request.user), pk=object_id)
        try:
            undo(change, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, _("Taken back."))
        return redirect("admin:cases_tagchange_changelist")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        last = TagChange.objects.filter(undone_at=None).first() if is_reviewer(request.user) else None
        return super().changelist_view(request, {"last": last} | (extra_context or {}))


class ProposalStateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return ProposalState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() in ProposalState.values else queryset


@admin.register(TopicProposal)
class TopicProposalAdmin(ScopedAdmin):
    """The queue; what a proposal says is not edited."""

    list_display = ["name", "case", "by", "at", "state", "topic"]
    list_display_links = None
    list_filter = [ProposalStateFilter]
    list_select_related = ["case", "by", "topic"]
    sortable_by: list[str] = []
    ordering = ["state", "name", "pk"]
    actions = ["take_as_topic", "turn_down"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in self.opts.fields if field.name != "id"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return is_reviewer(request.user)

    @admin.action(description=gettext_lazy("Take as a topic, and give it to the case"), permissions=["review"])
    def take_as_topic(self, request: HttpRequest, queryset: QuerySet[TopicProposal]) -> None:
        taken = left = 0
        for proposal in queryset:
            try:
                take_up([proposal], by=request.user)
                taken += 1
            except Refused:
                left += 1
        self._say(request, ngettext("%(count)s proposal taken.", "%(count)s proposals taken.", taken), taken, left)

    @admin.action(description=gettext_lazy("Decline"), permissions=["review"])
    def turn_down(self, request: HttpRequest, queryset: QuerySet[TopicProposal]) -> None:
        count = queryset.count()
        done = decline(queryset, by=request.user)
        self._say(request, ngettext("%(count)s proposal declined.", "%(count)s proposals declined.", done), done, count - done)

    def _say(self, request: HttpRequest, text: str, done: int, left: int) -> None:
        if done:
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
        if left > 0:
            kept = ngettext("%(count)s was settled before.", "%(count)s were settled before.", left)
            self.message_user(request, kept % {"count": left}, messages.WARNING)

"""Tags: what the association sets up and everybody uses."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.admin.fields import name_of
from cases.admin.scoped import ScopedAdmin
from cases.admin.topics import topic_pages
from cases.enums import Vocabulary
from cases.models import Tag
from cases.tagging import split_tags


class WordsField(forms.CharField):
    """A JSON list of words, edited as words with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        return (", " if get_language() == "en" else "，").join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else split_tags(value or "")

    def run_validators(self, value: Any) -> None:
        if any(len(word) > 100 for word in value):
            raise ValidationError(_("Each of these words may have up to 100 characters; put commas between them."))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class VocabularyFilter(admin.SimpleListFilter):
    title = gettext_lazy("vocabulary")
    parameter_name = "vocabulary"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Vocabulary.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(vocabulary=self.value()) if self.value() in Vocabulary.values else queryset


# A topic's names change with their history, on a page of their own.
RENAMED_BY_ITS_OWN_PAGE = {Vocabulary.TOPIC: ["vocabulary", "name_zh_hans", "name_en"]}


class TagForm(forms.ModelForm):
    synonyms = WordsField(
        required=False,
        label=gettext_lazy("Synonyms"),
        help_text=gettext_lazy("Other words under which entry and search find it; put commas between them."),
    )

    clues = WordsField(
        required=False,
        label=gettext_lazy("Clues"),
        help_text=gettext_lazy("Words in a text that speak for it, in both languages, for suggestions; put commas between them."),
    )

    class Meta:
        model = Tag
        fields = ["vocabulary", "name_zh_hans", "name_en", "slug", "code", "colour", "synonyms", "clues", "parent", "order"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        vocabulary, slug = data.get("vocabulary", self.instance.vocabulary), data.get("slug")
        taken = Tag.objects.filter(vocabulary=vocabulary, slug=slug).exclude(pk=self.instance.pk)
        if slug and taken.exists():
            self.add_error("slug", _("The address “%(slug)s” is in use in this vocabulary; give another.") % {"slug": slug})
        return data


@admin.register(Tag)
class TagAdmin(ScopedAdmin):
    form = TagForm
    list_display = ["label", "vocabulary", "code", "name_in_english", "synonyms_in_words"]
    list_filter = [VocabularyFilter]
    sortable_by: list[str] = []
    search_fields = ["name_zh_hans", "name_en", "code", "slug"]
    ordering = ["vocabulary", "order", "slug"]
    change_form_template = "admin/cases/tag/change_form.html"
    fieldsets = [
        (None, {"fields": ["vocabulary", ("name_zh_hans", "name_en"), "synonyms", "clues", "slug"]}),
        (gettext_lazy("Official number and order"), {"fields": [("code", "colour"), ("parent", "order")], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Without what was merged into another: that stands in the history."""
        return super().get_queryset(request).filter(merged_into=None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A fixed vocabulary keeps its official codes and colours, and every tag the vocabulary it was made in."""
        if obj is None:
            return []
        fixed = Vocabulary(obj.vocabulary) in {Vocabulary.CONCEPT, Vocabulary.GOAL, Vocabulary.TARGET}
        return ["vocabulary", "code", "colour", "parent", "slug"] if fixed else RENAMED_BY_ITS_OWN_PAGE.get(obj.vocabulary, ["vocabulary"])

    @admin.display(description=gettext_lazy("name"))
    def label(self, obj: Tag) -> str:
        return str(obj.name_zh_hans)

    @admin.display(description=gettext_lazy("name (English)"))
    def name_in_english(self, obj: Tag) -> str:
        return obj.name_en or ""

    @admin.display(description=gettext_lazy("Synonyms"))
    def synonyms_in_words(self, obj: Tag) -> str:
        return "，".join(obj.synonyms)

    def get_urls(self) -> list[Any]:
        own = path("suggest/", self.admin_site.admin_view(self.suggest), name="cases_tag_suggest")
        return [own, *topic_pages(self.admin_site), *super().get_urls()]

    def suggest(self, request: HttpRequest) -> JsonResponse:
        """Topics whose name or synonym holds what was typed: `?q=碳` → `{"names": [...]}`, at most ten."""
        typed = request.GET.get("q", "").strip()[:50]
        topics = Tag.objects.of(Vocabulary.TOPIC)
        found = topics.filter(Q(name_zh_hans__icontains=typed) | Q(name_en__icontains=typed))[:10] if typed else []
        names = [name_of(tag) for tag in found]
        if typed and len(names) < 10:
            names += [name_of(tag) for tag in topics if any(typed.casefold() in word.casefold() for word in tag.synonyms)]
        return JsonResponse({"names": list(dict.fromkeys(names))[:10]})

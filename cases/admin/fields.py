"""Form fields for tags and for the text: how a case is tagged, weighed and written in the admin."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django_prose_editor.widgets import ProseEditorWidget, importmap
from js_asset import Media as MediaWithImports

from cases.document import Text
from cases.enums import Rank, Vocabulary
from cases.models import CaseTag, Tag
from cases.tagging import Choice, find_topics, split_tags

REASON_LENGTH = CaseTag._meta.get_field("reason").max_length


def choices_of(items: Iterable[CaseTag], vocabulary: Vocabulary) -> list[Choice]:
    """The case's tags of one vocabulary as `set_tags` takes them."""
    return [
        Choice(item.tag, Rank(item.rank), Text(item.reason_zh_hans or "", item.reason_en or ""))
        for item in items
        if item.tag.vocabulary == vocabulary
    ]


def name_of(tag: Tag) -> str:
    return str((tag.name_en if get_language() == "en" else "") or tag.name_zh_hans)


class TagField(forms.Field):
    """Tags of one vocabulary. Its value is a list of `Choice`; what is not in the vocabulary cannot be chosen."""

    def __init__(self, vocabulary: Vocabulary, **options: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(required=False, **options)

    @cached_property
    def tags(self) -> list[Tag]:
        return list(Tag.objects.of(self.vocabulary))

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Each form asks for the tags anew: a class outlives what is added to a vocabulary."""
        result = super().__deepcopy__(memo)
        result.__dict__.pop("tags", None)
        result.widget.field = result
        return result

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return as_values(initial or []) != as_values(self.clean(data))
        except ValidationError:
            return True

    def in_words(self, value: list[Choice]) -> str:
        """For a reader who compares two states of the field."""
        lines = []
        for choice in value:
            primary = _("%(tag)s (primary)") % {"tag": name_of(choice.tag)} if choice.rank == Rank.PRIMARY else name_of(choice.tag)
            reasons = " / ".join(filter(None, (choice.reason.zh_hans, choice.reason.en)))
            lines.append(f"{primary}: {reasons}" if reasons else primary)
        return "\n".join(lines)


def as_values(choices: Iterable[Choice]) -> set[tuple[Any, ...]]:
    return {(choice.tag.pk, choice.rank, choice.reason.zh_hans, choice.reason.en) for choice in choices}


# --- Concepts and goals: checkboxes, one of them primary, each with its reason ---------------------------------


class WeighedTagsWidget(forms.Widget):
    template_name = "admin/widgets/weighed_tags.html"
    use_fieldset = True
    field: "WeighedTagsField"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = {row["tag"]: row for row in self.rows_of(value)}
        context["widget"]["reason_length"] = REASON_LENGTH
        context["widget"]["rows"] = [typed.get(tag.pk, {}) | {"tag": tag, "label": name_of(tag)} for tag in self.field.tags]
        return context

    def rows_of(self, value: Any) -> list[dict[str, Any]]:
        if not value:
            return []
        if isinstance(value[0], Choice):
            return [
                {
                    "tag": choice.tag.pk,
                    "chosen": True,
                    "primary": choice.rank == Rank.PRIMARY,
                    "zh": choice.reason.zh_hans,
                    "en": choice.reason.en,
                }
                for choice in value
            ]
        return list(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """One row for each tag of the vocabulary, as typed: a reason is kept also while its box is not ticked."""
        primary = data.get(f"{name}-primary")
        return [
            {
                "tag": tag.pk,
                "chosen": data.get(f"{name}-{tag.pk}") is not None,
                "primary": primary == str(tag.pk),
                "zh": data.get(f"{name}-{tag.pk}-zh", "").strip(),
                "en": data.get(f"{name}-{tag.pk}-en", "").strip(),
            }
            for tag in self.field.tags
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return id_


class WeighedTagsField(TagField):
    widget = WeighedTagsWidget

    def clean(self, value: Any) -> list[Choice]:
        by_id = {tag.pk: tag for tag in self.tags}
        rows = [row for row in value or [] if row["chosen"] and row["tag"] in by_id]
        too_long = [name_of(by_id[row["tag"]]) for row in rows if max(len(row["zh"]), len(row["en"])) > REASON_LENGTH]
        if too_long:
            raise ValidationError(
                _("The reason for “%(tag)s” is longer than %(limit)s characters; shorten it."),
                code="max_length",
                params={"tag": too_long[0], "limit": REASON_LENGTH},
            )
        alone = len(rows) == 1
        return [
            Choice(by_id[row["tag"]], Rank.PRIMARY if row["primary"] or alone else Rank.SECONDARY, Text(row["zh"], row["en"]))
            for row in rows
        ]


# --- Sectors, regions, goal targets: boxes alone ---------------------------------------------------------------


class TagBoxesWidget(forms.CheckboxSelectMultiple):
    template_name = "admin/widgets/tag_boxes.html"
    field: "TagBoxesField"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        wanted = {str(pk) for pk in self.ids_of(value)}
        context["widget"]["boxes"] = [
            {"tag": tag, "label": self.field.label_of(tag), "chosen": str(tag.pk) in wanted} for tag in self.field.tags
        ]
        context["widget"]["grouped"] = self.field.vocabulary == Vocabulary.TARGET
        return context

    def ids_of(self, value: Any) -> list[Any]:
        return [item.tag.pk if isinstance(item, Choice) else item for item in value or []]

    def format_value(self, value: Any) -> list[str]:
        return [str(pk) for pk in self.ids_of(value)]


class TagBoxesField(TagField):
    widget = TagBoxesWidget

    @cached_property
    def tags(self) -> list[Tag]:
        return list(Tag.objects.of(self.vocabulary).select_related("parent"))

    def label_of(self, tag: Tag) -> str:
        return tag.code if self.vocabulary == Vocabulary.TARGET else name_of(tag)

    def clean(self, value: Any) -> list[Choice]:
        by_id = {str(tag.pk): tag for tag in self.tags}
        if any(pk not in by_id for pk in value or []):
            raise ValidationError(_("Choose from the list."), code="invalid_choice")
        return [Choice(by_id[pk]) for pk in value or []]


# --- Topics: words with commas between, as people type them ----------------------------------------------------


class TopicsWidget(forms.TextInput):
    template_name = "admin/widgets/topics.html"

    def format_value(self, value: Any) -> str:
        if isinstance(value, str) or value is None:
            return value or ""
        comma = ", " if get_language() == "en" else "，"
        return comma.join(name_of(choice.tag) for choice in value)


class TopicsField(TagField):
    widget = TopicsWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(Vocabulary.TOPIC, **options)

    def clean(self, value: Any) -> list[Choice]:
        found = find_topics(split_tags(value or ""))
        if unknown := [name for name, tag in found.items() if tag is None]:
            raise ValidationError(
                ngettext(
                    "There is no topic “%(names)s”. Choose one that is offered, or ask the association to add it.",
                    "There are no topics “%(names)s”. Choose some that are offered, or ask the association to add them.",
                    len(unknown),
                ),
                code="unknown",
                params={"names": "”, “".join(unknown) if get_language() == "en" else "”、“".join(unknown)},
            )
        return [Choice(tag) for tag in dict.fromkeys(tag for tag in found.values() if tag is not None)]


# --- The text --------------------------------------------------------------------------------------------------


class ProseWidget(ProseEditorWidget):
    """django-prose-editor's engine with our own menu: in words, in the reader's language, and without a style of its own in the page."""

    template_name = "admin/widgets/prose.html"

    @property
    def media(self) -> Any:
        return MediaWithImports(importmap=importmap, js=[Script("admin-theme/prose.js", type="module")])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = forms.Textarea.get_context(self, name, value, attrs)
        context["widget"]["attrs"]["data-prose"] = json.dumps(
            {
                "Bold": _("Bold"),
                "Italic": _("Italic"),
                "Subscript": _("Subscript"),
                "Superscript": _("Superscript"),
                "Heading3": _("Heading"),
                "Heading4": _("Subheading"),
                "BulletList": _("List"),
                "OrderedList": _("Numbered list"),
                "Blockquote": _("Quotation"),
                "Link": _("Link"),
                "Table": _("Table"),
                "RowAfter": _("Row below"),
                "RowBefore": _("Row above"),
                "ColumnAfter": _("Column after"),
                "ColumnBefore": _("Column before"),
                "DeleteRow": _("Remove row"),
                "DeleteColumn": _("Remove column"),
                "HeadRow": _("First row is the head"),
                "DeleteTable": _("Remove table"),
                "address": _("Address of the link (https://…); empty removes it"),
                "Undo": _("Undo"),
                "Redo": _("Redo"),
                "menu": _("How the text looks"),
            },
            ensure_ascii=False,
        )
        return context

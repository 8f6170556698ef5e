"""The case's form: two languages, tags, and what protects one person's text from another's."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.addresses import is_anothers
from cases.admin.asking import kind_of_this_call, show_what_is_asked
from cases.admin.choices import keep_present
from cases.admin.fields import TagBoxesField, TagField, TopicsField, WeighedTagsField, choices_of
from cases.admin.merging import Difference, Outcome, answer_to, digest, pairs, settle
from cases.enums import Vocabulary
from cases.models import Case
from cases.models.cases import new_slug
from cases.revisions import behind_now
from cases.tagging import set_tags
from cases.text import clean_html, plain_text

TAG_FIELDS = {
    "concepts": Vocabulary.CONCEPT,
    "goals": Vocabulary.GOAL,
    "targets": Vocabulary.TARGET,
    "sectors": Vocabulary.SECTOR,
    "regions": Vocabulary.REGION,
    "topics": Vocabulary.TOPIC,
}
BOOKKEEPING = {"seen", "token", "opened"}
TOKEN = re.compile(r"case-[0-9a-f]{10}")


class CaseForm(forms.ModelForm):
    """`seen` is the version that its editor opened; `opened` remembers each field's text then, as a short digest.

    When somebody else has saved since, the form does not validate. A field that only they changed takes their text; one that
    both changed keeps the typed text and is listed in `differences`, until its editor has answered whose is to stay.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    # A new case's slug-to-be, so that a second click makes no second case.
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    concepts = WeighedTagsField(
        Vocabulary.CONCEPT,
        label=gettext_lazy("Development concepts"),
        help_text=gettext_lazy("Tick what the case stands for, mark the one that carries it, and say why in a sentence."),
    )
    goals = WeighedTagsField(
        Vocabulary.GOAL,
        label=gettext_lazy("Sustainable Development Goals"),
        help_text=gettext_lazy("One to four goals that the case truly serves, each with a reason; one of them is primary."),
    )
    targets = TagBoxesField(Vocabulary.TARGET, label=gettext_lazy("Goal targets"))
    sectors = TagBoxesField(Vocabulary.SECTOR, label=gettext_lazy("Sectors"))
    regions = TagBoxesField(Vocabulary.REGION, label=gettext_lazy("Regions"))
    topics = TopicsField(
        label=gettext_lazy("Topics"),
        help_text=gettext_lazy(
            "Words under which the case should be found; put a comma between them. Topics are chosen from those there are."
        ),
    )

    class Meta:
        model = Case
        fields: list[str] = []

    differences: list[Difference]
    # Labels of fields that only the other person changed.
    taken: list[str]
    is_stale = False
    # Whether this person may let a case carry on another organisation's.
    any_owner = False
    guidance: tuple[str, ...] = ()
    # Whether the text comes from a working copy, to be looked over before it is saved.
    put_back = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences, self.taken = [], []
        case = self.instance
        if case.pk:
            items = list(case.case_tags.select_related("tag"))
            for name, vocabulary in TAG_FIELDS.items():
                self.initial.setdefault(name, choices_of(items, vocabulary))
            self.initial["seen"] = case.version
        else:
            self.initial["token"] = new_slug()
        for name in ("call", "parent", "continues", "organisation"):
            if name in self.fields:
                choice = self.fields[name]
                choice.queryset = keep_present(choice.queryset, getattr(case, f"{name}_id"))
        for name in ("parent", "continues"):
            if name in self.fields and case.pk:
                self.fields[name].queryset = self.fields[name].queryset.exclude(pk=case.pk)
        if "year" in self.fields:
            self.fields["year"].required = False
        show_what_is_asked(self)
        if case.pk:
            self._say_what_to_mind(case)
        if case.pk and not self.is_bound:
            self.initial["opened"] = self.digests()

    def _say_what_to_mind(self, case: Case) -> None:
        """At each text whose other language is newer, and at the address of a case that the public knows. Two queries."""
        behind = {
            "zh-hans": _("The English text is newer; see whether this one still says the same."),
            "en": _("The Chinese text is newer; see whether this one still says the same."),
        }
        for name, language in behind_now(case):
            if field := self.fields.get(f"{name}_{language.replace('-', '_')}"):
                field.help_text = f"{behind[language]} {field.help_text}".strip()
        if "slug" in self.fields and hasattr(case, "publication"):
            self.fields["slug"].help_text = _(
                "The public knows the case at “%(slug)s”. A new address holds once it is published anew; the old one goes on leading here."
            ) % {"slug": case.publication.slug}

    # --- Checking --------------------------------------------------------------------------------------------

    def clean_token(self) -> str:
        """The slug that this page was given; another when it is no such slug."""
        slug: str = self.cleaned_data["token"]
        is_free = TOKEN.fullmatch(slug) and not Case.objects.filter(slug=slug).exists() and not is_anothers(slug, None)
        return slug if is_free else new_slug()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if is_anothers(slug, self.instance.pk):
            raise ValidationError(_("The public knows another case at the address “%(slug)s”; give this one another.") % {"slug": slug})
        return slug

    def clean_continues(self) -> Case | None:
        earlier: Case | None = self.cleaned_data["continues"]
        if earlier and "continues" in self.changed_data and not self.any_owner:
            chosen = self.cleaned_data.get("organisation")
            owner = chosen.pk if chosen else self.instance.organisation_id
            if owner and earlier.organisation_id != owner:
                raise ValidationError(_("Choose a case of the same organisation."))
        return earlier

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind_of_this_call(self, data)
        if call := data.get("call"):
            data["year"] = call.year
        elif "year" in self.fields and not data.get("year") and "year" not in self.errors:
            self.add_error("year", _("Give the year of the report, or choose the call that the case answers."))
        if self.is_stale:
            raise ValidationError(
                _("Somebody else has saved this case since you opened it. Nothing of yours is lost: compare below, then save again."),
                code="stale",
            )
        if self.differences:
            raise ValidationError(_("Choose below whose text is to stay."), code="undecided")
        if self.put_back:
            raise ValidationError(_("Your text is put back and not saved yet. Look it over, then save."), code="put_back")
        return data

    def full_clean(self) -> None:
        """Merged first, so that what is checked and shown is what would be saved."""
        if self.is_bound and self.instance.pk:
            self.is_stale = self.data.get(self.add_prefix("seen"), "") != str(self.instance.version)
            if self.is_stale or self.data.getlist("asked"):
                self._merge()
        super().full_clean()

    def _merge(self) -> None:
        opened = pairs(self["opened"].value())
        self.data: Any = self.data.copy()
        self.differences, self.taken = [], []
        for name in self.fields:
            if name in BOOKKEEPING:
                continue
            field = self[name]
            theirs, yours, then = self.mark(name, field.initial), self.mark(name, self.typed(name)), opened.get(name)
            outcome = settle(theirs=theirs, yours=yours, then=then, answer=answer_to(self.data, name))
            if outcome is Outcome.TAKE:
                self._put(name, field.initial)
                if theirs != then:
                    self.taken.append(str(field.label))
            elif outcome is Outcome.ASK:
                words = self.in_words(name, field.initial), self.in_words(name, self.typed(name))
                self.differences.append(Difference(str(field.label), *words, anchor=f"#{field.id_for_label}", name=name))
        self.data[self.add_prefix("seen")] = str(self.instance.version)
        self.data[self.add_prefix("opened")] = self.digests()

    def _put(self, name: str, value: Any) -> None:
        """Write `value` into the bound data as if it had been typed."""
        field, key = self.fields[name], self.add_prefix(name)
        if isinstance(field, WeighedTagsField):
            for tag in field.tags:
                for suffix in ("", "-zh", "-en"):
                    self.data.pop(f"{key}-{tag.pk}{suffix}", None)
            self.data.pop(f"{key}-primary", None)
            for row in field.widget.rows_of(value):
                self.data[f"{key}-{row['tag']}"] = "on"
                self.data[f"{key}-{row['tag']}-zh"], self.data[f"{key}-{row['tag']}-en"] = row["zh"], row["en"]
                if row["primary"]:
                    self.data[f"{key}-primary"] = str(row["tag"])
        elif isinstance(field, TagBoxesField):
            self.data.setlist(key, field.widget.format_value(value))
        else:
            shown = field.widget.format_value(field.prepare_value(value))
            self.data[key] = shown[0] if isinstance(shown, list) and shown else "" if shown is None or shown == [] else shown

    # --- What the fields say, for comparing ------------------------------------------------------------------

    def digests(self) -> str:
        """`name:digest` for each field as the database has it."""
        return " ".join(f"{name}:{self.mark(name, self[name].initial)}" for name in self.fields if name not in BOOKKEEPING)

    def mark(self, name: str, value: Any) -> str:
        """A short digest of what a field holds, the same for the same content however it was written."""
        content = clean_html(str(value or "")) if name.startswith("body") else self.in_words(name, value)
        return digest(content)

    def typed(self, name: str) -> Any:
        """What was typed into a field; as it stands when it cannot be read."""
        try:
            return self.fields[name].clean(self[name].data)
        except ValidationError:
            return str(self[name].data or "")

    def in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(value, str) or value is None:
            text = (value or "").replace("\r\n", "\n").strip()
            return plain_text(text) if name.startswith("body") else text
        if isinstance(field, TagField):
            return field.in_words(value)
        if isinstance(field, forms.ModelChoiceField):
            return str(value if isinstance(value, Model) else field.queryset.filter(pk=value).first() or "")
        return str(value)

    # --- Saving ----------------------------------------------------------------------------------------------

    def save_tags(self) -> None:
        for name, vocabulary in TAG_FIELDS.items():
            if name in self.fields and name in self.changed_data:
                set_tags(self.instance, vocabulary, self.cleaned_data[name])


def tags_in_words(case: Case, name: str) -> SafeString:
    if "_items" not in case.__dict__:
        case.__dict__["_items"] = list(case.case_tags.select_related("tag"))
    field = CaseForm.base_fields[name]
    lines = [field.in_words([choice]) for choice in choices_of(case.__dict__["_items"], TAG_FIELDS[name])]
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))

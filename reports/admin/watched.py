"""A form that notices when somebody else has saved the same row meanwhile: both texts are shown, and nothing is lost."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from cases.admin.merging import Difference
from cases.text import plain_text


def fingerprint(row: Model, relations: tuple[str, ...]) -> str:
    """What the database holds of the row and of its rows in `relations`, whatever its place among its siblings.

    One query and one for each relation.
    """
    columns = [column.attname for column in row._meta.concrete_fields if column.name != "order"]
    held: list[Any] = list(type(row)._default_manager.filter(pk=row.pk).values_list(*columns))
    for name in relations:
        relation: Any = row._meta.get_field(name)
        if relation.many_to_many:
            held += sorted(getattr(row, name).values_list("pk", flat=True))
        else:
            held += relation.related_model._default_manager.filter(**{relation.field.name: row.pk}).order_by("pk").values_list()
    return digest(repr(held))


def content(row: Model, relations: tuple[str, ...]) -> str:
    """What a row and its rows say, whichever rows they are: two that say the same have the same content."""

    def said(rows: Any, *left_out: str) -> list[Any]:
        columns = [column.attname for column in rows.model._meta.concrete_fields if column.name not in {"id", "order", *left_out}]
        return list(rows.values_list(*columns))

    held = said(type(row)._default_manager.filter(pk=row.pk))
    for name in relations:
        relation: Any = row._meta.get_field(name)
        if relation.many_to_many:
            held += sorted(getattr(row, name).values_list("pk", flat=True))
        else:
            own = relation.field.name
            held += said(relation.related_model._default_manager.filter(**{own: row.pk}).order_by("order", "pk"), own, "under")
    return digest(repr(held))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class WatchedForm(forms.ModelForm):
    """`seen` is what the row held when the page was opened: its fingerprint, then `field:digest` for each field.

    When somebody else has saved since, the form does not validate. A field that only they changed takes their text; one that
    both changed keeps the typed text and is listed in `differences`. Rows in `relations` keep what was typed.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    relations: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.is_stale = False
        if self.instance.pk and not self.is_bound:
            self.initial["seen"] = self._seen_now()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk:
            # Held until this request's write, so that of two people who save what both saw one comes first.
            type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
            if (data.get("seen") or " ").split()[:1] != [fingerprint(self.instance, self.relations)]:
                self._take_over_theirs()
                raise ValidationError(
                    _("Somebody else has saved this since you opened it. Nothing of yours is lost: compare below, then save again."),
                    code="stale",
                )
        return data

    def _seen_now(self) -> str:
        marks = (f"{name}:{digest(self._in_words(name, self[name].initial))}" for name in self.fields if name != "seen")
        return " ".join([fingerprint(self.instance, self.relations), *marks])

    def _take_over_theirs(self) -> None:
        self.is_stale = True
        opened = dict(pair.split(":", 1) for pair in str(self["seen"].data or "").split()[1:] if ":" in pair)
        self.data: Any = self.data.copy()
        for name in self.fields:
            if name == "seen":
                continue
            field = self[name]
            theirs, yours = self._in_words(name, field.initial), self._in_words(name, field.data)
            if theirs == yours:
                continue
            if opened.get(name) == digest(yours):
                self._put(name, field.initial)
            elif opened.get(name) != digest(theirs):
                self.differences.append(Difference(str(field.label), theirs, yours, f"#{field.id_for_label}"))
        self.data[self.add_prefix("seen")] = self._seen_now()

    def _put(self, name: str, value: Any) -> None:
        """Write `value` into the bound data as if it had been typed."""
        field, key = self.fields[name], self.add_prefix(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            self.data.setlist(key, [str(getattr(item, "pk", item)) for item in value or []])
        else:
            prepared = field.prepare_value(value)
            self.data[key] = "" if prepared is None else str(prepared)

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            pks = {str(getattr(item, "pk", item)) for item in value or []}
            return ", ".join(str(row) for row in field.queryset if str(row.pk) in pks) if pks else ""
        if isinstance(field, forms.ModelChoiceField):
            pk = str(getattr(value, "pk", value) or "")
            return str(field.queryset.filter(pk=pk).first() or "") if pk.isdecimal() else ""
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value or ""))
        text = str(value if value is not None else "").replace("\r\n", "\n").strip()
        return plain_text(text) if name.startswith("text_") and "<" in text else text

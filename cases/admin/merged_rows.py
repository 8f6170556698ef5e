"""Rows of a case that two people changed: each row by itself, each field of it by itself."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from cases.admin.merging import Difference, Outcome, answer_to, digest, pairs, settle

# A posted row: what stands behind `figures-3-` → the texts.
type Row = dict[str, list[str]]


class OpenedField(forms.CharField):
    """What the row held when the page was opened, field by field; nothing that anybody changes."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class PartFormSet(BaseInlineFormSet):
    """Rows of a case or of a report. A row that somebody else has removed meanwhile says so."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[self._pk_field.name].error_messages["invalid_choice"] = _(
            "Somebody else has removed this row. Copy what you need into a new row and tick “Remove” here."
        )


class MergedFormSet(PartFormSet):
    """When somebody else has saved meanwhile, the posted rows are merged with theirs before anything is checked.

    Rows that only they added, changed or removed come out as they left them (`notes` say so); what both changed is in `conflicts`,
    and keeps the form from being saved until it is answered. The rows stand in the database's order, new ones behind them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Difference] = []
        self.taken: list[str] = []
        self.notes: list[str] = []
        if self.is_bound and self.instance.pk and self._must_merge():
            self._merge()

    def _must_merge(self) -> bool:
        is_stale = self.data.get("seen", "") != str(self.instance.version)
        is_answered = any(name.startswith(f"{self.prefix}.") for name in self.data.getlist("asked"))
        return (is_stale or is_answered) and self.management_form.is_valid()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["opened"] = OpenedField(initial=marks_of(form) if form.instance.pk else "")

    def clean(self) -> None:
        super().clean()
        if self.conflicts:
            raise ValidationError(_("Choose below whose text is to stay."), code="undecided")

    # --- Merging ---------------------------------------------------------------------------------------------

    def _merge(self) -> None:
        posted, files = self._posted()
        begun = self.management_form.cleaned_data["INITIAL_FORMS"]
        key = self.model._meta.pk.name
        known = {row.get(key, [""])[-1]: index for index, row in posted.items() if index < begun}
        order: list[tuple[Row, int | None]] = []
        new: list[tuple[Row, int | None]] = []
        for obj in self.get_queryset():
            index = known.pop(str(obj.pk), None)
            if index is None:
                order.append((self._as_held(obj), None))
                self.notes.append(_("Somebody else has added: %(row)s.") % {"row": self._name_of(obj)})
            else:
                self._merge_row(obj, posted[index], index, place=len(order))
                order.append((posted[index], index))
        for pk, index in known.items():
            if self._outlives_removal(posted[index], index):
                new.append((posted[index] | {key: [""], "opened": [f"removed:{pk}"]}, index))
        new += [(row, index) for index, row in posted.items() if index >= begun]
        kept = [pair for number, pair in enumerate(new, len(order)) if self._stays(pair[0], number)]
        self._write([*order, *kept], files, begun=len(order))

    def _posted(self) -> tuple[dict[int, Row], dict[int, dict[str, list[Any]]]]:
        rows: dict[int, Row] = {index: {} for index in range(self.total_form_count())}
        files: dict[int, dict[str, list[Any]]] = {index: {} for index in rows}
        name = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,4}})-(.+)", re.S)
        for source, target in ((self.data, rows), (self.files, files)):
            for key in source:
                if (found := name.fullmatch(key)) and int(found[1]) in rows:
                    target[int(found[1])][found[2]] = source.getlist(key)
        return rows, files

    def _merge_row(self, obj: Model, row: Row, index: int, place: int) -> None:
        form, then = self._unbound(obj), pairs(row.get("opened", [""])[-1])
        held = pairs(marks_of(form))
        if "DELETE" in row:
            self._merge_removal(obj, form, row, held=held, then=then, place=place)
            return
        for name in held:
            field = form.fields[name]
            label = f"{self._name_of(obj)}: {field.label}"
            typed = typed_in(field, self.data, f"{self.prefix}-{index}-{name}")
            asked_as = f"{self.prefix}.{obj.pk}.{name}"
            outcome = settle(theirs=held[name], yours=digest(said(typed)), then=then.get(name), answer=answer_to(self.data, asked_as))
            if outcome is Outcome.TAKE:
                put(row, name, field, form.initial.get(name))
                if held[name] != then.get(name):
                    self.taken.append(label)
            elif outcome is Outcome.ASK:
                words = in_words(field, form.initial.get(name)), in_words(field, typed)
                self.conflicts.append(Difference(label, *words, f"#id_{self.prefix}-{place}-{name}", asked_as))
        row["opened"] = [marks_of(form)]

    def _merge_removal(self, obj: Model, form: Any, row: Row, *, held: dict[str, str], then: dict[str, str], place: int) -> None:
        name = f"{self.prefix}.{obj.pk}"
        answer = answer_to(self.data, name)
        outcome = settle(theirs=digest(str(held)), yours="removed", then=digest(str({n: then.get(n) for n in held})), answer=answer)
        if outcome is Outcome.TAKE:
            row.clear()
            row.update(self._as_held(obj))
        elif outcome is Outcome.ASK:
            words = whole(form, {field: form.initial.get(field) for field in held})
            self.conflicts.append(Difference(self._name_of(obj), words, _("(removed)"), f"#{self.prefix}-{place}", name))
        row["opened"] = [marks_of(form)]

    def _outlives_removal(self, row: Row, index: int) -> bool:
        """Whether this person changed a row that somebody else has removed."""
        form, then = self._unbound(None), pairs(row.get("opened", [""])[-1])
        changed = "DELETE" not in row and any(
            digest(said(typed_in(field, self.data, f"{self.prefix}-{index}-{name}"))) != then.get(name) for name, field in compared(form)
        )
        if not changed:
            name = next((text for field, _field in compared(form) if (text := row.get(field, [""])[-1])), "")
            self.notes.append(_("Somebody else has removed: %(row)s.") % {"row": self._name_of(name)})
        return changed

    def _stays(self, row: Row, number: int) -> bool:
        """A row that they removed and this person changed stands as a new one, and is asked for."""
        opened = row.get("opened", [""])[-1]
        if not opened.startswith("removed:"):
            return True
        name = f"{self.prefix}.{opened.removeprefix('removed:')}"
        answer = answer_to(self.data, name)
        if answer == "theirs":
            return False
        if answer not in {"mine", "edit"}:
            form = self._unbound(None)
            words = whole(form, {field: row.get(field, [""])[-1] for field, _field in compared(form)})
            label = str(self.model._meta.verbose_name)
            self.conflicts.append(Difference(label, _("(removed)"), words, f"#{self.prefix}-{number}", name))
        return True

    def _write(self, rows: list[tuple[Row, int | None]], files: dict[int, dict[str, list[Any]]], begun: int) -> None:
        """The merged rows as if they had been posted so."""
        own = re.compile(rf"{re.escape(self.prefix)}-\d+-")
        data: Any = self.data.copy()
        for key in [key for key in data if own.match(key)]:
            del data[key]
        given: Any = MultiValueDict({key: self.files.getlist(key) for key in self.files if not own.match(key)})
        for number, (row, index) in enumerate(rows):
            for name, texts in row.items():
                data.setlist(f"{self.prefix}-{number}-{name}", texts)
            for name, sent in files.get(index, {}).items() if index is not None else ():
                given.setlist(f"{self.prefix}-{number}-{name}", sent)
        data[f"{self.prefix}-TOTAL_FORMS"], data[f"{self.prefix}-INITIAL_FORMS"] = str(len(rows)), str(begun)
        self.data, self.files = data, given
        for cached in ("management_form", "forms"):
            self.__dict__.pop(cached, None)

    # --- A row -----------------------------------------------------------------------------------------------

    def _unbound(self, obj: Model | None) -> Any:
        form = self.form(instance=obj or self.model(), **self.get_form_kwargs(None))
        self.add_fields(form, None)
        return form

    def _as_held(self, obj: Model) -> Row:
        form = self._unbound(obj)
        row: Row = {self.model._meta.pk.name: [str(obj.pk)], self.fk.name: [str(self.instance.pk)], "opened": [marks_of(form)]}
        for name, field in compared(form):
            put(row, name, field, form.initial.get(name))
        return row

    def _name_of(self, obj: Any) -> str:
        return f"{self.model._meta.verbose_name} “{obj}”"


def compared(form: Any) -> list[tuple[str, forms.Field]]:
    """The fields that people type into. A file is not among them: it is sent once, and replaces none unasked."""
    return [
        (name, field)
        for name, field in form.fields.items()
        if name != "DELETE" and not isinstance(field, forms.FileField) and not field.widget.is_hidden
    ]


def marks_of(form: Any) -> str:
    return " ".join(f"{name}:{digest(said(form.initial.get(name)))}" for name, _field in compared(form))


def typed_in(field: forms.Field, data: Any, key: str) -> Any:
    """What was typed; as it stands when it cannot be read."""
    raw = field.widget.value_from_datadict(data, {}, key)
    try:
        return field.clean(raw)
    except ValidationError:
        return raw


def said(value: Any) -> str:
    """The same text for the same content, however it is written."""
    if value is None or value is False:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Model):
        return str(value.pk)
    return str(value).replace("\r\n", "\n").strip()


def in_words(field: Any, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(value if isinstance(value, Model) else field.queryset.filter(pk=value).first() or "") if value else ""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))
    return said(value)


def whole(form: Any, values: dict[str, Any]) -> str:
    lines = ((form.fields[name].label, in_words(form.fields[name], value)) for name, value in values.items() if said(value))
    return "\n".join(f"{label}: {words}" for label, words in lines if words)


def put(row: Row, name: str, field: forms.Field, value: Any) -> None:
    """Write `value` into the posted row as if it had been typed."""
    if isinstance(field, forms.BooleanField):
        row.pop(name, None)
        if value:
            row[name] = ["on"]
    else:
        prepared = field.prepare_value(value)
        row[name] = ["" if prepared is None else str(prepared)]

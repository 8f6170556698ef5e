"""What the report desk's pages stand on: the admin's scoped base, and what all rows of a report have in common."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorField

from cases.admin.fields import ProseWidget
from cases.admin.merged_rows import PartFormSet
from cases.admin.merging import Difference
from cases.admin.scoped import Scoped, ScopedAdmin


def name_what_is_in_use(field: Any, db_field: Any) -> None:
    """A key in use says so at its field, and what to do."""
    if field is not None and getattr(db_field, "unique", False):
        field.error_messages["unique"] = _("“%(field)s” is in use already; give another.") % {"field": capfirst(str(field.label))}


class ReportRowAdmin(ScopedAdmin):
    """Whoever may see rows of reports at all sees all of them; `accounts.backends` says who that is."""

    formfield_overrides = {ProseEditorField: {"widget": ProseWidget}}
    change_form_template = "admin/reports/change_form.html"
    actions = None
    save_on_top = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "key":
            kwargs["label"] = gettext_lazy("Identifier")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        name_what_is_in_use(field, db_field)
        if db_field.name in {"key", "code"} and field is not None:
            field.error_messages["invalid"] = _("Give Latin letters, digits and hyphens alone, such as “green-development”.")
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Addresses preset nothing: they could name anything."""
        return {}

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        request.report_formsets = formsets
        return formsets, inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> Any:
        if getattr(context["adminform"].form, "is_stale", False):
            rows = [row for formset in request.report_formsets for row in formset.differences()]
            context["differences"] = context["adminform"].form.differences + rows
        context["lost_files"] = bool(request.FILES) and bool(context["errors"])
        return super().render_change_form(request, context, add, change, form_url, obj)


class RowForm(forms.ModelForm):
    """A row in a list of rows. Without a number it goes last."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "order" in self.fields:
            self.fields["order"].required = False
            self.fields["order"].help_text = gettext_lazy("Empty: last.")
            if self.instance._state.adding:
                self.initial["order"] = None


def shown(value: Any) -> str:
    return "" if value is None else str(value)


class RowFormSet(PartFormSet):
    def differences(self) -> list[Difference]:
        """What rows of the database say otherwise than what was typed into them."""
        found = []
        for form in self.initial_forms:
            for name in form.changed_data:
                if name in form.fields and not form.fields[name].widget.is_hidden and name != "DELETE" and form.instance.pk:
                    field = form[name]
                    label = f"{self.model._meta.verbose_name} “{form.instance}”: {field.label}"
                    found.append(Difference(label, shown(field.initial), shown(field.data), f"#{field.id_for_label}"))
        return found

    def row_label(self, row: Any) -> str:
        """How a row is called while it is folded."""
        return str(row)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.row_label = self.row_label(form.instance) if form.instance.pk else ""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if "order" in form.fields and form.instance.order is None:
            taken = [row.instance.order for row in self.forms if row.instance.order is not None and row is not form]
            form.instance.order = max(taken, default=-1) + 1
        return super().save_new(form, commit)

    def save_existing(self, form: Any, obj: Any, commit: bool = True) -> Any:
        if "order" in form.fields and form.instance.order is None:
            form.instance.order = max((row.instance.order for row in self.forms if row.instance.order is not None), default=-1) + 1
        return super().save_existing(form, obj, commit)


class ReportInline(Scoped, admin.StackedInline):
    """Rows edited in their owner's form: who may edit reports may edit them."""

    template = "admin/reports/rows.html"
    form: Any = RowForm
    formset: type[BaseInlineFormSet] = RowFormSet
    formfield_overrides = {ProseEditorField: {"widget": ProseWidget}}
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new owner begins with one row. Scripts add more; without them the form's link asks for one."""
        return 1 if obj is None or "rows" in request.GET else self.extra

"""The admin of rows that belong to somebody. A face built on these cannot forget whose they are.

`ScopedAdmin` and `CasePartInline` ask `cases.access` for rows and for rights, and `choices` for what a field offers.
Whatever is not somebody's is not there: the site turns every refusal into 404.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models, router
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from accounts.roles import is_inside
from cases.access import may_edit, scope
from cases.admin.asking import count_as_the_browser_does
from cases.admin.choices import choices

# How a text says its language to the browser: glyph shapes, line breaks and the spelling check follow from it.
LANG = {"zh-hans": "zh-Hans", "en": "en"}


def sees(request: HttpRequest, obj: Model) -> bool:
    """Whether the row is there for the user; asked once for each row and request."""
    known = request.__dict__.setdefault("_sees", {})
    key = (type(obj), obj.pk)
    if key not in known:
        known[key] = scope(type(obj)._default_manager.filter(pk=obj.pk), request.user).exists()
    return bool(known[key])


class Picker(AutocompleteSelect):
    """Shown again with what was posted, it asks the database for that; what is no id is nothing to ask for."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [pk for pk in value if str(pk).isdecimal() and len(str(pk)) < 19], attr)


class Scoped(BaseModelAdmin):
    """Rows by `scope`, choices by `choices`, fields labelled with their language, no pop-ups beside fields."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return scope(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices(db_field, request.user)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices(db_field, request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DateTimeField):
            # The browser's own: the library's calendar speaks English to those who hear it.
            widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            kwargs = {"form_class": forms.DateTimeField, "widget": widget} | kwargs
        elif isinstance(db_field, models.DateField):
            kwargs = {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")} | kwargs
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(db_field, TranslationField):
            field.label = in_language(db_field)
            field.widget.attrs["lang"] = LANG[db_field.language]
        if isinstance(field, forms.CharField) and field.max_length:
            # A browser that stops at `maxlength` cuts what is pasted without a word; we count, and say so.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field.widget, forms.TextInput | forms.Textarea) and field.max_length > 20:
                field.widget.attrs["data-limit"] = field.max_length
        if isinstance(field.widget, forms.Textarea):
            count_as_the_browser_does(field)
            field.widget.attrs["rows"] = 4
        name_in_errors(field)
        return field


def in_language(field: TranslationField) -> str:
    """“title (Chinese)”: the field's name and which of the two texts it is."""
    name = field.translated_field.verbose_name
    if field.language == "en":
        return capfirst(_("%(field)s (English)") % {"field": name})
    return capfirst(_("%(field)s (Chinese)") % {"field": name})


def labels_of(model: type[Model]) -> dict[str, str]:
    """For fields that are only shown: their own names say the language in brackets."""
    return {field.name: in_language(field) for field in model._meta.fields if isinstance(field, TranslationField)}


def name_in_errors(field: forms.Field) -> None:
    """An empty required field says which it is, so that the list of errors above the form can be read by itself."""
    if field.required and field.label:
        field.error_messages["required"] = _("Fill in “%(field)s”.") % {"field": capfirst(str(field.label))}


class ScopedAdmin(Scoped, admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{"labels": labels_of(self.model)} | kwargs)

    def get_urls(self) -> list[Any]:
        """Without Django's old short address of a row, which sends everybody on before it asks who they are."""
        return [address for address in super().get_urls() if address.name]

    # --- What may be done with a row -------------------------------------------------------------------------

    def may_change(self, user: Any, obj: Any) -> bool:
        """Whether a user whose role may change such rows may change this one, which they see."""
        return True

    def may_delete(self, user: Any, obj: Any) -> bool:
        return self.may_change(user, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and (obj is None or sees(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or (sees(request, obj) and self.may_change(request.user, obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or (sees(request, obj) and self.may_delete(request.user, obj)))

    # --- What may be asked of a list -------------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What the page's own filters ask, and nothing else: an open lookup is an oracle."""
        names: set[str] = set()
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
                names.add(str(item.parameter_name))
            else:
                name = item[0] if isinstance(item, tuple | list) else item
                names |= {str(name), f"{name}__exact"}
        return lookup in names

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed what when is the association's to read."""
        if not is_inside(request.user):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    # --- What a page says of other rows ----------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with the row, and what keeps it; rows that the user does not see are not named."""
        objs = list(objs)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        missing = {str(self.opts.verbose_name) for obj in objs if not self.has_delete_permission(request, obj)}
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in collector.model_objs.items() if rows}
        protected = [
            f"{capfirst(row._meta.verbose_name)}: {row}" if sees(request, row) else _("something that is not yours")
            for row in collector.protected
        ]
        return [str(obj) for obj in objs], counts, missing, protected


class LookOnlyAdmin(ScopedAdmin):
    """Rows that are written elsewhere and read here."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CasePartInline(Scoped, admin.StackedInline):
    """Rows of a case, edited in its form: who may edit the case may edit them."""

    template = "admin/edit_inline/rows.html"
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Scripts add rows; without them the form's link asks for one more."""
        return 1 if "rows" in request.GET else self.extra

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **{"labels": labels_of(self.model)} | kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and (obj is None or sees(request, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return super().has_add_permission(request, obj) and self._may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_edit(request, obj)

    def _may_edit(self, request: HttpRequest, case: Any) -> bool:
        return case is None or case.pk is None or (sees(request, case) and may_edit(request.user, case))

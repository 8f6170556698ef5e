"""Choosing an observation, a series or a case by typing a few letters of it.

The library's field asks the database once for each field of each row; here a formset asks once for all of them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models import Case, Publication
from cases.periods import words
from cases.quantities import display
from cases.search.query import Query, search, shown
from reports.admin.scoped import RowFormSet
from reports.models import Indicator, Observation

PAGE = 20
PK = re.compile(r"\d{1,18}", re.ASCII)


def language() -> str:
    return "en" if get_language() == "en" else "zh-hans"


def label_of(row: Model) -> str:
    """How a row is called where it is chosen. Two observations of one period are told apart by their place."""
    if isinstance(row, Observation):
        value = display(row.value, row.unit, row.qualifier, language())
        rest = filter(None, (words(row.period, language()), "" if row.status == "fact" else row.get_status_display(), row.place))
        return f"{row.indicator.label}: {value}" + "".join(f" · {each}" for each in rest)
    return str(row)


def value_in_words(row: Observation) -> str:
    """A value without its indicator's name: where the indicator is plain from the page."""
    return label_of(row).removeprefix(f"{row.indicator.label}: ")


# --- The field and its formset ---------------------------------------------------------------------------------------


class ChosenSelect(AutocompleteSelect):
    """Holds only what is chosen; the rest comes by typing. `known` is given by whoever builds the form."""

    known: Mapping[str, Model] = {}
    url_name: str = ""

    def get_url(self) -> str:
        return reverse(self.url_name)

    def optgroups(self, name: str, value: Iterable[str], attrs: Any = None) -> list[Any]:
        chosen = [str(pk) for pk in value if str(pk) in self.known]
        options = [self.create_option(name, pk, label_of(self.known[pk]), {pk}, number) for number, pk in enumerate(chosen, 1)]
        return [(None, [self.create_option(name, "", "", False, 0), *options], 0)]


class ChosenField(forms.ModelChoiceField):
    known: Mapping[str, Model] = {}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        row = self.known.get(str(getattr(value, "pk", value)))
        if row is None:
            raise ValidationError(_("This is not there any more; choose again from what is offered."), code="invalid_choice")
        return row


# model → where it is looked up while typing
OFFERED = {Observation: "admin:reports_observation_offers", Indicator: "admin:reports_indicator_offers"}


def chosen_by_typing(db_field: Any) -> dict[str, Any]:
    """What `formfield` takes for a foreign key that is chosen by typing."""
    widget = ChosenSelect(db_field, admin.site)
    widget.url_name = OFFERED[db_field.related_model]
    return {"form_class": ChosenField, "widget": widget}


class ChosenFormSet(RowFormSet):
    """Rows with `ChosenField`s: one query for all observations that they name, one for all series."""

    @cached_property
    def known(self) -> dict[type[Model], dict[str, Model]]:
        names = {name: field.queryset.model for name, field in self.form.base_fields.items() if isinstance(field, ChosenField)}
        wanted: dict[type[Model], set[int]] = {model: set() for model in names.values()}
        for name, model in names.items():
            typed = (
                [self.data.get(f"{self.prefix}-{number}-{name}", "") for number in range(self.total_form_count())] if self.is_bound else []
            )
            held = [getattr(row, f"{name}_id") for row in self.get_queryset()]
            wanted[model] |= {int(pk) for pk in [*typed, *held] if pk and str(pk).isdecimal() and len(str(pk)) < 19}
        found: dict[type[Model], dict[str, Model]] = {}
        for model, pks in wanted.items():
            rows = model._default_manager.filter(pk__in=pks)
            found[model] = {str(row.pk): row for row in (rows.select_related("indicator") if model is Observation else rows)} if pks else {}
        return found

    def row_label(self, row: Any) -> str:
        shown = row.observation or row.indicator or row.follows
        label = str(row.label) or (label_of(shown) if shown else "")
        if row.follows and not row.observation:
            label = _("%(label)s (last year: %(value)s)") % {
                "label": row.label or row.follows.indicator,
                "value": value_in_words(row.follows),
            }
        return label

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if isinstance(field, ChosenField):
                field.known = field.widget.known = self.known[field.queryset.model]


# --- What is offered while typing ------------------------------------------------------------------------------------


def offers(request: HttpRequest, model_admin: Any, rows: QuerySet[Any]) -> JsonResponse:
    """Rows whose search fields hold the typed words, as select2 reads them. The caller has asked who may see them."""
    found, _distinct = model_admin.get_search_results(request, rows, request.GET.get("term", "")[:100])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return JsonResponse({"results": [{"id": str(row.pk), "text": label_of(row)} for row in page], "pagination": {"more": page.has_next()}})


def case_offers(request: HttpRequest) -> JsonResponse:
    """Published cases, found as the public site finds them; each with its organisation, year and revision."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < 6 else 1
    found = search(Query(words=request.GET.get("term", "")[:100], language=language()))
    results = [{"id": str(publication.case_id), "text": case_label(publication)} for publication in found.page(page, PAGE)]
    return JsonResponse({"results": results, "pagination": {"more": len(found) > page * PAGE}})


def case_asked(request: HttpRequest) -> Case | None:
    """The published case that a link of the selection board names (`?case=<id>`), to be placed by who follows it."""
    pk = request.GET.get("case", "")
    return Case.objects.filter(pk=pk, publication__withdrawn_at=None).exclude(publication=None).first() if PK.fullmatch(pk) else None


def case_label(publication: Publication) -> str:
    document = shown(publication)
    return _("%(title)s · %(organisation)s, %(year)s · revision %(number)s") % {
        "title": document.title.get(language()),
        "organisation": document.organisation.name.get(language()),
        "year": document.year,
        "number": publication.revision.number,
    }


class CaseSelect(ChosenSelect):
    url_name = "admin:reports_block_cases"

    def __init__(self) -> None:
        super().__init__(Publication._meta.get_field("case"), admin.site)


class CaseField(ChosenField):
    """A case to place: any that there is can be named, and what cannot be placed is refused with a sentence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Case.objects.all(), widget=CaseSelect, required=False, **options)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        result = super().__deepcopy__(memo)
        result.known = {}
        return result

    def prepare_value(self, value: Any) -> Any:
        """A case to begin with is one to choose from."""
        if isinstance(value, Case):
            self.known = self.widget.known = {str(value.pk): value}
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Case | None:
        pk = str(value or "")
        if pk and pk.isdecimal() and len(pk) < 19 and pk not in self.known:
            self.known = self.widget.known = {str(case.pk): case for case in Case.objects.filter(pk=pk)}
        case: Case | None = super().to_python(value)
        return case

"""The bank of indicators: what is measured, its values, and where the report shows them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.admin.scoped import LookOnlyAdmin
from reports.admin.choosing import offers, value_in_words
from reports.admin.scoped import ReportInline, ReportRowAdmin, RowForm, RowFormSet
from reports.admin.watched import WatchedForm
from reports.asking.steps import MOST_FIGURES
from reports.models import Block, Indicator, Observation


class IndicatorForm(WatchedForm):
    relations = ("observations",)

    class Meta:
        model = Indicator
        fields: list[str] = []


class ObservationForm(RowForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].help_text = _(
                "The key of the part where the value stands. Two values of one period are told apart by their places."
            )
            self.fields["place"].error_messages["invalid"] = _("A place has Latin letters, digits and hyphens alone, as a part's key has.")

    def validate_constraints(self) -> None:
        """All values of the indicator stand in the formset, which says it in words."""


class ObservationFormSet(RowFormSet):
    def row_label(self, row: Any) -> str:
        return value_in_words(row)

    def clean(self) -> None:
        super().clean()
        taken = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if (not form.has_changed() and form.instance.pk is None) or data.get("DELETE") or not {"period", "place"} <= set(data):
                continue
            where = (data["period"], data["place"])
            if where in taken:
                form.add_error("place", _("Two values have the same period and the same place; give one of them another place."))
            taken.add(where)

    def save(self, commit: bool = True) -> Any:
        # Two values may have changed places: each steps aside before the first takes its new one.
        for form in self.initial_forms:
            if commit and {"period", "place"} & set(form.changed_data) and not self._should_delete_form(form):
                Observation.objects.filter(pk=form.instance.pk).update(place=f"-{form.instance.pk}")
        return super().save(commit)


class ObservationInline(ReportInline):
    model = Observation
    form = ObservationForm
    formset = ObservationFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("qualifier", "value", "unit", "period"),
                    ("status", "is_change", "place"),
                    ("source_zh_hans", "source_en"),
                    ("note_zh_hans", "note_en"),
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Observation]:
        return super().get_queryset(request).select_related("indicator").order_by("period", "place", "pk")


@admin.register(Indicator)
class IndicatorAdmin(ReportRowAdmin):
    form = IndicatorForm
    inlines = [ObservationInline]
    change_form_template = "admin/reports/indicator.html"
    change_list_template = "admin/reports/indicators.html"
    actions = ["ask_companies"]
    list_display = ["label", "key", "values"]
    list_display_links = ["label"]
    sortable_by = ["key"]
    ordering = ["key"]
    search_fields = ["label_zh_hans", "label_en", "key"]
    search_help_text = gettext_lazy("Searches labels in both languages, and keys.")
    FIELDS = [("label_zh_hans", "label_en"), "key", ("method_zh_hans", "method_en")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Indicator]:
        return super().get_queryset(request).annotate(values_count=Count("observations"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [(None, {"fields": [*self.FIELDS, "seen"] if obj and self.has_change_permission(request, obj) else self.FIELDS})]

    @admin.action(description=gettext_lazy("Ask companies for figures"), permissions=["change"])
    def ask_companies(self, request: HttpRequest, chosen: QuerySet[Indicator]) -> HttpResponse:
        keys = chosen.values_list("pk", flat=True)[:MOST_FIGURES]
        return redirect(reverse("admin:reports_figurerequest_add", query={"indicator": list(keys)}))

    @admin.display(description=gettext_lazy("values"))
    def values(self, obj: Any) -> str:
        return ngettext("%(count)s value", "%(count)s values", obj.values_count) % {"count": obj.values_count}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> Any:
        context["title"] = _("New indicator") if add else str(obj)
        context["subtitle"] = None
        if obj is not None and not add:
            context["shown_in"] = shown_in(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[Any]:
        return [path("offers/", self.admin_site.admin_view(self.offers_view), name="reports_indicator_offers"), *super().get_urls()]

    def offers_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        return offers(request, self, super().get_queryset(request))


def shown_in(indicator: Indicator) -> list[Block]:
    """The blocks that show the indicator or one of its values. One query."""
    used = Q(items__indicator=indicator)
    for column in ("observation", "change", "before"):
        used |= Q(**{f"items__{column}__indicator": indicator})
    rows = Block.objects.filter(used).select_related("part__report").distinct()
    return list(rows.order_by("part__report", "part__order", "order", "pk"))


@admin.register(Observation)
class ObservationAdmin(LookOnlyAdmin):
    """Values are written in their indicator's form; here they are looked up while one types."""

    list_display = ["indicator", "period", "value", "unit", "place"]
    sortable_by: list[str] = []
    search_fields = ["indicator__label_zh_hans", "indicator__label_en", "indicator__key", "period", "value", "place"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Observation]:
        return super().get_queryset(request).select_related("indicator")

    def get_urls(self) -> list[Any]:
        return [path("offers/", self.admin_site.admin_view(self.offers_view), name="reports_observation_offers"), *super().get_urls()]

    def offers_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        return offers(request, self, self.get_queryset(request).order_by("indicator__key", "period", "place", "pk"))

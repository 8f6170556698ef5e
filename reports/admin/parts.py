"""Parts: chapters, sections, features, sidebars; their place in the tree and the photo that a chapter opens with."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from reports.admin.checkouts import HeldForm, checkout_step, refused, standing_of
from reports.admin.desk import to_look_at
from reports.admin.items import OpenerInline, SignerInline
from reports.admin.pages import PartChoiceField, desk_address, on_a_desk, row_or_404
from reports.admin.previews import framing, paper_preview, web_preview
from reports.admin.scoped import ReportRowAdmin
from reports.admin.word import word_page
from reports.checkout import notes
from reports.enums import PartKind
from reports.models import Part, Report, Signer
from reports.ordering import renumber
from reports.roundtrip.deciding import open_of
from reports.signing import call_first

# Beyond every order there is: a new part goes last among its siblings.
LAST = 32_000


class PartForm(HeldForm):
    relations = ("opener", "signers")

    parent = PartChoiceField(label=gettext_lazy("Within"), required=False, empty_label="")

    class Meta:
        model = Part
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].of(self.instance.report_id, leave_out=self.instance.pk or 0)

    def held(self) -> list[Part]:
        return [self.instance] if self.instance.pk else []

    def clean_parent(self) -> Part | None:
        parent: Part | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if self.instance.pk and above.pk == self.instance.pk:
                raise ValidationError(_("A part cannot stand within itself; choose a part that is not within this one."), code="circle")
            above = above.parent
        return parent

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        taken = Part.objects.filter(report=self.instance.report_id, key=key).exclude(pk=self.instance.pk).first()
        if taken:
            raise ValidationError(
                _("In this report “%(part)s” has the key “%(key)s”; give another."), code="unique", params={"part": taken, "key": key}
            )
        return key


@admin.register(Part)
class PartAdmin(ReportRowAdmin):
    form = PartForm
    change_form_template = "admin/reports/part.html"
    inlines = [OpenerInline, SignerInline]
    list_display = ["in_list", "kind", "report"]
    list_display_links = ["in_list"]
    sortable_by: list[str] = []
    search_fields = ["title_zh_hans", "title_en", "key"]
    ordering = ["report", "order", "pk"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Parts are met on the desk; they have no entry of their own."""
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Part]:
        return super().get_queryset(request).select_related("report")

    @admin.display(description=gettext_lazy("part"))
    def in_list(self, obj: Part) -> str:
        return str(obj)

    # --- The form --------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields: list[Any] = [("kind", "parent"), ("title_zh_hans", "title_en")]
        if obj is None or obj.kind == PartKind.CONCEPT:
            fields += ["concept", ("slogan_zh_hans", "slogan_en")]
        fields.append("key")
        return [(None, {"fields": [*fields, "seen"] if obj and self.has_change_permission(request, obj) else fields})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        match db_field.name:
            case "slogan_zh_hans" | "slogan_en":
                # Two lines, parted by a line break.
                field.widget = admin.widgets.AdminTextareaWidget(attrs={"rows": 2} | field.widget.attrs)
                field.help_text = gettext_lazy("Of a concept section: two lines, parted by a line break.")
            case "concept":
                field.help_text = gettext_lazy("Of a concept section: its colour and its sign follow from it.")
            case "key":
                field.help_text = gettext_lazy(
                    "The part's address within the report: letters, digits and hyphens, such as “green-development”."
                )
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        if obj is not None:
            return form
        report, parent = self._place(request)

        class Form(form):
            def __init__(self, *args: Any, **options: Any) -> None:
                if options.get("instance") is None:
                    kind = PartKind.SECTION if parent else PartKind.CHAPTER
                    options["instance"] = Part(report=report, parent=parent, kind=kind, order=LAST)
                super().__init__(*args, **options)

        return Form

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """The opener of a chapter, and who signs; asked once the part is there."""
        if obj is None:
            return []
        opens = obj.kind in {PartKind.CHAPTER, PartKind.OUTLOOK} or hasattr(obj, "opener")
        return self.inlines if opens else [SignerInline]

    def _place(self, request: HttpRequest) -> tuple[Report, Part | None]:
        """Where a new part goes, as the desk's link says: `?within=<part>` or `?report=<report>`."""
        if "within" in request.GET:
            parent = row_or_404(Part.objects.select_related("report"), request.GET["within"])
            return parent.report, parent
        return row_or_404(Report.objects.all(), request.GET.get("report", "")), None

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise Http404
        if not {"within", "report"} & set(request.GET):
            messages.info(request, _("A part is added on its report's desk."))
            return redirect("admin:reports_report_changelist")
        return super().add_view(request, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> Any:
        report = obj.report if obj and not add else self._place(request)[0]
        context |= on_a_desk(report)
        context["title"] = _("New part") if add else str(obj)
        context["subtitle"] = None
        if obj and not add:
            context |= standing_of(request, obj) | {
                "notes": notes(obj),
                "to_look_at": to_look_at(obj),
                "word_open": open_of(obj).count(),
                "preview_part": obj,
                "preview_at": 0,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("<int:object_id>/checkout/", view(self.checkout_view), name="reports_part_checkout"),
            path("<int:object_id>/word/", view(require_http_methods(["GET", "HEAD", "POST"])(self.word_view)), name="reports_part_word"),
            path("<int:object_id>/preview/", view(require_safe(self.preview_view)), name="reports_part_preview"),
            path("<int:object_id>/pages/", view(require_safe(self.pages_view)), name="reports_part_pages"),
        ]
        return [*own, *super().get_urls()]

    @framing
    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().change_view(request, object_id, form_url, extra_context)

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return web_preview(request, self._visible(request, object_id))

    def pages_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return paper_preview(request, self._visible(request, object_id))

    def _visible(self, request: HttpRequest, object_id: int) -> Part:
        part: Part | None = self.get_object(request, str(object_id))
        if part is None or not self.has_view_permission(request, part):
            raise Http404
        return part

    def word_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The part as a Word file, there and back. Who sees it reads the suggestions; who changes it sends, gives and decides."""
        part = self._visible(request, object_id)
        if request.method == "POST" and not self.has_change_permission(request, part):
            raise Http404
        return word_page(request, part)

    def checkout_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Take the part to work on, or give it back."""
        part: Part | None = self.get_object(request, str(object_id))
        if part is None or not self.has_change_permission(request, part) or request.method != "POST":
            raise Http404
        return checkout_step(request, part)

    # --- Saving ----------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Part, form: Any, change: bool) -> None:
        if change and "parent" in form.changed_data:
            obj.order = LAST
        super().save_model(request, obj, form, change)
        if obj.order == LAST:
            renumber(obj.report_id)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.model is Signer and formset.has_changed() for formset in formsets):
            call_first(form.instance, by=request.user)

    def response_add(self, request: HttpRequest, obj: Part, post_url_continue: Any = None) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Part) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, part: Part) -> HttpResponse:
        messages.success(request, _("Saved: “%(row)s”.") % {"row": part})
        if "_continue" in request.POST:
            return redirect("admin:reports_part_change", part.pk)
        if "_addanother" in request.POST:
            place = {"within": part.parent_id} if part.parent_id else {"report": part.report_id}
            return redirect(reverse("admin:reports_part_add", query=place))
        return redirect(desk_address(part.report_id, part))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        part = self.get_object(request, object_id)
        if request.method == "POST" and part and self.has_delete_permission(request, part) and refused(request, part):
            return redirect("admin:reports_part_change", part.pk)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Part) -> None:
        request.left_desk = desk_address(obj.report_id, obj.parent)
        super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        messages.success(request, _("Deleted: “%(row)s”.") % {"row": obj_display})
        return redirect(request.left_desk)

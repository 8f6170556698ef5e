"""Blocks: what each kind asks, and the cases placed in them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Publication
from cases.text import plain_text
from reports.admin.checkouts import HeldForm, refused, standing_of
from reports.admin.choosing import CaseField, case_asked, case_offers
from reports.admin.items import INLINES, say_what_is_placed
from reports.admin.kinds import ASKS, TEXT, may_become
from reports.admin.pages import PartChoiceField, desk_address, on_a_desk, row_or_404
from reports.admin.pictures import report_picture
from reports.admin.placing import newer_page, shorten_page
from reports.admin.previews import framing
from reports.admin.scoped import ReportRowAdmin
from reports.admin.watched import content
from reports.enums import BlockKind
from reports.models import Block, Part, Report
from reports.ordering import last_place
from reports.placements import place_case
from reports.signing.standing import signs_anywhere


class BlockForm(HeldForm):
    """`case` is asked in a block of the kind “Case” alone; placed again, a case keeps its print text."""

    relations = ("items", "quotation", "pictures", "placements", "cites")

    case = CaseField(
        label=gettext_lazy("Case to place"),
        help_text=gettext_lazy(
            "Type a few letters of a published case. It is placed as it is public now, with the cases nested in it, "
            "and takes the place of what stands here."
        ),
    )
    part = PartChoiceField(label=gettext_lazy("Part"))

    class Meta:
        model = Block
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in may_become(self.kind)]

    @property
    def kind(self) -> Any:
        return self.instance.kind

    def held(self) -> list[Part]:
        """Where it stands, and where it goes."""
        parts = (self.instance.part, self.cleaned_data.get("part"))
        return list({part.pk: part for part in parts if part}.values())

    def clean_case(self) -> Case | None:
        case: Case | None = self.cleaned_data["case"]
        if case is None:
            return None
        if self.kind != BlockKind.CASE:
            raise ValidationError(_("Only a block of the kind “Case” takes a case."), code="kind")
        if not Publication.objects.live().filter(case=case).exists():
            raise ValidationError(_("“%(case)s” is not published, so it cannot be placed."), code="unpublished", params={"case": case})
        return case


@admin.register(Block)
class BlockAdmin(ReportRowAdmin):
    form = BlockForm
    list_display = ["in_list", "kind", "part"]
    list_display_links = ["in_list"]
    sortable_by: list[str] = []
    search_fields = ["title_zh_hans", "title_en", "text_zh_hans", "text_en"]
    search_help_text = gettext_lazy("Searches titles and texts in both languages.")
    ordering = ["part__report", "part__order", "order", "pk"]
    autocomplete_fields = ["cites"]
    radio_fields = {"mark": admin.HORIZONTAL}

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Blocks are met on the desk; they have no entry of their own."""
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Block]:
        return super().get_queryset(request).select_related("part__report")

    @admin.display(description=gettext_lazy("block"))
    def in_list(self, obj: Block) -> str:
        return str(obj)

    # --- The form --------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        kind = self.kind_of(request, obj)
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": [*(field for field in ASKS[kind].fields if field not in {TEXT, "case"}), "words", "part"]})]
        fields = [*ASKS[kind].fields, ("part", "kind") if obj and len(may_become(kind)) > 1 else "part"]
        return [(None, {"fields": [*fields, "seen"] if obj else fields})]

    @admin.display(description=gettext_lazy("text"))
    def words(self, obj: Block) -> str:
        """The text for somebody who only reads."""
        return "\n\n".join(plain_text(text) for text in (obj.text_zh_hans, obj.text_en) if text)

    def kind_of(self, request: HttpRequest, obj: Any) -> Any:
        return BlockKind(obj.kind if obj else request.GET["kind"])

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        kind, part = self.kind_of(request, obj), obj.part if obj else self._part(request)
        preset = {"case": case_asked(request)} if obj is None and kind == BlockKind.CASE else {}

        class Form(form):
            user = request.user

            def __init__(self, *args: Any, **options: Any) -> None:
                if options.get("instance") is None:
                    options["instance"] = Block(kind=kind, part=part)
                    options["initial"] = options.get("initial") or preset
                super().__init__(*args, **options)
                if "part" in self.fields:
                    self.fields["part"].of(part.report_id)

        return Form

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        kind = self.kind_of(request, obj)
        inline = INLINES.get(ASKS[kind].rows)
        if inline is None or (obj is None and ASKS[kind].rows == "placements"):
            return []
        return [type(f"{inline.__name__}Of{kind.name.title()}", (inline,), {"kind": kind})]

    def _part(self, request: HttpRequest) -> Part:
        return row_or_404(Part.objects.select_related("report"), request.GET.get("part", ""))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Blocks are added from the desk: the part stands in the address, the kind is asked first."""
        if not self.has_add_permission(request):
            raise Http404
        if "part" not in request.GET:
            messages.info(request, _("A block is added on its report's desk, within a part."))
            return redirect("admin:reports_report_changelist")
        part = self._part(request)
        if request.GET.get("kind") not in BlockKind.values:
            context = (
                self.admin_site.each_context(request)
                | on_a_desk(part.report)
                | {
                    "title": _("Add a block"),
                    "subtitle": None,
                    "part": part,
                    "kinds": [(kind, asks.hint) for kind, asks in ASKS.items()],
                    "opts": self.opts,
                }
            )
            return TemplateResponse(request, "admin/reports/kinds.html", context)
        return super().add_view(request, form_url, extra_context)

    @framing
    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False, form_url: str = "", obj: Any = None
    ) -> Any:
        part = obj.part if obj and not add else self._part(request)
        kind = self.kind_of(request, None if add else obj)
        context |= on_a_desk(part.report) | standing_of(request, part) | {"part": part, "hint": ASKS[kind].hint}
        context["title"] = _("New block: %(kind)s") % {"kind": kind.label} if add else str(obj)
        context["subtitle"] = str(part)
        if not add:
            blocks = part.blocks.order_by("order", "pk").values_list("pk", flat=True)
            # One that is to go elsewhere, and was not saved, stands in none of the part's places.
            context |= {"preview_part": part, "preview_at": next((at for at, pk in enumerate(blocks, 1) if pk == obj.pk), 0)}
        if obj and not add and kind == BlockKind.CASE:
            say_what_is_placed(context["inline_admin_formsets"])
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Saving ----------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Block, form: Any, change: bool) -> None:
        if not change or "part" in form.changed_data:
            # The lock: of two clicks the second finds what the first has made.
            Report.objects.select_for_update().get(pk=obj.part.report_id)
            obj.order = last_place(obj.part)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if case := form.cleaned_data.get("case"):
            place_case(form.instance, case)
        if not change:
            self._undo_a_second_click(request, form.instance)

    def _undo_a_second_click(self, request: HttpRequest, block: Block) -> None:
        """A new block that says just what the one before it says is that one, sent twice."""
        before = block.part.blocks.filter(order__lt=block.order).order_by("order", "pk").last()
        if before and content(before, BlockForm.relations) == content(block, BlockForm.relations):
            Block.objects.filter(pk=block.pk).delete()
            request.sent_twice = before

    def log_addition(self, request: HttpRequest, obj: Block, message: Any) -> Any:
        return None if hasattr(request, "sent_twice") else super().log_addition(request, obj, message)

    def response_add(self, request: HttpRequest, obj: Block, post_url_continue: Any = None) -> HttpResponse:
        return self._after_saving(request, getattr(request, "sent_twice", obj))

    def response_change(self, request: HttpRequest, obj: Block) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, block: Block) -> HttpResponse:
        messages.success(request, _("Saved: “%(row)s”.") % {"row": block})
        if "_continue" in request.POST:
            return redirect("admin:reports_block_change", block.pk)
        if "_addanother" in request.POST:
            return redirect(reverse("admin:reports_block_add", query={"part": block.part_id}))
        return redirect(desk_address(block.part.report_id, block))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        block = self.get_object(request, object_id)
        if request.method == "POST" and block and self.has_delete_permission(request, block) and refused(request, block.part):
            return redirect("admin:reports_block_change", block.pk)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Block) -> None:
        request.left_desk = desk_address(obj.part.report_id, obj.part)
        super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        messages.success(request, _("Deleted: “%(row)s”.") % {"row": obj_display})
        return redirect(request.left_desk)

    # --- Pages of its own ------------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("cases/", view(self.cases_view), name="reports_block_cases"),
            path("pictures/<str:digest>/<int:width>/", view(self.picture_view), name="reports_block_picture"),
            path("<int:object_id>/newer/<int:pk>/", view(self.newer_view), name="reports_block_newer"),
            path("<int:object_id>/shorten/<int:pk>/", view(self.shorten_view), name="reports_block_shorten"),
        ]
        return [*own, *super().get_urls()]

    def cases_view(self, request: HttpRequest) -> HttpResponse:
        """Published cases, for whoever may place them."""
        if not self.has_change_permission(request):
            raise Http404
        return case_offers(request)

    def picture_view(self, request: HttpRequest, digest: str, width: int) -> Any:
        """A picture of the report itself, public or not, for those who work on it and those who sign."""
        if not (self.has_view_permission(request) or signs_anywhere(request.user)):
            raise Http404
        return report_picture(request, digest, width)

    def _changeable(self, request: HttpRequest, object_id: int) -> Block:
        block: Block | None = self.get_object(request, str(object_id))
        if block is None or not self.has_change_permission(request, block):
            raise Http404
        return block

    def newer_view(self, request: HttpRequest, object_id: int, pk: int) -> HttpResponse:
        return newer_page(request, self._changeable(request, object_id), pk)

    def shorten_view(self, request: HttpRequest, object_id: int, pk: int) -> HttpResponse:
        return shorten_page(request, self._changeable(request, object_id), pk)

"""What a block is made of, edited in its form: items, a quotation, photos, placed cases."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.admin.parts import PictureForm
from reports.admin.choosing import OFFERED, ChosenFormSet, chosen_by_typing
from reports.admin.desk import placed_of, titled
from reports.admin.kinds import item_lines
from reports.admin.scoped import ReportInline, RowForm
from reports.gaps import COLUMNS
from reports.models import BlockItem, Illustration, Placement, Signer, Statement
from reports.signing.standing import people_who_may_sign

QUOTATION_LINES = [
    ("text_zh_hans", "text_en"),
    ("speaker_zh_hans", "speaker_en"),
    ("role_zh_hans", "role_en"),
    ("occasion_zh_hans", "occasion_en"),
    ("source_zh_hans", "source_en"),
    ("form", "date"),
    "document",
]
PICTURE_LINES = [("caption_zh_hans", "caption_en"), ("alt_zh_hans", "alt_en"), ("credit_zh_hans", "credit_en"), ("licence", "stand_in")]


class ItemInline(ReportInline):
    model = BlockItem
    formset = ChosenFormSet
    verbose_name = _("row")
    verbose_name_plural = _("rows")
    kind: Any = ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [(None, {"fields": [*item_lines(self.kind), "order"]})]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model in OFFERED:
            kwargs |= chosen_by_typing(db_field) | {"label": COLUMNS[db_field.name]}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BlockItem]:
        return (
            super()
            .get_queryset(request)
            .select_related("observation__indicator", "indicator", "follows__indicator")
            .order_by("order", "pk")
        )


class StatementInline(ReportInline):
    model = Statement
    verbose_name_plural = _("quotation")
    template = "admin/reports/one_row.html"
    fieldsets = [(None, {"fields": QUOTATION_LINES})]
    can_delete = False
    # A quotation block without its quotation says nothing.
    min_num = 1
    max_num = 1

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0


class IllustrationForm(RowForm, PictureForm):
    """A picture of the report itself stands under an address of the report's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.fields["file"].widget.kept if "file" in self.fields else None
        if kept:
            kept["picture"] = reverse("admin:reports_block_picture", args=[self.instance.digest, 480])
            kept["address"] = reverse("admin:reports_block_picture", args=[self.instance.digest, 1600])


class PhotoInline(ReportInline):
    model = Illustration
    form = IllustrationForm
    fk_name = "block"
    fieldsets = [(None, {"fields": [("file", "order"), *PICTURE_LINES]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Illustration]:
        return super().get_queryset(request).order_by("order", "pk")


class OpenerInline(ReportInline):
    """The photo that a chapter opens with."""

    model = Illustration
    template = "admin/reports/one_row.html"
    form = IllustrationForm
    fk_name = "opener_of"
    verbose_name = _("photo of the opener")
    verbose_name_plural = _("photo of the opener")
    max_num = 1
    fieldsets = [(None, {"fields": ["file", *PICTURE_LINES]})]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1


class CoverInline(OpenerInline):
    """The picture on the cover."""

    fk_name = "cover_of"
    verbose_name = _("picture on the cover")
    verbose_name_plural = _("picture on the cover")


class LogoInline(OpenerInline):
    """The publisher's sign, on the cover."""

    fk_name = "logo_of"
    verbose_name = _("publisher's logo")
    verbose_name_plural = _("publisher's logo")
    fieldsets = [(None, {"fields": ["file", ("caption_zh_hans", "caption_en"), ("alt_zh_hans", "alt_en")]})]


class PlacementInline(ReportInline):
    """Placed by choosing a case; here their print texts, and what has been published since."""

    model = Placement
    template = "admin/reports/placements.html"
    fieldsets = [(None, {"fields": [("print_text_zh_hans", "print_text_en")]})]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Placement]:
        return titled(super().get_queryset(request))


class SignerInline(ReportInline):
    """Who signs the part, and what is within it, in order."""

    model = Signer
    fieldsets = [(None, {"fields": [("user", "role"), "order"]})]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if "rows" in request.GET else 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            # Who has left stays readable in the chains that name them.
            named = Signer.objects.filter(part=request.resolver_match.kwargs["object_id"]).values("user")
            field.queryset = User.objects.filter(Q(pk__in=people_who_may_sign()) | Q(pk__in=named)).order_by("name")
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signer]:
        return super().get_queryset(request).select_related("user").order_by("order", "pk")


INLINES = {"items": ItemInline, "quotation": StatementInline, "pictures": PhotoInline, "placements": PlacementInline}


def say_what_is_placed(inlines: list[Any]) -> None:
    """Give each row of the placements' form what its template says of it. Three queries."""
    rows = [form.instance for inline in inlines for form in inline.formset.initial_forms]
    shown = placed_of(rows)
    for row in rows:
        row.placed = shown[row.pk]

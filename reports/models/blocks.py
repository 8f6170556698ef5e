from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from cases.models import PictureFields, QuotationFields
from cases.models.fields import PeriodField
from cases.text import EXTENSIONS, clean_html
from reports.enums import BlockKind
from reports.models.indicators import Indicator, Observation
from reports.models.reports import CitedDocument, Part, Report, ShortLink


class Block(models.Model):
    """One typed block of a part. What it shows stands in its text, its items, its quotation, pictures or placement."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="blocks", verbose_name=_("part"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=BlockKind, default=BlockKind.PROSE)
    title = models.CharField(_("title"), max_length=160, blank=True)
    text = ProseEditorField(_("text"), extensions=EXTENSIONS, sanitize=clean_html, blank=True)
    period = PeriodField(_("shared period"))
    mark = models.CharField(_("drawn as"), max_length=4, choices=[("bar", _("Bars")), ("line", _("Lines"))], default="bar")
    link = models.ForeignKey(ShortLink, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("short link"))
    cites = models.ManyToManyField(CitedDocument, blank=True, related_name="+", verbose_name=_("documents cited"))

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["part", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.title}" if self.title else self.get_kind_display()

    def save(self, *args, **kwargs) -> None:
        self.text_zh_hans = clean_html(self.text_zh_hans)
        self.text_en = clean_html(self.text_en)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.kind in {BlockKind.PROSE, BlockKind.CALLOUT} and not self.text_zh_hans:
            raise ValidationError({"text_zh_hans": _("Write the Chinese text of this block.")})
        if self.kind == BlockKind.VIDEO and self.link_id is None:
            raise ValidationError({"link": _("Choose the short link that the QR code leads to.")})


class BlockItem(models.Model):
    """One row of a block. Which columns count follows from the kind (`BlockKind.reads`).

    In a breakdown the first item is the total. In a comparison `before` leads to `observation`. `follows` is the value that stood here
    in the report of the year before (`reports.rolling`): where `observation` is empty, the place waits for this year's.
    """

    block = models.ForeignKey(Block, models.CASCADE, related_name="items", verbose_name=_("block"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("label"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("series"))
    observation = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("number"))
    change = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("change"))
    before = models.ForeignKey(Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("number before"))
    follows = models.ForeignKey(Observation, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["block", "order", "pk"]

    def __str__(self) -> str:
        return self.label or str(self.observation or self.indicator or self.pk)


class Statement(QuotationFields):
    """The quotation of a quotation or epigraph block."""

    block = models.OneToOneField(Block, models.CASCADE, related_name="quotation", verbose_name=_("block"))
    document = models.ForeignKey(CitedDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document"))

    class Meta(QuotationFields.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")


PLACES = ("block", "opener_of", "cover_of", "logo_of")


def _only(place: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": name != place for name in PLACES})


class Illustration(PictureFields):
    """A picture of the report itself: in a photo group (`block`), on a chapter's opener, on the cover, or the publisher's sign."""

    block = models.ForeignKey(Block, models.CASCADE, null=True, blank=True, related_name="pictures", verbose_name=_("block"))
    opener_of = models.OneToOneField(
        Part, models.CASCADE, null=True, blank=True, related_name="opener", verbose_name=_("opens the chapter")
    )
    cover_of = models.OneToOneField(Report, models.CASCADE, null=True, blank=True, related_name="cover", verbose_name=_("on the cover of"))
    logo_of = models.OneToOneField(Report, models.CASCADE, null=True, blank=True, related_name="logo", verbose_name=_("logo of"))

    class Meta(PictureFields.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=_only("block") | _only("opener_of") | _only("cover_of") | _only("logo_of"),
                name="illustration_in_one_place",
                violation_error_message=_("A photo stands in one place: in a block, on a chapter's opener or on the cover."),
            )
        ]

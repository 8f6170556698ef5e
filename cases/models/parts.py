"""What a case is made of besides its text. Quotations and pictures are abstract too: reports have their own."""

from pathlib import PurePosixPath

from django.core.validators import FileExtensionValidator, MaxValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Claim, Qualifier, QuotationForm, Status
from cases.media.originals import name_by_content, original_path, store_original
from cases.models.cases import Case
from cases.models.fields import ExactDecimalField, PeriodField
from cases.validators import validate_document, validate_picture


class Ordered(models.Model):
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class Attachment(Ordered):
    """A file for the association. The public may fetch one that is marked so, where a published figure rests on it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments", verbose_name=_("case"))
    file = models.FileField(
        _("file"),
        upload_to=original_path,
        validators=[FileExtensionValidator(["pdf", "docx", "xlsx"]), validate_document],
        help_text=_("PDF, Word or Excel, at most 25 MB. It stays inside unless it is marked as public."),
    )
    title = models.CharField(_("title"), max_length=160)
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Once the case is published, everybody may fetch the file as it is, its author’s name and comments with it."),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        name_by_content(self)
        super().save(*args, **kwargs)

    @property
    def digest(self) -> str:
        """SHA-256 of the file, which is its name; one kept twice in earlier days has a mark behind it."""
        return PurePosixPath(self.file.name).stem.partition("_")[0]


class Figure(Ordered):
    """A number that the case claims: `value` as printed, `unit` with its Chinese scale (万千瓦时)."""

    # What was checked when a figure is marked as checked.
    CHECKED = frozenset({"value", "unit", "qualifier", "period", "status", "label_zh_hans", "label_en"})

    case = models.ForeignKey(Case, models.CASCADE, related_name="figures", verbose_name=_("case"))
    label = models.CharField(_("label"), max_length=120)
    value = ExactDecimalField(_("value"), help_text=_("Digits only; qualifier and unit have fields of their own."))
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("As printed, with its scale: 万千瓦时, 亿元, %."))
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.NONE, blank=True)
    period = PeriodField(_("period"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.FACT)
    source = models.CharField(_("source"), max_length=200, blank=True)
    claim = models.CharField(_("claim"), max_length=10, choices=Claim, default=Claim.DECLARED)
    note = models.CharField(_("note"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        Attachment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("evidence"),
        help_text=_("The attachment that shows it; a new one can be chosen once it is saved."),
    )
    is_key = models.BooleanField(_("key figure"), default=False, help_text=_("Shown large; at most four a case."))

    class Meta(Ordered.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return self.label


class QuotationFields(Ordered):
    """What somebody said: verbatim, or reported in words of our own; reported speech never wears quotation marks."""

    text = models.TextField(_("quotation"), max_length=600)
    form = models.CharField(_("form"), max_length=10, choices=QuotationForm, default=QuotationForm.VERBATIM)
    speaker = models.CharField(_("speaker"), max_length=80, blank=True)
    role = models.CharField(_("office or role"), max_length=160, blank=True)
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    date = PeriodField(_("date"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.speaker}：{self.text[:30]}" if self.speaker else self.text[:40]


class Quotation(QuotationFields):
    case = models.ForeignKey(Case, models.CASCADE, related_name="quotations", verbose_name=_("case"))

    class Meta(QuotationFields.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")


class PictureFields(Ordered):
    """A picture and what must be known to print it. The stored file is clean: decoded, upright, without camera data.

    `digest` is the SHA-256 of the stored file and its name; `stand_in` marks a picture drawn by the project in place of
    a photograph. `focus_x` and `focus_y` are the point that is not to be cut off, in hundredths from the left and from the top.
    `fingerprint` finds other copies of the same picture (`cases.media.likeness`); `signs` is what the file as given betrayed
    (`cases.media.signs`). `owner` and `people` are for the association: they are not part of what is frozen.
    """

    file = models.ImageField(
        _("picture"),
        upload_to=original_path,
        validators=[validate_picture],
        width_field="width",
        height_field="height",
        help_text=_("JPEG, PNG or WebP, at most 15 MB and 50 megapixels."),
    )
    caption = models.CharField(_("caption"), max_length=300)
    alt = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("What is to be seen, for those who do not see it.")
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    owner = models.CharField(_("owner of the rights"), max_length=120, blank=True, help_text=_("Who may allow its printing. Not shown."))
    taken = PeriodField(_("taken"), help_text=_("When: 2021, 2021-08. Not shown."))
    people = models.CharField(
        _("people shown"), max_length=300, blank=True, help_text=_("Who can be recognised, and that they have agreed. Not shown.")
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focal point, % from the left"), default=50, validators=[MaxValueValidator(100, _("Give a number from 0 to 100."))]
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point, % from the top"), default=50, validators=[MaxValueValidator(100, _("Give a number from 0 to 100."))]
    )
    stand_in = models.BooleanField(_("stand-in"), default=False, help_text=_("Drawn in place of a photograph."))
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    signs = models.JSONField(default=list, blank=True, editable=False)

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.caption

    def save(self, *args, **kwargs) -> None:
        store_original(self)
        super().save(*args, **kwargs)


class Picture(PictureFields):
    """A picture of a case. It may be given first and its caption later: what is missing is said before handing in."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pictures", verbose_name=_("case"))
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta(PictureFields.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.caption or str(_("picture without a caption"))


class Video(Ordered):
    case = models.ForeignKey(Case, models.CASCADE, related_name="videos", verbose_name=_("case"))
    title = models.CharField(_("title"), max_length=160)
    url = models.URLField(_("address"), validators=[URLValidator(schemes=["https"])])

    class Meta(Ordered.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def __str__(self) -> str:
        return self.title

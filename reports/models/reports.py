from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Tag
from cases.models.fields import YEARS
from reports.enums import PartKind
from reports.validators import validate_colour, validate_colours


class Report(models.Model):
    """One year's report; its content is the tree of its parts."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True, validators=YEARS)
    title = models.CharField(_("title"), max_length=160)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160, blank=True)
    source_statement = models.TextField(
        _("default source"), max_length=600, blank=True, help_text=_("Where numbers come from when they name no source of their own.")
    )
    in_english = models.BooleanField(
        _("in English as well"),
        default=True,
        help_text=_("Without: editions have their files in Chinese alone, and no English is asked for."),
    )
    accent = models.CharField(
        _("accent colour"), max_length=7, blank=True, validators=[validate_colour], help_text=_("Such as #0B6B57. Empty: Casebook's own.")
    )
    chapter_colours = models.CharField(
        _("colours of the chapters"),
        max_length=100,
        blank=True,
        validators=[validate_colours],
        help_text=_("In their order, parted by spaces: #0B6B57 #24507A. After the last one the first follows. Empty: Casebook's own."),
    )
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Shown on the public site."))
    # The first day, for feeds; a report that is taken back and shown again keeps it.
    public_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    def save(self, *args, **kwargs) -> None:
        if self.is_public and self.public_since is None:
            self.public_since = timezone.now()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.year])


class Part(models.Model):
    """A node of the report: a chapter with its sections, a feature with its sidebar. `key` is its address within the report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", verbose_name=_("report"))
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("within"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=PartKind, default=PartKind.SECTION)
    key = models.SlugField(_("key"), max_length=100)
    title = models.CharField(_("title"), max_length=160)
    slogan = models.CharField(
        _("slogan"), max_length=160, blank=True, help_text=_("The two lines of a concept section, parted by a line break.")
    )
    concept = models.ForeignKey(
        Tag,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "concept"},
        verbose_name=_("concept"),
    )

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["report", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "report",
                "key",
                name="part_key_once",
                violation_error_message=_("This report has a part with this key already; give another key."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen or above.report_id != self.report_id:
                raise ValidationError({"parent": _("Choose a part of the same report that is not within this one.")})
            seen.add(above.pk)
            above = above.parent


class CitedDocument(models.Model):
    """A law, plan, opinion or study that the report cites."""

    key = models.SlugField(_("key"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    date = models.CharField(_("date"), max_length=25, blank=True)

    class Meta:
        verbose_name = _("document cited")
        verbose_name_plural = _("documents cited")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class ShortLink(models.Model):
    """The association's own address for a video, printed as a QR code; `target` can be aimed anew after printing."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    target = models.URLField(_("leads to"), blank=True, help_text=_("Empty while the video's address is not known: a page says so."))

    class Meta:
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("short_link", args=[self.code])

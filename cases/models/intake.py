"""What a company's Word file held besides the draft made of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.enums import OfferState, Place, Qualifier, WordState
from cases.models.calls import Call
from cases.models.cases import Case
from cases.models.parts import Attachment


class WordFile(models.Model):
    """A Word file on its way to a draft. State is changed by `cases.intake.runs` alone; the bytes go once they are read."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="word_files", verbose_name=_("organisation"))
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("call for cases"))
    name = models.CharField(_("file"), max_length=200)
    data = models.BinaryField(null=True, editable=False)
    digest = models.CharField("SHA-256", max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=WordState, default=WordState.READING)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("case"))
    error = models.TextField(_("error"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    at = models.DateTimeField(_("given"), auto_now_add=True)
    # The last sign of life of the process that works on it.
    moved_at = models.DateTimeField(auto_now_add=True, editable=False)

    class Meta:
        verbose_name = _("Word file")
        verbose_name_plural = _("Word files")
        ordering = ["-at", "-pk"]
        # Two clicks at once: the second finds the first.
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"], condition=models.Q(state=WordState.READING), name="word_file_read_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LeftOver(models.Model):
    """A text or picture of the file that fitted no field. It stays with the case; `settled_at` says since when somebody has dealt with it.

    `part` is where in the file kept as `attachment` the picture lies.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="left_over", verbose_name=_("case"))
    where = models.CharField(_("where it stood"), max_length=10, choices=Place)
    text = models.TextField(_("text"))
    part = models.CharField(max_length=300, blank=True, editable=False)
    attachment = models.ForeignKey(Attachment, models.SET_NULL, null=True, editable=False, related_name="+")
    order = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(_("dealt with"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("left-over text")
        verbose_name_plural = _("left-over texts")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class OfferedFigure(models.Model):
    """A number found in the file's text, as it would be a figure; it is one once it is confirmed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="offered_figures", verbose_name=_("case"))
    label = models.CharField(_("label"), max_length=120)
    value = models.CharField(_("value"), max_length=62)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.NONE, blank=True)
    sentence = models.TextField(_("sentence"))
    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.OPEN)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figure to confirm")
        verbose_name_plural = _("figures to confirm")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.value}{self.unit}"

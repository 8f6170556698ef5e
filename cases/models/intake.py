"""What a company's Word file held besides the draft made of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import OfferState, Place, Qualifier
from cases.models.cases import Case


class LeftOver(models.Model):
    """A text of the file that fitted no field. It stays with the case; `settled_at` says since when somebody has dealt with it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="left_over", verbose_name=_("case"))
    where = models.CharField(_("where it stood"), max_length=10, choices=Place)
    text = models.TextField(_("text"))
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

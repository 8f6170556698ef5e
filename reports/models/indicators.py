from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Qualifier, Status
from cases.models.fields import ExactDecimalField, PeriodField
from cases.periods import words


class Indicator(models.Model):
    """What is measured, defined once and used in many places. Two or more periods make it a series."""

    key = models.SlugField(_("key"), max_length=120, unique=True)
    label = models.CharField(_("label"), max_length=200)
    method = models.TextField(_("method"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.label


class Observation(models.Model):
    """One value of an indicator as a source states it.

    `place` is the key of the part of the report where it stands. Where a source contradicts itself, an indicator has two
    observations of one period with different places: both stay.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations", verbose_name=_("indicator"))
    period = PeriodField(_("period"))
    value = ExactDecimalField(_("value"))
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.NONE, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.FACT)
    is_change = models.BooleanField(_("is a change"), default=False, help_text=_("The number is itself a growth rate or a difference."))
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    place = models.SlugField(_("place in the source"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["indicator", "period", "place", "pk"]
        constraints = [models.UniqueConstraint("indicator", "period", "place", name="observation_once_in_a_place")]

    def __str__(self) -> str:
        return f"{self.indicator}（{words(self.period, 'zh-hans') or '—'}）：{self.value} {self.unit}"

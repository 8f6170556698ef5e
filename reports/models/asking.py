from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.enums import Qualifier
from cases.models.fields import ExactDecimalField, PeriodField
from reports.enums import AskState, AskStep, FigureState
from reports.models.indicators import Indicator, Observation


class FigureRequest(models.Model):
    """Figures that the association asks one company for. State is changed by `reports.asking.steps` alone."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="figure_requests", verbose_name=_("organisation"))
    due = models.DateField(_("answer by"))
    note = models.TextField(_("note to the company"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name = _("request for figures")
        verbose_name_plural = _("requests for figures")
        ordering = ["-at", "-pk"]
        # The day's reminders ask for it.
        indexes = [models.Index(fields=["state", "due"], name="figure_request_due")]

    def __str__(self) -> str:
        return str(_("Figures of %(organisation)s") % {"organisation": self.organisation})


class AskedFigure(models.Model):
    """One figure of a request: what is asked, the company's answer, the association's word on it.

    `last` is last year's value; the answer, once accepted, is `made`, and stands in the bank at `place`. `is_sure` says that a value far
    from last year's is meant so.
    """

    request = models.ForeignKey(FigureRequest, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("indicator"))
    period = PeriodField(_("period"))
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    place = models.SlugField(_("place in the source"), max_length=100, blank=True)
    is_change = models.BooleanField(_("is a change"), default=False)
    last = models.ForeignKey(Observation, models.SET_NULL, null=True, blank=True, related_name="+")
    order = models.PositiveIntegerField(default=0)

    value = ExactDecimalField(_("value"), null=True, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=12, choices=Qualifier, default=Qualifier.NONE, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=150, blank=True)
    remark = models.TextField(_("remark"), max_length=600, blank=True)
    is_sure = models.BooleanField(default=False)

    state = models.CharField(_("state"), max_length=10, choices=FigureState, default=FigureState.OPEN)
    word = models.TextField(_("what to correct"), max_length=600, blank=True)
    made = models.ForeignKey(Observation, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("figure asked for")
        verbose_name_plural = _("figures asked for")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint("request", "indicator", "period", "place", name="figure_asked_once")]

    def __str__(self) -> str:
        return str(self.indicator)


class RequestStep(models.Model):
    """Who did what with a request, and when; only added to."""

    request = models.ForeignKey(FigureRequest, models.CASCADE, related_name="steps")
    step = models.CharField(_("step"), max_length=10, choices=AskStep)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # How many figures it was about, where not all.
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("step of a request for figures")
        verbose_name_plural = _("steps of requests for figures")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_step_display()}"

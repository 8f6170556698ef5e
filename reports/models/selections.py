from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from reports.enums import Aspect, Decision
from reports.models.reports import Report

REASON_LENGTH = 300


class Selection(models.Model):
    """What holds of a case in the selection for a report; a case without one is undecided. Written by `reports.selection` alone."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="selections", verbose_name=_("report"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="selections", verbose_name=_("case"))
    state = models.CharField(_("decision"), max_length=8, choices=Decision.standing())
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("selected case")
        verbose_name_plural = _("selected cases")
        ordering = ["report", "at", "pk"]
        constraints = [models.UniqueConstraint("report", "case", name="selection_once_in_a_report")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.case}"


class NeverAltered(models.QuerySet["Choice"]):
    """Rows are added by `reports.selection` and read."""

    def update(self, **kwargs):
        raise TypeError("The log of choices is append-only.")

    delete = bulk_update = update_or_create = update


class Choice(models.Model):
    """One line of the log of choices: who decided what of which case, when and why. The database refuses to alter or delete one."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="choices", verbose_name=_("report"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    before = models.CharField(_("before"), max_length=8, choices=Decision, blank=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = NeverAltered.as_manager()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.case}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("The log of choices is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log of choices is append-only.")


class Quota(models.Model):
    """How many cases a report wants of something. `value` empty: of each value of the aspect (at most two of each organisation)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="quotas", verbose_name=_("report"))
    aspect = models.CharField(_("counted by"), max_length=12, choices=Aspect)
    value = models.CharField(_("value"), max_length=100, blank=True)
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("report", "aspect", "value", name="quota_once"),
            models.CheckConstraint(
                condition=~Q(minimum=None) | ~Q(maximum=None),
                name="quota_says_a_number",
                violation_error_message=_("Give a number: at least, at most, or both."),
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="quota_is_not_reversed",
                violation_error_message=_("“At most” is less than “at least”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aspect}={self.value}"

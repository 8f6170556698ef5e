from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.enums import Outcome
from reports.models.reports import Report


class Settlement(models.Model):
    """What was decided on a finding of the number audit. `digest` is of the finding and the words it stands on (`Finding.digest`):

    when these change the finding is another one and open again, and the old reason is shown beside it.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="settlements", verbose_name=_("report"))
    digest = models.CharField("SHA-256", max_length=64)
    rule = models.CharField(_("rule"), max_length=30)
    part = models.SlugField(_("part"), max_length=100, blank=True)
    case = models.SlugField(_("case"), max_length=120, blank=True)
    field = models.CharField(_("field"), max_length=120, blank=True)
    about = models.TextField(_("stands on"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    reason = models.TextField(_("reason"), max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("settled finding")
        verbose_name_plural = _("settled findings")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint("report", "digest", name="finding_settled_once"),
            models.CheckConstraint(
                condition=~models.Q(outcome="accepted") | ~models.Q(reason=""),
                name="finding_accepted_with_a_reason",
                violation_error_message=_("Give the reason why the finding is accepted as it is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.about[:40]}"

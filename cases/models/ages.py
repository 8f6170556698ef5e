from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import AgeAnswer
from cases.models.cases import Case


class AgeQuestion(models.Model):
    """Whether a case is still running, asked of its company so many years after it was published. Written by `cases.ages` alone.

    An answer is the company's until the association lets it stand; then the public page says it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="age_questions", verbose_name=_("case"))
    years = models.PositiveSmallIntegerField(_("years since it was published"))
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=10, choices=AgeAnswer, blank=True)
    note = models.TextField(_("note"), max_length=600, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("let stand by"))
    settled_at = models.DateTimeField(_("let stand"), null=True)

    class Meta:
        verbose_name = _("question after years")
        verbose_name_plural = _("questions after years")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint("case", "years", name="age_asked_once"),
            models.CheckConstraint(
                condition=models.Q(answer="") | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="age_answered_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(settled_at=None) | ~models.Q(answer=""), name="age_settled_when_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.years}"

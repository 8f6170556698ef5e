from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.cases import Case


class Assignment(models.Model):
    """Who reads a case for the association, and until when either side has time. Written by `cases.assigning` alone."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="assignment", verbose_name=_("case"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewer"))
    company_due = models.DateField(_("the company answers by"), null=True)
    review_due = models.DateField(_("the association reads by"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self) -> str:
        return str(self.reviewer or "—")

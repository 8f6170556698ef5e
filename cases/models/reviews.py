from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import CaseState
from cases.models.cases import Case
from cases.models.revisions import Revision


class StateChange(models.Model):
    """The log of a case's way: who took which step when, with which words. Written by `cases.workflow` alone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="state_changes", verbose_name=_("case"))
    action = models.CharField(_("step"), max_length=20)
    before = models.CharField(_("from"), max_length=20, choices=CaseState)
    after = models.CharField(_("to"), max_length=20, choices=CaseState)
    message = models.TextField(_("message"), blank=True)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", verbose_name=_("revision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"

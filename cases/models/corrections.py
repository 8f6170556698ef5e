from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import CorrectionState
from cases.models.cases import Case
from cases.models.revisions import Revision


class Correction(models.Model):
    """Words of a case that the association would put another way. Written by `cases.correcting` alone.

    `field` is a path as a comment's. `start` and `end` are the pieces of that field in `revision`, which is what the company handed in
    (see `cases.diff.pairs`); `before` and `after` are what stood there and what is to stand there.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="corrections", verbose_name=_("case"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    field = models.CharField(_("field"), max_length=80)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        # As they were found in the text: the order of their making.
        ordering = ["pk"]
        # A case's page asks how many are open.
        indexes = [models.Index(fields=["case", "state"], name="correction_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=[CorrectionState.ACCEPTED, CorrectionState.REFUSED])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="correction_decided_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.field

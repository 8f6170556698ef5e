from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Part


class PartCheckout(models.Model):
    """The time in which one person has a part to work on. `reports.checkout` writes it; rows are added, ended once, and stay.

    A silent one was not asked for: somebody saved a part that nobody had.
    """

    part = models.ForeignKey(Part, models.CASCADE, related_name="checkouts", verbose_name=_("part"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    is_silent = models.BooleanField(default=False)
    taken_at = models.DateTimeField(_("work began"))
    # When the person last saved something of the part.
    moved_at = models.DateTimeField()
    given_back_at = models.DateTimeField(_("given back"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True, help_text=_("What was done, and what is left."))
    # Where it was taken over from somebody else.
    reason = models.TextField(_("reason"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("part taken to work on")
        verbose_name_plural = _("parts taken to work on")
        ordering = ["-taken_at", "-pk"]
        constraints = [models.UniqueConstraint("part", condition=models.Q(given_back_at=None), name="part_taken_by_one")]

    def __str__(self) -> str:
        return f"{self.part} · {self.by}"

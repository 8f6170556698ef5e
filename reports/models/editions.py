from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report


class Edition(models.Model):
    """A report frozen: the whole book as a value, and what its files are made from. Written once by `reports.editions`, never changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("edition"))
    book = models.JSONField(_("content"))
    digest = models.CharField("SHA-256", max_length=64)
    manifest = models.JSONField(_("manifest"))
    note = models.TextField(_("what is new in it"), max_length=2000, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by"))
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint("report", "number", name="edition_number_once")]

    def __str__(self) -> str:
        return _("%(report)s, edition %(number)s") % {"report": self.report, "number": self.number}

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("An edition does not change; freeze the next one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An edition stays.")

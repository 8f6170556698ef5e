from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """A process that carries out tasks, and when it last gave a sign of life. Written by `cases.background` alone."""

    id = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["since"]

    def __str__(self) -> str:
        return self.id[:8]

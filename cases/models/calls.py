from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.fields import YEARS


class Call(models.Model):
    """The yearly call for cases: from when to when companies hand in."""

    year = models.PositiveSmallIntegerField(_("year of the report"), unique=True, validators=YEARS)
    title = models.CharField(_("title"), max_length=200)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))

    class Meta:
        verbose_name = _("call for cases")
        verbose_name_plural = _("calls for cases")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="call_closes_after_it_opens",
                violation_error_message=_("The call closes before it opens; give a later closing date."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The call closes before it opens; give a later closing date.")})

    @property
    def is_open(self) -> bool:
        return self.opens_at <= timezone.now() < self.closes_at

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.fields import YEARS


class Asking(models.Model):
    """What a call, or one kind of case in it, asks for: in words, and as rules of `cases.calls`."""

    guidance = models.TextField(_("guidance"), blank=True, help_text=_("What companies read above the form: what is wanted, and how much."))
    # Names of `cases.calls.REQUIRABLE`.
    required = models.JSONField(_("must be filled in"), default=list, blank=True)
    # {a name of `cases.calls.LIMITABLE`: characters}
    limits = models.JSONField(_("most characters"), default=dict, blank=True)

    class Meta:
        abstract = True


class Call(Asking):
    """The yearly call for cases: from when to when companies hand in. `cases.calls.extend` moves its end."""

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


class CallKind(Asking):
    """A kind of case that a call asks for, with guidance and rules of its own; where it says nothing, the call's hold."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="kinds", verbose_name=_("call for cases"))
    name = models.CharField(_("name"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of case")
        ordering = ["call", "order", "pk"]

    def __str__(self) -> str:
        return self.name

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.enums import Vocabulary
from cases.models.calls import Call, CallKind
from cases.models.cases import Case
from cases.models.tags import Tag


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


class ReviewerRule(models.Model):
    """Which cases go to a reviewer by themselves: those that meet every condition given. `cases.reviewer_rules` asks them in order.

    A condition whose row is deleted takes the rule with it: without it the rule would hold of more cases than somebody meant.
    """

    position = models.PositiveSmallIntegerField(
        _("position"),
        default=10,
        validators=[MaxValueValidator(9999, _("Give a number from 0 to 9999."))],
        help_text=_("The rule with the smallest number is asked first."),
    )
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("organisation"))
    call = models.ForeignKey(Call, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("call for cases"))
    kind = models.ForeignKey(CallKind, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kind of case"))
    sector = models.ForeignKey(
        Tag,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.SECTOR},
        verbose_name=_("sector"),
    )
    topic = models.ForeignKey(
        Tag,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.TOPIC},
        verbose_name=_("topic"),
    )
    goal = models.ForeignKey(
        Tag,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": Vocabulary.GOAL},
        verbose_name=_("goal"),
    )
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    is_active = models.BooleanField(_("in use"), default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("last changed by"))

    CONDITIONS = ("organisation", "call", "kind", "sector", "topic", "goal")

    class Meta:
        verbose_name = _("rule for reviewers")
        verbose_name_plural = _("rules for reviewers")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        told = [str(getattr(self, name)) for name in self.CONDITIONS if getattr(self, f"{name}_id")]
        return " · ".join(told) or str(_("Every case"))

    def clean(self) -> None:
        if self.call and self.kind and self.kind.call_id != self.call_id:
            raise ValidationError({"kind": _("This kind of case belongs to another call.")})

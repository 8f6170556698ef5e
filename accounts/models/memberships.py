from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Kind, Role
from accounts.models.organisations import Organisation


class Membership(models.Model):
    """One person in one organisation, with one role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.EDITOR)
    is_owner = models.BooleanField(
        _("manages the company's members"), default=False, help_text=_("May invite colleagues and end their access.")
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"

    def clean(self) -> None:
        if Role(self.role).inside and self.organisation_id and self.organisation.kind != Kind.ASSOCIATION:
            raise ValidationError({"role": _("Only members of an association can be reviewer, publisher, compiler or operator.")})

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Organisation
from cases.models.calls import Call
from cases.models.cases import Case


class Invitation(models.Model):
    """A link sent to one address, good once, for one organisation and one role. `cases.invitations` makes and takes it,
    and knows its state.

    What the link opens stands in this row and not in the link, so that nobody can alter it; of the link itself only a digest is kept.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations", verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.EDITOR)
    as_owner = models.BooleanField(
        _("manages the company's members"), default=False, help_text=_("May invite colleagues and end their access.")
    )
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of the mail"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    call = models.ForeignKey(Call, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("call for cases"))
    stub = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name=_("prepared case"),
        help_text=_("A draft of this organisation that the link opens."),
    )  # fmt: skip
    late_until = models.DateTimeField(
        _("may hand in late until"), null=True, blank=True, help_text=_("After the call has closed, for this organisation.")
    )

    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("link ends"))
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("sent by"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True, editable=False)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("used by")
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"

    def clean(self) -> None:
        if self.stub and self.organisation_id and self.stub.organisation_id != self.organisation_id:
            raise ValidationError({"stub": _("Choose a case of the same organisation.")})
        if self.late_until and not self.call_id:
            raise ValidationError({"late_until": _("Choose the call that may be answered late.")})

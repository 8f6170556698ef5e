from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import MailState
from cases.models.cases import Case


class Mail(models.Model):
    """A mail as it will go out, or has gone. Written by `cases.outbox` alone; its text was made when it was posted."""

    kind = models.CharField(_("kind"), max_length=40)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="mails", verbose_name=_("case"))
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("to"))
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.WAITING)
    # What happened once is told once: the key names it and its receiver.
    key = models.CharField(max_length=120, blank=True, editable=False)
    # While it is being sent: until when the worker that took it has it for itself.
    send_after = models.DateTimeField(_("to be sent from"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("last changed by"))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        # The worker asks for what is due; most rows were sent long ago.
        indexes = [models.Index(fields=["state", "send_after"], name="mail_due")]
        constraints = [models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="mail_once")]

    def __str__(self) -> str:
        return self.subject


class MailSettings(models.Model):
    """How a person wants their mail; who has no row gets what the columns start with."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_settings", verbose_name=_("user"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    steps = models.BooleanField(
        _("a mail at each step of a case"),
        default=True,
        help_text=_("Handed in, accepted, published. When changes are requested or a case is withdrawn, its company is told in any case."),
    )
    reminders = models.BooleanField(_("reminders before a date"), default=True)
    digest = models.BooleanField(_("each morning: how much waits for me"), default=False)

    class Meta:
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")

    def __str__(self) -> str:
        return str(self.user)

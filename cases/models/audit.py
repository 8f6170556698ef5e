from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import AuditAction


class NeverAltered(models.QuerySet["AuditEntry"]):
    """Rows are added by `cases.audit_log.record` and read."""

    def update(self, **kwargs):
        raise TypeError("The inside log is append-only.")

    delete = bulk_update = bulk_create = update_or_create = update


class AuditEntry(models.Model):
    """One line of the inside log. Plain words and no foreign keys, so that it outlives what it tells of; people by their number.

    The database refuses to update or delete one (migration `inside_log`), and each carries the digest of the one before it.
    """

    number = models.BigIntegerField(_("entry"), primary_key=True)
    at = models.DateTimeField(_("at"))
    action = models.CharField(_("what happened"), max_length=20, choices=AuditAction)
    who = models.CharField(_("by"), max_length=350, blank=True)
    # Of the account, which may be gone by now.
    who_number = models.BigIntegerField(null=True)
    organisation = models.CharField(_("organisation"), max_length=400, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    about = models.CharField(_("about"), max_length=400, blank=True)
    case_number = models.BigIntegerField(_("case number"), null=True)
    detail = models.TextField(_("detail"), blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField("SHA-256", max_length=64)

    objects = NeverAltered.as_manager()

    class Meta:
        verbose_name = _("entry of the inside log")
        verbose_name_plural = _("inside log")
        ordering = ["-number"]
        # Whether the same person did the same an hour ago.
        indexes = [models.Index(fields=["who_number", "action", "at"], name="inside_log_once")]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_action_display()}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("The inside log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The inside log is append-only.")

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import RevisionReason
from cases.models.cases import Case


class AppendOnly(models.QuerySet["Revision"]):
    """Rows are added and read, never altered."""

    def update(self, **kwargs):
        raise TypeError("A revision is append-only: freeze the case again instead.")

    delete = bulk_update = update


class Revision(models.Model):
    """A case as it stood once: the JSON of a `CaseDocument` and its SHA-256, numbered from 1 within the case.

    `sealed` is the SHA-256 of what a stamp covers of it (`cases.stamp`), so that lists can tell whose stamp still holds.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="revisions", verbose_name=_("case"))
    number = models.PositiveIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=12, choices=RevisionReason)
    document = models.JSONField()
    digest = models.CharField("SHA-256", max_length=64)
    sealed = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["case", "-number"]
        constraints = [models.UniqueConstraint("case", "number", name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.number}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("A revision is append-only: freeze the case again instead.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A revision is append-only and is not deleted.")

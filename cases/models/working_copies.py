from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.cases import Case


class WorkingCopy(models.Model):
    """What somebody typed into a case's form and has not saved: a row for each open form. Written by `cases.working_copies` alone.

    `data` is JSON of field name → list of texts, kept as text: PostgreSQL's JSON refuses characters that people do type.
    A new case has no row yet, and `case` is empty.
    """

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="working_copies", verbose_name=_("case"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_copies", verbose_name=_("by"))
    tab = models.CharField(max_length=16)
    data = models.TextField()
    saved_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="one_copy_a_form")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tab}"


class Presence(models.Model):
    """Somebody has a case's form open; `seen_at` moves with each sign of life. Written by `cases.working_copies` alone."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="presences", verbose_name=_("case"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences", verbose_name=_("by"))
    tab = models.CharField(max_length=16)
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)  # what is long past is pruned by it

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="one_presence_a_form")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tab}"

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import SealState
from cases.media.originals import name_by_content, original_path
from cases.models.cases import Case
from cases.models.revisions import Revision


class Seal(models.Model):
    """A stamped and signed sheet that came back, for the revision it was printed of. Written by `cases.sealing` alone.

    `digest` is that of the sealed content (see `cases.sealing`). `since` is the seal that a sheet of differences goes on from.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="seals", verbose_name=_("case"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    digest = models.CharField("SHA-256", max_length=64)
    since = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("goes on from"))
    file = models.FileField(_("stamped sheet"), upload_to=original_path)
    state = models.CharField(_("state"), max_length=10, choices=SealState, default=SealState.WAITING)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("checked by"))
    checked_at = models.DateTimeField(_("checked"), null=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["case", "-pk"]
        constraints = [
            # Two clicks at once leave one sheet to be checked.
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="waiting"), name="one_sheet_waits")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.get_state_display()}"

    def save(self, *args, **kwargs) -> None:
        name_by_content(self)
        super().save(*args, **kwargs)

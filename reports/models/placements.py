from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from cases.models import Revision
from cases.text import EXTENSIONS, clean_html
from reports.models.blocks import Block


class Placement(models.Model):
    """A case placed in the report at a pinned revision, with its print text where it was shortened.

    Nested cases are placed by rows of their own: `under` is the umbrella's placement. `ties` says which sentences of the source each
    stretch of the print text was made from, as they stood when somebody last read them (`reports.shortening`).
    """

    block = models.ForeignKey(Block, models.CASCADE, related_name="placements", verbose_name=_("block"))
    under = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="nested", verbose_name=_("within"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="placements", verbose_name=_("revision"))
    print_text = ProseEditorField(
        _("print text"), extensions=EXTENSIONS, sanitize=clean_html, blank=True, help_text=_("Empty: the case's own text.")
    )
    ties = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("placed case")
        verbose_name_plural = _("placed cases")
        ordering = ["block", "order", "pk"]
        constraints = [models.UniqueConstraint("block", "revision", name="placement_once_in_a_block")]

    def __str__(self) -> str:
        return str(self.revision)

    def save(self, *args, **kwargs) -> None:
        self.print_text_zh_hans = clean_html(self.print_text_zh_hans)
        self.print_text_en = clean_html(self.print_text_en)
        super().save(*args, **kwargs)


class Stay(models.Model):
    """A newer revision of a placed case that is not taken over, and why. Added once and never changed: it ends with the next revision."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="stays", verbose_name=_("placed case"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision not taken over"))
    reason = models.TextField(_("reason"), max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision not taken over")
        verbose_name_plural = _("revisions not taken over")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint("placement", "revision", name="stay_once_for_a_revision"),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="stay_with_a_reason",
                violation_error_message=_("Give the reason why the newer revision is not taken over."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:60]

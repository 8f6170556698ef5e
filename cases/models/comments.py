from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import Visibility
from cases.models.cases import Case
from cases.models.revisions import Revision


class Comment(models.Model):
    """What a reviewer says at a field of a case, or an answer to it. Written by `cases.reviewing` alone.

    `field` is a path within the case's form: `title_zh_hans`, `goals`, `figures-12-value` (of the figure with the id 12). `about`
    keeps the words that stood there then. An answer has a `thread` and is as visible as that; only a thread is answered and resolved.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="comments", verbose_name=_("case"))
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("answer to"))
    field = models.CharField(_("field"), max_length=80)
    about = models.TextField(_("said about"), blank=True)
    text = models.TextField(_("comment"), max_length=2000)
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility, default=Visibility.INSIDE)
    version = models.PositiveIntegerField(_("version"))
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+", verbose_name=_("revision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("resolved by"))
    resolved_at = models.DateTimeField(_("resolved"), null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        # A case's page asks for its open threads.
        indexes = [models.Index(fields=["case", "resolved_at"], name="comment_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | models.Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

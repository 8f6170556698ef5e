from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import AnsweredOnce, Case
from reports.models.reports import Part, Report


class Signer(models.Model):
    """One name of a part's chain; who stands first signs first. A chain covers the parts within that have none of their own."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="signers", verbose_name=_("part"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("signs as"), max_length=40, help_text=_("Such as editor-in-chief, or expert."))

    class Meta:
        verbose_name = _("signer")
        verbose_name_plural = _("sign-off chain")
        ordering = ["part", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                "part",
                "user",
                name="signer_once_in_a_chain",
                violation_error_message=_("This person stands in the chain already; everybody signs once."),
            )
        ]

    def __str__(self) -> str:
        return _("%(name)s (%(role)s)") % {"name": self.user, "role": self.role}


class Signature(models.Model):
    """Somebody's name under what a block said. Written by `reports.signing` alone; taken back by a time, never changed or deleted.

    `digest` is of `content`, the block as it was signed (`reports.signing.pieces`). `part` and `block` are known by their numbers,
    which a signature outlives; without a block it is of the part's own heading.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="signatures", verbose_name=_("report"))
    part = models.ForeignKey(Part, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("part"))
    block = models.PositiveBigIntegerField(_("block"), null=True)
    digest = models.CharField("SHA-256", max_length=64)
    content = models.JSONField(_("content"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by"))
    role = models.CharField(_("signs as"), max_length=40)
    at = models.DateTimeField(_("signed at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["part", "by", "digest"], condition=models.Q(withdrawn_at=None), name="signed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} · {self.digest[:12]}"

    def delete(self, *args, **kwargs):
        raise TypeError("A signature stays; it can be taken back.")


class PrintApproval(AnsweredOnce):
    """A company is asked whether its case may be printed as it stands. Written by `reports.signing.companies` alone.

    `content` is the case as it would be printed, `digest` is of that. With an `email` the question goes there, under a link of which
    only a digest is kept (`link`); without one it goes to the company's members, who answer in the admin (`by`).
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="print_approvals", verbose_name=_("report"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="print_approvals", verbose_name=_("case"))
    digest = models.CharField("SHA-256", max_length=64)
    content = models.JSONField(_("content"))
    email = models.EmailField(_("e-mail address"), blank=True)
    link = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  unique: there may be many without
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))

    class Meta:
        verbose_name = _("approval for print")
        verbose_name_plural = _("approvals for print")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=AnsweredOnce.ANSWERED_WITH_AN_ANSWER, name="print_approval_answered_with_an_answer"),
            models.CheckConstraint(
                condition=models.Q(email="", link=None) | (~models.Q(email="") & models.Q(link__isnull=False)),
                name="print_approval_by_link_or_by_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.email or self.name}"

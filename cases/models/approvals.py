from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ApprovalState
from cases.models.cases import Case
from cases.models.revisions import Revision


class AnsweredOnce(models.Model):
    """Somebody outside is asked for a yes or no, and says it once. `answer` is empty until then; `name` and `words` came with it."""

    ANSWERED_WITH_AN_ANSWER = models.Q(answered_at=None, answer="") | models.Q(answered_at__isnull=False) & ~models.Q(answer="")

    expires_at = models.DateTimeField(_("link ends"))
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    revoked_at = models.DateTimeField(_("taken back"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.CharField(
        _("answer"), max_length=10, blank=True, choices=[(each, each.label) for each in (ApprovalState.CONFIRMED, ApprovalState.REFUSED)]
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    words = models.TextField(_("words"), max_length=2000, blank=True)

    class Meta:
        abstract = True

    @property
    def state(self) -> ApprovalState:
        if self.answer:
            return ApprovalState(self.answer)
        if self.revoked_at:
            return ApprovalState.REVOKED
        return ApprovalState.OPEN if timezone.now() < self.expires_at else ApprovalState.EXPIRED


class Approval(AnsweredOnce):
    """A link by which somebody without an account reads one revision and says yes or no to it, once. `cases.approvals` makes and takes it.

    Of the link itself only a digest is kept.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="approvals", verbose_name=_("case"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("revision"))
    email = models.EmailField(_("e-mail address"))
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("approval by link")
        verbose_name_plural = _("approvals by link")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=AnsweredOnce.ANSWERED_WITH_AN_ANSWER, name="approval_answered_with_an_answer")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.email}"

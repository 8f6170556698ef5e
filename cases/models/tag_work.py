"""What is done with topics: changes that can be taken back, and proposals that wait."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import ProposalState, TagAction
from cases.models.cases import Case
from cases.models.tags import Tag


class TagChange(models.Model):
    """The history of the vocabulary: what was renamed or merged, by whom, and what taking it back needs. Written by `cases.topics` alone.

    `detail` of a rename: `before` and `after`, each field → value. Of a merge: `moved` and `dropped` tags on cases, `synonyms` as the
    kept topic had them, and the publications moved.
    """

    action = models.CharField(_("what was done"), max_length=10, choices=TagAction)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="changes", verbose_name=_("tag"))
    into = models.ForeignKey(Tag, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("into"))
    detail = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by"))
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("change of a tag")
        verbose_name_plural = _("changes of tags")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.tag}"


class TopicProposal(models.Model):
    """A topic that a company wants and the vocabulary lacks. It waits for the association; the case has it once it is taken."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals", verbose_name=_("case"))
    name = models.CharField(_("proposed topic"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    topic = models.ForeignKey(Tag, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken as"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="proposal_once_a_case")]

    def __str__(self) -> str:
        return self.name

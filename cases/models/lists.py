from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from cases.enums import ListState
from cases.models.calls import Call
from cases.models.fields import YEARS

# A file in one of these states stands for itself: the same one is not read again.
COUNTS = [state.value for state in ListState if state.keeps_others_out]


class GivenList(models.Model):
    """An Excel list as it was given: the file, what was read of it, and what became of it.

    `rows` and `problems` are what a reader makes of the file (see `cases.lists.sheet.Problem`). The file stands in the database, so that
    any node can go on with it, and nothing is left of what is rolled back.
    """

    name = models.CharField(_("file"), max_length=200)
    data = models.BinaryField(null=True, editable=False)
    digest = models.CharField("SHA-256", max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=ListState, default=ListState.READING)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    rows = models.JSONField(default=list, editable=False)
    problems = models.JSONField(default=list, editable=False)
    wrong = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(_("rows"), default=0)
    error = models.TextField(_("error"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by"))
    at = models.DateTimeField(_("given"), auto_now_add=True)
    # Who said that it be so.
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by"))
    # The last sign of life of the process that works on it.
    moved_at = models.DateTimeField(auto_now_add=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class CaseList(GivenList):
    """A list of one organisation's new cases. State is changed by `cases.lists.runs` alone.

    `rows` are `cases.lists.reading.Row`; `made` are keys of cases; who confirmed it is their author.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="case_lists", verbose_name=_("organisation"))
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("call for cases"))
    year = models.PositiveSmallIntegerField(_("year of the report"), validators=YEARS)
    made = models.JSONField(default=list, editable=False)

    class Meta(GivenList.Meta):
        verbose_name = _("list of cases")
        verbose_name_plural = _("lists of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "digest"], condition=models.Q(state__in=COUNTS), name="case_list_once_in_year"
            )
        ]

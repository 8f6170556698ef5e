import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from taggit.managers import TaggableManager

from accounts.models import Organisation
from cases.enums import CaseState
from cases.models.calls import Call, CallKind
from cases.models.fields import YEARS, PeriodField
from cases.models.tags import CaseTag
from cases.text import EXTENSIONS, clean_html


def new_slug() -> str:
    """A slug for a draft. It says nothing of the title and lets nobody count drafts."""
    return f"case-{secrets.token_hex(5)}"


class Case(models.Model):
    """A case as its editors see it: rows. What anybody else sees is a `CaseDocument` frozen from them.

    `state` is changed by `cases.workflow` alone. `version` counts saves, so that a second saver is told.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", verbose_name=_("organisation"))
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("call for cases"))
    kind = models.ForeignKey(CallKind, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("kind of case"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nested",
        verbose_name=_("part of the case"),
        help_text=_("The umbrella case that this one belongs to."),
    )
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("carries on"),
        help_text=_("The case of an earlier year that this one carries on."),
    )
    slug = models.SlugField(_("slug"), max_length=100, unique=True, default=new_slug)
    state = models.CharField(_("state"), max_length=20, choices=CaseState, default=CaseState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("One or two sentences: who did what, with what result.")
    )
    body = ProseEditorField(_("text"), extensions=EXTENSIONS, sanitize=clean_html, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    period = PeriodField(_("period"))
    year = models.PositiveSmallIntegerField(_("year of the report"), validators=YEARS)

    organisations = models.ManyToManyField(
        Organisation, through="Participation", related_name="named_in", verbose_name=_("other organisations")
    )
    tags = TaggableManager(through=CaseTag, blank=True, related_name="cases")

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("created by"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("last changed by")
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-changed_at", "-pk"]
        # The admin lists a company's cases, and everybody's, newest first; the workbench counts by state.
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="case_newest_first"),
            models.Index(fields=["organisation", "-changed_at"], name="case_of_company"),
            models.Index(fields=["state"], name="case_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="case_not_in_itself"),
            models.CheckConstraint(condition=~models.Q(continues=models.F("pk")), name="case_not_carried_on_by_itself"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def save(self, *args, **kwargs) -> None:
        """Every write path passes here, so the text is cleaned here and not only in forms."""
        self.body_zh_hans = clean_html(self.body_zh_hans)
        self.body_en = clean_html(self.body_en)
        super().save(*args, **kwargs)

    def mark_changed(self, by: Any) -> None:
        """Something of the case was changed beside its form: it is a save more, by this person. In the caller's transaction; one query."""
        Case.objects.filter(pk=self.pk).update(version=models.F("version") + 1, changed_by=by, changed_at=timezone.now())

    def clean(self) -> None:
        if self.parent_id and self.parent and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Choose an umbrella case that is not nested itself.")})
        if self.parent_id and self.pk and self.nested.exists():
            raise ValidationError({"parent": _("Other cases are nested in this one, so it cannot be nested itself.")})
        self._check_years()

    def _check_years(self) -> None:
        """Years rise along a chain of cases, so a chain never closes. Said at the year: not everybody is shown `continues`."""
        if not self.year:
            return
        if self.continues and self.continues.year >= self.year:
            raise ValidationError(
                {
                    "year": _("This case carries on one of the report %(year)s, so it must be of a later year.")
                    % {"year": self.continues.year}
                }
            )
        later = self.continued_by.order_by("year").first() if self.pk else None
        if later and later.year <= self.year:
            raise ValidationError(
                {
                    "year": _("A case of the report %(year)s carries this one on, so this one must be of an earlier year.")
                    % {"year": later.year}
                }
            )


class Participation(models.Model):
    """An organisation that a case names besides its owner, with its part in it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="participations", verbose_name=_("case"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations", verbose_name=_("organisation"))
    role = models.CharField(_("part in the case"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("other organisation")
        verbose_name_plural = _("other organisations")
        ordering = ["order", "pk"]
        # By its fields: of expressions Django does not look whether two rows of one form say the same.
        constraints = [models.UniqueConstraint(fields=["case", "organisation"], name="participation_once")]

    def __str__(self) -> str:
        return str(self.organisation)

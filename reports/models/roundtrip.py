from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.enums import SuggestionKind, SuggestionState
from reports.models.reports import Part


class WordCopy(models.Model):
    """A part as it went out as a Word file, in one language. `reports.roundtrip.going` adds rows; they stay as they are.

    `token` stands in the file. `fields` holds of each field of it, by its number in the file, its key (`reports.roundtrip.fields`) and
    its text as it went out; `frame` is every other paragraph of the file, so that what comes home besides is known to be new.
    """

    part = models.ForeignKey(Part, models.CASCADE, related_name="word_copies", verbose_name=_("part"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    language = models.CharField(_("language"), max_length=7, choices=[("zh_hans", _("Chinese")), ("en", _("English"))])
    token = models.CharField(max_length=16, unique=True)
    fields = models.JSONField(default=dict)
    frame = models.JSONField(default=list)

    class Meta:
        verbose_name = _("part sent out as Word")
        verbose_name_plural = _("parts sent out as Word")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.part} · {self.by}"


class WordReturn(models.Model):
    """A file that came home. The file itself is not kept: all that it says anew is in its suggestions."""

    copy = models.ForeignKey(WordCopy, models.CASCADE, related_name="returns", verbose_name=_("part sent out as Word"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    name = models.CharField(_("file"), max_length=200)
    digest = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("Word file come home")
        verbose_name_plural = _("Word files come home")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("copy", "digest", name="word_file_comes_home_once")]

    def __str__(self) -> str:
        return self.name


class Suggestion(models.Model):
    """Something that a file brought home. `number` is the field's in its copy, None for what stands at no field.

    `people` are [name, day] of the tracked changes, `remarks` [name, day, words commented on, comment]; days are ISO or empty.
    """

    origin = models.ForeignKey(WordReturn, models.CASCADE, related_name="suggestions", verbose_name=_("Word file come home"))
    kind = models.CharField(_("kind"), max_length=8, choices=SuggestionKind)
    number = models.PositiveIntegerField(null=True)
    text = models.TextField(_("text"), blank=True)
    people = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=8, choices=SuggestionState, default=SuggestionState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("suggestion from Word")
        verbose_name_plural = _("suggestions from Word")
        ordering = ["number", "pk"]
        indexes = [models.Index("origin", condition=models.Q(state="open"), name="open_suggestions")]  # the gate and the part's page ask

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.text[:40]}"

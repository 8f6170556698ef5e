from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from cases.enums import Rank, Vocabulary

COLOUR = RegexValidator(r"^#[0-9A-F]{6}\Z", _("Give a colour such as #0B6B57."))


class TagQuerySet(models.QuerySet["Tag"]):
    def of(self, vocabulary: Vocabulary) -> "TagQuerySet":
        """In use: without what was merged into another."""
        return self.filter(vocabulary=vocabulary, merged_into=None)


class Tag(TagBase):
    """One tag of one vocabulary: two names, one address.

    Slugs and names are unique within a vocabulary, so 绿色 may be a concept and a topic. `code` is the official number of
    a goal or target. `synonyms` are other names under which entry and search find it; `clues` are words in a text that speak for it
    (`cases.suggesting`). A topic that was merged into another keeps its row and its address, which leads to `merged_into`.
    """

    vocabulary = models.CharField(_("vocabulary"), max_length=10, choices=Vocabulary, default=Vocabulary.TOPIC)
    name = models.CharField(_("name"), max_length=160)
    # Made from the name where none is given, and most topics are named in Chinese.
    slug = models.SlugField(_("slug"), max_length=100, blank=True, allow_unicode=True, help_text=_("Its address on the public site."))
    code = models.CharField(_("code"), max_length=10, blank=True)
    colour = models.CharField(_("colour"), max_length=7, blank=True, validators=[COLOUR])
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)
    clues = models.JSONField(_("clues"), default=list, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed", verbose_name=_("merged into")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = models.Manager.from_queryset(TagQuerySet)()
    natural_key_fields = ["vocabulary", "slug"]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["vocabulary", "order", "slug"]
        constraints = [
            models.UniqueConstraint("vocabulary", "slug", name="tag_slug_once_in_vocabulary"),
            models.UniqueConstraint(
                "vocabulary",
                "name_zh_hans",
                name="tag_name_once_in_vocabulary",
                violation_error_message=_("This vocabulary has a tag of this name already."),
            ),
        ]

    def get_absolute_url(self) -> str:
        match self.vocabulary:
            case Vocabulary.CONCEPT:
                return reverse("concept", args=[self.slug])
            case Vocabulary.GOAL:
                return reverse("sdg", args=[int(self.code)])
            case Vocabulary.TARGET:
                return reverse("target", args=[self.code])
            case _:
                return reverse(self.vocabulary, args=[self.slug])


class CaseTag(ItemBase):
    """A tag on a case, weighed and with a reason. A case has at most one primary tag of each vocabulary."""

    content_object = models.ForeignKey("cases.Case", models.CASCADE, related_name="case_tags", verbose_name=_("case"))
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="case_tags", verbose_name=_("tag"))
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.SECONDARY)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    natural_key_fields = ["content_object", "tag"]

    class Meta:
        verbose_name = _("tag on a case")
        verbose_name_plural = _("tags on cases")
        ordering = ["tag__vocabulary", "rank", "tag__order", "pk"]
        constraints = [models.UniqueConstraint("content_object", "tag", name="case_tag_once")]

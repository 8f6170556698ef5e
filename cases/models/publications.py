from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.cases import Case
from cases.models.revisions import Revision


class PublicationQuerySet(models.QuerySet["Publication"]):
    def live(self) -> "PublicationQuerySet":
        return self.filter(withdrawn_at=None)

    def with_documents(self) -> "PublicationQuerySet":
        return self.select_related("revision")


class Publication(models.Model):
    """What the public sees of a case: one revision, denormalised for lists, facets and search.

    Written by `cases.publishing` alone and rebuilt from the revision by `manage.py rebuild_search`. A withdrawn case keeps its row,
    so that its address goes on answering (410). `facets` are the names of the sets that it stands in (`sdg=7`).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="publication", verbose_name=_("case"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications", verbose_name=_("revision"))
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    parent_slug = models.SlugField(max_length=100, blank=True)
    continues_slug = models.SlugField(max_length=100, blank=True, db_index=False)
    year = models.PositiveSmallIntegerField(_("year of the report"))
    facets = models.JSONField(default=list, editable=False)
    title_key_zh_hans = models.BinaryField(default=bytes)
    title_key_en = models.BinaryField(default=bytes)
    published_at = models.DateTimeField(_("published"))
    # What `cases.ages` lets the public know of the years since.
    age = models.JSONField(default=dict, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published case")
        verbose_name_plural = _("published cases")
        ordering = ["-pk"]
        indexes = [
            # An umbrella's page lists what is nested in it.
            models.Index(fields=["parent_slug"], name="publication_nested", condition=~models.Q(parent_slug="")),
            # And a case's page names what carried it on.
            models.Index(fields=["continues_slug"], name="publication_continued", condition=~models.Q(continues_slug="")),
            # Each morning those are looked for that are a year old, or three.
            models.Index(fields=["published_at"], name="publication_by_day", condition=models.Q(withdrawn_at=None)),
            # Lists by title walk along these.
            models.Index(fields=["title_key_zh_hans", "-id"], name="publication_title_zh", condition=models.Q(withdrawn_at=None)),
            models.Index(fields=["title_key_en", "-id"], name="publication_title_en", condition=models.Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.slug])


class SearchText(models.Model):
    """What of a publication is searched, in normal form (`cases.search.texts`); a withdrawn one has none."""

    publication = models.OneToOneField(Publication, models.CASCADE, primary_key=True, related_name="searched")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", db_index=False)
    title = models.TextField()
    summary = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.title


class SearchSegment(models.Model):
    """A part of the search index: grams of publications that were indexed together, never changed once it is whole.

    Which of them still stand in it says the set `segment=…` in `PublicationSet`. `members` are their pks in the order of the stream of
    texts that places count in, `starts` where each one's title, summary and text begin (both arrays of little-endian 32-bit numbers);
    `words` every word of letters, one a line, with a line break before and after.
    """

    # Since when no set names it: before it is used and after; None in between.
    idle_since = models.DateTimeField(null=True, default=timezone.now)
    members = models.BinaryField()
    starts = models.BinaryField()
    words = models.TextField()

    def __str__(self) -> str:
        return str(self.pk)


class SearchGram(models.Model):
    """Where a gram (see `cases.search.tokens`) stands in a segment, as serialised roaring bitmaps.

    `titles`, `summaries` and `texts` are pks of publications, `places` positions in the stream; empty where only presence is kept.
    """

    pk = models.CompositePrimaryKey("segment_id", "gram")
    segment = models.ForeignKey(SearchSegment, models.CASCADE, related_name="grams", db_index=False)
    gram = models.CharField(max_length=48)
    titles = models.BinaryField()
    summaries = models.BinaryField()
    texts = models.BinaryField()
    # Long, and seldom asked for: last, so that reading the others does not pass over it.
    places = models.BinaryField()

    def __str__(self) -> str:
        return self.gram


class PublicationSet(models.Model):
    """The pks of the publications that have something in common, as a serialised roaring bitmap.

    Of each value of each facet one, and those that the site needs for itself (`cases.search.sets`). `version` is the site's when it
    was last written, so that a process reads again only what has changed.
    """

    name = models.CharField(max_length=140, primary_key=True)
    ids = models.BinaryField()
    size = models.PositiveIntegerField()
    version = models.PositiveBigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.name


class PublishedFile(models.Model):
    """A picture, or a file behind a figure, that the public may fetch because a live publication shows it; `digest` names it."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("publication", "digest", name="published_file_once")]

    def __str__(self) -> str:
        return self.digest


class SiteVersion(models.Model):
    """One row that counts changes of what is public; everything held in a process is keyed by it."""

    number = models.PositiveBigIntegerField(default=1)
    # The number as it was when a tag or an organisation last changed its names.
    names = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_version_single_row")]

    def __str__(self) -> str:
        return str(self.number)

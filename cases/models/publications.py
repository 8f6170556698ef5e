from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import Facet
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
    so that its address goes on answering (410).
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="publication", verbose_name=_("case"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications", verbose_name=_("revision"))
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    parent_slug = models.SlugField(max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the report"))
    search_text = models.TextField(editable=False)
    published_at = models.DateTimeField(_("published"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published case")
        verbose_name_plural = _("published cases")
        ordering = ["-published_at", "-pk"]
        indexes = [
            # The public list, newest first.
            models.Index(fields=["-published_at", "-id"], name="publication_newest", condition=models.Q(withdrawn_at=None)),
            # An umbrella's page lists what is nested in it.
            models.Index(fields=["parent_slug"], name="publication_nested", condition=~models.Q(parent_slug="")),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.slug])


class PublicationFacet(models.Model):
    """One facet value of one live publication: (`sdg`, `7`), (`region`, `zhejiang`)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=12, choices=Facet)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint("facet", "value", "publication", name="publication_facet_once")]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class PublishedFile(models.Model):
    """A picture that the public may fetch because a live publication shows it; `digest` names the stored file."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("publication", "digest", name="published_file_once")]

    def __str__(self) -> str:
        return self.digest


class SiteVersion(models.Model):
    """One row that counts changes of what is public; everything held in a process is keyed by it."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_version_single_row")]

    def __str__(self) -> str:
        return str(self.number)

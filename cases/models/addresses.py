from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.cases import Case


class FormerSlug(models.Model):
    """A slug at which the public once found a case. It goes on leading there and is never another case's.

    Written by `cases.addresses` alone; the present slug stands in the `Publication`.
    """

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="former_slugs", verbose_name=_("case"))

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")

    def __str__(self) -> str:
        return self.slug

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Kind, Role


class Organisation(models.Model):
    """A company, association, authority or region that owns cases or is named in them.

    `sector` and `region` hold the slugs of tags in those vocabularies; the tags themselves live further up, in `cases`.
    """

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Its address on the public site."))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    latin_name = models.CharField(_("Latin name"), max_length=200, blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True, help_text=_("Other names in use, for entry and search."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ENTERPRISE)
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    region = models.CharField(_("region or country"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("parent organisation")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_zh_hans"]

    def __str__(self) -> str:
        return self.short_name or self.name

    def clean(self) -> None:
        self.check_kind(self.kind)

    def check_kind(self, kind: str) -> None:
        """One slip in the list of kinds would take every role from all of them, operators too. Of no field: a form may be without it."""
        inside = [role for role in Role if role.inside]
        if self.pk and kind != Kind.ASSOCIATION and self.memberships.filter(role__in=inside).exists():
            raise ValidationError(_("Reviewers, publishers, compilers or operators work here, so it stays an association."))

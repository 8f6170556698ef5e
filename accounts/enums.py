"""Roles and kinds of organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    ASSOCIATION = "association", _("Association")
    GOVERNMENT = "government", _("Government")
    REGION = "region", _("Region or country")
    OTHER = "other", _("Other")


class Role(TextChoices):
    """What a membership lets a person do. All but EDITOR belong to the association and see every row."""

    EDITOR = "editor", _("Company editor")
    REVIEWER = "reviewer", _("Reviewer")
    PUBLISHER = "publisher", _("Publisher")
    COMPILER = "compiler", _("Compiler")
    OPERATOR = "operator", _("Operator")

    @property
    def inside(self) -> bool:
        """Whether the role is the association's."""
        return self is not Role.EDITOR

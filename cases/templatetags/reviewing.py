"""What is said at a field, under that field in the case's form."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.admin.reviews import path_of

register = template.Library()


@register.simple_tag(takes_context=True)
def said_at(context: template.Context, field: Any) -> SafeString:
    """The open comments at a field of the form, and for a reviewer the way to say something; nothing outside a case's form."""
    review = context.get("review")
    if not review:
        return SafeString("")
    path = path_of(field)
    if path is None:
        return SafeString("")
    found = render_to_string("admin/cases/case/_at_field.html", {"threads": rows}) if (rows := review.at.get(path)) else ""
    if review.may_say:
        address = reverse("admin:cases_case_comments", args=[review.case.pk], query={"field": path}, fragment="say")
        name = _("Comment on “%(field)s”") % {"field": _label(field)}
        found += format_html('<a class="say" href="{}" aria-label="{}">{}</a>', address, name, _("Comment"))
    return SafeString(found)  # both are escaped where they are made


def _label(field: Any) -> str:
    label = field.field["label"] if isinstance(field.field, dict) else field.field.label
    return str(label)

"""What the head of a page says to programs that show a link to it: networks, messengers, search engines."""

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cases.document import CaseDocument, CaseRef, Text
from cases.enums import Facet
from cases.models import Publication
from cases.views import share_cards, short, structured

register = template.Library()

# In JSON each may be written so too; in HTML none of them can then end the element or begin another.
ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def data_block(data: structured.Json) -> SafeString:
    """No script, whatever the element is called: a browser does not run what is of this type, and the policy need not allow it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def case_data(publication: Publication, case: CaseDocument, parent: CaseRef | None, issued: dt.datetime) -> SafeString:
    return data_block(structured.case_data(publication, case, parent=parent, issued=issued))


@register.simple_tag
def shelf_data(facet: Facet, value: str, name: Text, about: Any = "") -> SafeString:
    """`about` may be missing on the page."""
    return data_block(structured.shelf_data(facet, value, name, about=about or Text()))


@register.simple_tag
def home_data() -> SafeString:
    return data_block(structured.home_data())


@register.simple_tag
def dataset_data() -> SafeString:
    return data_block(structured.dataset_data())


@register.filter
def iso(moment: dt.datetime) -> str:
    return structured.iso(moment)


@register.simple_tag
def case_card(publication: Publication, case: CaseDocument) -> str:
    return share_cards.case_card_url(publication, case)


@register.simple_tag
def shelf_card(facet: Facet, value: str) -> str:
    return share_cards.shelf_card_url(facet, value)


@register.simple_tag
def site_card() -> str:
    return share_cards.card_url()


@register.simple_tag
def short_address(publication: Publication) -> str:
    """Absolute, and the same in both languages."""
    return short.short_url(publication)


@register.simple_tag
def oembed_address(case: CaseDocument) -> str:
    question = urlencode({"url": settings.SITE_URL + reverse("case", args=[case.slug]), "format": "json"})
    return f"{settings.SITE_URL}{reverse('oembed')}?{question}"

"""What a case's own page says beyond a list of its fields: its text as it is read, what it cites, the targets of a goal, citations."""

import datetime as dt

from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cases import reading
from cases.document import CaseDocument, TagRef, Text
from cases.templatetags.casebook import in_regions, language
from cases.text import clean_html

register = template.Library()


@register.filter
def read(text: Text) -> reading.Reading:
    """A rich text in the page's language. Cleaned again: what was stored before a rule was made obeys it too."""
    found = reading.read(clean_html(text.get(language())))
    return reading.Reading(mark_safe(in_regions(found.html)), found.headings, found.mentions)


@register.filter
def sources(case: CaseDocument) -> tuple[reading.Source, ...]:
    return reading.sources(case)


@register.filter
def targets(case: CaseDocument, goal: TagRef) -> tuple[TagRef, ...]:
    """Its targets under one of its goals: 7.2 and 7.b under 7."""
    return tuple(tag for tag in case.tagged("target") if tag.code.partition(".")[0] == goal.code)


# --- Citations ---------------------------------------------------------------------------------------------------


@register.filter
def chinese(text: Text) -> SafeString | str:
    """For a Chinese citation, whatever the page's language; what has no Chinese stands in English and says so."""
    return text.zh_hans or format_html('<span lang="en">{}</span>', text.en)


@register.filter
def english(text: Text) -> SafeString | str:
    return text.en or format_html('<span lang="zh-Hans">{}</span>', text.zh_hans)


@register.filter
def apa_author(name: Text) -> SafeString:
    """With its full stop, and not with a second one: Co., Ltd. has its own."""
    return format_html("{}{}", english(name), "" if (name.en or name.zh_hans).endswith(".") else ".")


@register.filter
def apa_day(value: dt.datetime) -> str:
    """2021, September 17."""
    with translation.override("en"):
        return format_date(timezone.localtime(value), "Y, F j")

"""Bars drawn on the server: shapes alone, coloured by the page's style."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.charts import Extent

register = template.Library()


@register.simple_tag
def bar(extent: Extent, status: str = "fact") -> SafeString:
    """The words beside it say the same, so nobody is told twice. A target or forecast is drawn hollow."""
    drawn = '<svg class="bar bar-{}" aria-hidden="true" focusable="false"><rect x="{}%" width="{}%" height="100%"/></svg>'
    return format_html(drawn, status, extent.start, extent.length)


@register.filter
def share_of(count: int, total: int) -> str:
    """37.0%; empty where there is no whole."""
    return f"{count / total:.1%}" if total else ""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cases.templatetags.casebook import language
from reports import web
from reports.document import Datum, Series
from reports.writers import charts

register = template.Library()

BAR = (
    '<svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="share-part" width="{}" height="6"/></svg>'
)


@register.simple_tag
def chart(series: Series, mark: charts.Mark, of_several: bool = False) -> SafeString:
    """The drawing, with the words that say the same."""
    said = charts.description(series, mark=mark, language=language())
    size = web.ONE_OF_SEVERAL if of_several else web.ALONE
    # The SVG is parsed and written again from shapes and text alone.
    return format_html('<div class="chart" role="img" aria-label="{}">{}</div>', said, mark_safe(web.chart(series, mark, language(), size)))


@register.filter
def series_unit(series: Series) -> str:
    return charts.uniform_unit(series, language()) or ""


@register.simple_tag
def qr(url: str) -> SafeString:
    return mark_safe(web.qr(url))


@register.simple_tag
def share_bar(part: Datum, total: Datum) -> SafeString | str:
    """How much of the total the part is, as a bar; nothing where the units do not compare."""
    if part.unit != total.unit or total.value <= 0 or not 0 <= part.value <= total.value:
        return ""
    width = round(float(part.value / total.value) * 100, 2)
    return format_html(BAR, width)

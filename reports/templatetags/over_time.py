from django import template

from cases.templatetags.casebook import language
from reports.series import OverTime
from reports.writers.charts import uniform_unit

register = template.Library()


@register.filter
def shared_unit(line: OverTime) -> str:
    """The unit that can be said once above all values; empty where a value has a unit or a word of its own."""
    return (uniform_unit(line.series, language()) or "") if line.is_bare else ""

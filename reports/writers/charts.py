"""A series drawn: Vega-Lite specification, SVG, and the words that say the same.

Bars or line in one colour, values written at the marks, no legend, a baseline at zero. Web and print draw with the same
specification. Text of people goes in as data only, never as an expression.
"""

import threading
from functools import cache
from typing import Any, Literal

import vl_convert

from cases import periods
from cases.media.fonts import FOLDERS
from cases.quantities import Quantity
from reports.document import Series
from reports.writers.words import word

INK, MUTED, LINE = "#17212B", "#55606B", "#DCD8CF"
# A font with one weight: what reads the SVG need not know variable fonts.
FONT = "Noto Sans SC"
Mark = Literal["bar", "line"]
# vl-convert has one engine for the process; two threads in it at once wait for each other anyway.
_ENGINE = threading.Lock()


def svg(series: Series, *, mark: Mark, colour: str, language: str, width: int = 360, height: int = 150, font: str = FONT) -> str:
    """An SVG without a background. `width` × `height` of the plot, in px."""
    _register_fonts()
    with _ENGINE:
        drawn: str = vl_convert.vegalite_to_svg(
            spec(series, mark=mark, colour=colour, language=language, width=width, height=height, font=font), allowed_base_urls=[]
        )
    return drawn


def spec(series: Series, *, mark: Mark, colour: str, language: str, width: int, height: int, font: str = FONT) -> dict[str, Any]:
    """The Vega-Lite specification of one series, oldest point first."""
    labels = value_labels(series, language)
    rows = [
        {"place": index, "period": period_label(point.period, language), "value": float(point.value), "label": label}
        for index, (point, label) in enumerate(zip(series.points, labels, strict=True))
    ]
    values = [float(point.value) for point in series.points]
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        high = 1.0
    x: dict[str, Any] = {
        "field": "place",
        "type": "ordinal",
        "axis": None,
        "scale": {"paddingInner": 0.52, "paddingOuter": 0.26} if mark == "bar" else {"padding": 0.5},
    }
    y: dict[str, Any] = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [low, high], "nice": False}}
    drawn: list[dict[str, Any]]
    if mark == "line":
        drawn = [
            {"mark": {"type": "line", "color": colour, "strokeWidth": 2}},
            {"mark": {"type": "point", "color": colour, "filled": True, "size": 44, "opacity": 1}},
        ]
    else:
        drawn = [{"mark": {"type": "bar", "color": colour}}]
    layers = [
        *drawn,
        {"mark": {"type": "rule", "color": INK, "strokeWidth": 1}, "encoding": {"x": None, "y": {"datum": 0}}},
        {
            "mark": {"type": "text", "dy": -9, "color": INK, "fontSize": 12},
            "encoding": {"text": {"field": "label", "type": "nominal"}},
        },
        {
            "mark": {"type": "text", "baseline": "top", "dy": 8, "color": MUTED, "fontSize": 11},
            "encoding": {"text": {"field": "period", "type": "nominal"}, "y": {"datum": low}},
        },
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "data": {"values": rows},
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "config": {"font": font, "background": None, "view": {"stroke": None}, "text": {"font": font}},
    }


def uniform_unit(series: Series, language: str) -> str | None:
    """The unit that all points share as printed, or None where each must carry its own (or a qualifier)."""
    shown = [point.quantity(language) for point in series.points]
    units = {quantity.unit for quantity in shown}
    plain = not any(quantity.before or quantity.after for quantity in shown)
    return units.pop() if len(units) == 1 and plain else None


def value_labels(series: Series, language: str) -> list[str]:
    """The number at each mark; with its unit where the units differ."""
    shown = [point.quantity(language) for point in series.points]
    if uniform_unit(series, language) is not None:
        return [f"{quantity.number}{_percent(quantity)}" for quantity in shown]
    return [str(quantity) for quantity in shown]


def description(series: Series, *, mark: Mark, language: str) -> str:
    """What a reader who cannot see the chart is told."""
    separator = "; " if language == "en" else "；"
    points = separator.join(
        f"{period_label(point.period, language)}{': ' if language == 'en' else '：'}{point.quantity(language)}" for point in series.points
    )
    return word(f"{mark}-chart", language, label=series.label.get(language), points=points)


def period_label(period: str, language: str) -> str:
    """A bare year stays bare under a mark: 2016, not 2016年."""
    return period if period.isdigit() else periods.words(period, language)


def _percent(quantity: Quantity) -> str:
    return quantity.unit if quantity.joined else ""


@cache
def _register_fonts() -> None:
    for folder in FOLDERS:
        vl_convert.register_font_directory(str(folder))

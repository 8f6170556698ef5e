"""When a number holds: a small part of EDTF (ISO 8601-2), parsed, checked and put into words.

`2020` · `2020-09` · `2021-09-17` · `2016/2019` (from, to) · `../2021-08` (up to and including) · `2016/..` (since) ·
empty (the source gives no date).
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@dataclass(frozen=True, order=True)
class Point:
    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)


@dataclass(frozen=True)
class Period:
    """`start` or `end` may be open (None); a single point has both equal."""

    start: Point | None
    end: Point | None


def parse(text: str) -> Period | None:
    """None for an undated value; ValidationError with a sentence for a person otherwise unreadable."""
    if not text:
        return None
    first, slash, second = text.partition("/")
    start = _point(first, open_allowed=bool(slash))
    end = _point(second, open_allowed=True) if slash else start
    if start is None and end is None:
        raise ValidationError(_("A period needs a beginning or an end, such as 2016/2019 or ../2021-08."), code="open")
    if start and end and start.first > end.first:
        raise ValidationError(
            _("The period %(period)s ends before it begins; give the earlier date first."), code="reversed", params={"period": text}
        )
    return Period(start, end)


def validate_period(text: str) -> None:
    parse(text)


def words(text: str, language: str) -> str:
    """In words: 截至2021年8月 · by August 2021. Empty for an undated value."""
    period = parse(text)
    if period is None:
        return ""
    chinese = language != "en"
    name = _chinese if chinese else _english
    if period.start == period.end and period.start:
        return name(period.start)
    if period.start is None and period.end:
        return f"截至{name(period.end)}" if chinese else f"by {name(period.end)}"
    if period.end is None and period.start:
        return f"{name(period.start)}起" if chinese else f"since {name(period.start)}"
    assert period.start
    assert period.end
    return f"{name(period.start)}至{name(period.end)}" if chinese else f"{name(period.start)}–{name(period.end)}"


def later(text: str, years: int) -> str:
    """The same span of time so many years later: 2016/2020 → 2017/2021. Empty for an undated value; 29 February turns into the 28th."""
    return "/".join(_later(point, years) for point in text.split("/"))


def _later(text: str, years: int) -> str:
    match = POINT.match(text)
    if match is None:
        return text
    year, rest = f"{int(match[1]) + years:04}", text[4:]
    return year + ("-02-28" if rest == "-02-29" and not calendar.isleap(int(year)) else rest)


def _point(text: str, *, open_allowed: bool) -> Point | None:
    if text in {"..", ""} and open_allowed:
        return None
    match = POINT.match(text)
    try:
        if match:
            point = Point(*(int(group or 0) for group in match.groups()))
            point.first  # noqa: B018  (a date that does not exist raises)
            return point
    except ValueError:
        pass
    raise ValidationError(
        _("%(text)s is no date; give a year (2020), a month (2020-09), a day (2020-09-17) or two of them with a slash."),
        code="invalid",
        params={"text": text},
    )


def _chinese(point: Point) -> str:
    return f"{point.year}年" + (f"{point.month}月" if point.month else "") + (f"{point.day}日" if point.day else "")


def _english(point: Point) -> str:
    return " ".join(filter(None, (str(point.day or ""), MONTHS[point.month - 1] if point.month else "", str(point.year))))

"""What a file says of itself: title, publisher, language, year."""

import datetime as dt

from reports.document import Book
from reports.writers.layout import Layout


def described(layout: Layout, language: str) -> dict[str, str]:
    """Metadata as pandoc names them."""
    book = layout.data["book"]
    subtitle = book["subtitle"] if isinstance(book["subtitle"], str) else book["subtitle"]["text"]
    return {
        "title": book["title"],
        "subtitle": subtitle,
        "author": book["publisher"],
        "publisher": book["publisher"],
        "date": book["year"],
        "lang": "en" if language == "en" else "zh-Hans",
    }


def moment(book: Book) -> int:
    """Seconds since 1970: the end of the year reported on, since the hour of a build must not change its bytes."""
    return int(dt.datetime(book.year, 12, 31, tzinfo=dt.UTC).timestamp())

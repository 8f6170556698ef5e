"""What a file says of itself: title, publisher, language, year."""

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

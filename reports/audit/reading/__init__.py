"""Quantities and dates in Chinese and English prose, with where they stand. Pure and by themselves: no record is asked here."""

from functools import lru_cache

from reports.audit.reading import chinese, english
from reports.audit.reading.mentions import Found

# A book says the same things in several places (a case's text at its placement and in its document): each is read once.
KEPT = 20_000
# Ten pages have some hundred numbers; of what nobody reads as a text only the beginning is read, so that a run comes to its end.
LONGEST, MOST = 100_000, 300


@lru_cache(maxsize=KEPT)
def read(text: str, language: str) -> Found:
    """What stands in a plain text, in its order."""
    found = (english if language == "en" else chinese).read(text[:LONGEST])
    return Found(found.mentions[:MOST], found.dates[:MOST])

"""A part as it will stand in the report, as pictures of its pages: what the desk shows beside the editor. Nothing of it is kept."""

import threading

from cases.media.derivatives import read_original
from cases.media.made import Busy
from reports.document import Book
from reports.writers.typesetting import Limits
from reports.writers.typst import page_pictures

# For reading on a screen; a page of text is some 150 kB.
PPI = 96
# A part has a few pages; what is longer is looked at in a build.
MOST_PAGES = 12
# Each process typesets one part at a time: a core for some seconds.
LIMITS = Limits(wall_seconds=20)
WAIT = 10.0  # seconds
_one = threading.Lock()


def pages(book: Book, language: str) -> tuple[list[bytes], int]:
    """The first pages as PNG, and how many there are. WriterFailed when it cannot be typeset, Busy when others are still at it."""
    if not _one.acquire(timeout=WAIT):
        raise Busy
    try:
        made = page_pictures(book, language=language, pictures=read_original, limits=LIMITS, ppi=PPI)
    finally:
        _one.release()
    return made[:MOST_PAGES], len(made)

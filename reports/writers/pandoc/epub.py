"""The report as an EPUB 3: chapters with a contents, pictures and charts within, words for what they show."""

import uuid

from reports.document import Book
from reports.writers.layout import lay_out
from reports.writers.pandoc import embedding
from reports.writers.pandoc.describing import described
from reports.writers.pandoc.finishing import finished
from reports.writers.pandoc.nodes import document
from reports.writers.pandoc.outline import blocks_of
from reports.writers.pandoc.running import convert
from reports.writers.pandoc.theming import styles_of
from reports.writers.pictures import for_print
from reports.writers.protocol import Pictures, Progress
from reports.writers.words import word

# The name space of our books' numbers: the same book has the same one wherever it is built.
BOOKS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:casebook:report")
# In the shape of the cover on paper, half as large.
COVER_MM = (105.0, 54.0)


class EpubWriter:
    format = "epub"
    suffix = ".epub"
    media_type = "application/epub+zip"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        report = on_progress or (lambda percent: None)
        report(0)
        layout = lay_out(book, language)
        report(10)
        sources = embedding.addresses(layout, pictures, drawings=".png", on_progress=report)
        number = uuid.uuid5(BOOKS, f"{book.publisher.zh_hans}/{book.year}/{language}")
        meta = described(layout, language) | {"identifier": f"urn:uuid:{number}", "toc-title": word("contents", language)}
        epub = convert(
            document(blocks_of(layout, language, sources=sources.__getitem__), **meta),
            "epub3",
            options={"toc": "", "toc-depth": "2", "split-level": "1", "epub-title-page": "true"},
            moment=book.moment,
            still=lambda: report(90),
        )
        report(100)
        return finished(epub, moment=book.moment, instead={".css": styles_of(layout).encode()}, cover=cover_of(book, pictures))


def cover_of(book: Book, pictures: Pictures) -> bytes:
    """The cover's picture as a JPEG, empty where there is none."""
    cover = book.theme.cover
    if cover is None:
        return b""
    width, height = COVER_MM
    name = cover.caption.zh_hans or cover.caption.en or cover.digest
    return for_print(pictures(cover), width_mm=width, height_mm=height, name=name, focus=cover.focus).data

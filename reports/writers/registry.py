"""Every format a report is written in, by name. A new one is a file beside this and a line here."""

from django.utils.translation import gettext_lazy as _

from reports.document import Book
from reports.writers.errors import WriterFailed
from reports.writers.json import JsonWriter
from reports.writers.numbers import NumbersWriter
from reports.writers.pandoc.epub import EpubWriter
from reports.writers.pandoc.html import HtmlWriter
from reports.writers.pandoc.icml import IcmlWriter
from reports.writers.pandoc.word import WordWriter
from reports.writers.protocol import Pictures, Progress, Writer
from reports.writers.typst import PdfWriter

WRITERS: dict[str, Writer] = {
    "pdf": PdfWriter(),
    "print": PdfWriter(format="print", suffix="-print.pdf", bleed_mm=3),
    "docx": WordWriter(),
    "epub": EpubWriter(),
    "icml": IcmlWriter(),
    "html": HtmlWriter(),
    "csv": NumbersWriter(),
    "json": JsonWriter(),
}


def write(book: Book, *, format: str, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
    """`book` in one format and one language. WriterFailed with a sentence for a person when it cannot be written."""
    if format not in WRITERS:
        raise WriterFailed(_("There is no format “%(format)s”; choose one of %(known)s.") % {"format": format, "known": ", ".join(WRITERS)})
    return WRITERS[format].write(book, language=language, pictures=pictures, on_progress=on_progress)

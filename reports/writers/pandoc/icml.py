"""The report for InDesign: a story in ICML with named styles, and beside it the pictures it links to, in one zip."""

import io
import zipfile

from reports.document import Book
from reports.writers.layout import lay_out
from reports.writers.pandoc import embedding
from reports.writers.pandoc.describing import described
from reports.writers.pandoc.nodes import document
from reports.writers.pandoc.outline import blocks_of
from reports.writers.pandoc.running import convert
from reports.writers.protocol import Pictures, Progress

FOLDER = "pictures"
# Of every entry, so that the same book gives the same bytes.
WRITTEN = (1980, 1, 1, 0, 0, 0)


class IcmlWriter:
    format = "icml"
    suffix = ".icml.zip"
    media_type = "application/zip"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        report = on_progress or (lambda percent: None)
        report(0)
        layout = lay_out(book, language)
        report(10)
        out = io.BytesIO()
        sources: dict[str, str] = {}
        with zipfile.ZipFile(out, "w") as packed:
            for name, file, data in embedding.files(layout, pictures, drawings=".svg", on_progress=report):
                sources[name] = f"{FOLDER}/{file}"
                packed.writestr(zipfile.ZipInfo(sources[name], WRITTEN), data, zipfile.ZIP_DEFLATED if file.endswith(".svg") else None)
            blocks = blocks_of(layout, language, sources=sources.__getitem__)
            whole = document(blocks, **described(layout, language))
            story = convert(whole, "icml", options={"standalone": ""}, moment=book.moment, still=lambda: report(90))
            packed.writestr(zipfile.ZipInfo(f"report-{book.year}-{language}.icml", WRITTEN), story, zipfile.ZIP_DEFLATED)
        report(100)
        return out.getvalue()

"""The report as one page of HTML that needs nothing beside it: pictures, drawings and style within."""

from reports.document import Book
from reports.writers.layout import lay_out
from reports.writers.pandoc import embedding
from reports.writers.pandoc.describing import described
from reports.writers.pandoc.nodes import document
from reports.writers.pandoc.outline import blocks_of
from reports.writers.pandoc.running import convert
from reports.writers.pandoc.theming import first_page, styles_of
from reports.writers.protocol import Pictures, Progress
from reports.writers.words import word

# Beside what the EPUB says: a measure for a window that has none.
PAGE = """
:root { color-scheme: light dark; }
body { font-family: Georgia, 'Songti SC', SimSun, serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; }
"""


class HtmlWriter:
    format = "html"
    suffix = ".html"
    media_type = "text/html"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        report = on_progress or (lambda percent: None)
        report(0)
        layout = lay_out(book, language)
        report(10)
        sources = embedding.addresses(layout, pictures, drawings=".svg", on_progress=report)
        blocks = blocks_of(layout, language, sources=sources.__getitem__)
        style = {"t": "MetaBlocks", "c": [{"t": "RawBlock", "c": ["html", f"<style>{styles_of(layout)}{PAGE}</style>"]}]}
        whole = document(blocks, **described(layout, language), **{"toc-title": word("contents", language)})
        whole["meta"]["header-includes"] = style
        if first := first_page(layout, sources.__getitem__):
            whole["meta"]["include-before"] = {"t": "MetaBlocks", "c": first}
        # Its own style, which pandoc would put before ours, is for pages of another kind.
        options = {"standalone": "", "toc": "", "toc-depth": "2", "variable": "document-css=false"}
        html = convert(whole, "html5", options=options, moment=book.moment, still=lambda: report(90))
        report(100)
        return html

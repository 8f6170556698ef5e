"""The report in Word: real styles with East-Asian fonts, a contents field, captions, notes, tables with a head, links with their pages."""

from reports.document import Book
from reports.writers.layout import Layout, lay_out
from reports.writers.pandoc import embedding
from reports.writers.pandoc.describing import described
from reports.writers.pandoc.finishing import finished
from reports.writers.pandoc.nodes import Node, div, document, link, para, raw, words
from reports.writers.pandoc.outline import blocks_of, contents_of
from reports.writers.pandoc.running import convert
from reports.writers.pandoc.styles import ACCENT, REFERENCE
from reports.writers.pandoc.theming import first_page
from reports.writers.protocol import Pictures, Progress
from reports.writers.words import word

DEPTH = 3
# The contents are a field around lines that stand already, so that they are there before anybody has it filled in anew.
CONTENTS_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{DEPTH}" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
CONTENTS_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
TAB = "<w:r><w:tab/></w:r>"
# A field that Word and LibreOffice fill in when the document is opened or printed. The anchor is one of ours: letters, digits, hyphens.
PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGEREF {anchor} \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t></w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def contents(layout: Layout, language: str) -> list[Node]:
    """A line for each heading down to the third level, each a link with its page."""
    found = [div([para(words(word("contents", language)))], "TOC Heading")]
    entries = contents_of(layout, language, DEPTH)
    for n, (level, anchor, title) in enumerate(entries):
        line = [link(title, f"#{anchor}"), raw("openxml", TAB + PAGE_FIELD.format(anchor=anchor))]
        begin = [raw("openxml", CONTENTS_BEGIN)] if n == 0 else []
        end = [raw("openxml", CONTENTS_END)] if n == len(entries) - 1 else []
        found.append(div([para([*begin, *line, *end])], f"toc {level}"))
    return found


class WordWriter:
    format = "docx"
    suffix = ".docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        report = on_progress or (lambda percent: None)
        report(0)
        layout = lay_out(book, language)
        report(10)
        sources = embedding.addresses(layout, pictures, drawings=".png", on_progress=report)

        def page_of(anchor: str) -> list[Node]:
            return [*words(f"  {word('page-sign', language)}"), raw("openxml", PAGE_FIELD.format(anchor=anchor))]

        blocks = blocks_of(layout, language, sources=sources.__getitem__, page_of=page_of)
        docx = convert(
            document([*first_page(layout, sources.__getitem__), *contents(layout, language), *blocks], **described(layout, language)),
            "docx",
            options={"reference-doc": str(REFERENCE)},
            moment=book.moment,
            still=lambda: report(90),
        )
        report(100)
        return finished(docx, moment=book.moment, colours={ACCENT: layout.data["theme"]["accent"].removeprefix("#")})

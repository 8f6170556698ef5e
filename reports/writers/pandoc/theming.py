"""A report's theme in the files that pandoc makes: its colour in the style sheet, its pictures on the first page."""

from pathlib import Path

from reports.writers.layout import ACCENT, Layout
from reports.writers.pandoc.nodes import Node, div, image, para, words
from reports.writers.pandoc.outline import TEXT_MM, Sources

STYLES = Path(__file__).resolve().parent.parent.parent / "pandoc" / "epub.css"
# The accent where a reader's page is dark.
ON_DARK = "#6FD0B5"
# What the title leaves of Word's first page, with room for a logo.
COVER_HEIGHT_MM = 100


def styles_of(layout: Layout) -> str:
    """The style sheet in the theme's colour. That reads on white: on a dark page headings have the colour of the text."""
    css, accent = STYLES.read_text(), layout.data["theme"]["accent"]
    return css if accent == ACCENT else css.replace(ON_DARK, "inherit").replace(ACCENT, accent)


def first_page(layout: Layout, sources: Sources) -> list[Node]:
    """The theme's pictures, beneath the title: the cover with whose it is, then the logo."""
    found = []
    for placed in layout.pictures:
        if placed.name in {"cover", "logo"}:
            about, picture = layout.data["theme"][placed.name], placed.picture
            shape = picture.width / picture.height if picture.width and picture.height else 1
            shown = image(sources(about["file"]), about["alt"], width_mm=min(TEXT_MM, placed.width_mm, COVER_HEIGHT_MM * shape))
            credit = [div([para(words(about["credit"]))], "Remark")] if about["credit"] else []
            found += [div([para([shown])], "Figure"), *credit]
    return found

"""The web edition's side of a `Book`: held composed in each process, what of it is public, and its drawings as inline SVG."""

import logging
from functools import lru_cache
from xml.etree import ElementTree

import segno

from cases.addresses import live_among
from cases.document import CaseDocument, PictureDoc
from cases.search.held import Held, site_version
from reports.compose import Incomplete, compose
from reports.document import Book, CaseBox, Part, Series
from reports.models import Report
from reports.writers.charts import Mark, svg

log = logging.getLogger("casebook.reports")

# The page's own colours take the place of the drawing's (see static/css/report.css), so that it follows the dark scheme.
CHART_COLOUR = "#0B6B57"
# As large as the drawing stands in the text, alone and as one of several: its words keep their size.
ALONE, ONE_OF_SEVERAL = (420, 180), (270, 130)
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "g", "path", "line", "text", "rect", "circle"}
KEPT = {"viewBox", "transform", "d", "x", "y", "x2", "y2", "width", "height", "text-anchor", "fill", "stroke", "stroke-width", "class"}

held: Held[Book | None] = Held()


def book_of(report: Report, version: int) -> Book | None:
    """The report composed, held for each version of the site. When it cannot be composed now: as it was before, else None."""

    def make() -> Book | None:
        try:
            return compose(report)
        except Incomplete:
            log.exception("The web edition of %s cannot be composed", report.year)
            return held.last(key=report.pk)

    return held.at(version, make, key=report.pk)


def boxes(part: Part) -> list[CaseBox]:
    """Every case placed in a part, at any depth."""
    found = [block for block in part.blocks if isinstance(block, CaseBox)]
    return [box for top in found for box in (top, *top.nested)] + [box for child in part.parts for box in boxes(child)]


def live_slugs(documents: list[CaseDocument]) -> frozenset[str]:
    """Which of these cases the public may see now. A report may hold one that was withdrawn since, is not published yet, or has moved."""
    return live_among({document.slug for document in documents})


def public_picture(digest: str) -> PictureDoc | None:
    """The picture of this digest, if a public report shows it: of the report itself, or of a case that is public.

    Three queries and a fourth for a case's picture; composing where a book is not held yet.
    """
    version = site_version()
    for report in Report.objects.filter(is_public=True):
        book = book_of(report, version)
        if book is None:
            continue
        of_cases = {picture.digest: box.document for box in book.cases() for picture in box.document.pictures}
        for picture in book.originals():
            if picture.digest == digest and (digest not in of_cases or _shown_anywhere(book, digest)):
                return picture
    return None


def _shown_anywhere(book: Book, digest: str) -> bool:
    """Of the report itself, or of at least one live case that has it."""
    own = {part.opener.digest for _, part in book.walk() if part.opener}
    own |= {picture.digest for picture in (book.theme.cover, book.theme.logo) if picture}
    own |= {picture.digest for block in book.blocks() if block.kind == "photos" for picture in block.pictures}
    holders = [box.document for box in book.cases() if any(picture.digest == digest for picture in box.document.pictures)]
    return digest in own or bool(live_slugs(holders))


@lru_cache(maxsize=512)
def chart(series: Series, mark: Mark, language: str, size: tuple[int, int] = ALONE) -> str:
    """The drawing as SVG to stand inside a page: shapes and text only, no style, no address, no handler."""
    return _bare(svg(series, mark=mark, colour=CHART_COLOUR, language=language, width=size[0], height=size[1]))


@lru_cache(maxsize=512)
def qr(url: str) -> str:
    """A QR code as SVG; it stays dark on light in every scheme, or phones do not read it."""
    drawn: str = segno.make(url, error="m").svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)
    return _bare(drawn)


def _bare(drawing: str) -> str:
    root = ElementTree.fromstring(drawing if "xmlns=" in drawing else drawing.replace("<svg", f'<svg xmlns="{SVG[1:-1]}"', 1))
    _strip(root)
    root.set("aria-hidden", "true")
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _strip(element: ElementTree.Element) -> None:
    if element.tag == f"{SVG}svg" and "viewBox" not in element.attrib:
        element.set("viewBox", f"0 0 {element.get('width')} {element.get('height')}")
    for name in list(element.attrib):
        if name not in KEPT or (element.tag == f"{SVG}svg" and name in {"width", "height", "class"}):
            del element.attrib[name]
    for child in list(element):
        if child.tag.removeprefix(SVG) in DRAWN:
            _strip(child)
        else:
            element.remove(child)

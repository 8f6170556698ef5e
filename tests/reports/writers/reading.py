"""Reading a PDF back: its words without spaces and line breaks, its fonts, its bookmarks."""

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def bare(text: str) -> str:
    """For comparing: no white space, straight apostrophes, no soft hyphens at line ends."""
    return "".join(text.split()).replace("’", "'").replace("\u00ad", "")


def words(pdf: bytes) -> str:
    return bare("".join(page.extract_text() for page in reader(pdf).pages))


def page_words(pdf: bytes) -> list[str]:
    return [bare(page.extract_text()) for page in reader(pdf).pages]


def fonts(pdf: bytes) -> Iterator[DictionaryObject]:
    """The descriptor of every font that a page or a drawing on it uses."""
    seen: set[int] = set()

    def inside(resources: DictionaryObject) -> Iterator[DictionaryObject]:
        for font in resources.get("/Font", {}).values():
            font = font.get_object()
            for descendant in font.get("/DescendantFonts", [font]):
                yield descendant.get_object()["/FontDescriptor"].get_object()
        for form in resources.get("/XObject", {}).values():
            form = form.get_object()
            if id(form) not in seen and "/Resources" in form:
                seen.add(id(form))
                yield from inside(form["/Resources"].get_object())

    for page in reader(pdf).pages:
        yield from inside(page["/Resources"].get_object())


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """Titles with their depth, in order."""

    def below(items: list, depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from below(item, depth + 1)
            else:
                yield depth, str(item.title)

    return list(below(reader(pdf).outline, 0))


def structure(pdf: bytes) -> Iterator[DictionaryObject]:
    """Every element of the structure tree."""

    def below(node: object) -> Iterator[DictionaryObject]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from below(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    yield from below(reader(pdf).trailer["/Root"]["/StructTreeRoot"])

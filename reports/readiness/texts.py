"""A book's texts by the place where they are written: a part's own, a block's, a case's."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases.document import Text
from cases.text import words_of
from reports.audit.findings import Place
from reports.document import Book, CaseBox
from reports.readiness.findings import Door

# Of a case: what it is filed under or leads to, and what is not printed.
UNPRINTED = frozenset({"parent", "continues", "evidence"})


@dataclass(frozen=True)
class Home:
    """What is written at one place, and the door to it. Every text in `value` is printed."""

    place: Place
    value: object
    door: Door = Door.PLACE

    def texts(self) -> Iterator[tuple[str, Text]]:
        """With the name of the field that holds it: `title`, `caption`, `text`."""
        return _texts(self.value, "")


def homes(book: Book) -> Iterator[Home]:
    """Every text of the book stands in exactly one of them."""
    yield Home(Place(), (book.title, book.subtitle, book.publisher, book.source_statement, book.theme), Door.REPORT)
    for _, part in book.walk():
        place = Place(part.key)
        yield Home(place, (part.title, part.slogan, part.opener))
        for number, block in enumerate(part.blocks):
            here = replace(place, block=number)
            if not isinstance(block, CaseBox):
                yield Home(here, block)
                continue
            for box in (block, *block.nested):
                yield Home(replace(here, case=box.document.slug), replace(box.document, body=box.text), Door.CASE)


def in_words(text: str) -> str:
    """As it is read, on one line. Cleaned HTML begins with a tag; what else does is shown with its words alone, too."""
    return " ".join((words_of(text) if text.startswith("<") else text).split())


def _texts(value: object, name: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        if value:
            yield name, value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each, name)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in UNPRINTED:
                yield from _texts(getattr(value, field.name), field.name)

"""What a writer is. Writers take values and give bytes: they know neither models nor storage nor requests."""

from collections.abc import Callable
from typing import Protocol

from cases.document import PictureDoc
from reports.document import Book

# The bytes of a picture's original; the caller knows where it is kept.
Pictures = Callable[[PictureDoc], bytes]
# Called with how much is done, from 0 to 100, and at least each second while another program works; what it raises ends the work.
Progress = Callable[[int], None]


class Writer(Protocol):
    """One format. `language` is a language code as Django writes it: zh-hans or en."""

    @property
    def format(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def media_type(self) -> str: ...

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        """The whole file. WriterFailed (or WriterTimeout) with a sentence for a person when it cannot be made."""
        ...

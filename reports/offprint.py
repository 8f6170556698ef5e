"""An offprint: one published case as a PDF, set as it stands in the report. Made when somebody first asks for it, and kept."""

import datetime as dt
import hashlib
import logging
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from django.core.cache import cache as failures

from cases.document import CaseDocument, Text
from cases.media.derivatives import read_original
from cases.media.made import Maker
from cases.models import Publication
from cases.periods import MONTHS
from cases.periods import words as period_words
from cases.search.query import shown
from reports.document import Book, CaseBox, Part, Prose, VideoLink
from reports.writers.errors import WriterFailed
from reports.writers.typesetting import Limits
from reports.writers.typst import PdfWriter
from reports.writers.words import word

log = logging.getLogger("casebook.offprint")

WRITER = PdfWriter(entry="offprint.typ", claims=True, limits=Limits(wall_seconds=45))
# Some seconds each, on a core of its own: a process makes one, and keeps one thread waiting at most, so that the others serve pages.
maker = Maker(endings=(b"%%EOF", b"%%EOF\n"), waiting=1, seconds=20)
# What could not be made is not tried again at once.
TRY_AGAIN = 600
# All that decides how an offprint looks.
MADE_BY = sorted([Path(__file__), *(Path(__file__).parent / "typst").glob("*.typ"), *(Path(__file__).parent / "writers").glob("*.py")])


@dataclass(frozen=True)
class Offprint:
    """Of what a publication shows, last published on the day `issued`; `address` is its short one."""

    publication: Publication
    issued: dt.date
    address: str
    language: str

    @cached_property
    def mark(self) -> str:
        """Another one for whatever would make another file."""
        of = (self.publication.revision.digest, self.issued.isoformat(), self.address, self.language, version())
        return hashlib.sha256("\n".join(of).encode()).hexdigest()[:32]

    def file(self) -> bytes:
        """The PDF. Busy or WriterFailed when there is none now. No query."""
        if failures.get(f"offprint-{self.mark}"):
            raise WriterFailed("It could not be made some minutes ago.")
        return maker.get(f"offprints/{self.publication.pk}-{self.language}", f"{self.mark}.pdf", self._make)

    def _make(self) -> bytes:
        revision = self.publication.revision
        book = book_of(shown(self.publication), revision=revision.number, issued=self.issued, address=self.address)
        try:
            return WRITER.write(book, language=self.language, pictures=read_original)
        except (WriterFailed, FileNotFoundError) as error:
            failures.set(f"offprint-{self.mark}", True, TRY_AGAIN)
            log.error("No offprint of %s (%s): %s %s", self.publication.slug, self.language, error, getattr(error, "detail", ""))
            raise WriterFailed(str(error)) from error


def book_of(document: CaseDocument, *, revision: int, issued: dt.date, address: str) -> Book:
    """A book of one part: the case, how to cite it, and its address as a code."""
    said = [
        Text(
            word("issued", "zh-hans", number=revision, day=period_words(issued.isoformat(), "zh-hans")),
            word("issued", "en", number=revision, day=period_words(issued.isoformat(), "en")),
        ),
        *(Text(citation, citation) for citation in citations(document, issued=issued, address=address)),
    ]
    cite = Text("".join(f"<p>{escape(text.zh_hans)}</p>" for text in said), "".join(f"<p>{escape(text.en)}</p>" for text in said))
    blocks = (CaseBox(document, revision, document.body), Prose(cite), VideoLink("", document.title, address))
    return Book(
        year=document.year,
        title=document.title,
        subtitle=document.summary,
        publisher=document.organisation.name,
        source_statement=Text(),
        parts=(Part("case", "feature", document.title, blocks=blocks),),
    )


def citations(document: CaseDocument, *, issued: dt.date, address: str) -> tuple[str, str]:
    """By GB/T 7714, and in English by APA. Without a day of access: paper is not called up."""
    organisation, title = document.organisation.name, document.title
    chinese = f"{organisation.get('zh-hans')}. {title.get('zh-hans')}[EB/OL]. ({issued.isoformat()}). {address}."
    day = f"{issued.year}, {MONTHS[issued.month - 1]} {issued.day}"
    return chinese, f"{organisation.get('en')} ({day}). {title.get('en')}. Casebook. {address}"


# Read now, not when first asked for: while a release is put in place, the files under a running process are others than its code.
VERSION = hashlib.sha256(b"".join(file.read_bytes() for file in MADE_BY)).hexdigest()


def version() -> str:
    """Of templates and writers: what they made before is made anew once they have changed."""
    return VERSION

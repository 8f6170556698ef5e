"""`CaseDocument`: a case frozen into a value. Everything that shows a case to anyone reads this and nothing else.

Plain frozen dataclasses, bilingual throughout, to and from JSON (decimals as strings). The JSON carries `schema`; a
change of shape raises it and teaches `from_json` to read the older one.
"""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from cases.quantities import Quantity, display

SCHEMA = 3


@dataclass(frozen=True)
class Text:
    """One text in both languages; either may be empty."""

    zh_hans: str = ""
    en: str = ""

    def get(self, language: str) -> str:
        """In the language asked for, or in the other where it is missing."""
        return (self.en or self.zh_hans) if language == "en" else (self.zh_hans or self.en)

    def lacks(self, language: str) -> bool:
        """Whether `get` falls back: the page marks such a text."""
        return bool(self.zh_hans or self.en) and not (self.en if language == "en" else self.zh_hans)

    def __bool__(self) -> bool:
        return bool(self.zh_hans or self.en)


@dataclass(frozen=True)
class OrganisationRef:
    slug: str
    name: Text
    short_name: Text = Text()
    kind: str = "enterprise"
    role: Text = Text()


@dataclass(frozen=True)
class TagRef:
    """A tag as it stood; `code` is a goal's number, `rank` primary or secondary."""

    vocabulary: str
    slug: str
    name: Text
    code: str = ""
    colour: str = ""
    rank: str = "secondary"
    reason: Text = Text()


@dataclass(frozen=True)
class FileDoc:
    """A file that the public may fetch; `digest` names the stored file, `suffix` its kind (.pdf)."""

    title: Text
    digest: str
    suffix: str


@dataclass(frozen=True)
class FigureDoc:
    """`evidence` is a file marked as public; of one that stays inside a document says nothing."""

    label: Text
    value: Decimal
    unit: str = ""
    qualifier: str = ""
    period: str = ""
    status: str = "fact"
    claim: str = "declared"
    source: Text = Text()
    note: Text = Text()
    is_key: bool = False
    evidence: FileDoc | None = None

    def quantity(self, language: str) -> Quantity:
        return display(self.value, self.unit, self.qualifier, language)


@dataclass(frozen=True)
class QuotationDoc:
    text: Text
    form: str = "verbatim"
    speaker: Text = Text()
    role: Text = Text()
    occasion: Text = Text()
    date: str = ""
    source: Text = Text()


@dataclass(frozen=True)
class PictureDoc:
    """`digest` names the stored file, `suffix` its format (.jpg); `width` × `height` in pixels.

    `focus` is the point that is not to be cut off, in hundredths of the width from the left and of the height from the top.
    """

    digest: str
    suffix: str
    width: int
    height: int
    caption: Text
    alt: Text = Text()
    credit: Text = Text()
    licence: str = ""
    stand_in: bool = False
    focus: tuple[int, int] = (50, 50)


@dataclass(frozen=True)
class VideoDoc:
    """`short` is the association's own address of it, for print; a video is the same with and without."""

    title: Text
    url: str
    short: str = field(default="", compare=False)


@dataclass(frozen=True)
class CaseRef:
    slug: str
    title: Text


@dataclass(frozen=True)
class CaseDocument:
    """`body` is cleaned HTML; `period` and dates are EDTF (see `cases.periods`). Attachments that are not public are not part of it."""

    slug: str
    year: int
    title: Text
    summary: Text
    body: Text
    organisation: OrganisationRef
    organisations: tuple[OrganisationRef, ...] = ()
    place: Text = Text()
    period: str = ""
    tags: tuple[TagRef, ...] = ()
    figures: tuple[FigureDoc, ...] = ()
    quotations: tuple[QuotationDoc, ...] = ()
    pictures: tuple[PictureDoc, ...] = ()
    videos: tuple[VideoDoc, ...] = ()
    parent: CaseRef | None = None
    # The case of an earlier year that this one carries on.
    continues: CaseRef | None = None
    # (field, language): texts whose other language was changed since; see `cases.newer`.
    behind: tuple[tuple[str, str], ...] = ()
    schema: int = field(default=SCHEMA, kw_only=True)

    def tagged(self, vocabulary: str) -> tuple[TagRef, ...]:
        """Its tags of one vocabulary, the primary first, otherwise as frozen."""
        return tuple(sorted((t for t in self.tags if t.vocabulary == vocabulary), key=lambda tag: tag.rank != "primary"))

    @property
    def concept(self) -> TagRef | None:
        return next(iter(self.tagged("concept")), None)

    @property
    def goals(self) -> tuple[TagRef, ...]:
        return self.tagged("goal")

    @property
    def key_figures(self) -> tuple[FigureDoc, ...]:
        return tuple(figure for figure in self.figures if figure.is_key)[:4]

    @property
    def files(self) -> tuple[FileDoc, ...]:
        """Those behind its figures, each once."""
        return tuple(dict.fromkeys(figure.evidence for figure in self.figures if figure.evidence))

    @property
    def other_figures(self) -> tuple[FigureDoc, ...]:
        key = self.key_figures
        return tuple(figure for figure in self.figures if figure not in key)


_ADAPTER: TypeAdapter[CaseDocument] = TypeAdapter(CaseDocument)


def to_json(document: CaseDocument) -> dict[str, Any]:
    """JSON-ready values; decimals are strings with the digits as printed."""
    value: dict[str, Any] = _ADAPTER.dump_python(document, mode="json")
    return value


def from_json(value: dict[str, Any]) -> CaseDocument:
    """pydantic.ValidationError when `value` is no case document of a schema known here.

    Schema 1 knew neither `continues` nor `behind`, schema 2 neither `evidence` nor `short`: nothing was said of them, and it reads as such.
    """
    return _ADAPTER.validate_python(value | {"schema": SCHEMA})


def digest(document: CaseDocument) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()

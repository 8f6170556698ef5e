"""What was read from a Word file, as values."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.text import plain_text

SENTENCES: dict[str, str | Promise] = {
    "size": _("The file has more than 25 MB; make its pictures smaller, or send them apart."),
    "old": _("The file is an old Word document or has a password; save it as .docx without one and give it again."),
    "format": _("The file is damaged or no Word document; save it as .docx and give it again."),
    "macro": _("The file holds macros; save it as .docx, which has none, and give it again."),
    "bomb": _("The file unpacks to far more than a document holds; save it anew and give it again."),
    "dtd": _("The file holds instructions that no Word document needs; save it anew and give it again."),
    "slow": _("The file took too long or too much memory to read; take out what is not needed and give it again."),
}


class Refused(Exception):
    """A file that is not taken. `code` is a key of `SENTENCES`; `sentence` says it to a person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str | Promise:
        return SENTENCES[self.code]


@dataclass(frozen=True)
class PictureFile:
    """A picture as it lies in the file; `number` is its place among the file's pictures, from 1, `part` what the file calls it.

    `where` is empty for a picture of the case, and a place (`cases.intake.sorting.PLACES`) for one that is left over.
    """

    number: int
    name: str
    data: bytes
    caption: str = ""
    caption_en: str = ""
    credit: str = ""
    where: str = ""
    part: str = ""


@dataclass(frozen=True)
class LeftOver:
    """A text that fits no field. `where` says where in the file it stood (see `cases.intake.sorting.PLACES`)."""

    where: str
    text: str


@dataclass(frozen=True)
class Offered:
    """A number found in the text, to be confirmed as a figure; `sentence` is what it stands in. Values as `Figure` has them."""

    label: str
    value: str
    unit: str
    qualifier: str
    sentence: str


@dataclass(frozen=True)
class Intake:
    """`body` is clean HTML. Characters are counted without white space: `characters` of the file are those placed and those left over.

    `rows` are what a form's tables say, and quotations and video links found apart from the text, by the names of `cases.intake.fields`
    and with the texts as they were written. `concepts` and `goals` are fields that name some; `named` are those that the text names
    besides, as (vocabulary, name). `links` are videos that the text points to, as (title, address). `unread` are parts of the file that
    are no text, named. `mark` says which of our forms this is, if it is one.
    """

    title: str
    summary: str
    organisation: str
    place: str
    body: str
    pictures: tuple[PictureFile, ...]
    figures: tuple[Offered, ...]
    left_over: tuple[LeftOver, ...]
    characters: int
    title_en: str = ""
    summary_en: str = ""
    place_en: str = ""
    body_en: str = ""
    period: str = ""
    concept: str = ""
    concepts: str = ""
    goals: str = ""
    rows: dict[str, tuple[dict[str, str], ...]] = field(default_factory=dict)
    named: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    unread: tuple[LeftOver, ...] = ()
    mark: str = ""

    @property
    def placed(self) -> int:
        texts = [self.title, self.title_en, self.summary, self.summary_en, self.organisation, self.place, self.place_en, self.period]
        texts += [self.concept, self.concepts, self.goals, plain_text(self.body), plain_text(self.body_en)]
        texts += [text for picture in self.pictures for text in (picture.caption, picture.caption_en, picture.credit)]
        texts += [text for rows in self.rows.values() for row in rows for text in row.values()]
        return sum(map(characters, texts))

    @property
    def left(self) -> int:
        return sum(characters(each.text) for each in self.left_over)


def characters(text: str) -> int:
    """Without white space of any kind."""
    return sum(not character.isspace() for character in text)

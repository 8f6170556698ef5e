"""What was read from a Word file, as values."""

from dataclasses import dataclass

from django.utils.functional import Promise

from cases.text import plain_text


class Refused(Exception):
    """A file that is not taken. `code` is size, format, old, macro, locked, bomb or dtd; `sentence` says it to a person."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class PictureFile:
    """A picture as it lies in the file; `number` is its place among the file's pictures, from 1."""

    number: int
    name: str
    data: bytes
    caption: str = ""


@dataclass(frozen=True)
class LeftOver:
    """A text that fits no field. `where` says where in the file it stood (see `cases.intake.reading.PLACES`)."""

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
    """`body` is clean HTML. Characters are counted without white space: `characters` of the file are those placed and those left over."""

    title: str
    summary: str
    organisation: str
    place: str
    body: str
    pictures: tuple[PictureFile, ...]
    figures: tuple[Offered, ...]
    left_over: tuple[LeftOver, ...]
    characters: int

    @property
    def placed(self) -> int:
        texts = (self.title, self.summary, self.organisation, self.place, plain_text(self.body))
        return sum(characters(text) for text in (*texts, *(picture.caption for picture in self.pictures)))

    @property
    def left(self) -> int:
        return sum(characters(each.text) for each in self.left_over)


def characters(text: str) -> int:
    """Without white space of any kind."""
    return sum(not character.isspace() for character in text)

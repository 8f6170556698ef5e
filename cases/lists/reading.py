"""From cells to rows that can become cases, and to problems in plain words.

Each problem names row, column, what was found and what was expected.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.enums import Qualifier, Vocabulary
from cases.lists.columns import COLUMNS, FIGURES, MOST, Column, folded, headings
from cases.lists.killable import Cells
from cases.models.fields import exact_decimal
from cases.periods import validate_period
from cases.tagging import split_tags

# Headings that a list from elsewhere may have, and that are not a list's to say.
NOT_YOURS = {
    folded(name)
    for name in ("id", "pk", "slug", "organisation", "organization", "company", "status", "state", "编号", "企业", "单位", "组织", "状态")
}
HEADING_WITHIN = 20
# More than these nobody reads; the first ones tell what is wrong.
PROBLEMS = 500
GOALS = 4


@dataclass(frozen=True)
class Problem:
    """`row` is 0 where the whole sheet is meant; `column` is a letter, with the heading that stands above it."""

    row: int
    column: str
    heading: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Row:
    """`columns` are fields of a case, `tags` names each tag's key with whether it is the main one, `figures` are rows of figures.

    `word` and `pictures` are names of files given with the list.
    """

    number: int
    columns: dict[str, str] = field(default_factory=dict)
    tags: list[tuple[int, bool]] = field(default_factory=list)
    figures: list[dict[str, str]] = field(default_factory=list)
    word: str = ""
    pictures: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Reading:
    sheet: str
    rows: list[Row]
    problems: list[Problem]
    # Of all there are, also those that are not listed.
    wrong: int


class Files(Protocol):
    """What was given with a list (see `cases.lists.bundle.Bundle`)."""

    names: tuple[str, ...]

    def find(self, written: str) -> str | None: ...
    def fault_of_word(self, name: str) -> str: ...
    def fault_of_picture(self, name: str) -> str: ...


# Vocabulary → folded name → the tag's key.
Names = dict[str, dict[str, int]]


def read_rows(
    cells: Cells,
    *,
    names: Names,
    taken: Iterable[str] = (),
    files: Files | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Reading:
    """Rows and problems of a list. `taken` are titles that the organisation has in this year already. No query, no clock."""
    return _Reader(cells, names, taken, files).read(progress)


class _Reader:
    def __init__(self, cells: Cells, names: Names, taken: Iterable[str], files: Files | None) -> None:
        self.cells = cells
        self.names = names
        self.files = files
        # Name of a file → the row that names it.
        self.used: dict[str, int] = {}
        self.titles: dict[str, int] = dict.fromkeys(map(folded, taken), 0)
        self.problems: list[Problem] = []
        self.wrong = 0
        # index of the column → column
        self.columns: dict[int, Column] = {}
        self.headed: tuple[str, ...] = ()

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        rows: list[Row] = []
        body = self._below_headings()
        if body is not None:
            self._odd(body[0][0] if body else 0)
            if len(body) > MOST or self.cells.too_many:
                self._say(0, None, _("The list has more than %(most)s rows; part it into several files.") % {"most": MOST})
            elif not body:
                self._say(0, None, _("There is no row beneath the headings; write at least one case."))
            else:
                for done, (number, texts) in enumerate(body):
                    rows.append(self._row(number, texts))
                    # A Word file takes a second or two.
                    if done % 500 == 0 or rows[-1].word:
                        progress(done, len(body))
                self._unused()
        self.problems.sort(key=lambda problem: (problem.row, len(problem.column), problem.column))
        return Reading(self.cells.sheet, rows, self.problems, self.wrong)

    def _say(self, row: int, index: int | None, sentence: str) -> None:
        self.wrong += 1
        if len(self.problems) < PROBLEMS:
            heading = self.headed[index] if index is not None and index < len(self.headed) else ""
            self.problems.append(Problem(row, letter(index) if index is not None else "", heading, sentence))

    def _below_headings(self) -> list[tuple[int, tuple[str, ...]]] | None:
        known = headings()
        for place, (number, texts) in enumerate(self.cells.rows[:HEADING_WITHIN]):
            found = {index: known[folded(text)] for index, text in enumerate(texts) if folded(text) in known}
            if not any(column.key == "title_zh_hans" for column in found.values()):
                continue
            self.headed = texts
            self._headings(number, texts, found)
            return list(self.cells.rows[place + 1 :])
        title = str(COLUMNS[0].label)
        self._say(0, None, _("No row of headings with “%(title)s” was found; use the form that is handed out.") % {"title": title})
        return None

    def _headings(self, number: int, texts: tuple[str, ...], found: dict[int, Column]) -> None:
        for index, text in enumerate(texts):
            if not text:
                continue
            if folded(text) in NOT_YOURS:
                sentence = _(
                    "A list does not say this: new cases are drafts of the organisation chosen when it is given. Delete the column."
                )
                self._say(number, index, sentence)
            elif index not in found:
                self._say(
                    number, index, _("“%(heading)s” is no heading of the form; delete the column or rename it.") % {"heading": cut(text)}
                )
            elif found[index] in self.columns.values():
                self._say(number, index, _("“%(heading)s” stands twice; keep one of the two columns.") % {"heading": cut(text)})
            else:
                self.columns[index] = found[index]

    def _odd(self, first: int) -> None:
        """What the file holds that is no text and no number."""
        for row, column, what in self.cells.odd:
            if column - 1 not in self.columns and what != "column":
                continue
            sentence = {
                "error": _("Excel shows an error here, such as #N/A; write the value itself."),
                "formula": _("The formula has no result in the file. Open it in Excel, save it again, or write the value itself."),
                "long": _("The text is longer than a cell of Excel can hold."),
                "column": _("There is something far to the right of the headings; delete it."),
            }[what]
            self._say(row, column - 1, sentence)
        for area in self.cells.merged:
            if int("".join(c for c in area.partition(":")[2] if c.isdigit())) >= first > 0:
                self._say(
                    0, None, _("The cells %(area)s are merged; unmerge them, and write into each what it should hold.") % {"area": area}
                )

    # --- One row ---------------------------------------------------------------------------------------------

    def _row(self, number: int, texts: tuple[str, ...]) -> Row:
        given = {column.key: (index, texts[index]) for index, column in self.columns.items() if index < len(texts) and texts[index]}
        row = Row(number)
        for index, column in self.columns.items():
            if column.key not in given:
                continue
            text = given[column.key][1]
            if column.limit and len(text) > column.limit:
                sentence = _("%(found)s characters; at most %(limit)s fit.") % {"found": len(text), "limit": column.limit}
                self._say(number, index, sentence)
            elif column.vocabulary:
                row.tags += self._tags(number, index, column.vocabulary, text)
            elif column.key == "word_file":
                row.word = self._file(number, index, text, word=True)
            elif column.key == "picture_files":
                row.pictures = [name for written in split_tags(text) if (name := self._file(number, index, written))]
            elif not column.key.startswith("figure_"):
                row.columns[column.key] = self._plain(number, index, column.key, text)
        self._title(row, given)
        if row.word and (twice := next((key for key in ("body_zh_hans", "body_en") if row.columns.get(key)), "")):
            self._say(number, given[twice][0], _("The text stands in the Word file; leave this cell empty, or name no Word file."))
        for figure in FIGURES:
            if made := self._figure(number, f"figure_{figure}_", given):
                row.figures.append(made)
        return row

    def _title(self, row: Row, given: dict[str, tuple[int, str]]) -> None:
        index = next(index for index, column in self.columns.items() if column.key == "title_zh_hans")
        title = row.columns.get("title_zh_hans", "")
        if "title_zh_hans" not in given:
            self._say(row.number, index, _("The Chinese title is missing."))
        if not title:
            return
        earlier = self.titles.setdefault(folded(title), row.number)
        if earlier == 0:
            self._say(
                row.number,
                index,
                _("There is a case “%(title)s” of this year already; delete the row or change the title.") % {"title": cut(title)},
            )
        elif earlier != row.number:
            self._say(row.number, index, _("Row %(earlier)s has the same title; every case has its own.") % {"earlier": earlier})

    def _file(self, number: int, index: int, written: str, *, word: bool = False) -> str:
        """The name in the zip of a file that a row names; empty, and said, where it is not there, used already or not to be taken."""
        if self.files is None:
            self._say(number, index, _("The list names files; give it in one zip together with them."))
            return ""
        name = self.files.find(written)
        if name is None:
            self._say(number, index, _("“%(name)s” is not in the zip; put it in, or correct the name.") % {"name": cut(written)})
            return ""
        earlier = self.used.setdefault(name, number)
        if earlier != number:
            sentence = _("Row %(earlier)s has “%(name)s” already; a file belongs to one case.")
            self._say(number, index, sentence % {"earlier": earlier, "name": cut(name)})
            return ""
        if fault := self.files.fault_of_word(name) if word else self.files.fault_of_picture(name):
            self._say(number, index, fault)
            return ""
        return name

    def _unused(self) -> None:
        """Nothing that was given is dropped in silence."""
        for name in self.files.names if self.files else ():
            if name not in self.used:
                self._say(0, None, _("No row names “%(name)s”; name it in its row, or take it out of the zip.") % {"name": cut(name)})

    def _plain(self, number: int, index: int, key: str, text: str) -> str:
        if key == "period":
            return self._checked(number, index, text, validate_period)
        return text if key.startswith("body") else " ".join(text.split("\n"))

    def _checked(self, number: int, index: int, text: str, check: Callable[[str], Any]) -> str:
        text = unicodedata.normalize("NFKC", text).strip()
        try:
            check(text)
        except ValidationError as error:
            self._say(number, index, " ".join(error.messages))
        return text

    def _tags(self, number: int, index: int, vocabulary: Vocabulary, text: str) -> Iterator[tuple[int, bool]]:
        known = self.names.get(vocabulary, {})
        written = split_tags(text)
        if vocabulary == Vocabulary.GOAL and len(written) > GOALS:
            self._say(number, index, _("%(found)s goals; at most four can be chosen.") % {"found": len(written)})
        for place, name in enumerate(written):
            key = known.get(folded(name))
            if key is None:
                sentence = _("“%(name)s” is not known here; write one of the names that the form offers.") % {"name": cut(name)}
                if vocabulary == Vocabulary.TOPIC:
                    sentence = _("There is no topic “%(name)s”; choose one that there is, or leave it out and propose it.") % {
                        "name": cut(name)
                    }
                self._say(number, index, sentence)
                continue
            yield key, place == 0 and vocabulary in {Vocabulary.CONCEPT, Vocabulary.GOAL}

    def _figure(self, number: int, prefix: str, given: dict[str, tuple[int, str]]) -> dict[str, str]:
        found = {key.removeprefix(prefix): at for key, at in given.items() if key.startswith(prefix)}
        if not found:
            return {}
        somewhere = next(iter(found.values()))[0]
        if "label" not in found or "value" not in found:
            self._say(number, somewhere, _("A figure needs both its label and its value."))
            return {}
        made = {key: " ".join(text.split()) for key, (_index, text) in found.items()}
        made["value"] = self._checked(number, found["value"][0], made["value"], exact_decimal)
        if "period" in found:
            made["period"] = self._checked(number, found["period"][0], made["period"], validate_period)
        if "qualifier" in found:
            qualifier = next((one for one in Qualifier if one.zh and made["qualifier"] in {one.zh, one.value}), None)
            if qualifier is None:
                words = "、".join(one.zh for one in Qualifier if one.zh)
                sentence = _("“%(found)s” is no qualifier; write one of %(words)s.") % {"found": cut(made["qualifier"]), "words": words}
                self._say(number, found["qualifier"][0], sentence)
            else:
                made["qualifier"] = qualifier.value
        return made


def letter(index: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cut(text: str) -> str:
    return Truncator(text).chars(40)

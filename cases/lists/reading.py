"""From cells to rows that can become cases, and to problems in plain words.

Each problem names row, column, what was found and what was expected.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Vocabulary
from cases.lists.columns import COLUMNS, FIGURES, folded, headings
from cases.lists.killable import Cells
from cases.lists.sheet import Problem, SheetReader, cut
from cases.models.fields import exact_decimal
from cases.periods import validate_period
from cases.tagging import split_tags

# Headings that a list from elsewhere may have, and that are not a list's to say.
NOT_YOURS = {
    folded(name)
    for name in ("id", "pk", "slug", "organisation", "organization", "company", "status", "state", "编号", "企业", "单位", "组织", "状态")
}
NOT_A_LISTS = gettext_lazy("A list does not say this: new cases are drafts of the organisation chosen when it is given. Delete the column.")
GOALS = 4


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


class _Reader(SheetReader):
    first = COLUMNS[0]
    foreign = dict.fromkeys(NOT_YOURS, NOT_A_LISTS)
    no_rows = gettext_lazy("There is no row beneath the headings; write at least one case.")

    def __init__(self, cells: Cells, names: Names, taken: Iterable[str], files: Files | None) -> None:
        super().__init__(cells, headings())
        self.names = names
        self.files = files
        # Name of a file → the row that names it.
        self.used: dict[str, int] = {}
        self.titles: dict[str, int] = dict.fromkeys(map(folded, taken), 0)

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        rows: list[Row] = []
        body = self.body()
        for done, (number, texts) in enumerate(body):
            rows.append(self._row(number, texts))
            # A Word file takes a second or two.
            if done % 500 == 0 or rows[-1].word:
                progress(done, len(body))
        if body:
            self._unused()
        return Reading(self.cells.sheet, rows, self.in_order(), self.wrong)

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
            made["qualifier"] = self._qualifier(number, found["qualifier"][0], made["qualifier"])
        return made

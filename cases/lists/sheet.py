"""What any list is read by: its headings found, what is odd in its cells, and problems in plain words.

Each problem names row, column, what was found and what was expected.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import Qualifier
from cases.lists.columns import MOST, Column, folded
from cases.lists.killable import Cells

HEADING_WITHIN = 20
# More than these nobody reads; the first ones tell what is wrong.
PROBLEMS = 500


@dataclass(frozen=True)
class Problem:
    """`row` is 0 where the whole sheet is meant; `column` is a letter, with the heading that stands above it."""

    row: int
    column: str
    heading: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class SheetReader:
    """Reads the sheet of a list. `first` is the column without which no row is one of headings; `known` are headings, folded.

    `foreign` are headings that the list may not have, with what is said of each.
    """

    first: Column
    foreign: Mapping[str, str | Promise] = {}
    no_rows: str | Promise = gettext_lazy("There is no row beneath the headings; write at least one.")

    def __init__(self, cells: Cells, known: Mapping[str, Column]) -> None:
        self.cells = cells
        self.known = known
        self.problems: list[Problem] = []
        self.wrong = 0
        # index of the column → column
        self.columns: dict[int, Column] = {}
        self.headed: tuple[str, ...] = ()

    def body(self) -> list[tuple[int, tuple[str, ...]]]:
        """The rows beneath the headings; none where something is wrong with the sheet as a whole."""
        body = self._below_headings()
        if body is None:
            return []
        self._odd(body[0][0] if body else 0)
        if len(body) > MOST or self.cells.too_many:
            self._say(0, None, _("The list has more than %(most)s rows; part it into several files.") % {"most": MOST})
            return []
        if not body:
            self._say(0, None, str(self.no_rows))
        return body

    def in_order(self) -> list[Problem]:
        return sorted(self.problems, key=lambda problem: (problem.row, len(problem.column), problem.column))

    def _say(self, row: int, index: int | None, sentence: str) -> None:
        self.wrong += 1
        if len(self.problems) < PROBLEMS:
            heading = self.headed[index] if index is not None and index < len(self.headed) else ""
            self.problems.append(Problem(row, letter(index) if index is not None else "", heading, sentence))

    def _below_headings(self) -> list[tuple[int, tuple[str, ...]]] | None:
        for place, (number, texts) in enumerate(self.cells.rows[:HEADING_WITHIN]):
            found = {index: self.known[folded(text)] for index, text in enumerate(texts) if folded(text) in self.known}
            if self.first not in found.values():
                continue
            self.headed = texts
            self._headings(number, texts, found)
            return list(self.cells.rows[place + 1 :])
        title = str(self.first.label)
        self._say(0, None, _("No row of headings with “%(title)s” was found; use the form that is handed out.") % {"title": title})
        return None

    def _headings(self, number: int, texts: tuple[str, ...], found: dict[int, Column]) -> None:
        for index, text in enumerate(texts):
            if not text:
                continue
            if folded(text) in self.foreign:
                self._say(number, index, str(self.foreign[folded(text)]))
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

    def _checked(self, number: int, index: int, text: str, check: Callable[[str], Any]) -> str:
        text = unicodedata.normalize("NFKC", text).strip()
        try:
            check(text)
        except ValidationError as error:
            self._say(number, index, " ".join(error.messages))
        return text

    def _qualifier(self, number: int, index: int, text: str) -> str:
        """The code of a qualifier that is written as its word; empty, and said, where it is none."""
        found = next((one for one in Qualifier if one.zh and text in {one.zh, one.value}), None)
        if found is None:
            words = "、".join(one.zh for one in Qualifier if one.zh)
            self._say(number, index, _("“%(found)s” is no qualifier; write one of %(words)s.") % {"found": cut(text), "words": words})
        return found.value if found else ""


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

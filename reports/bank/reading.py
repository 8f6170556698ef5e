"""From cells to rows of the bank, and to problems in plain words. No clock, no query."""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from cases.enums import Status
from cases.lists.columns import Column, folded, headings
from cases.lists.killable import Cells
from cases.lists.sheet import Problem, SheetReader, cut
from cases.models.fields import exact_decimal
from cases.periods import validate_period
from cases.quantities import plain
from reports.bank.columns import COLUMNS, OF_INDICATOR, answers, statuses, tidy, unguarded


@dataclass
class BankRow:
    """`indicator` holds names and methods, on the first row of each key alone; `value` the columns of a value, or None."""

    number: int
    key: str
    indicator: dict[str, str] = field(default_factory=dict)
    value: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Reading:
    sheet: str
    rows: list[BankRow]
    problems: list[Problem]
    # Of all there are, also those that are not listed.
    wrong: int


def read_rows(cells: Cells, *, known: Collection[str], progress: Callable[[int, int], None] = lambda done, of: None) -> Reading:
    """Rows and problems of a list; `known` are identifiers that the bank has."""
    return _Reader(cells, known).read(progress)


class _Reader(SheetReader):
    first: Column = COLUMNS[0]

    def __init__(self, cells: Cells, known: Collection[str]) -> None:
        super().__init__(cells, headings(COLUMNS))
        self.in_bank = known
        self.statuses, self.answers = statuses(), answers()
        # Identifier → its first row; (identifier, name of a column) → what was said first, and in which row.
        self.opened: dict[str, BankRow] = {}
        self.told: dict[tuple[str, str], tuple[str, int]] = {}
        self.values: dict[tuple[str, str, str], int] = {}

    def read(self, progress: Callable[[int, int], None]) -> Reading:
        rows: list[BankRow] = []
        body = self.body()
        for done, (number, texts) in enumerate(body):
            rows.append(self._row(number, texts))
            if done % 500 == 0:
                progress(done, len(body))
        for key, row in self.opened.items():
            if key not in self.in_bank and not row.indicator.get("label_zh_hans"):
                sentence = _("The bank has no indicator “%(key)s”; a new one needs its Chinese name.") % {"key": cut(key)}
                self._say(row.number, self._index("key"), sentence)
        return Reading(self.cells.sheet, rows, self.in_order(), self.wrong)

    def _index(self, key: str) -> int | None:
        return next((index for index, column in self.columns.items() if column.key == key), None)

    # --- One row ---------------------------------------------------------------------------------------------

    def _row(self, number: int, texts: tuple[str, ...]) -> BankRow:
        given: dict[str, tuple[int, str]] = {}
        for index, column in self.columns.items():
            text = unguarded(texts[index]) if index < len(texts) else ""
            text = tidy(column.key, text)
            if column.limit and len(text) > column.limit:
                found = {"found": len(text), "limit": column.limit}
                self._say(number, index, _("%(found)s characters; at most %(limit)s fit.") % found)
                text = ""
            given[column.key] = (index, text)
        key = self._slug(number, *given.pop("key"), missing=_("The identifier is missing."))
        row = BankRow(number, key)
        first = self.opened.setdefault(key, row) if key else row
        for name in OF_INDICATOR:
            if name in given:
                self._tell(first, number, name, *given.pop(name))
        if any(text for _index, text in given.values()):
            row.value = self._value(row, given)
        return row

    def _tell(self, first: BankRow, number: int, name: str, index: int, text: str) -> None:
        if not text or not first.key:
            return
        said, earlier = self.told.setdefault((first.key, name), (text, number))
        if said != text:
            self._say(number, index, _("Row %(earlier)s says this of the same indicator otherwise; say it once.") % {"earlier": earlier})
        first.indicator[name] = said

    def _slug(self, number: int, index: int, text: str, *, missing: str = "") -> str:
        text = unicodedata.normalize("NFKC", text)
        if not text:
            if missing:
                self._say(number, index, missing)
            return ""
        try:
            validate_slug(text)
        except ValidationError:
            sentence = _("“%(found)s” does not do: give Latin letters, digits and hyphens alone, such as “power-saved”.")
            self._say(number, index, sentence % {"found": cut(text)})
            return ""
        return text

    def _value(self, row: BankRow, given: dict[str, tuple[int, str]]) -> dict[str, Any] | None:
        made: dict[str, Any] = {name: self._made(row.number, name, index, text) for name, (index, text) in given.items()}
        made = {"period": "", "place": ""} | made
        if not given.get("value", (0, ""))[1]:
            at = self._index("value")
            self._say(row.number, at, _("The value is missing; without one leave period, unit and all else of the value empty."))
            return None
        earlier = self.values.setdefault((row.key, made["period"], made["place"]), row.number)
        if row.key and earlier != row.number:
            sentence = _("Row %(earlier)s has the same identifier, period and place; two values of one period need two places.")
            self._say(row.number, self._index("period"), sentence % {"earlier": earlier})
        return made

    def _made(self, number: int, name: str, index: int, text: str) -> Any:
        match name:
            case "value":
                return self._number(number, index, text) if text else ""
            case "period":
                return self._checked(number, index, text, validate_period)
            case "place":
                return self._slug(number, index, text)
            case "qualifier":
                return self._qualifier(number, index, text) if text else ""
            case "status":
                return self._one_of(number, index, text, self.statuses, Status.FACT.value)
            case "is_change":
                return self._one_of(number, index, text, self.answers, False)
        return text

    def _number(self, number: int, index: int, text: str) -> str:
        text = self._checked(number, index, text, exact_decimal)
        try:
            value = exact_decimal(text)
        except ValidationError:
            return ""
        return "" if value is None else plain(value)

    def _one_of(self, number: int, index: int, text: str, names: dict[str, Any], empty: Any) -> Any:
        if not text:
            return empty
        if folded(text) not in names:
            # Offered are the words of both languages, not the codes.
            words = "、".join(name for name in names if not name.isascii() or name in {"yes", "no"})
            self._say(number, index, _("“%(found)s” is not known here; write one of %(words)s.") % {"found": cut(text), "words": words})
            return empty
        return names[folded(text)]

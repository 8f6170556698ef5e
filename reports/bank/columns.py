"""The columns of a list of indicators, and the workbook that holds the bank in them."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from cases.enums import Qualifier, Status
from cases.lists.cells import CONTROL
from cases.lists.columns import LANGUAGES, MOST, Column, folded
from cases.quantities import plain
from cases.tables import FORMULA
from reports.models import Indicator, Observation

# Of the indicator; the others are of one value of it.
OF_INDICATOR = ("label_zh_hans", "label_en", "method_zh_hans", "method_en")
TEXTS = ("unit", "source_zh_hans", "source_en", "note_zh_hans", "note_en")
YES_NO: dict[bool, str | Promise] = {True: gettext_lazy("yes"), False: gettext_lazy("no")}


def _limit(name: str) -> int:
    model = Indicator if name in {"key", *OF_INDICATOR} else Observation
    return int(model._meta.get_field(name).max_length or 0)


COLUMNS: tuple[Column, ...] = (
    Column("key", gettext_lazy("Identifier"), _limit("key"), width=28),
    Column("label_zh_hans", gettext_lazy("Indicator (Chinese)"), _limit("label_zh_hans"), width=36),
    Column("label_en", gettext_lazy("Indicator (English)"), _limit("label_en"), width=36),
    Column("period", gettext_lazy("Period"), _limit("period"), width=14),
    Column("place", gettext_lazy("Place in the source"), _limit("place"), width=18),
    Column("qualifier", gettext_lazy("Qualifier"), width=10),
    Column("value", gettext_lazy("Value"), _limit("value"), width=16),
    Column("unit", gettext_lazy("Unit"), _limit("unit"), width=14),
    Column("status", gettext_lazy("Status"), width=10),
    Column("is_change", gettext_lazy("Is a change"), width=10),
    Column("source_zh_hans", gettext_lazy("Source (Chinese)"), _limit("source_zh_hans"), width=30),
    Column("source_en", gettext_lazy("Source (English)"), _limit("source_en"), width=30),
    Column("note_zh_hans", gettext_lazy("Note (Chinese)"), _limit("note_zh_hans"), width=30),
    Column("note_en", gettext_lazy("Note (English)"), _limit("note_en"), width=30),
    Column("method_zh_hans", gettext_lazy("Method (Chinese)"), _limit("method_zh_hans"), width=40),
    Column("method_en", gettext_lazy("Method (English)"), _limit("method_en"), width=40),
)
BY_KEY = {column.key: column for column in COLUMNS}


def said(row: Indicator | Observation, name: str) -> str:
    """What a row holds in a column, as a list says it in the language of the moment."""
    value = getattr(row, name)
    match name:
        case "value":
            return plain(value)
        case "qualifier":
            return Qualifier(value).zh
        case "status":
            return str(Status(value).label)
        case "is_change":
            return str(YES_NO[value])
    return str(value or "")


def statuses() -> dict[str, str]:
    """Every name of a status in either language, folded."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(status.label)): status.value for status in Status}
    return found | {status.value: status.value for status in Status}


def answers() -> dict[str, bool]:
    """Every way to say yes or no, folded. Excel's own are TRUE and FALSE."""
    found = {"true": True, "1": True, "false": False, "0": False}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(word)): answer for answer, word in YES_NO.items()}
    return found


def tidy(name: str, text: str) -> str:
    """A text as a list can hold it: without what Excel drops at its ends; on one line where its field has one."""
    lines = CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip() if name.startswith("method") else " ".join(lines.split())


def guarded(text: str) -> str:
    """A text that other programs would take for a formula gets an apostrophe; `unguarded` takes it off again, and none but that."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def workbook(rows: Iterable[tuple[Indicator, Observation | None]]) -> bytes:
    """The bank in the language of the moment, a row for each value; without rows it is the empty form. Every cell is a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("sheet of an Excel file", "Indicators"))
    sheet.freeze_panes = "B2"
    for index, column in enumerate(COLUMNS):
        letter = chr(ord("A") + index)
        sheet.column_dimensions[letter].width = column.width
        # As text, so that Excel does not make a date of 2020-09, nor 0.2 of 0.20.
        sheet.column_dimensions[letter].number_format = "@"
        if choices := _choices(column.key):
            rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
            rule.add(f"{letter}2:{letter}{MOST + 1}")
            sheet.data_validations.append(rule)
    sheet.append([_cell(sheet, str(column.label) + (" *" if column.key == "key" else ""), head=True) for column in COLUMNS])
    for indicator, observation in rows:
        sheet.append([_cell(sheet, text) for text in _texts(indicator, observation)])
    explained = book.create_sheet(pgettext("sheet of an Excel file", "How to fill in"))
    explained.column_dimensions["A"].width = 100
    for line in _explanation():
        explained.append([_cell(explained, line)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _texts(indicator: Indicator, observation: Observation | None) -> Iterable[str]:
    for column in COLUMNS:
        if column.key in {"key", *OF_INDICATOR}:
            yield guarded(tidy(column.key, said(indicator, column.key)))
        elif observation is None:
            yield ""
        else:
            text = tidy(column.key, said(observation, column.key))
            yield text if column.key == "value" else guarded(text)


def _choices(key: str) -> list[str]:
    match key:
        case "qualifier":
            return [qualifier.zh for qualifier in Qualifier if qualifier.zh]
        case "status":
            return [str(status.label) for status in Status]
        case "is_change":
            return [str(word) for word in YES_NO.values()]
    return []


def _cell(sheet: Any, text: str, *, head: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type, cell.number_format = "s", "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6EFEC")
    return cell


def _explanation() -> list[str]:
    return [
        _("One row is one value of an indicator. An indicator without values yet has one row with its identifier and its name alone."),
        _("Rows are told apart by identifier, period and place in the source: the same three are the same value, which is then changed."),
        _("A new indicator needs its Chinese name in one of its rows. Names and methods hold for all of its rows; empty cells keep them."),
        _("Of a value each cell holds as it stands, an empty one too; a column that is not there keeps what the bank has."),
        _("The value is digits alone; qualifier and unit have columns of their own. 0.20 and 0.2 are two ways to print a number."),
        _("A period is 2020, 2020-09, 2016/2019 or ../2021-08 (up to). An empty status is a fact."),
        _("Nothing is deleted by a list: what it does not name stays as it is. A list has at most %(most)s rows.") % {"most": MOST},
    ]

"""The columns of a list of cases, and the Excel form that is handed out with them."""

import io
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from cases.enums import Qualifier, Vocabulary
from cases.models import Call, Tag

LANGUAGES = ("zh-hans", "en")
FIGURES = (1, 2, 3)
# As many as one list makes.
MOST = 5_000


@dataclass(frozen=True)
class Column:
    """`limit` is the number of characters a field takes, 0 for none of its own. `vocabulary` is of those that name tags."""

    key: str
    label: str | Promise
    limit: int = 0
    vocabulary: Vocabulary | None = None
    width: int = 24


def _of_figure(number: int) -> tuple[Column, ...]:
    return (
        Column(f"figure_{number}_label", format_lazy(gettext_lazy("Figure {number}: label"), number=number), 120),
        Column(f"figure_{number}_value", format_lazy(gettext_lazy("Figure {number}: value"), number=number), 62, width=14),
        Column(f"figure_{number}_unit", format_lazy(gettext_lazy("Figure {number}: unit"), number=number), 40, width=14),
        Column(f"figure_{number}_qualifier", format_lazy(gettext_lazy("Figure {number}: qualifier"), number=number), width=14),
        Column(f"figure_{number}_period", format_lazy(gettext_lazy("Figure {number}: period"), number=number), 25, width=14),
    )


COLUMNS: tuple[Column, ...] = (
    Column("title_zh_hans", gettext_lazy("Title (Chinese)"), 120, width=36),
    Column("title_en", gettext_lazy("Title (English)"), 120, width=36),
    Column("summary_zh_hans", gettext_lazy("Summary (Chinese)"), 600, width=48),
    Column("summary_en", gettext_lazy("Summary (English)"), 600, width=48),
    Column("body_zh_hans", gettext_lazy("Text (Chinese)"), width=60),
    Column("body_en", gettext_lazy("Text (English)"), width=60),
    Column("place_zh_hans", gettext_lazy("Place (Chinese)"), 120),
    Column("place_en", gettext_lazy("Place (English)"), 120),
    Column("period", gettext_lazy("Period"), 25, width=16),
    Column("concepts", gettext_lazy("Development concepts"), vocabulary=Vocabulary.CONCEPT),
    Column("goals", gettext_lazy("Sustainable Development Goals"), vocabulary=Vocabulary.GOAL),
    Column("topics", gettext_lazy("Topics"), vocabulary=Vocabulary.TOPIC),
    Column("sectors", gettext_lazy("Sectors"), vocabulary=Vocabulary.SECTOR),
    Column("regions", gettext_lazy("Regions"), vocabulary=Vocabulary.REGION),
    *(column for number in FIGURES for column in _of_figure(number)),
    Column("word_file", gettext_lazy("Word file"), 200),
    Column("picture_files", gettext_lazy("Picture files"), width=36),
)


def folded(text: str) -> str:
    """A heading as it is compared: whatever its width, case, spaces and stars."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("*", "").split())


def headings(columns: tuple[Column, ...] = COLUMNS) -> dict[str, Column]:
    """Every heading in either language, folded, with its column."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {folded(str(column.label)): column for column in columns}
    return found


def form(call: Call | None) -> bytes:
    """The empty list in the language of the moment, with lists to choose from and a sheet that explains."""
    book = Workbook()
    sheet = book.active
    sheet.title = pgettext("sheet of an Excel file", "Cases")
    words = book.create_sheet(pgettext("sheet of an Excel file", "Choices"))
    explained = book.create_sheet(pgettext("sheet of an Excel file", "How to fill in"))
    for index, column in enumerate(COLUMNS, 1):
        letter = heading_cell(sheet.cell(1, index), str(column.label) + (" *" if column.key == "title_zh_hans" else ""))
        sheet.column_dimensions[letter].width = column.width
        # As text, so that Excel does not make a date of 2020-09.
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, 202):
            sheet.cell(row, index).number_format = "@"
        if column.limit and not column.key.endswith("_value"):
            rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(column.limit), allow_blank=True)
            rule.showErrorMessage = True
            rule.error = _("At most %(limit)s characters.") % {"limit": column.limit}
            rule.add(f"{letter}2:{letter}{MOST + 1}")
            sheet.add_data_validation(rule)
        if choices := _choices(column):
            offer(sheet, words, letter, choices, strict=column.key.endswith("_qualifier"))
    sheet.freeze_panes = "B2"
    words.sheet_state = "hidden"
    explained.column_dimensions["A"].width = 100
    for number, line in enumerate(_explanation(call), 1):
        text_cell(explained.cell(number, 1), line).alignment = Alignment(wrap_text=True)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text_cell(cell: Any, text: str) -> Cell:
    """A text stays a text, though it begin with an equals sign."""
    cell.value = text
    cell.data_type = "s"
    return cell


def heading_cell(cell: Any, text: str) -> str:
    """The letter of the column that it heads."""
    head = text_cell(cell, text)
    head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E6EFEC")
    head.alignment = Alignment(wrap_text=True, vertical="top")
    return str(head.column_letter)


def _choices(column: Column) -> list[str]:
    if column.vocabulary in {Vocabulary.CONCEPT, Vocabulary.SECTOR, Vocabulary.REGION}:
        return [str(tag.name) for tag in Tag.objects.of(column.vocabulary)]
    if column.key.endswith("_qualifier"):
        return [qualifier.zh for qualifier in Qualifier if qualifier.zh]
    return []


def offer(sheet: Any, words: Any, letter: str, choices: list[str], *, strict: bool) -> None:
    """Offered, and only where one alone may stand also enforced: several tags are written with 、 between them."""
    for number, choice in enumerate(choices, 1):
        text_cell(words[f"{letter}{number}"], choice)
    rule = DataValidation(type="list", formula1=f"'{words.title}'!${letter}$1:${letter}${len(choices)}", allow_blank=True)
    rule.showErrorMessage = strict
    rule.add(f"{letter}2:{letter}{MOST + 1}")
    sheet.add_data_validation(rule)


def _explanation(call: Call | None) -> list[str]:
    lines = [str(call)] if call else []
    return [
        *lines,
        _("One row is one case. Only the Chinese title must be there; everything else can be filled in later in the form of the case."),
        _("Leave the headings as they are. Columns that you do not need may be deleted or left empty."),
        _("Put 、 between several concepts, goals, topics, sectors or regions; the first concept and the first goal are the main ones."),
        _("Goals are their numbers, such as 7、13; at most four."),
        _("A period is 2020, 2020-09, 2016/2019 or ../2021-08 (up to)."),
        _("A figure needs a label and a value. The value is digits alone; unit and qualifier have columns of their own."),
        _("A line break in a text (Alt+Enter) begins a new paragraph."),
        _("Texts and pictures may lie beside the list: name them in their columns (、 between pictures), and give all in one zip."),
        _("A list has at most %(most)s rows.") % {"most": MOST},
    ]

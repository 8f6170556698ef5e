"""Tables to take away: CSV that opens right in Excel and WPS, and records for JSON."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cases.quantities import plain

Cell = str | int | Decimal
# What a spreadsheet takes for a formula when a text begins with it, in full width too.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Table:
    """`name` is that of its files. Texts stand in two columns, one for each language."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(table: Table, headings: Mapping[str, object]) -> str:
    """With a byte order mark, CRLF and every cell in quotes. A text that looks like a formula gets an apostrophe, a number never."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow([str(headings[column]) for column in table.columns])
    writer.writerows([in_csv(cell) for cell in row] for row in table.rows)
    return "\ufeff" + written.getvalue()


def as_records(table: Table) -> list[dict[str, str | int]]:
    """Decimals are strings with the digits as printed."""
    return [
        {column: plain(cell) if isinstance(cell, Decimal) else cell for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def in_csv(cell: Cell) -> str | int:
    match cell:
        case Decimal():
            return plain(cell)
        case str() if cell.startswith(FORMULA):
            return f"'{cell}"
        case _:
            return cell

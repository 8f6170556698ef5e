"""A table as a plain grid: cells that were merged are spread, short rows are filled up."""

from collections.abc import Sequence
from dataclasses import dataclass

# More is a spreadsheet: no page of print holds it, and nobody compares it cell by cell. It is taken as lines, or is left over.
MOST_ROWS = 200
MOST_COLUMNS = 20
# Columns as they are drawn: Word has one for each border that does not meet another.
MOST_PLACES = 10 * MOST_COLUMNS
# Of all tables in one text. A cell that is said to span many is written once and stored many times; this keeps that small.
MOST_CELLS = MOST_ROWS * MOST_COLUMNS


@dataclass(frozen=True)
class Cell[T]:
    content: T
    columns: int = 1
    rows: int = 1


def spread[T](rows: Sequence[Sequence[Cell[T]]], empty: T) -> list[list[T]] | None:
    """What a merged cell says stands in its first place, the others are empty. None for a table that is too large.

    A column in which no cell begins is there for the drawing alone, and goes.
    """
    if len(rows) > MOST_ROWS:
        return None
    grid: list[dict[int, T]] = [{} for _row in rows]
    begun: set[int] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[at]:
                column += 1
            if column + max(1, cell.columns) > MOST_PLACES:
                return None
            begun.add(column)
            for place in range(column, column + max(1, cell.columns)):
                for below in grid[at : at + max(1, cell.rows)]:
                    below.setdefault(place, empty)
            grid[at][column] = cell.content
    if len(begun) > MOST_COLUMNS:
        return None
    return [[row.get(column, empty) for column in sorted(begun)] for row in grid]

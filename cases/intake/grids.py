"""A table of Word as one of our texts."""

from dataclasses import replace

from cases import nodes
from cases.grids import Cell, spread
from cases.intake.wordml import Block, Table, flat


def grid_of(table: Table) -> nodes.Table | None:
    """Lists and tables in a cell as its lines. None for a table that is too large for a text (`cases.grids`)."""
    spans = table.spans or [[1] * len(row) for row in table.rows]
    cells = [
        [Cell(_runs(cell), columns) for cell, columns in zip(row, widths, strict=True)]
        for row, widths in zip(table.rows, spans, strict=True)
    ]
    grid = spread([row for row in cells if row], ())
    return nodes.Table(tuple(map(tuple, grid)), table.headed) if grid else None


def with_guessed_head(table: nodes.Table) -> nodes.Table:
    """Few people tell Word that a row is the head; they set it bold. In a head nothing is bold besides."""
    first = table.rows[0]
    runs = [run for cell in first for run in cell if run.text.strip()]
    if not table.headed and not (len(table.rows) > 1 and first[0] and all(run.strong for run in runs)):
        return table
    head = tuple(tuple(nodes.in_lines(replace(run, strong=False) for run in cell)) for cell in first)
    return nodes.Table((head, *table.rows[1:]), headed=True)


def _runs(cell: list[Block]) -> nodes.Runs:
    found: list[nodes.Run] = []
    for paragraph in flat(cell):
        found += [replace(run, text=run.text.replace("\t", " ")) for run in paragraph.runs]
        found.append(nodes.Run("\n"))
    return tuple(nodes.in_lines(found))

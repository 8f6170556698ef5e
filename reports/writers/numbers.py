"""Every number of a report as a table: where it stands, what it says, where it comes from. Opens right in Excel."""

from collections.abc import Iterator

from cases import periods
from cases.document import FigureDoc, Text
from cases.tables import Cell, Table, as_csv
from reports.document import Block, Book, CaseBox, Datum, data_of
from reports.writers.protocol import Pictures, Progress
from reports.writers.words import word

COLUMNS = ("part-title", "case-title", "indicator", "value", "unit-name", "as-printed", "date", "status", "source-name", "note-name")


class NumbersWriter:
    format = "csv"
    suffix = ".csv"
    media_type = "text/csv; charset=utf-8"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        """A row for each place where a number is shown, those of cases among them; no picture is asked for."""
        rows = (
            row
            for _depth, part in book.walk()
            for block in part.blocks
            for row in _rows(block, part.title, book.source_statement, language)
        )
        table = Table("numbers", COLUMNS, tuple(rows))
        return as_csv(table, {column: word(column, language) for column in COLUMNS}).encode()


def _rows(block: Block, part: Text, source: Text, language: str) -> Iterator[tuple[Cell, ...]]:
    if isinstance(block, CaseBox):
        for box in (block, *block.nested):
            for figure in box.document.figures:
                yield _row(figure, part, box.document.title, Text(), language)
    else:
        for datum in data_of(block):
            yield _row(datum, part, Text(), source, language)


def _row(datum: Datum | FigureDoc, part: Text, case: Text, source: Text, language: str) -> tuple[Cell, ...]:
    """`source` is that of numbers which name none."""
    status = "" if datum.status == "fact" else word(f"status-{datum.status}", language)
    texts = [text.get(language) for text in (part, case, datum.label)]
    printed = str(datum.quantity(language))
    said = [(datum.source or source).get(language), datum.note.get(language)]
    return (*texts, datum.value, datum.unit, printed, periods.words(datum.period, language), status, *said)

"""The table of numbers: one row for each place where a number stands, with its source, and nothing that a spreadsheet would run."""

import csv
import io

import pytest

from cases.document import Text
from reports.document import Part, Table
from reports.writers.registry import write
from tests.reports.writers import sample


def rows_of(book, language="zh-hans"):
    data = write(book, format="csv", language=language, pictures=sample.pictures)
    assert data.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_number_shown_has_its_row(language):
    book = sample.whole_book()
    figures = [figure for box in book.cases() for figure in box.document.figures]
    assert len(rows_of(book, language)) == len(list(book.data())) + len(figures)


def test_a_row_says_where_what_when_and_from_where():
    datum = sample.datum("出口额", "Exports", "41.25", "%", qualifier="chaoguo", period="../2021-08", source=Text("海关", "Customs"))
    book = sample.book(Part("one", "section", Text("开放", "Openness"), blocks=(Table((datum,), Text("表", "Table")),)))
    assert rows_of(book, "en") == [
        {
            "Part": "Openness",
            "Case": "",
            "Indicator": "Exports",
            "Value": "41.25",
            "Unit": "%",
            "As printed": "more than 41.25%",
            "Period": "by August 2021",
            "Status": "",
            "Source": "Customs",
            "Note": "",
        }
    ]


def test_a_number_without_a_source_has_the_reports_own():
    book = sample.book(Part("one", "section", Text("开放"), blocks=(Table((sample.datum("出口额", "Exports", "1", "个"),), Text("表")),)))
    assert [row["资料来源"] for row in rows_of(book)] == ["数据来自原报告。"]


def test_no_cell_is_taken_for_a_formula():
    hostile = sample.datum('=HYPERLINK("http://x")', "=1+1", "-3", "个", source=Text("@SUM(A1)"), note=Text("+1"))
    (row,) = rows_of(sample.book(Part("one", "section", Text("-部分"), blocks=(Table((hostile,), Text("表")),))))
    assert (row["部分"], row["指标"], row["数值"], row["资料来源"], row["注"]) == (
        "'-部分",
        '\'=HYPERLINK("http://x")',
        "-3",
        "'@SUM(A1)",
        "'+1",
    )

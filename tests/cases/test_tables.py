import csv
import io
from decimal import Decimal

import pytest

from cases.tables import Table, as_csv, as_records

TABLE = Table("sectors", ("sector", "name", "cases"), (("ict", "信息通信, “新”", 3), ("x", '=HYPERLINK("http://evil")', Decimal("-3.20"))))
HEADINGS = {"sector": "行业", "name": "名称", "cases": "案例数"}


def test_a_csv_opens_right_in_excel():
    text = as_csv(TABLE, HEADINGS)
    assert text == ('\ufeff"行业","名称","案例数"\r\n"ict","信息通信, “新”","3"\r\n"x","\'=HYPERLINK(""http://evil"")","-3.20"\r\n')


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_text_that_looks_like_a_formula_is_disarmed_and_a_number_never(beginning):
    rows = Table("t", ("a", "b"), ((f"{beginning}1", -1),))
    written = list(csv.reader(io.StringIO(as_csv(rows, {"a": "a", "b": "b"}).removeprefix("\ufeff"), newline="")))
    assert written[1] == [f"'{beginning}1", "-1"]


def test_records_name_every_cell_and_keep_the_digits_of_decimals():
    assert as_records(TABLE) == [
        {"sector": "ict", "name": "信息通信, “新”", "cases": 3},
        {"sector": "x", "name": '=HYPERLINK("http://evil")', "cases": "-3.20"},
    ]

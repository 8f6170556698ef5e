"""An Excel list read: what becomes a row, what is said in plain words, and what a bad file can do (nothing)."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cases.lists import columns, killable
from cases.lists.killable import Cells, Stopped, Unreadable, read_cells
from cases.lists.reading import read_rows
from cases.lists.sheet import Problem, letter
from tests.cases.lists.sheets import GOALS, SUMMARY, TITLE, altered, saved, workbook, xlsx

NAMES = {"goal": {"7": 70, "13": 130}, "concept": {"绿色": 1, "green": 1}, "topic": {"双碳": 9}}


def reading(*rows, names=NAMES, taken=()):
    """As if Excel had been read: the first row has the headings."""
    cells = Cells("案例", tuple((number, tuple(map(str, row))) for number, row in enumerate(rows, 1)))
    return read_rows(cells, names=names, taken=taken)


def said(found):
    return [(problem.row, problem.column, problem.sentence) for problem in found.problems]


# --- Rows -------------------------------------------------------------------------------------------------------


def test_a_row_becomes_columns_tags_and_figures():
    heads = [
        TITLE,
        "Title (English)",
        "正文（中文）",
        "发展理念",
        GOALS,
        "主题词",
        "数据1：名称",
        "数据1：数值",
        "数据1：限定词",
        "数据1：时间",
    ]
    found = reading(heads, ["节能", "Saving", "一\n二", "绿色", "13、7", "双碳", "节电量", "１，６００", "约", "2020"])
    assert found.problems == []
    assert found.rows[0].as_json() == {
        "number": 2,
        "columns": {"title_zh_hans": "节能", "title_en": "Saving", "body_zh_hans": "一\n二"},
        "tags": [(1, True), (130, True), (70, False), (9, False)],
        "figures": [{"label": "节电量", "value": "1,600", "qualifier": "yue", "period": "2020"}],
        "word": "",
        "pictures": [],
    }


def test_headings_are_found_below_words_of_ones_own_in_either_language_and_width():
    found = reading(["2030 年征集"], ["title (chinese) *", " ＳＵＭＭＡＲＹ（Chinese）"], ["节能", "摘要"])
    assert found.problems == []
    assert [(row.number, row.columns) for row in found.rows] == [(3, {"title_zh_hans": "节能", "summary_zh_hans": "摘要"})]


@pytest.mark.parametrize(
    ("heads", "row", "expected"),
    [
        ([TITLE, SUMMARY], ["", "摘要"], (2, "A", "缺少中文标题。")),
        ([TITLE], ["长" * 121], (2, "A", "有 121 个字符，最多 120 个。")),
        ([TITLE, GOALS], ["题", "99"], (2, "B", "没有“99”这一项，请填写空白清单中提供的名称。")),
        ([TITLE, GOALS], ["题", "7、13、7x、8、9"], (2, "B", "有 5 个目标，最多只能选四个。")),
        ([TITLE, "主题词"], ["题", "无此"], (2, "B", "没有主题词“无此”，请选用已有的主题词，或先留空，另行提议。")),
        ([TITLE, "数据1：名称"], ["题", "节电量"], (2, "B", "数据的名称和数值都要填写。")),
        ([TITLE, "状态"], ["题", "published"], (1, "B", "清单不能指定这一项：新案例都是草稿，属于提交时选定的单位。请删除这一列。")),
        ([TITLE, "ID"], ["题", "7"], (1, "B", "清单不能指定这一项：新案例都是草稿，属于提交时选定的单位。请删除这一列。")),
        ([TITLE, "organisation"], ["题", "7"], (1, "B", "清单不能指定这一项：新案例都是草稿，属于提交时选定的单位。请删除这一列。")),
        ([TITLE, "备注"], ["题", "x"], (1, "B", "“备注”不是清单的表头，请删除这一列或改用正确的表头。")),
        ([TITLE, TITLE], ["题", "题"], (1, "B", f"“{TITLE}”出现了两次，请只保留其中一列。")),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(heads, row, expected):
    assert said(reading(heads, row))[0] == expected


def test_values_and_periods_are_refused_in_the_words_of_the_form():
    found = reading([TITLE, "时间", "数据1：名称", "数据1：数值"], ["题", "去年", "节电量", "约1600"])
    assert [(row, column) for row, column, _ in said(found)] == [(2, "B"), (2, "D")]


def test_a_title_that_stands_twice_or_is_there_already_is_said():
    found = reading([TITLE], ["甲"], ["乙"], ["甲"], taken=["乙"])
    assert said(found) == [
        (3, "A", "本年度已有案例“乙”，请删除这一行或改换标题。"),
        (4, "A", "与第 2 行的标题相同，每个案例都要有自己的标题。"),
    ]


def test_a_sheet_without_headings_and_one_without_rows_are_said():
    assert said(reading(["a", "b"])) == [(0, "", f"没有找到含有“{TITLE}”的表头行，请使用本站提供的空白清单。")]
    assert said(reading([TITLE])) == [(0, "", "表头下面没有内容，请至少填写一个案例。")]


def test_more_rows_than_a_list_takes_are_refused_as_a_whole():
    found = reading([TITLE], *([f"第{n}个"] for n in range(columns.MOST + 1)))
    assert (found.rows, said(found)) == ([], [(0, "", "清单超过 5000 行，请拆成几个文件。")])


def test_problems_are_listed_up_to_a_number_and_counted_beyond():
    found = reading([TITLE, GOALS], *([f"第{n}个", "99"] for n in range(700)))
    assert (len(found.problems), found.wrong) == (500, 700)
    assert found.problems[0] == Problem(2, "B", GOALS, "没有“99”这一项，请填写空白清单中提供的名称。")


def test_columns_have_their_letters():
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


# --- Files ------------------------------------------------------------------------------------------------------


def test_cells_come_as_excel_shows_them():
    book = workbook([TITLE])
    sheet = book.active
    for column, (value, format) in enumerate(
        [
            (1600, "General"),
            (0.1 + 0.2, "General"),
            (0.255, "0.0%"),
            (dt.datetime(2020, 9, 1), "yyyy-mm"),
            (dt.datetime(2020, 9, 17), "yyyy-mm-dd"),
            (True, "General"),
        ],
        1,
    ):
        sheet.cell(2, column, value).number_format = format
    assert read_cells(saved(book)).rows[1] == (2, ("1600", "0.3", "25.5%", "2020-09", "2020-09-17", "TRUE"))


def test_dates_counted_from_1904_are_the_same_dates():
    book = workbook([TITLE])
    book.epoch = CALENDAR_MAC_1904
    book.active.cell(2, 1, dt.datetime(2020, 9, 17)).number_format = "yyyy-mm-dd"
    assert read_cells(saved(book)).rows[1] == (2, ("2020-09-17",))


def test_errors_formulas_without_a_result_and_merged_cells_are_named():
    book = workbook([TITLE, SUMMARY], ["甲", "=1+1"], ["#N/A", "x"], ["乙", "并"], ["丙", None])
    book.active["A3"].data_type = "e"
    book.active.merge_cells("B4:B5")
    cells = read_cells(saved(book))
    assert (cells.odd, cells.merged) == (((2, 2, "formula"), (3, 1, "error")), ("B4:B5",))
    assert [row for row in said(read_rows(cells, names={})) if row[1] or row[0] == 0] == [
        (0, "", "单元格 B4:B5 是合并的。请取消合并，并在每个单元格中填写各自的内容。"),
        (2, "B", "这个公式在文件中没有结果。请用 Excel 打开并重新保存，或直接填写内容。"),
        (3, "A", "这里是 Excel 的错误值（如 #N/A），请直接填写内容。"),
        (3, "A", "缺少中文标题。"),
    ]


def test_a_file_that_lies_about_its_size_is_read_as_it_is():
    small = altered(xlsx([TITLE], ["甲"]), lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert read_cells(small).rows == ((1, (TITLE,)), (2, ("甲",)))


def test_a_million_empty_rows_and_sixteen_thousand_columns_end_in_time():
    rows = b"".join(b'<row r="%d"/>' % number for number in range(3, 1_000_000))
    wide = workbook([TITLE], ["甲"])
    wide.active.cell(2, 16_384, "远")
    monster = altered(saved(wide), lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    began = time.monotonic()
    cells = read_cells(monster)
    assert time.monotonic() - began < 40
    assert (len(cells.rows), cells.odd) == (2, ((2, 16_384, "column"),))


def test_a_cell_of_ten_megabytes_is_named_and_not_carried():
    cells = read_cells(altered(xlsx([TITLE], ["short"]), lambda xml: xml.replace(b"short", b"x" * 10_000_000)))
    assert cells.odd == ((2, 1, "long"),)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing",
        altered(xlsx([TITLE]), lambda xml: xml[:-40]),
        altered(
            xlsx([TITLE]),
            lambda xml: b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + xml,
        ),
    ],
    ids=["no zip", "cut off", "entities"],
)
def test_a_damaged_or_poisoned_file_is_refused_in_words(data):
    with pytest.raises(Unreadable) as refused:
        read_cells(data)
    assert str(refused.value.sentence) == "文件已损坏，或不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新提交。"


@pytest.fixture
def sleeper(tmp_path):
    """A reader that never comes back, and says where it can be found."""
    program = tmp_path / "sleeper.py"
    program.write_text(f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n")
    return program


def is_alive(tmp_path):
    try:
        os.kill(int((tmp_path / "pid").read_text()), 0)
    except ProcessLookupError:
        return False
    return True


def test_a_reader_that_takes_too_long_is_killed(sleeper, tmp_path):
    with pytest.raises(Unreadable) as refused:
        read_cells(b"", wall_seconds=1, program=str(sleeper))
    assert "用时过长" in str(refused.value.sentence)
    assert not is_alive(tmp_path)


def test_a_reader_that_is_called_off_is_killed(sleeper, tmp_path):
    with pytest.raises(Stopped):
        read_cells(b"", stop=(tmp_path / "pid").exists, program=str(sleeper))
    assert not is_alive(tmp_path)


def test_a_reader_that_wants_too_much_memory_is_refused(tmp_path):
    program = tmp_path / "glutton.py"
    source = Path(killable.cells.__file__).read_text()
    program.write_text(
        source.replace(
            "def read(data: bytes) -> dict[str, Any]:\n", "def read(data: bytes) -> dict[str, Any]:\n    bytearray(4_000_000_000)\n"
        )
    )
    with pytest.raises(Unreadable) as refused:
        read_cells(xlsx([TITLE]), program=str(program))
    assert "占用内存过多" in str(refused.value.sentence)


# --- The form that is handed out -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_form_handed_out_is_read_back_without_a_complaint(language, tmp_path):
    from django.utils import translation

    with translation.override(language):
        data = columns.form(None)
    (tmp_path / "form.xlsx").write_bytes(data)
    book = load_workbook(tmp_path / "form.xlsx")
    sheet = book.worksheets[0]
    for index, _column in enumerate(columns.COLUMNS, 1):
        sheet.cell(2, index, {1: "题", 2: "T"}.get(index))
    cells = read_cells(saved(book))
    found = read_rows(cells, names={})
    assert found.problems == []
    assert [row.columns for row in found.rows] == [{"title_zh_hans": "题", "title_en": "T"}]
    assert len(sheet.data_validations.dataValidation) > 10
    assert len(cells.rows[0][1]) == len(columns.COLUMNS)


@pytest.mark.django_db
def test_a_call_that_begins_like_a_formula_is_a_text_in_the_form(tmp_path):
    from cases.models import Call

    (tmp_path / "form.xlsx").write_bytes(columns.form(Call(year=2030, title_zh_hans="=HYPERLINK(1)", title_en="=1")))
    assert load_workbook(tmp_path / "form.xlsx").worksheets[2]["A1"].data_type == "s"

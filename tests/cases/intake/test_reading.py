"""Untidy Word files: every character and every picture is placed or left over, and what matters lands where it should."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.intake.document import LeftOver, Refused
from cases.intake.reading import read_docx
from cases.intake.sorting import PLACES
from tests.cases.intake.documents import NS, NUMBERING, STYLES, TEXT, TYPES, UNTIDY, docx, p, r, table


@pytest.mark.parametrize("name", UNTIDY)
def test_every_character_is_placed_or_left_over(name):
    found = read_docx(UNTIDY[name])
    assert found.placed + found.left == found.characters
    assert {each.where for each in found.left_over} <= set(PLACES)


def test_there_are_at_least_thirty_habits():
    assert len(UNTIDY) >= 30


def left(name):
    return [(each.where, each.text) for each in read_docx(UNTIDY[name]).left_over]


@pytest.mark.parametrize(
    ("name", "title", "body"),
    [
        ("plain", "弹性电网", f"<p>{TEXT}</p>"),
        (
            "title by style, headings by style",
            "弹性电网",
            f"<h3>背景</h3><p>{TEXT}</p><h4>做法</h4><p>{TEXT}</p>",
        ),
        ("headings typed by hand", "弹性电网", f"<h3>一、背景</h3><p>{TEXT}</p><h4>（一）做法</h4><p>{TEXT}</p>"),
        ("bold numbered headings", "弹性电网", f"<h4>1. 背景</h4><p>{TEXT}</p>"),
        ("lists of Word", "标题行", "<ol><li><p>甲</p></li><li><p>乙</p></li></ol><ul><li><p>丙</p></li></ul>"),
        ("tracked changes", "标题行", "<p>原来加上</p>"),
        ("moved text", "标题行", "<p>新处</p>"),
        ("links and fields", "标题行", "<p>链接文字域</p>"),
        ("content controls", "标题行", "<p>控件</p>"),
        ("subscripts", "标题行", "<p>CO<sub>2</sub>减排</p>"),
        ("breaks and tabs", "标题行", "<p>甲<br>乙\t丙</p>"),
        ("markup as text", "标题行", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; 1 &lt; 2</p>"),
        (
            "a table of numbers",
            "弹性电网",
            "<table><tbody><tr><td><p>年份</p></td><td><p>投资</p></td></tr><tr><td><p>2020</p></td><td><p>2.4亿元</p></td></tr></tbody></table>"
            f"<p>{TEXT}</p>",
        ),
        (
            "a table in a table",
            "标题行",
            f"<table><tbody><tr><td><p>外</p></td><td><p>内一</p><p>内二</p></td></tr></tbody></table><p>{TEXT}</p>",
        ),
        ("a frame around the text", "标题行", f"<p>{TEXT}</p><ul><li><p>• 甲</p></li></ul>"),
        (
            "a table with a bold head and a cell over two columns",
            "标题行",
            "<table><tbody><tr><th><p>甲</p></th><th><p>乙</p></th></tr><tr><td><p>合</p></td><td><p></p></td></tr></tbody></table>",
        ),
        ("nothing at all", "", ""),
    ],
)
def test_title_and_text_are_found(name, title, body):
    found = read_docx(UNTIDY[name])
    assert (found.title, found.body) == (title, body)


@pytest.mark.parametrize("name", ["fields with colons", "a form in a table"])
def test_a_forms_fields_are_all_in_their_places(name):
    found = read_docx(UNTIDY[name])
    assert (found.title, found.organisation[:4], found.summary) == ("弹性电网", "国网浙江", "一句话。")
    assert TEXT in found.body
    assert {each.where for each in found.left_over} == {"label"}


def test_labels_on_lines_of_their_own_open_their_fields():
    found = read_docx(UNTIDY["labels on lines of their own"])
    assert (found.title, found.summary, found.body) == ("弹性电网", "一句话。", f"<p>{TEXT}</p>")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a table that is too large", [("table", "\t".join("值" * 21))]),
        ("tracked changes", [("deleted", "去掉")]),
        ("a deleted paragraph", [("deleted", "整段去掉")]),
        ("moved text", [("deleted", "旧处")]),
        ("a text box with its stand-in", [("box", "框中文字")]),
        ("an old text box", [("box", "旧框")]),
        ("header and footer", [("footer", "第 1 页"), ("header", "页眉单位")]),
        ("footnotes", [("footnote", "脚注一"), ("footnote", "脚注二")]),
        ("comments", [("comment", "批注")]),
        ("plain", []),
    ],
)
def test_what_fits_nowhere_is_left_over_with_where_it_stood(name, expected):
    assert left(name) == expected


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("a picture with its caption", 1),
        ("a picture in a line of text", 1),
        ("grouped pictures", 2),
        ("an old picture", 1),
        ("a picture in a table", 1),
        ("the same picture twice", 1),
        ("a picture outside the file", 0),
    ],
)
def test_every_picture_is_there(name, count):
    assert len(read_docx(UNTIDY[name]).pictures) == count


def test_a_caption_goes_with_the_picture_above_it():
    (picture,) = read_docx(UNTIDY["a picture with its caption"]).pictures
    assert (picture.number, picture.name, picture.caption) == (1, "image1.png", "图1 弹性电网调度大厅")


@pytest.mark.parametrize("name", ["plain", "full-width digits"])
def test_numbers_are_offered_as_figures(name):
    found = [(each.value, each.unit, each.qualifier) for each in read_docx(UNTIDY[name]).figures]
    assert found == [("2.4", "亿元", ""), ("2000", "万个", "chaoguo")]


def test_dates_and_ordinals_are_no_figures():
    assert read_docx(docx(p("标题行") + p("2021年8月15日，第3个项目在2020年投产。"))).figures == ()


WORDS = st.text(alphabet="电网图1：。一、（标题", max_size=12)
BLOCKS = st.recursive(
    WORDS.map(p)
    | WORDS.map(lambda text: f"<w:p><w:ins>{r(text)}</w:ins><w:del><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>")
    | WORDS.map(lambda text: f"<w:p><w:r><w:pict><w:txbxContent>{p(text)}</w:txbxContent></w:pict></w:r></w:p>")
    | WORDS.map(lambda text: p(text, before='<w:numPr><w:numId w:val="2"/></w:numPr>')),
    lambda inner: (
        st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3).map(lambda rows: table(*rows))
        | st.lists(inner, max_size=3).map(lambda found: f"<w:sdt><w:sdtContent>{''.join(found)}</w:sdtContent></w:sdt>")
    ),
    max_leaves=12,
)


@given(st.lists(BLOCKS, max_size=6))
@settings(max_examples=150)
def test_whatever_is_nested_in_whatever_nothing_is_lost(blocks):
    found = read_docx(docx("".join(blocks), styles=STYLES, numbering=NUMBERING))
    assert found.placed + found.left == found.characters


# --- Files that are not taken --------------------------------------------------------------------------------------


def zipped(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ({"[Content_Types].xml": TYPES} | entries).items():
            archive.writestr(name, data)
    return buffer.getvalue()


DTD = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x "y">]><w:document {NS}><w:body/></w:document>'
MACRO = TYPES.replace("</Types>", '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old"),
        (b"", "format"),
        (b"%PDF-1.7", "format"),
        (b"PK\x03\x04 and nothing more", "format"),
        (zipped(**{"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "format"),
        (zipped(**{"word/document.xml": "<w:document"}), "format"),
        (zipped(**{"word/document.xml": DTD}), "dtd"),
        (docx(p("x"), types=MACRO), "macro"),
        (zipped(**{"word/vbaProject.bin": b"x", "word/document.xml": "<a/>"}), "macro"),
        (bytes(26 * 1024 * 1024), "size"),
    ],
)
def test_what_is_no_honest_docx_is_refused_with_a_sentence(data, code):
    with pytest.raises(Refused) as refused:
        read_docx(data)
    assert refused.value.code == code
    assert len(str(refused.value.sentence)) > 10


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped(**{"word/document.xml": b"<a/>", "word/media/zeros": bytes(251 * 1024 * 1024)})
    begun = time.process_time()
    with pytest.raises(Refused) as refused:
        read_docx(bomb)
    assert refused.value.code == "bomb"
    assert time.process_time() - begun < 2
    many = zipped(**{f"x{n}": b"" for n in range(5_001)})
    with pytest.raises(Refused):
        read_docx(many)


def test_elements_nested_without_end_are_read_as_text():
    deep = "<w:sdt><w:sdtContent>" * 600 + p("深处") + "</w:sdtContent></w:sdt>" * 600
    found = read_docx(docx(p("标题行") + deep))
    assert found.placed + found.left == found.characters
    assert "深处" in found.body


def test_a_left_over_says_nothing_of_empty_text():
    assert (
        LeftOver("box", "x")
        in read_docx(docx(p("标题行") + f"<w:p><w:r><w:txbxContent>{p('x')}{p('')}</w:txbxContent></w:r></w:p>")).left_over
    )


def test_a_row_that_begins_further_right_keeps_its_cells_under_their_heads():
    def cell(word):
        return f'<w:tc><w:tcPr><w:tcW w:w="100"/></w:tcPr>{p(word)}</w:tc>'

    rows = f'<w:tr>{cell("甲")}{cell("乙")}</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("1")}</w:tr>'
    found = read_docx(docx(p("标题行") + f"<w:tbl>{rows}</w:tbl>" + p(TEXT)))
    assert f"<tr><td><p></p></td><td><p>1</p></td></tr></tbody></table><p>{TEXT}</p>" in found.body

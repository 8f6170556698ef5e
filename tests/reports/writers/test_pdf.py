"""What a PDF of the report must be: whole, tagged, with its fonts, the same each time, and deaf to markup in texts."""

import itertools
import re
from dataclasses import replace

import pytest

from cases.document import Text
from reports.document import Callout, Part, Prose, Table
from reports.writers.errors import GlyphsMissing, WriterFailed
from reports.writers.registry import write
from tests.reports.writers import reading, sample

HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/a:1.0.0"',
    "$x$ and $x",
    "*bold* _em_ `raw`",
    "<l> @ref",
    "]]) } unbalanced [( {",
    r"\u{41} // no comment /* nor */ this ~ --- ...",
    "= heading",
    "#set page(width: 1pt)",
)


def pdf_of(book, language="zh-hans"):
    return write(book, format="pdf", language=language, pictures=sample.pictures)


@pytest.fixture(scope="module")
def book():
    return sample.whole_book()


@pytest.fixture(scope="module")
def chinese(book):
    return pdf_of(book, "zh-hans")


@pytest.fixture(scope="module")
def english(book):
    return pdf_of(book, "en")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_title_number_and_caption_is_in_the_text(book, chinese, english, language):
    words = reading.words(chinese if language == "zh-hans" else english)
    missing = [text for text in sample.shown(book, language) if reading.bare(text) not in words]
    assert missing == []


@pytest.mark.parametrize(("language", "code"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_the_file_is_tagged_and_says_that_it_is_pdf_ua_and_pdf_a(chinese, english, language, code):
    reader = reading.reader(chinese if language == "zh-hans" else english)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == code
    assert re.search(rb"pdfuaid:part>\s*1\s*<|pdfuaid:part=\"1\"", root["/Metadata"].get_data())
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_picture_has_a_description(chinese):
    figures = [node for node in reading.structure(chinese) if node["/S"] == "/Figure"]
    assert len(figures) >= len(list(sample.whole_book().pictures()))
    assert all(str(node.get("/Alt", "")).strip() for node in figures)


def test_tables_have_headers_and_headings_skip_no_level(chinese):
    tags = [str(node["/S"]) for node in reading.structure(chinese)]
    assert tags.count("/TH") >= 3 * tags.count("/Table") - 3
    levels = [int(tag[2:]) for tag in tags if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_font_is_embedded(chinese, english):
    for pdf in (chinese, english):
        embedded = [any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in reading.fonts(pdf)]
        assert embedded
        assert all(embedded)


def test_chinese_is_set_in_fonts_with_simplified_shapes(chinese):
    names = {str(font["/FontName"]).split("+")[1] for font in reading.fonts(chinese)}
    han = {name for name in names if "CJK" in name or "SC" in name}
    assert han
    assert all("CJKsc" in name or "SC" in name for name in han)


def test_the_same_book_gives_the_same_bytes(book, chinese):
    assert pdf_of(book) == chinese


def test_bookmarks_follow_the_tree_down_to_nested_cases(english):
    assert reading.bookmarks(english)[:12] == [
        (0, "Foreword"),
        (0, "Acknowledgements"),
        (0, "Title of the feature"),
        (0, "Title of the chapter"),
        (1, "Title of the section"),
        (2, "The flat case"),
        (2, "The umbrella case"),
        (3, "Nested case 1"),
        (3, "Nested case 2"),
        (1, "Green development"),
        (2, "Title of the sidebar"),
        (0, "Outlook"),
    ]


def test_contents_and_indexes_name_the_page_a_case_is_on(english):
    pages = reading.page_words(english)
    start = next(number for number, words in enumerate(pages, start=1) if "Title of the section".replace(" ", "") in words and number > 4)
    on = next(number for number, words in enumerate(pages, start=1) if number > start - 1 and "Case1Theflatcase" in words)
    assert any(f"SGExampleTheflatcase{on}" in words for words in pages)
    index = pages[next(number for number, words in enumerate(pages) if "Indexofgoals" in words) :]
    assert any(f"Theflatcase{on}" in words for words in index)
    table = next(number for number, words in enumerate(pages, start=1) if "Rowofthetable" in words)
    assert any("Chartsandtables" in words and f"TabletitleTitleofthesection{table}" in words for words in index)


def test_targets_and_forecasts_say_so_beside_the_number(chinese):
    words = reading.words(chinese)
    assert "74.5%目标" in words.replace("2030年", "")
    assert "678.5万元预测" in words


def test_a_fall_is_said_in_a_word_and_an_arrow(english):
    assert "↓down2.4%" in reading.words(english)


def test_reported_speech_is_marked_and_the_verbatim_is_not(english):
    words = reading.words(english)
    assert "MrDai,Director,5June2021(reportedspeech)" in words
    assert "MsWang(reportedspeech)" not in words


def test_a_video_prints_the_address_its_code_leads_to(chinese):
    assert "https://example.org/v/v1" in reading.words(chinese)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stands_as_it_was_written(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    table = f"<table><tbody><tr><th><p>{escaped}</p></th></tr><tr><td><p>{escaped}</p></td></tr></tbody></table>"
    part = Part("a", "feature", Text(text), blocks=(Prose(Text(f"<p>{escaped}</p>{table}"), Text(text)), Callout(Text(text))))
    words = reading.words(pdf_of(sample.book(part, title=text)))
    assert words.count(reading.bare(text)) >= 6
    assert "root:" not in words


def test_a_text_that_lacks_the_language_is_shown_and_marked():
    part = Part("a", "feature", Text("只有中文"), blocks=(Prose(Text("<p>没有英文的一段。</p>")),))
    words = reading.words(pdf_of(sample.book(part), "en"))
    assert "只有中文[inChinese]" in words
    assert "没有英文的一段。inChinese" in words


def test_an_empty_title_does_not_stop_the_report():
    words = reading.words(pdf_of(sample.book(Part("a", "feature", Text()), title="", english="")))
    assert "（无标题）" in words


def test_an_empty_book_is_a_report_still():
    assert pdf_of(sample.book()).startswith(b"%PDF")


def test_a_character_without_a_shape_is_named_with_its_place():
    part = Part("a", "feature", Text("题目"), blocks=(Prose(Text("<p>前文😀后文</p>")),))
    with pytest.raises(GlyphsMissing) as caught:
        pdf_of(sample.book(part))
    assert caught.value.characters == ["😀"]
    assert "U+1F600" in str(caught.value)
    assert "前文😀后文" in str(caught.value)


def test_a_damaged_picture_is_named_by_its_caption(book):
    with pytest.raises(WriterFailed, match="章首照片"):
        write(book, format="pdf", language="zh-hans", pictures=lambda _: b"no picture")


def test_a_table_longer_than_a_page_loses_no_row():
    rows = tuple(sample.datum(f"指标{n}号", f"Row {n}", str(1000 + n), "个") for n in range(200))
    words = reading.words(pdf_of(sample.book(Part("a", "feature", Text("题目", "Title"), blocks=(Table(rows),)))))
    assert [n for n in range(200) if f"指标{n}号{1000 + n}个" not in words] == []


def test_a_quotation_longer_than_a_page_is_printed_to_its_end():
    case = sample.case("long", "长案例", "Long")
    quotation = replace(case.quotations[0], text=Text("很长的一段话。" * 600 + "到此为止。"))
    box = sample.CaseBox(replace(case, quotations=(quotation,)), 1, case.body)
    words = reading.words(pdf_of(sample.book(Part("a", "feature", Text("题目"), blocks=(box,)))))
    assert words.count("很长的一段话。") == 600
    assert "到此为止。" in words


def test_nothing_of_the_machine_is_in_the_file(chinese):
    information = " ".join(f"{key}{value}" for key, value in reading.reader(chinese).metadata.items())
    assert "/tmp" not in information
    assert b"casebook-pdf-" not in chinese
    assert "D:20211231" in information


def test_progress_goes_from_nothing_to_all(book):
    steps = []
    write(book, format="pdf", language="en", pictures=sample.pictures, on_progress=steps.append)
    assert steps[0] == 0
    assert steps[-1] == 100
    assert steps == sorted(steps)

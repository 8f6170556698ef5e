"""The parts that writers share: charts, indexes, pictures, typography, words, the registry."""

import io
import json
import re
from dataclasses import replace

import pytest
from PIL import Image

from cases.document import Text, VideoDoc
from reports.document import Breakdown, CaseBox, Chart, Part, Series, from_json
from reports.writers import charts, indexes, words
from reports.writers.errors import WriterFailed
from reports.writers.layout import lay_out, proportions
from reports.writers.pictures import for_print
from reports.writers.registry import write
from reports.writers.typography import typeset
from tests.reports.writers import sample

FILM = "https://example.org/film"

SERIES = Series(
    Text("增加值", "Value added"),
    "亿元",
    tuple(sample.datum("增加值", "Value added", value, "亿元", period=year) for year, value in (("2016", "247860"), ("2017", "279997.5"))),
)


# --- Charts


def test_a_chart_stands_on_zero_and_writes_its_values_at_the_marks():
    spec = charts.spec(SERIES, mark="bar", colour="#0B6B57", language="zh-hans", width=300, height=100)
    assert spec["encoding"]["y"]["scale"]["domain"] == [0.0, 279997.5]
    assert [row["label"] for row in spec["data"]["values"]] == ["247860", "279997.5"]
    assert "legend" not in json.dumps(spec)


def test_a_chart_of_falls_has_room_below_zero():
    falling = Series(
        Text("变化"), "%", (sample.datum("变化", "", "-13.5", "%", period="2020"), sample.datum("变化", "", "2", "%", period="2021"))
    )
    assert charts.spec(falling, mark="bar", colour="#000000", language="zh-hans", width=1, height=1)["encoding"]["y"]["scale"][
        "domain"
    ] == [-13.5, 2.0]


def test_text_in_a_chart_is_text_and_never_an_expression():
    hostile = Series(Text("x"), "</text><script>", (sample.datum("x", "x", "1", "</text><script>", qualifier="chao", period="2020"),))
    drawn = charts.svg(hostile, mark="line", colour="#0B6B57", language="zh-hans")
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_a_chart_is_told_in_words():
    assert charts.description(SERIES, mark="bar", language="zh-hans") == "柱状图：增加值。2016：247860 亿元；2017：279997.5 亿元。"


def test_drawings_ask_for_fonts_that_the_report_brings():
    drawn = charts.svg(SERIES, mark="bar", colour="#0B6B57", language="zh-hans")
    assert set(re.findall(r'font-family="([^"]*)"', drawn)) == {charts.FONT}


# --- Indexes


def test_goals_stand_in_their_order_with_every_case_that_serves_them():
    assert [(entry.tag.slug, entry.cases) for entry in indexes.by_goal(sample.whole_book())] == [("7", (1, 2, 3, 4)), ("13", (1, 2, 3, 4))]


def test_concepts_leave_out_a_case_without_one():
    assert [(entry.tag.slug, entry.cases) for entry in indexes.by_concept(sample.whole_book())] == [("green", (2, 3, 4))]


def test_an_organisation_is_listed_with_its_own_cases_and_those_it_is_named_in():
    entries = indexes.by_organisation(sample.whole_book(), "zh-hans")
    assert [(e.organisation.slug, e.owned, e.named) for e in entries] == [("grid", (1, 2, 3, 4), ()), ("university", (), (1, 2, 3, 4))]


def test_chinese_names_are_sorted_by_pinyin():
    assert sorted(["中国铁塔", "阿里", "国家电网", "华为", "ABB"], key=indexes.collation) == ["ABB", "阿里", "国家电网", "华为", "中国铁塔"]


def test_a_document_is_listed_with_the_blocks_that_cite_it():
    kinds = [block.kind for block in sample.whole_book().blocks()]
    entries = {entry.citation.key: entry.blocks for entry in indexes.by_citation(sample.whole_book())}
    assert entries == {"law": (kinds.index("prose", 3) + 1,), "plan": (kinds.index("quotation") + 1,)}


def test_charts_and_tables_are_listed_in_reading_order_where_they_have_a_title():
    blocks = list(sample.whole_book().blocks())
    entries = indexes.tables(sample.whole_book())
    assert [entry.title.en for entry in entries] == ["Chart title", "Multiples title", "Table title", "Breakdown title", "Comparison title"]
    assert [blocks[entry.block - 1].title for entry in entries] == [entry.title for entry in entries]
    assert {entry.part.en for entry in entries} == {"Title of the section"}
    untitled = Part("one", "section", Text("节", "Section"), blocks=(Chart((SERIES,)),))
    assert indexes.tables(sample.book(untitled)) == ()


def test_pictures_are_numbered_in_reading_order_here_and_on_the_page():
    book = sample.whole_book()
    captions = [entry.picture.caption.zh_hans for entry in indexes.pictures(book)]
    assert captions[0] == "章首照片"
    assert [placed.picture.caption.zh_hans for placed in lay_out(book, "zh-hans").pictures] == captions


# --- Breakdowns


def parts(*values: str, unit: str = "万千瓦") -> tuple:
    return tuple(sample.datum("部分", "Part", value, unit) for value in values)


def test_shares_are_of_the_total_across_scales():
    assert proportions(Breakdown(sample.datum("总", "", "1", "亿千瓦"), parts("2500", "5000"))) == [0.25, 0.5]


def test_parts_that_exceed_their_total_share_their_sum():
    assert proportions(Breakdown(sample.datum("总", "", "100", "万千瓦"), parts("100", "100"))) == [0.5, 0.5]


@pytest.mark.parametrize(
    "breakdown", [Breakdown(sample.datum("总", "", "0", "个"), ()), Breakdown(sample.datum("总", "", "5", "个"), parts("1", unit="万元"))]
)
def test_no_bar_is_drawn_where_shares_mean_nothing(breakdown):
    assert proportions(breakdown) is None


# --- Pictures


def photo(size: tuple[int, int], format: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#357").save(out, format, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_large_picture_is_brought_down_to_what_its_place_can_show():
    small = opened(for_print(photo((6000, 4000)), width_mm=127, height_mm=80, name="x").data)
    assert (small.format, small.width) == ("JPEG", 1500)


def test_a_small_picture_keeps_its_dots():
    assert opened(for_print(photo((600, 400), "PNG"), width_mm=127, height_mm=80, name="x").data).size == (600, 400)


def test_a_picture_is_turned_upright_and_loses_its_camera_data():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    upright = opened(for_print(photo((600, 400), exif=exif), width_mm=127, height_mm=80, name="x").data)
    assert upright.size == (400, 600)
    assert len(upright.getexif()) == 0


def test_what_is_transparent_is_printed_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(for_print(out.getvalue(), width_mm=10, height_mm=10, name="x").data).getpixel((5, 5)) == (255, 255, 255)


# --- Typography, words, registry


@pytest.mark.parametrize(
    ("typed", "language", "set_"),
    [
        ('China\'s "three-way" conflict', "en", "China’s “three-way” conflict"),
        ('#read("/etc/passwd")', "en", '#read("/etc/passwd")'),
        ("gCO2e/km", "zh", "gCO₂e/km"),
        ("CO2000", "zh", "CO2000"),
        ("零宽\u200b字\u00ad符\ufeff", "zh", "零宽字符"),
        ("行\x00内", "zh", "行 内"),
        ("他说“好”。", "zh", "他说“好”。"),
    ],
)
def test_only_the_form_of_a_mark_is_mended(typed, language, set_):
    assert typeset(typed, language) == set_


def test_every_word_of_the_report_is_in_both_languages():
    one_sided = {"fallback-zh", "fallback-en"}
    for name, (zh, en) in words.WORDS.items():
        assert name in one_sided or (zh and en), name
        assert sorted(re.findall(r"{\w+}", zh)) == sorted(re.findall(r"{\w+}", en)) or name in one_sided, name


@pytest.mark.parametrize(("short", "printed"), [("https://example.org/w/abcd2345/", "https://example.org/w/abcd2345/"), ("", FILM)])
def test_the_code_of_a_cases_video_is_our_own_address_where_there_is_one(short, printed):
    document = replace(sample.case("film", "片", "Film"), videos=(VideoDoc(Text("片"), FILM, short),))
    part = Part("a", "feature", Text("甲"), blocks=(CaseBox(document, 1, document.body),))
    assert f'"url": "{printed}"' in json.dumps(lay_out(sample.book(part), "zh-hans").data)


def test_json_gives_the_book_back():
    book = sample.whole_book()
    assert from_json(json.loads(write(book, format="json", language="en", pictures=sample.pictures))) == book


def test_an_unknown_format_is_answered_with_the_known_ones():
    with pytest.raises(WriterFailed, match="pdf, print, docx, epub, icml, html, csv, json"):
        write(sample.book(), format="doc", language="en", pictures=sample.pictures)

"""What a report looks like of its own: colours, cover and logo, in the book and in its files; and the printer's PDF."""

import io
import json
import zipfile
from dataclasses import replace

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from cases.document import Text
from reports.compose import compose
from reports.document import Book, Theme, digest, from_json, to_json
from reports.editions import manifest
from reports.models import Block, Illustration, Part, Report
from reports.readiness import Door, examine
from reports.validators import contrast_with_white, validate_colours
from reports.writers.layout import lay_out
from reports.writers.pandoc.theming import STYLES
from reports.writers.registry import WRITERS, write
from tests import make
from tests.reports.admin.rows import signed_in
from tests.reports.writers.sample import picture, pictures, whole_book

COVER, LOGO = replace(picture("cover", "封面", "Cover"), width=2600, height=1400), picture("logo", "标志", "Logo")
THEME = Theme("#7A1F3D", ("#7A1F3D", "#1F4E7A"), COVER, LOGO)


@pytest.fixture
def report(db):
    report = Report.objects.create(year=2030, title_zh_hans="报告", title_en="Report")
    part = Part.objects.create(report=report, kind="foreword", key="foreword", title_zh_hans="序言", title_en="Foreword")
    Block.objects.create(part=part, text_zh_hans="<p>正文。</p>", text_en="<p>Text.</p>")
    return report


def photo(**place):
    told = {"caption_zh_hans": "图", "caption_en": "Picture"}
    return Illustration.objects.create(file=make.picture_file(), **told, **place)


# --- Colours ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("colour", "contrast"), [("#FFFFFF", 1), ("#000000", 21), ("#767676", 4.54), ("#0B6B57", 6.45)])
def test_contrast_with_white_is_that_of_wcag(colour, contrast):
    assert round(contrast_with_white(colour), 2) == contrast


@pytest.mark.parametrize(
    ("colours", "sentence"),
    [
        ("#0B6B57 red", "“red”不是颜色值。请写作井号加六位十六进制数字，如 #0B6B57。"),
        ("#FFCC00", "“#FFCC00”太浅，上面的白字看不清：对比度为1.5，至少需要4.5。"),
        ("#777777", "“#777777”太浅，上面的白字看不清：对比度为4.4，至少需要4.5。"),
        ("#000000 " * 13, "最多填写12种颜色。"),
    ],
)
def test_a_colour_that_is_none_or_too_light_is_refused_in_words(colours, sentence):
    with pytest.raises(ValidationError) as refused:
        validate_colours(colours)
    assert refused.value.messages == [sentence]


# --- The book --------------------------------------------------------------------------------------------------------


def test_the_book_has_what_the_report_was_given(report):
    photo(cover_of=report)
    photo(logo_of=report)
    Report.objects.update(accent="#7A1F3D", chapter_colours="#7A1F3D  #1F4E7A")
    theme = compose(report).theme
    assert (theme.accent, theme.chapters, theme.cover.caption.en, theme.logo.caption.en) == (
        "#7A1F3D",
        ("#7A1F3D", "#1F4E7A"),
        "Picture",
        "Picture",
    )
    assert manifest(compose(report))["pictures"] == sorted({theme.cover.digest, theme.logo.digest})


def test_a_book_without_one_is_written_as_before_there_were_any(report):
    """Digests of editions of the first schema stay, and so do their packages."""
    book = compose(report)
    assert (book.schema, "theme" in to_json(book)) == (1, False)
    assert from_json(to_json(book)) == book


def test_a_book_with_one_comes_back_as_it_was_and_is_another(report):
    plain = compose(report)
    Report.objects.update(accent="#7A1F3D")
    book = compose(report)
    assert (from_json(json.loads(json.dumps(to_json(book)))), book.schema, digest(book) == digest(plain)) == (book, 2, False)


def test_a_picture_stands_in_one_place(report):
    part = report.parts.get()
    for places in ({}, {"cover_of": report, "logo_of": report}, {"cover_of": report, "logo_of": report, "opener_of": part}):
        with pytest.raises(IntegrityError), transaction.atomic():
            photo(**places)


def test_the_gate_looks_at_the_cover(report):
    photo(cover_of=report, alt_zh_hans="线条", alt_en="Lines", licence="CC0")
    found = [(each.check, each.severity.value, each.door) for each in examine(report).obstacles if each.door == Door.REPORT]
    assert found == [("credits", "blocks", Door.REPORT), ("sizes", "blocks", Door.REPORT)]


# --- Files -----------------------------------------------------------------------------------------------------------


def themed() -> Book:
    return replace(whole_book(), theme=THEME)


def test_chapters_take_the_colours_in_turn_and_the_rest_takes_the_accent():
    parts = {part["kind"]: part["colour"] for part in lay_out(themed(), "zh-hans").data["parts"]}
    assert (parts["chapter"], parts["foreword"]) == ("#7A1F3D", "#7A1F3D")
    assert {part["kind"]: part["colour"] for part in lay_out(whole_book(), "zh-hans").data["parts"]}["foreword"] == "#0B6B57"


@pytest.mark.parametrize("hostile", ['#read("/etc/passwd")', "crimson", "#12345", '"); #panic()'])
def test_a_colour_that_came_in_otherwise_is_no_markup(hostile):
    book = replace(whole_book(), theme=Theme(hostile, (hostile,)))
    assert lay_out(book, "en").data["theme"]["accent"] == "#0B6B57"
    assert hostile not in json.dumps(lay_out(book, "en").data)


def test_cover_and_logo_have_no_number_and_leave_those_of_the_others(report):
    data, plain = lay_out(themed(), "en").data, lay_out(whole_book(), "en").data
    assert data["indexes"]["pictures"] == plain["indexes"]["pictures"]
    assert [data["theme"][name]["alt"] for name in ("cover", "logo")] == ["What Cover looks like", "What Logo looks like"]


def test_the_printers_pdf_says_where_it_is_cut_and_has_the_same_pages():
    book, told = themed(), {"language": "en", "pictures": pictures}
    screen, paper = (pypdf.PdfReader(io.BytesIO(write(book, format=format, **told))) for format in ("pdf", "print"))
    millimetres = [round(float(side) / 72 * 25.4, 1) for side in paper.pages[0].trimbox]
    assert (millimetres, [round(float(side) / 72 * 25.4, 1) for side in paper.pages[0].mediabox]) == ([8, 8, 218, 305], [0, 0, 226, 313])
    assert [round(float(side) / 72 * 25.4, 1) for side in screen.pages[0].mediabox] == [0, 0, 210, 297]
    assert [page.extract_text() for page in paper.pages] == [page.extract_text() for page in screen.pages]
    assert WRITERS["print"].suffix == "-print.pdf"


def test_an_epub_has_its_cover_its_colour_and_the_same_bytes_again():
    told = {"format": "epub", "language": "en", "pictures": pictures}
    epub = write(themed(), **told)
    assert write(themed(), **told) == epub
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        assert packed.read("EPUB/media/cover.jpg").startswith(b"\xff\xd8")
        assert b'href="media/cover.jpg" media-type="image/jpeg" properties="cover-image"' in packed.read("EPUB/content.opf")
        assert b"h1 { color: #7A1F3D;" in packed.read("EPUB/styles/stylesheet1.css")
    plain = zipfile.ZipFile(io.BytesIO(write(whole_book(), **told)))
    assert b"cover-image" not in plain.read("EPUB/content.opf")
    assert plain.read("EPUB/styles/stylesheet1.css") == STYLES.read_bytes()


def test_a_word_file_has_its_colour_in_the_styles_its_cover_and_logo_on_the_first_page_and_the_same_bytes_again():
    told = {"format": "docx", "language": "en", "pictures": pictures}
    docx = write(themed(), **told)
    assert write(themed(), **told) == docx
    own, plain = (zipfile.ZipFile(io.BytesIO(file)) for file in (docx, write(whole_book(), **told)))
    styles = [package.read("word/styles.xml").decode() for package in (own, plain)]
    assert styles[0] == styles[1].replace("0B6B57", "7A1F3D") != styles[1]
    first, _ = own.read("word/document.xml").decode().split("TOCHeading", 1)
    assert [first.index(f'descr="What {name} looks like"') > 0 for name in ("Cover", "Logo")] == [True, True]
    assert b"<pic:pic" not in plain.read("word/document.xml").split(b"TOCHeading", 1)[0]


def test_a_page_of_html_has_its_colour_and_its_pictures_first():
    told = {"format": "html", "language": "en", "pictures": pictures}
    own, plain = (write(book, **told).decode() for book in (themed(), whole_book()))
    assert ("h1 { color: #7A1F3D;" in own, "#0B6B57" in own, "h1 { color: #0B6B57;" in plain) == (True, False, True)
    assert 0 < own.index('alt="What Cover looks like"') < own.index('alt="What Logo looks like"') < own.index('<h1 class="title">')
    assert "What Cover looks like" not in plain


# --- The desk --------------------------------------------------------------------------------------------------------


@pytest.fixture
def compiler(db):
    return signed_in(make.user(Role.COMPILER))


def test_colours_cover_and_logo_are_given_on_the_desk(report, compiler):
    desk = reverse("admin:reports_report_change", args=[report.pk])
    given = {"accent": "#7a1f3d", "cover-0-file": make.picture_file(), "cover-0-caption_zh_hans": "封面"}
    assert compiler.save(desk, **given).status_code == 302
    theme = compose(Report.objects.get()).theme
    assert (theme.accent, theme.cover.caption, theme.logo) == ("#7a1f3d", Text("封面"), None)


def test_a_light_colour_is_refused_at_its_field(report, compiler):
    answer = compiler.save(reverse("admin:reports_report_change", args=[report.pk]), accent="#FFCC00")
    assert (answer.status_code, "太浅" in answer.content.decode(), Report.objects.get().accent) == (200, True, "")


def test_what_is_no_picture_is_refused(report, compiler):
    desk = reverse("admin:reports_report_change", args=[report.pk])
    file = make.picture_file()
    file.file.seek(0)
    file.file.write(b"<svg onload=alert(1)>" * 20)
    file.file.seek(0)
    answer = compiler.save(desk, **{"cover-0-file": file, "cover-0-caption_zh_hans": "封面"})
    assert (answer.status_code, Illustration.objects.count()) == (200, 0)

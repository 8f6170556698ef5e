"""What stands where a reader does not look is counted apart from the reader: in the XML itself."""

import io
import zipfile
from xml.etree.ElementTree import fromstring

import pytest

from cases.intake.document import Refused, characters
from cases.intake.reading import read_docx
from tests.cases.intake.documents import TEXT, UNTIDY, blip, docx, p, png, r

LETTERS = {"t", "delText"}
STAND_IN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def said(element):
    """Characters of the XML, without the stand-ins for older programs."""
    here = characters(element.text or "") if element.tag.rpartition("}")[2] in LETTERS else 0
    return here + sum(said(each) for each in element if each.tag != STAND_IN)


def in_file(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return sum(said(fromstring(archive.read(name))) for name in parts)


def renamed(data, old, new):
    """The file with a word changed in its names and its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as other:
        for name in archive.namelist():
            other.writestr(name.replace(old, new), archive.read(name).replace(old.encode(), new.encode()))
    return buffer.getvalue()


ODD = {
    "words of a diagram": (docx(p("标题行") + "<w:p><w:r><w:drawing><a:t>图形字</a:t></w:drawing></w:r></w:p>"), [("box", "图形字")]),
    "text outside any paragraph": (docx(p("标题行") + f"<w:tbl><w:tr><w:tc>{r('散')}</w:tc></w:tr></w:tbl>{r('外')}"), [("box", "散外")]),
}


# The sign of a symbol font stands in an attribute, and is no letter of the XML.
@pytest.mark.parametrize("name", sorted(UNTIDY.keys() - {"formulas, symbols, ruby"}))
def test_the_characters_counted_are_those_of_the_xml(name):
    assert read_docx(UNTIDY[name]).characters == in_file(UNTIDY[name])


@pytest.mark.parametrize("name", ODD)
def test_text_where_none_is_looked_for_is_left_over(name):
    data, expected = ODD[name]
    found = read_docx(data)
    assert [(each.where, each.text) for each in found.left_over] == expected
    assert found.placed + found.left == found.characters == in_file(data)


@pytest.mark.parametrize(
    "inside",
    [
        f"<w:del>{blip('rId1')}</w:del>",
        "<w:p><w:del><w:r><w:pict><v:imagedata r:id='rId1'/></w:pict></w:r></w:del></w:p>",
        f"<w:p><mc:AlternateContent><mc:Choice Requires='cx1'/><mc:Fallback>{blip('rId1')}</mc:Fallback></mc:AlternateContent></w:p>",
        p("shown nowhere"),
    ],
)
def test_a_picture_deleted_stood_in_for_or_never_shown_is_there(inside):
    assert [each.name for each in read_docx(docx(p("标题行") + inside, media=[png()])).pictures] == ["image1.png"]


def test_the_text_is_found_whatever_its_part_is_called():
    assert TEXT in read_docx(renamed(docx(p("标题行") + p(TEXT)), "document.xml", "document2.xml")).body


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            renamed(UNTIDY["plain"], "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"),
            "format",
        ),
        (docx("<w:tbl>" + "<w:sdt>" * 5_000 + f"<w:tr><w:tc>{p('x')}</w:tc></w:tr>" + "</w:sdt>" * 5_000 + "</w:tbl>"), "bomb"),
    ],
    ids=["another dialect", "nested without end"],
)
def test_a_file_that_cannot_be_read_whole_is_refused_and_not_taken_for_empty(data, code):
    with pytest.raises(Refused) as refused:
        read_docx(data)
    assert refused.value.code == code


def test_half_a_character_of_a_symbol_font_does_no_harm():
    assert read_docx(docx(p("标题行") + "<w:p><w:r><w:sym w:font='W' w:char='D800'/></w:r></w:p>")).body == "<p>\ufffd</p>"


def test_a_sign_of_a_symbol_font_that_no_text_can_hold_is_none():
    assert read_docx(docx(p("标题行") + f"<w:p>{r('前')}<w:sym w:font='W' w:char='0000'/>{r('后')}</w:p>")).body == "<p>前后</p>"

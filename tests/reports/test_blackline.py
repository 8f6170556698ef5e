"""A blackline as PDF: what was added and what was removed, in words that can be read back."""

import io
from dataclasses import replace

import pypdf
import pytest
from django.utils import translation

from cases.document import Text
from reports.blackline import blackline
from reports.blackline_pdf import blackline_pdf
from reports.document import Book, Part, Prose


def book(edition, *parts):
    return Book(2031, Text("可持续发展报告", "Report"), Text(), Text("协会", "Association"), Text(), tuple(parts), edition=edition)


def part(key, *paragraphs):
    return Part(key, "section", Text(f"部分{key}", f"Part {key}"), blocks=tuple(Prose(Text(f"<p>{each}</p>")) for each in paragraphs))


OLD = book(1, part("a", "去年装机容量为3亿千瓦。", "不变的一段。"), part("c", "删去的部分。"))
NEW = book(2, part("a", "去年装机容量为4亿千瓦。", "不变的一段。"), part("d", "新的部分。"))


def text_of(data):
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["第2版与第1版比较", "去年装机容量为34亿千瓦。", "新的部分。", "删去的部分。", "新增部分", "删去的部分"]),
        ("en", ["Edition2comparedwithedition1", "newpart", "partremoved"]),
    ],
)
def test_what_differs_stands_in_it_and_what_does_not_is_left_out(language, words):
    with translation.override(language):
        text = text_of(blackline_pdf(OLD, NEW, blackline(OLD, NEW, language), language=language))
    assert [word for word in words if word not in text] == []
    assert "不变的一段" not in text


def test_the_same_editions_give_the_same_bytes():
    parts = blackline(OLD, NEW, "zh-hans")
    assert blackline_pdf(OLD, NEW, parts, language="zh-hans") == blackline_pdf(OLD, NEW, parts, language="zh-hans")


def test_two_that_say_the_same_are_said_to():
    with translation.override("en"):
        data = blackline_pdf(OLD, replace(OLD, edition=2), [], language="en")
    assert "Thetwoarethesame." in text_of(data)


def test_hostile_text_stands_as_it_is():
    hostile = '#read("/etc/passwd") $x$ *b* <i> \\ `'
    new = book(2, replace(OLD.parts[0], title=Text(hostile)), OLD.parts[1])
    assert "".join(hostile.split()) in text_of(blackline_pdf(OLD, new, blackline(OLD, new, "zh-hans"), language="zh-hans"))

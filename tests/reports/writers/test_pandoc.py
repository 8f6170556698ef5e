"""Word, EPUB and ICML: one outline in three formats. Whole, the same each time, deaf to markup in texts, and what each format promises."""

import html
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cases.document import Text
from reports.document import Callout, Part, Prose, Table
from reports.writers.errors import WriterFailed, WriterTimeout
from reports.writers.layout import lay_out
from reports.writers.pandoc import styles
from reports.writers.pandoc.nodes import document, para, words
from reports.writers.pandoc.running import Limits, convert, program
from reports.writers.registry import write
from tests.reports.writers import reading, sample

FORMATS = ("docx", "epub", "icml", "html")
HOSTILE = (
    '<script>alert("x")</script>',
    '<img src="file:///etc/passwd">',
    "![](file:///etc/passwd)",
    "[x](javascript:alert(1))",
    "```{=openxml}\n<w:r><w:t>raw</w:t></w:r>\n```",
    "@@/etc/passwd",
    "$x$ and \\input{/etc/passwd}",
    "*bold* _em_ `raw` ^[note]",
    "{{< include /etc/passwd >}}",
    "=HYPERLINK(1)",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def file_of(format, language="zh-hans", book=None):
    return write(book or sample.whole_book(), format=format, language=language, pictures=sample.pictures)


@pytest.fixture(scope="module")
def files():
    made = {}

    def one(format, language="zh-hans"):
        key = (format, language)
        if key not in made:
            made[key] = file_of(format, language)
        return made[key]

    return one


def parts(packed, end=""):
    if not packed.startswith(b"PK"):
        return {"page.html": packed}
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist() if name.endswith(end)}


def text_of(packed, format):
    """All words of the file, without white space: notes, captions and what pictures show among them."""
    if format == "html":
        return reading.bare(
            html.unescape(re.sub(r"<[^>]*>", "", packed.decode().partition("<body>")[2]))
            + " ".join(re.findall(r'alt="([^"]*)"', packed.decode()))
        )
    end = {"docx": ".xml", "epub": ".xhtml", "icml": ".icml"}[format]
    trees = [ElementTree.fromstring(data) for name, data in parts(packed, end).items() if "Content_Types" not in name]
    found = [
        piece for tree in trees for node in tree.iter() for piece in (node.text, node.tail, node.get("alt"), node.get("descr")) if piece
    ]
    return reading.bare("".join(found))


def book_of(*texts):
    blocks = tuple(
        block
        for text in texts
        for block in (
            Prose(Text(f"<p>{text.replace('<', '&lt;')}</p>"), Text(text)),
            Prose(Text(f"<table><tbody><tr><td><p>{text.replace('<', '&lt;')}</p></td></tr></tbody></table>")),
            Callout(Text(text), Text(text)),
            Table((sample.datum(text, text, "1", "个", source=Text(text, text), note=Text(text, text)),), Text(text)),
        )
    )
    return sample.book(Part("hostile", "section", Text(texts[0], texts[0]), blocks=blocks), title=texts[0])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_title_number_and_caption_is_in_the_file(files, format, language):
    found = text_of(files(format, language), format)
    missing = [text for text in sample.shown(sample.whole_book(), language) if reading.bare(text) not in found]
    assert missing == []


@pytest.mark.parametrize("format", FORMATS)
def test_every_picture_and_drawing_is_in_the_file(files, format):
    layout = lay_out(sample.whole_book(), "zh-hans")
    end, shown = {
        "docx": ("document.xml", rb"<a:blip\b"),
        "epub": (".xhtml", rb"<img\b"),
        "icml": (".icml", rb"LinkResourceURI="),
        "html": (".html", rb"<img\b"),
    }[format]
    assert sum(len(re.findall(shown, data)) for data in parts(files(format), end).values()) == len(layout.pictures) + len(layout.drawings)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_book_gives_the_same_bytes(files, format):
    assert file_of(format) == files(format)


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_texts_stand_in_the_file_as_they_were_written(format):
    found = text_of(file_of(format, book=book_of(*HOSTILE)), format)
    assert [text for text in HOSTILE if reading.bare(text) not in found] == []
    assert "root:x:0" not in found


@pytest.mark.parametrize("format", FORMATS)
def test_an_unreadable_picture_is_named(format):
    with pytest.raises(WriterFailed, match="章首照片"):
        write(sample.whole_book(), format=format, language="zh-hans", pictures=lambda picture: b"no picture")


# --- Word ----------------------------------------------------------------------------------------------------------


def paragraphs(docx):
    return list(ElementTree.fromstring(parts(docx)["word/document.xml"]).iter(f"{W}p"))


def style_of(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def test_every_style_that_word_is_given_is_one_of_its_styles(files):
    docx = files("docx")
    known = set(re.findall(r'w:styleId="([^"]+)"', parts(docx)["word/styles.xml"].decode()))
    body = parts(docx)["word/document.xml"].decode()
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', body))
    assert used - known == set()
    assert {"Heading1", "Lead", "Callout", "CaseFacts", "Attribution", "ImageCaption", "TableCaption", "IndexEntry"} <= used


def test_every_paragraph_style_names_a_han_font(files):
    for found in re.findall(r'<w:style w:type="paragraph".*?</w:style>', parts(files("docx"))["word/styles.xml"].decode(), re.DOTALL):
        if any(f'w:styleId="{name}"' in found for name in styles.STYLES):
            assert re.search(r'w:eastAsia="(SimSun|Microsoft YaHei)"', found), found


def test_the_contents_are_a_field_around_lines_that_lead_to_every_heading(files):
    lines = [p for p in paragraphs(files("docx")) if style_of(p).startswith("TOC") and style_of(p) != "TOCHeading"]
    headings = [p for p in paragraphs(files("docx")) if style_of(p) in {"Heading1", "Heading2", "Heading3"}]
    anchors = [link.get(f"{W}anchor") for line in lines for link in line.iter(f"{W}hyperlink")]
    marks = [mark.get(f"{W}name") for p in headings for mark in p.iter(f"{W}bookmarkStart")]
    body = parts(files("docx"))["word/document.xml"].decode()
    assert 'TOC \\o "1-3" \\h \\z \\u' in body
    assert body.count('w:fldCharType="begin"') == body.count('w:fldCharType="end"')
    every = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body))
    assert [anchor for anchor in anchors if anchor not in every] == []
    assert len(lines) >= len([mark for mark in marks if mark.startswith(("part-", "case-"))])


def test_every_reference_to_a_page_has_its_place(files):
    body = parts(files("docx"))["word/document.xml"].decode()
    asked = set(re.findall(r"PAGEREF (\S+)", body))
    assert asked
    assert asked - set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', body)) == set()


def test_tables_have_a_head_that_is_repeated(files):
    tables = list(ElementTree.fromstring(parts(files("docx"))["word/document.xml"]).iter(f"{W}tbl"))
    assert len(tables) > 8
    assert [table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables] == [True] * len(tables)


def test_every_picture_in_word_says_what_it_shows(files):
    body = parts(files("docx"))["word/document.xml"].decode()
    described = re.findall(r'<wp:docPr descr="([^"]*)"', body)
    assert len(described) == body.count("<wp:docPr ")
    assert [text for text in described if not text or text.startswith("data:")] == []
    assert "data:image" not in body


def test_documents_cited_are_notes(files):
    notes = reading.bare("".join(ElementTree.fromstring(parts(files("docx"))["word/footnotes.xml"]).itertext()))
    assert "《节约能源法》" in notes
    assert "《绿色发展规划》" in notes


def test_what_is_taken_from_the_other_language_is_marked_as_such():
    book = sample.book(Part("one", "section", Text("只有中文", ""), blocks=(Prose(Text("<p>没有译文。</p>")),)))
    body = parts(file_of("docx", "en", book))["word/document.xml"].decode()
    # In the contents, over the part, under the text.
    assert body.count("[in Chinese]") == 3
    assert 'w:lang w:val="zh-Hans"' in body


def test_the_reference_file_is_what_its_maker_makes():
    assert styles.REFERENCE.read_bytes() == styles.make()


# --- EPUB ----------------------------------------------------------------------------------------------------------


def test_the_epub_begins_with_its_kind_uncompressed_and_lists_every_file(files):
    epub = files("epub")
    with zipfile.ZipFile(io.BytesIO(epub)) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type, file.read(first)) == ("mimetype", zipfile.ZIP_STORED, b"application/epub+zip")
        package = file.read("EPUB/content.opf").decode()
        listed = set(re.findall(r'<item [^>]*href="([^"]+)"', package))
        inside = {name.removeprefix("EPUB/") for name in file.namelist() if name.startswith("EPUB/")} - {"content.opf"}
    assert listed == inside
    assert "<dc:language>zh-Hans</dc:language>" in package
    assert "2021-12-31T00:00:00Z" in package


def test_every_link_in_the_epub_leads_somewhere(files):
    pages = {name.rpartition("/")[2]: data.decode() for name, data in parts(files("epub"), ".xhtml").items()}
    ids = {(name, found) for name, page in pages.items() for found in re.findall(r'\bid="([^"]+)"', page)}
    lost = []
    for name, page in pages.items():
        for target in re.findall(r'<a [^>]*href="([^"]+)"', page):
            file, _, anchor = target.rpartition("/")[2].partition("#")
            if "://" not in target and anchor and (file or name, anchor) not in ids:
                lost.append((name, target))
    assert lost == []


def test_the_epub_has_our_style_sheet_and_asks_no_host(files):
    sheets = parts(files("epub"), ".css")
    assert [b".case-facts" in sheet for sheet in sheets.values()] == [True]
    remote = [page for page in parts(files("epub"), ".xhtml").values() if re.search(rb'src="https?:', page)]
    assert remote == []


def test_two_years_and_two_languages_have_numbers_of_their_own(files):
    def number(epub):
        return re.search(r"urn:uuid:[0-9a-f-]+", parts(epub)["EPUB/content.opf"].decode())[0]

    book = replace(sample.whole_book(), year=2022)
    assert len({number(files("epub")), number(files("epub", "en")), number(file_of("epub", book=book))}) == 3


# --- HTML ----------------------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_beside_it(files):
    page = files("html").decode()
    assert re.findall(r'(?:src|href)="(?!data:|#|https://example\.org/)([^"]+)"', page) == []
    assert "<script" not in page
    assert page.count("<h1") >= 6
    assert 'lang="zh-Hans"' in page


# --- ICML ----------------------------------------------------------------------------------------------------------


def test_the_story_keeps_its_styles_and_links_to_the_pictures_beside_it(files):
    packed = parts(files("icml"))
    story = packed["report-2021-zh-hans.icml"].decode()
    assert {name for name in packed if name.startswith("pictures/")} == {
        link.removeprefix("file:") for link in re.findall(r'LinkResourceURI="([^"]+)"', story)
    }
    for style in ("Header1", "Callout", "Lead", "Case Facts", "TableHeader"):
        assert re.search(rf'AppliedParagraphStyle="ParagraphStyle/[^"]*{style}', story), style


# --- pandoc itself -------------------------------------------------------------------------------------------------


def test_pandoc_reads_no_file_of_ours_whatever_the_document_asks(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-7f3a")
    picture = {"t": "Image", "c": [["", [], []], [], [str(secret), ""]]}
    found = convert(document([para([picture])]), "html", options={"embed-resources": "", "standalone": ""}, moment=0)
    assert b"canary" not in found


def test_a_pandoc_that_hangs_is_killed(tmp_path):
    stuck = tmp_path / "pandoc"
    stuck.write_text("#!/bin/sh\nsleep 60\n")
    stuck.chmod(0o755)
    with pytest.raises(WriterTimeout, match="1 second"):
        convert(document([]), "html", moment=0, limits=Limits(wall_seconds=1), command=str(stuck))


def test_one_that_needs_too_much_memory_ends_with_a_sentence():
    many = [para(words(f"{n} " * 400)) for n in range(20_000)]
    with pytest.raises(WriterFailed, match="memory"):
        convert(document(many), "html", moment=0, limits=Limits(heap_bytes=30_000_000))


def test_the_environment_of_pandoc_holds_nothing_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "canary-91bc")
    shown = tmp_path / "shown"
    spy = tmp_path / "pandoc"
    spy.write_text(f"#!/bin/sh\nenv > {shown}\nexit 1\n")
    spy.chmod(0o755)
    with pytest.raises(WriterFailed):
        convert(document([]), "html", moment=0, command=str(spy))
    assert "canary" not in shown.read_text()


def test_the_pandoc_of_the_requirements_is_there():
    assert subprocess.run([program(), "--version"], capture_output=True, check=True).stdout.startswith(b"pandoc")

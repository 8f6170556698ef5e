"""Written and read again. Pure: no database."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.intake.document import Refused
from cases.text import plain_text
from reports.roundtrip.reading import Home, Remark, Returned, read_home
from reports.roundtrip.texts import even
from reports.roundtrip.writing import Frame, Said, written
from tests.reports.roundtrip.files import WHO, changed, commented, deleted, inserted, on, p, packed, parts_of, r, retyped

TOKEN = "0123456789abcdef"
RICH = even(
    "<h3>小题</h3><p>正文<strong>粗</strong><em>斜</em>CO<sub>2</sub>与10<sup>3</sup> <a href='https://example.org/a?b=1&amp;c=2'>链</a><br>行</p>"
    "<ul><li>一</li><li>二</li></ul><ol><li>甲</li></ol><blockquote><p>引</p></blockquote><ol><li>乙</li><li>丙</li></ol>"
    "<h4>四</h4><p>1 &lt; 2</p>",
    "rich",
)
TABLE = even(
    "<p>前</p><table><tr><th></th><th>甲 <em>CO<sub>2</sub></em></th></tr>"
    "<tr><td><p>一</p><p><a href='https://example.org'>链</a></p></td><td></td></tr></table>",
    "rich",
)
PIECES = [
    Said("第一章", "Title"),
    Frame(1, "1 · 标题", "第一章", "line"),
    Frame(2, "2 · 正文", RICH, "rich"),
    Said("节电量：0.20亿千瓦时"),
    Frame(3, "3 · 引语", "一行\n两行", "lines"),
    Frame(4, "4 · 空", "", "rich"),
    Frame(5, "5 · 表", TABLE, "rich"),
]
FRAMES = {piece.number: piece for piece in PIECES if isinstance(piece, Frame)}
SENT = {number: frame.text for number, frame in FRAMES.items()}
LOOSE = ("第一章", "1 · 标题", "2 · 正文", "节电量：0.20亿千瓦时", "3 · 引语", "4 · 空", "5 · 表")
OUT = written(PIECES, token=TOKEN, language="zh-CN")


def said(returned: Returned) -> dict[int, str]:
    return {number: home.texts[FRAMES[number].form] for number, home in returned.fields.items()}


def test_a_file_that_nobody_touched_says_what_went_out():
    assert read_home(OUT) == Returned(TOKEN, read_home(OUT).fields, LOOSE)
    assert said(read_home(OUT)) == SENT


def test_the_same_part_is_the_same_file():
    assert written(PIECES, token=TOKEN, language="zh-CN") == OUT


SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_what_libreoffice_opens_and_saves_says_what_went_out_and_what_was_changed(tmp_path):
    edited = retyped(OUT, 3, p(r("一行"), inserted("加"), deleted("减")) + p(on(0, r("两行"))))
    given = tmp_path / "part.docx"
    given.write_bytes(commented(edited, "请核对"))
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(given)], check=True, timeout=120, capture_output=True)
    found = read_home((tmp_path / "out" / "part.docx").read_bytes())
    assert said(found) == SENT | {3: "一行加\n两行"}
    assert found.fields[3].people == (("李编辑", "2030-05-06"),)
    assert found.remarks == (Remark(3, "李编辑", "2030-05-06", "两行", "请核对"),)
    assert found.loose == LOOSE


# --- What an editor does ---------------------------------------------------------------------------------------------

WORDS = st.text(
    st.one_of(st.sampled_from("甲乙丙 。，<>&\"'"), st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(number=st.sampled_from([1, 2, 3, 4]), lines=st.lists(WORDS, max_size=4), tracked=st.booleans())
def test_whatever_is_typed_into_a_field_comes_home_there_and_nowhere_else(number, lines, tracked):
    frame = FRAMES[number]
    inside = "".join(p(inserted(line) if tracked else r(line)) for line in lines) or p()
    found = read_home(retyped(OUT, number, inside))
    expected = read_home(written([Frame(1, "", even("\n".join(lines), "lines"), "lines")], token=TOKEN, language="zh-CN")).fields[1]
    assert said(found) == SENT | {number: expected.texts[frame.form]}
    assert found.loose == LOOSE


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["p", "h3", "h4", "ul", "ol", "blockquote", "table"]),
        st.lists(st.tuples(st.sampled_from(["", "strong", "em", "sub", "sup"]), WORDS), max_size=4),
    ),
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(BLOCKS)
def test_every_text_that_the_sanitiser_allows_comes_home_as_it_went(blocks):
    def inline(runs):
        words = [text.replace("&", "&amp;").replace("<", "&lt;") for _tag, text in runs]
        return "".join(f"<{tag}>{text}</{tag}>" if tag else text for (tag, _text), text in zip(runs, words, strict=True))

    around = {"ul": "<ul><li>{}</li></ul>", "ol": "<ol><li>{}</li></ol>", "blockquote": "<blockquote><p>{}</p></blockquote>"}
    around["table"] = "<table><tr><th>{}</th><th>{}</th></tr><tr><td>甲</td><td>{}<br>{}</td></tr><tr><td>{}</td></tr></table>"
    html = "".join(around.get(tag, f"<{tag}>{{}}</{tag}>").replace("{}", inline(runs)) for tag, runs in blocks)
    text = even(html, "rich")
    assert even(text, "rich") == text
    home = read_home(written([Frame(7, "7", text, "rich")], token=TOKEN, language="zh-CN")).fields
    assert home[7].texts["rich"] == text


def test_tracked_changes_are_read_as_they_are_meant_with_who_made_them():
    inside = p(r("留下"), deleted("去掉"), inserted("加上"))
    assert read_home(retyped(OUT, 1, inside)).fields[1] == Home(
        {"rich": "<p>留下加上</p>", "lines": "留下加上", "line": "留下加上"}, (("李编辑", "2030-05-06"),)
    )


def test_a_table_comes_home_with_the_rows_and_columns_that_it_was_given():
    def cell(*inside):
        return f"<w:tc>{''.join(inside)}</w:tc>"

    struck = f'<w:trPr><w:del w:id="7" {WHO}/></w:trPr>'
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell(p(r('甲')))}{cell(p(r('乙')))}</w:tr>"
        f"<w:tr>{struck}{cell(p(deleted('旧')))}{cell(p(deleted('行')))}</w:tr>"
        f"<w:tr>{cell('''<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>''', p(r('合')), p(inserted('新')))}</w:tr>"
    )
    found = read_home(retyped(OUT, 2, p(r("前")) + f"<w:tbl>{rows}</w:tbl>" + p()))
    kept = "<tr><th><p>甲</p></th><th><p>乙</p></th></tr><tr><td><p>合</p><p>新</p></td><td><p></p></td></tr>"
    assert said(found) == SENT | {2: f"<p>前</p><table><tbody>{kept}</tbody></table>"}
    assert found.loose == LOOSE


def test_paragraphs_whose_end_was_deleted_are_one():
    gone = f'<w:rPr><w:del w:id="9" {WHO}/></w:rPr>'
    inside = p(r("甲"), look=gone) + p(deleted("乙"), look=gone) + p(r("丙"))
    assert said(read_home(retyped(OUT, 2, inside))) == SENT | {2: "<p>甲丙</p>"}


def test_bold_italics_and_links_come_home_and_what_is_not_allowed_does_not():
    look = '<w:b/><w:color w:val="FF0000"/><w:sz w:val="40"/>'
    inside = p(r("红", look), r("斜", "<w:i/>"), '<w:hyperlink w:anchor="x">' + r("内") + "</w:hyperlink>")
    assert said(read_home(retyped(OUT, 2, inside))) == SENT | {2: "<p><strong>红</strong><em>斜</em>内</p>"}


def test_comments_come_with_the_words_they_are_on_and_one_at_no_field_too():
    edited = retyped(OUT, 1, p(r("第"), on(0, r("一章"))))
    edited = changed(edited, lambda document: document.replace("<w:p/><w:sectPr", p(on(1, r("第一章"))) + "<w:sectPr"))
    assert read_home(commented(edited, "改名？", "总的来说")).remarks == (
        Remark(1, "李编辑", "2030-05-06", "一章", "改名？"),
        Remark(None, "李编辑", "2030-05-06", "第一章", "总的来说"),
    )


def test_what_stands_at_no_field_is_given_and_so_is_a_box():
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        + p(r("框里"))
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    edited = changed(OUT, lambda document: document.replace("<w:p/><w:sectPr", p(r("多写的")) + p(box) + "<w:sectPr"))
    assert read_home(edited).loose == (*LOOSE, "多写的", "框里")


def test_a_field_whose_label_row_was_deleted_is_known_by_the_mark_in_its_text():
    start = OUT_DOCUMENT.index("<w:tr><w:tc>", OUT_DOCUMENT.index("第一章"))
    end = OUT_DOCUMENT.index("</w:tr>", start) + len("</w:tr>")
    assert said(read_home(changed(OUT, lambda document: document[:start] + document[end:]))) == SENT


OUT_DOCUMENT = parts_of(OUT)["word/document.xml"]


def test_a_field_that_was_deleted_is_not_among_them_and_one_that_was_pasted_twice_counts_once():
    start, end = OUT_DOCUMENT.index("<w:tbl>"), OUT_DOCUMENT.index("</w:tbl>") + len("</w:tbl>")
    table = OUT_DOCUMENT[start:end]
    without = changed(OUT, lambda document: document[:start] + document[end:])
    assert said(read_home(without)) == {number: text for number, text in SENT.items() if number != 1}
    twice = changed(OUT, lambda document: document.replace("<w:p/><w:sectPr", table.replace("第一章", "另一个") + "<w:p/><w:sectPr"))
    assert said(read_home(twice)) == SENT
    assert read_home(twice).loose == (*LOOSE, "1 · 标题", "另一个")


# --- What is none ----------------------------------------------------------------------------------------------------


def test_a_file_of_somebody_else_has_no_token():
    parts = parts_of(OUT)
    del parts["docProps/custom.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace("casebook_", "other_")
    assert read_home(packed(parts)) == Returned("")


def hostile(**more):
    return packed(parts_of(OUT) | more)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old"),
        (b"PK\x03\x04broken", "format"),
        (hostile(**{"word/vbaProject.bin": "x"}), "macro"),
        (hostile(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "dtd"),
        (hostile(**{"word/document.xml": "<w:no"}), "format"),
        (hostile(**{"word/comments.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "dtd"),
    ],
)
def test_what_intake_refuses_is_refused(data, code):
    with pytest.raises(Refused) as refused:
        read_home(data)
    assert refused.value.code == code


def test_elements_in_elements_without_end_are_refused():
    deep = "<w:sdt><w:sdtContent>" * 5_000 + p(r("深")) + "</w:sdtContent></w:sdt>" * 5_000
    with pytest.raises(Refused, match="bomb"):
        read_home(retyped(OUT, 1, deep))


def test_lists_within_lists_come_home_as_one_level_with_every_word_in_its_order():
    """Both ways: what is stored so goes out flat, and what an author indents in Word comes home flat."""
    nested = "<ul><li><p>一</p><ol><li><p>一之一</p><ul><li><p>深</p></li></ul></li></ol><p>一之后</p></li><li><p>二</p></li></ul>"
    out = read_home(written([Frame(7, "7", even(nested, "rich"), "rich")], token=TOKEN, language="zh-CN")).fields[7]
    assert plain_text(out.texts["rich"]).split() == ["一", "一之一", "深", "一之后", "二"]
    levels = [(0, 1, "甲"), (1, 2, "甲一"), (2, 1, "甲一（1）"), (1, 2, "甲二"), (0, 1, "乙")]
    look = '<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    inside = "".join(p(r(words), look=look.format(level, number)) for level, number, words in levels)
    home = read_home(retyped(OUT, 2, inside)).fields[2].texts["rich"]
    assert plain_text(home).split() == [words for *_, words in levels]

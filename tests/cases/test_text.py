import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.nodes import Listing, Paragraph, Run, Table, parse_html
from cases.text import clean_html, html_from_notation, plain_text, words_of

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="//evil.example/">x</a>',
    '<p onclick="alert(1)" style="background:url(http://x)" class="y" id="z">x</p>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<form action="https://x"><input name=a></form>',
    "<base href=//x><link rel=stylesheet href=//x>",
]


TABLES = ["<table>", "</table>", "<tr>", "<td colspan=2 rowspan=2>", "<th>", "<thead>", "<caption>", "<br>", "</td>", "<em>", "</p>"]


@pytest.mark.parametrize("html", [*HOSTILE, *(f"<table><tr><td {html[1:6]}>{html}</td></tr>{html}</table>" for html in HOSTILE)])
def test_nothing_that_runs_or_calls_home_survives(html):
    cleaned = clean_html(html).lower()
    found = [
        word
        for word in ("<script", "onerror", "onload", "onclick", "javascript:", "//evil", "<img", "<svg", "style", "<form", "<iframe")
        if word in cleaned
    ]
    assert found == []


@pytest.mark.parametrize(
    "part",
    [
        "<p>字<em a{n}>",
        "<ul><li>字",
        "<blockquote>字",
        "<ul><!--</ul>-->字",
        "<ul><textarea></ul></textarea>字",
        '<b x="</b>">字',
        "<em a{n}></p>字<p>",
        "<div>字",
        "<q a{n}>字",
        "<table><tr><td>字",
        "<table>字<em a{n}>",
        "<table><tr><td><em a{n}>字",
        "<table><tr><td colspan=20 rowspan=200>字</td></tr></table>",
        "<td>字",
    ],
)
def test_markup_that_would_grow_without_bound_is_words_alone(part):
    text = "".join(part.format(n=n) for n in range(6_000))
    start = time.perf_counter()
    cleaned = clean_html(text)
    assert time.perf_counter() - start < 2
    assert len(cleaned) < 2 * len(text)
    assert cleaned.count("字") == 6_000
    assert clean_html(cleaned) == cleaned


def test_a_long_text_as_people_write_it_keeps_its_markup():
    text = '<h3>题</h3><p>字<strong>重<em>点</em></strong><a href="https://example.org/">链</a></p><ul><li><p>条</p></li></ul>' * 2_000
    cleaned = clean_html(text)
    assert cleaned.count("<strong>") == cleaned.count("<li>") == 2_000


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "<p>", "</p>", "<ul><li>", "甲", "&lt;b&gt;", "<strong>", "<blockquote>", *TABLES]), max_size=10
    ).map("".join)
)
def test_cleaning_twice_changes_nothing_more(html):
    assert clean_html(clean_html(html)) == clean_html(html)


def test_an_editors_empty_paragraph_is_empty():
    assert clean_html("<p></p>") == ""


def test_the_samples_notation_becomes_paragraphs_sub_blocks_and_lists():
    html = html_from_notation("第一段\n继续。\n\n### 小标题\n文字 <b>\n- 甲\n- 乙\n\n末段")
    assert html == ("<p>第一段继续。</p><h3>小标题</h3><p>文字 &lt;b&gt;</p><ul><li><p>甲</p></li><li><p>乙</p></li></ul><p>末段</p>")


def test_markup_is_read_as_nodes():
    html = (
        "<h3>标题</h3><p>CO<sub>2</sub> 与 <strong>R&amp;D</strong></p>"
        "<ol><li><p>甲</p></li><li>乙</li></ol><blockquote><p>引</p></blockquote>"
    )
    assert parse_html(html) == (
        Paragraph((Run("标题"),), "heading", 3),
        Paragraph((Run("CO"), Run("2", script="sub"), Run(" 与 "), Run("R&D", strong=True))),
        Listing(((Run("甲"),), (Run("乙"),)), ordered=True),
        Paragraph((Run("引"),), "quote"),
    )


def test_a_table_is_stored_as_a_plain_grid():
    html = (
        "<p>前</p><table border=1 onclick=x><caption>表题</caption><thead><tr><td colspan=2>甲<br>乙</td><td>丙</td></tr></thead>"
        "<tr><td rowspan=2>1</td><td><ul><li>a</li><li><strong>b</strong></li></ul></td></tr>"
        "<tr><td> <table><tr><td>c</td><td>d</td></tr></table></td></tr></table><p>后</p>"
    )
    cleaned = clean_html(html)
    assert cleaned == (
        "<p>前</p><p>表题</p><table><tbody><tr><th><p>甲</p><p>乙</p></th><th><p></p></th><th><p>丙</p></th></tr>"
        "<tr><td><p>1</p></td><td><p>a</p><p><strong>b</strong></p></td><td><p></p></td></tr>"
        "<tr><td><p></p></td><td><p>c</p><p>d</p></td><td><p></p></td></tr></tbody></table><p>后</p>"
    )
    line = Run("\n")
    assert parse_html(cleaned)[2] == Table(
        (
            ((Run("甲"), line, Run("乙")), (), (Run("丙"),)),
            ((Run("1"),), (Run("a"), line, Run("b", strong=True)), ()),
            ((), (Run("c"), line, Run("d")), ()),
        ),
        headed=True,
    )


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("<table><tr><td> </td></tr></table>", ""),
        ("<ul><li>条<table><tr><td>a<td>b<tr><td>c</table></ul>", "<ul><li>条<p>a | b</p><p>c | </p></li></ul>"),
        ("<table><tr>" + "<td>x" * 21 + "</table>", f"<p>{' | '.join('x' * 21)}</p>"),
        ("<table>" + "<tr><td>x" * 201 + "</table>", "<p>x</p>" * 201),
        ("<table><tr><td rowspan=2>a<td rowspan=2>b<tr></tr><tr><td>c<td>d</table>", "a b c d"),
    ],
    ids=["empty", "in a list", "too wide", "too long", "a row of what reaches into it"],
)
def test_what_can_be_no_table_keeps_its_words(html, stored):
    if stored == "a b c d":
        stored = "<table><tbody>{}</tbody></table>".format(
            "".join(f"<tr><td><p>{a}</p></td><td><p>{b}</p></td></tr>" for a, b in ("ab", "cd"))
        )
    assert clean_html(html) == stored == clean_html(stored)


def test_many_small_cells_do_not_become_a_large_text():
    text = "<table><tr><td colspan=20 rowspan=200>x</td></tr>" + "<tr></tr>" * 199 + "</table>"
    assert len(clean_html(text * 100)) < 2 * len(text * 100)


def test_no_words_reach_from_one_cell_into_the_next():
    html = clean_html("<table><tr><td>节电</td><td>量</td><td></td></tr><tr><td>一</td></tr></table>")
    assert plain_text(html) == "节电\n量\n一"
    assert words_of(html).split() == ["节电", "量", "一"]


def test_plain_text_has_a_line_for_each_paragraph_and_item():
    assert plain_text("<h3>标题</h3><p>甲<br>乙</p><ul><li>丙</li></ul>") == "标题\n甲\n乙\n丙"


@pytest.mark.parametrize("program", ["word", "wps", "wechat"])
def test_what_programs_put_on_the_clipboard_sent_raw_leaves_words_alone(program):
    raw = (Path(__file__).parents[1] / "browser" / "clipboard" / f"{program}.html").read_text()
    cleaned = clean_html(raw)
    odd = ("style", "class", "mso", "<!--", "<img", "<span", "<o:p", "<font", "<section", "<script")
    odd += ("onclick", "javascript", "file:")
    assert [word for word in odd if word in cleaned] == []
    said = {"word": "绿色电网", "wps": "全年减排约", "wechat": "覆盖"}
    assert said[program] in cleaned
    assert clean_html(cleaned) == cleaned


def test_words_beside_a_table_in_a_list_are_not_joined_to_it():
    html = clean_html("<ul><li><p>intro</p><table><tr><td>x<td>y<tr><td>z<td>w</table><p>after</p></li></ul>")
    assert plain_text(html).split("\n") == ["intro", "x | y", "z | w", "after"]
    assert words_of(html).split() == plain_text(html).split()


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<table><thead></thead><tbody><tr><td>a</td></tr></tbody></table>", [["a"]]),
        ("<table><thead><tr></tr></thead><tbody><tr><td>a</td></tr></tbody></table>", [["a"]]),
        ("<table><tr><td colspan=2>a<td colspan=2>b<tr><td colspan=2>c<td colspan=2>d</table>", [["a", "b"], ["c", "d"]]),
        ("<table><tr><td colspan=3>a<td>b<tr><td>c<td colspan=2>d<td>e</table>", [["a", "", "b"], ["c", "d", "e"]]),
        ("<table><tr><td colspan=99999999999>a<tr><td>b</table>", [["a"], ["b"]]),
        ("<table><tr><td>&nbsp;5</td><td>\u3000乙</td></tr></table>", [["\u00a05", "\u3000乙"]]),
    ],
    ids=["empty head", "head of nothing", "drawn twice as wide", "borders that do not meet", "wider than any", "hard spaces"],
)
def test_a_table_as_people_see_it(table, rows):
    match parse_html(clean_html(table)):
        case (Table() as found,):
            assert [["".join(run.text for run in cell) for cell in row] for row in found.rows] == rows
            assert not found.headed
        case (Paragraph(), *_):
            # Too wide: its words are lines.
            assert plain_text(clean_html(table)).split("\n") == [" | ".join(row) for row in rows]


def test_an_item_without_a_list_keeps_its_words():
    assert plain_text(clean_html("<li>a<th>")) == "a"

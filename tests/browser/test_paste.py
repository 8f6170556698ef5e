"""What Word, WPS and WeChat put on the clipboard, pasted in a real browser: the words and their meaning stay, everything else goes."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from cases.models import Case
from cases.text import clean_html
from tests import make
from tests.browser.test_admin import cookies

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLIPBOARD = Path(__file__).parent / "clipboard"
LINK = 'rel="noopener nofollow"'
SAID = {
    "word": "<h3>绿色电网</h3><h4>做法</h4>"
    "<p>公司在海宁建成示区，<strong>节电1600</strong>万千瓦时，CO<sub>2</sub>下降。见"
    f'<a href="https://example.org/report?a=1&amp;b=2" {LINK}>报告</a></p>'
    "<ol><li><p>改造线路</p></li><li><p><em>培训人员</em></p></li></ol>"
    "<table><tbody><tr><td><p>年份</p></td><td><p>节电量</p></td></tr><tr><td><p>2020</p></td><td><p>1600</p></td></tr></tbody></table>",
    "wps": "<h3>成效</h3><p>全年减排约<strong>3.5</strong>万吨。</p>"
    "<ul><li><p>光伏</p></li><li><p><strong>储能</strong></p></li></ul><p>附件</p>",
    "wechat": "<h3>数字课堂</h3><p>校长说，<strong>孩子们有了新设备</strong>。</p><blockquote><p>“知识改变命运。”</p></blockquote>"
    "<ul><li><p>覆盖 12 所学校</p></li><li><p>培训 300 名教师</p></li></ul>"
    f'<p><a href="https://mp.weixin.qq.com/s/abcdef" {LINK}>阅读原文</a>点我</p>',
}
PASTE = """([target, kind, text]) => {
    const data = new DataTransfer()
    data.setData(kind, text)
    target.focus()
    target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def page(vocabularies, open_page, company):
    editor = make.editor(company)
    case = make.case(company, by=editor, body_zh_hans="", body_en="")
    return open_page(f"/admin/cases/case/{case.pk}/change/", cookies=cookies(editor))


@pytest.mark.parametrize("program", SAID)
def test_the_text_takes_headings_lists_emphasis_and_links_and_nothing_else(page, complaints, program):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    editor = page.locator("#id_body_zh_hans-prose")
    expect(editor).to_be_visible()
    page.evaluate(PASTE, [editor.element_handle(), "text/html", (CLIPBOARD / f"{program}.html").read_text()])
    expect(page.locator("#id_body_zh_hans")).not_to_have_value("")
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    assert Case.objects.get().body_zh_hans == clean_html(SAID[program]) == SAID[program]
    own = page.url.split("/admin/")[0]
    assert ([address for address in asked if not address.startswith(own)], "\n".join(complaints)) == ([], "")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            "<table><thead><tr><td colspan=2><b>甲</b></td><td>乙</td></tr></thead><tr><td rowspan=2>1</td><td></td><td>2</td></tr>"
            "<tr><td></td><td><ul><li>3</li><li>4</li></ul></td></tr><tr><td></td></tr></table>",
            "<tr><th><p>甲</p></th><th><p></p></th><th><p>乙</p></th></tr><tr><td><p>1</p></td><td><p></p></td><td><p>2</p></td></tr>"
            "<tr><td><p></p></td><td><p></p></td><td><p>3</p><p>4</p></td></tr>",
        ),
        ("<table><tr><td><p>框中</p><ul><li>条</li></ul></td></tr></table>", "<p>框中</p><ul><li><p>条</p></li></ul>"),
        ("<ul><li>条<table><tr><td>a</td><td>b</td></tr></table></li></ul>", "<ul><li><p>条</p></li></ul><p>a | b</p>"),
        ("<table><tr>" + "<td>x</td>" * 21 + "</tr></table>", "<p>" + " | ".join("x" * 21) + "</p>"),
    ],
    ids=["merged", "a frame", "in a list", "too wide"],
)
def test_a_pasted_table_becomes_a_plain_grid(page, pasted, kept):
    editor = page.locator("#id_body_zh_hans-prose")
    expect(editor).to_be_visible()
    page.evaluate(PASTE, [editor.element_handle(), "text/html", pasted])
    kept = f"<table><tbody>{kept}</tbody></table>" if kept.startswith("<tr>") else kept
    expect(page.locator("#id_body_zh_hans")).not_to_have_value("")
    assert clean_html(page.locator("#id_body_zh_hans").input_value()) == kept


def test_a_table_is_made_and_left_by_the_keyboard_alone(page, complaints):
    editor = page.locator("#id_body_zh_hans-prose")
    menu = page.get_by_role("toolbar").first
    editor.focus()

    def press(name):
        """One of the menu's buttons; then one is in the text again."""
        menu.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        expect(editor.locator("[contenteditable=true]:focus").or_(page.locator("#id_body_zh_hans-prose:focus"))).to_be_attached()

    press("表格")
    expect(menu.get_by_role("button", name="列表", exact=True)).to_be_hidden()
    for word in "甲乙丙":
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    press("删除本行")
    press("右侧加一列")
    for _cell in range(4):
        page.keyboard.press("Tab")
    assert not editor.evaluate("it => it.contains(document.activeElement)")
    empty = "<td><p></p></td>" * 4
    head = "<tr><th><p>甲</p></th><th><p></p></th><th><p>乙</p></th><th><p>丙</p></th></tr>"
    kept = clean_html(page.locator("#id_body_zh_hans").input_value())
    assert (kept, complaints) == (f"<table><tbody>{head}<tr>{empty}</tr></tbody></table>", [])


def test_a_plain_field_takes_the_words_without_what_cannot_be_seen(page):
    field = page.locator("#id_summary_zh_hans")
    field.fill("")
    page.evaluate(PASTE, [field.element_handle(), "text/plain", "\ufeff全年\u200b减排\u00a03.5\u00a0万吨\u2028👨\u200d👩\u200d👧"])
    expect(field).to_have_value("全年减排 3.5 万吨\n👨\u200d👩\u200d👧")


def test_text_copied_within_the_editor_stays_as_it_is(page):
    editor = page.locator("#id_body_zh_hans-prose")
    expect(editor).to_be_visible()
    own = '<h4 data-pm-slice="1 1 []">小标题</h4><p>正文</p>'
    page.evaluate(PASTE, [editor.element_handle(), "text/html", own])
    expect(page.locator("#id_body_zh_hans")).to_have_value("<h4>小标题</h4><p>正文</p>")

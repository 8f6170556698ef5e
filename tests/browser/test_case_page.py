"""A case's page in a browser: pictures large and by keyboard, citations copied, without scripts, on paper."""

import pytest
from playwright.sync_api import expect

from cases.enums import Vocabulary
from cases.models import Figure, Quotation, Tag
from cases.tagging import Choice, set_tags
from tests import make
from tests.browser.conftest import findings_from_all_sides, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(1600, 1000), (600, 900), (900, 900)]
BODY = "".join(
    f'<h3>{name}</h3><p>依据《总体方案》和<a href="https://example.org/">标准</a>。{"文" * 300}</p>' for name in ("缘起", "做法", "成效")
)
ROWS = "<tr>{head}</tr><tr>{row}</tr><tr>{row}</tr>"
for columns in (3, 12):
    rows = ROWS.format(head="<th><p>年份</p></th>" * columns, row="<td><p>依据《另一方案》改造</p></td>" * columns)
    BODY += f"<table><tbody>{rows}</tbody></table>"


@pytest.fixture
def case(vocabularies):
    """Everything that a case page can show, at `/cases/whole/`, with one nested in it and one near to it."""
    owner = make.organisation("owner")
    case = make.case(
        owner, slug="whole", goals=(7, 9, 13), concept="green", body_zh_hans=BODY, title_zh_hans="一个什么都有的案例，题目也不短", year=2021
    )
    for order, claim in enumerate(("declared", "checked", "assured", "declared"), 1):
        label = {"label_zh_hans": f"第{order}个数", "label_en": f"Number {order}"}
        Figure.objects.create(
            case=case, **label, value=order, claim=claim, unit="万千瓦时", is_key=order < 4, order=order, source_zh_hans="年报"
        )
    for form in ("verbatim", "reported"):
        Quotation.objects.create(case=case, text_zh_hans="话" * 30, text_en="Words", speaker_zh_hans="某人", speaker_en="N", form=form)
    for number, size in enumerate(SIZES):
        words = {"caption_zh_hans": f"图说{number + 1}", "caption_en": f"Caption {number + 1}", "alt_zh_hans": "景", "alt_en": "View"}
        make.picture(case, file=make.picture_file(size, colour=f"#{number + 2}04050"), credit_zh_hans="摄影者", order=number, **words)
    set_tags(case, Vocabulary.TARGET, [Choice(Tag.objects.get(vocabulary=Vocabulary.TARGET, code="7.2"))])
    make.published(case)
    make.published(make.case(owner, parent=case, goals=(7,)))
    make.published(make.case(owner, goals=(7, 9)))
    return case


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_page_breaks_no_policy_and_no_rule_of_access_and_sticks_out_nowhere(open_page, complaints, case, language):
    findings = []
    page = open_page(f"{language}/cases/whole/", width="phone")
    page.locator(".claims summary").click()
    findings += findings_from_all_sides(page)
    page.locator(".enlarge").first.click()
    findings += findings_from_all_sides(page)
    page = open_page(f"{language}/cases/whole/")
    for across in (390, 801, 1001, 1251, 1280, 1600):
        page.set_viewport_size({"width": across, "height": 800})
        findings += [] if fits(page) else [f"{page.url} sticks out at {across}"]
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


def test_pictures_open_large_by_keyboard_are_turned_and_closed_and_the_focus_returns(open_page, case, complaints):
    page = open_page("/cases/whole/")
    links = page.locator(".enlarge")
    links.nth(1).focus()
    page.keyboard.press("Enter")
    viewer = page.locator("dialog.viewer")
    expect(viewer).to_be_visible()
    shown = viewer.locator("figure")
    expect(shown).to_have_count(3)
    expect(viewer.get_by_role("status")).to_contain_text("2")
    for key, number in (("ArrowRight", 3), ("ArrowRight", 3), ("Home", 1), ("ArrowLeft", 1), ("End", 3)):
        page.keyboard.press(key)
        expect(shown.nth(number - 1)).to_be_in_viewport(ratio=0.9)
        expect(viewer.get_by_role("status")).to_contain_text(f"{number}")
        expect(viewer.get_by_text(f"图说{number}")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(links.nth(1)).to_be_focused()
    assert page.url.endswith("/cases/whole/")
    assert complaints == []


def test_pictures_are_turned_with_buttons_and_a_click_beside_the_picture_closes(open_page, case):
    page = open_page("/cases/whole/")
    page.locator(".enlarge").first.click()
    viewer = page.locator("dialog.viewer")
    previous, following = viewer.locator("[data-go='-1']"), viewer.locator("[data-go='1']")
    expect(previous).to_have_attribute("aria-disabled", "true")
    following.click()
    expect(viewer.get_by_text("图说2")).to_be_in_viewport()
    expect(previous).to_have_attribute("aria-disabled", "false")
    # As a finger would: what is scrolled to is what is told.
    viewer.locator(".viewer-strip").evaluate("strip => strip.scrollTo({left: 2 * strip.clientWidth, behavior: 'instant'})")
    expect(viewer.get_by_role("status")).to_contain_text("3")
    expect(following).to_have_attribute("aria-disabled", "true")
    page.mouse.click(5, page.viewport_size["height"] // 2)
    expect(viewer).to_be_hidden()


def test_a_citation_is_copied_as_it_reads_and_that_is_said_each_time(open_page, case):
    page = open_page("/cases/whole/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for name in ("gbt", "apa"):
        button = page.locator(f"[data-copy=cite-{name}]")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".copied")).not_to_be_empty()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(f"#cite-{name}").inner_text()


def test_where_the_clipboard_is_closed_the_citation_is_selected(open_page, case):
    page = open_page("/cases/whole/")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false")
    page.locator("[data-copy=cite-apa]").click()
    expect(page.locator(".copied")).to_have_text(page.locator(".copied").get_attribute("data-selected"))
    assert page.evaluate("getSelection().toString()").strip() == page.locator("#cite-apa").inner_text()


def test_without_scripts_each_picture_leads_to_its_largest_size_and_no_button_promises_anything(browser, live_server, case):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/cases/whole/")
    expect(page.locator("main button:visible")).to_have_count(0)
    expect(page.locator("#cite-gbt")).to_be_visible()
    page.locator(".claims summary").click()
    expect(page.locator(".claims dl")).to_be_visible()
    with page.expect_response("**/pictures/*-1600.webp") as answer:
        page.locator(".enlarge").first.click()
    assert answer.value.status == 200
    context.close()


def test_nothing_moves_while_the_page_comes(open_page, case):
    for width in ("desk", "phone"):
        page = open_page("/nowhere/", width=width)
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => { window.moved += entry.value }))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(page.url.replace("/nowhere/", "/cases/whole/"))
        page.wait_for_load_state("networkidle")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.moved") == 0
        page.close()


def test_on_paper_there_is_the_case_and_nothing_to_click(open_page, case):
    page = open_page("/cases/whole/")
    page.emulate_media(media="print")
    for gone in ("nav", "form", "button", "dialog", ".site-footer", ".case-tools", "#related", ".side-note"):
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
    for there in ("h1", ".tile", ".picture img", ".prose", ".quotation", ".goal-reasons", ".sources", "#cite-gbt", ".issues"):
        expect(page.locator(there).first).to_be_visible()
    assert (
        page.locator('.prose a[href^="http"]').first.evaluate("link => getComputedStyle(link, '::after').content")
        == '" (https://example.org/)"'
    )


def test_notes_stand_beside_the_line_that_they_belong_to_where_there_is_room(open_page, case):
    page = open_page("/cases/whole/")
    note, text = page.locator(".side-note").first.bounding_box(), page.locator(".prose p").first.bounding_box()
    assert note["x"] + note["width"] < text["x"]
    assert text["y"] - 5 < note["y"] < text["y"] + text["height"]
    page.set_viewport_size({"width": 1000, "height": 900})
    expect(page.locator(".side-note:visible")).to_have_count(0)


def test_a_line_of_text_is_neither_long_nor_short(open_page, case):
    page = open_page("/cases/whole/")
    across = page.locator(".prose").first.evaluate("prose => prose.clientWidth / parseFloat(getComputedStyle(prose).fontSize)")
    assert 34 <= across <= 38

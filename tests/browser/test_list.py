"""The list of cases as a browser shows it: suggestions by keyboard, cards and table, and all of it without scripts."""

import re

import pytest
from playwright.sync_api import expect

from cases.search import held
from tests import make
from tests.browser.conftest import WIDTHS, accessibility_findings, findings_from_all_sides, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/cases/",
    "/cases/?view=table",
    "/cases/?q=%E7%94%B5%E7%BD%91%20%E6%AD%A3%E6%96%87",
    "/cases/?concept=green&sdg=7&topic=nowhere&sort=title",
    "/cases/?q=%E6%B2%A1%E6%9C%89%E7%9A%84%E8%AF%8D&concept=green",
    "/cases/?page=9",
]


@pytest.fixture(autouse=True)
def site(vocabularies):
    """国家电网 with 21 cases, 华为 with one."""
    held.forget_state()
    grid = make.organisation("state-grid", name_zh_hans="国家电网", name_en="State Grid")
    for n in range(21):
        make.published(make.case(grid, slug=f"grid-{n}", title_zh_hans=f"电网案例{n}", title_en=f"Grid case {n}", concept="green"))
    huawei = make.organisation("huawei", name_zh_hans="华为", name_en="Huawei")
    make.published(make.case(huawei, slug="school", title_zh_hans="随时学", title_en="School", goals=(4,), concept="sharing"))


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_list_breaks_no_policy_and_no_rule_of_access_at_any_width_in_either_scheme(open_page, complaints, language):
    findings = []
    for address in ADDRESSES:
        page = open_page(language + address, width="phone")
        findings += findings_from_all_sides(page)
        assert page.context.cookies() == []
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_an_open_list_of_suggestions_breaks_no_rule_of_access_and_sticks_out_nowhere(open_page, complaints, width):
    for field in ("#site-q", "#q"):
        for scheme in ("light", "dark"):
            page = open_page("/cases/", width=width, scheme=scheme)
            page.locator(field).press_sequentially("电网")
            expect(page.get_by_role("option")).to_have_count(4)
            page.keyboard.press("ArrowDown")
            assert accessibility_findings(page) == []
            assert fits(page)
            box = page.get_by_role("listbox").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= WIDTHS[width][0]
            page.close()
    assert complaints == []


def test_suggestions_are_walked_with_arrows_left_with_escape_and_followed_with_enter(open_page):
    page = open_page("/cases/")
    field = page.locator("#site-q")
    field.press_sequentially("电网")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-controls", "site-q-suggestions")
    expect(page.locator(".site-search [role=status]")).to_have_text(re.compile("4"))

    page.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "site-q-suggestions-0")
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    page.keyboard.press("ArrowUp")
    expect(field).to_have_attribute("aria-activedescendant", "site-q-suggestions-3")
    expect(field).to_be_focused()

    page.keyboard.press("Escape")
    expect(options.nth(0)).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("电网")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations/state-grid/")


def test_enter_without_a_chosen_suggestion_searches(open_page):
    page = open_page("/cases/")
    page.locator("#site-q").press_sequentially("电网")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/?q=**")
    expect(page.locator("mark").first).to_be_visible()


def test_a_suggestion_is_followed_with_the_mouse_and_the_list_goes_when_the_field_is_left(open_page):
    page = open_page("/cases/")
    page.locator("#q").press_sequentially("huaw")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("option")).to_have_count(0)
    page.locator("#q").fill("huawei")
    page.get_by_role("option").click()
    page.wait_for_url("**/organisations/huawei/")


def test_what_is_typed_fast_is_asked_for_once_and_an_older_answer_never_replaces_a_newer(open_page):
    page = open_page("/cases/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.locator("#q").press_sequentially("huawei", delay=20)
    expect(page.get_by_role("option")).to_have_count(1)
    assert [url.partition("q=")[2] for url in asked] == ["huawei"]
    page.locator("#q").fill("")
    expect(page.get_by_role("option")).to_have_count(0)


def test_the_field_of_a_list_that_was_laid_anew_suggests_too(open_page):
    page = open_page("/cases/")
    page.evaluate("window.sameDocument = true")
    page.click("#f-concept-green")
    page.wait_for_selector("#f-concept-green[aria-current]")
    page.locator("#q").press_sequentially("hua")
    expect(page.get_by_role("option")).to_have_count(1)
    assert page.evaluate("window.sameDocument")


def test_the_table_is_chosen_kept_over_filters_and_scrolls_by_keyboard_on_a_phone(open_page):
    page = open_page("/cases/", width="phone")
    page.click("#view-2")
    page.wait_for_selector(".case-table")
    page.click("#sort-title")
    page.wait_for_url("**/cases/?sort=title&view=table")
    expect(page.locator("[aria-sort=ascending]")).to_have_count(1)
    page.locator(".case-table").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('.case-table').scrollLeft") > 0
    assert fits(page)


def test_pages_are_turned_in_place_and_what_is_open_stays_open(open_page):
    page = open_page("/cases/")
    page.click("#page-2")
    page.wait_for_url("**/cases/?page=2")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".turns [aria-current=page]")).to_have_text("2")


def test_without_scripts_fields_search_and_links_do_the_rest(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/cases/")
    assert page.locator("[role=combobox]").count() == 0
    page.fill("#site-q", "电网")
    page.press("#site-q", "Enter")
    expect(page.locator(".card")).to_have_count(20)
    page.click("#view-2")
    expect(page.locator("tbody tr")).to_have_count(20)
    page.click("#next-page")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("#no-words")
    expect(page).to_have_url(f"{live_server.url}/cases/?view=table")
    context.close()

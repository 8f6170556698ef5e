"""The public site with the whole 2021 collection, as a browser shows it: policy, access, width, filters with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, findings_from_all_sides, fits, listen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("public")]

PAGES = [
    "/",
    "/cases/",
    "/cases/?concept=openness&sdg=17&sdg=9",
    "/cases/?q=%E6%B2%A1%E6%9C%89%E7%9A%84%E8%AF%8D",
    "/cases/huawei-digischool/",
    "/cases/zhejiang-resilient-grid/",
    "/cases/lishui-peak-valley/",
    "/concepts/",
    "/concepts/green/",
    "/sdgs/",
    "/sdgs/7/",
    "/sdgs/14/",
    "/topics/renewable-energy/",
    "/organisations/huawei/",
    "/reports/",
    "/reports/2021/",
    "/reports/2021/big-data/",
    "/reports/2021/practice/",
    "/reports/2021/resilient-grid/",
    "/v/5g-applications/",
    "/about/",
    "/accessibility/",
    "/search-help/",
]


@pytest.fixture
def open_page(browser, installation, complaints):
    """As the folder's `open_page`, on the installation."""
    contexts = {}

    def open_one(address, *, width="desk", scheme="light"):
        if (width, scheme) not in contexts:
            across, down = WIDTHS[width]
            contexts[width, scheme] = browser.new_context(viewport={"width": across, "height": down}, color_scheme=scheme, locale="zh-CN")
        page = contexts[width, scheme].new_page()
        page.set_default_timeout(15_000)
        listen(page, complaints)
        page.goto(installation + address)
        return page

    yield open_one
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("language", ["", "/en"])
def test_public_pages_break_no_policy_and_no_rule_of_access_at_any_width_in_either_scheme(open_page, complaints, language):
    findings = []
    for address in PAGES:
        page = open_page(language + address, width="phone")
        findings += findings_from_all_sides(page)
        assert page.context.cookies() == []
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


@pytest.mark.parametrize("language", ["", "/en"])
def test_nothing_sticks_out_at_the_widths_between(open_page, language):
    found = []
    for address in PAGES:
        page = open_page(language + address)
        for width in (390, 801, 1001, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 800})
            if not fits(page):
                found.append(f"{language}{address} sticks out at {width}")
        page.close()
    assert found == []


def test_no_page_asks_another_host_and_none_asks_for_much(open_page):
    for address in PAGES:
        asked = []
        page = open_page("/v/5g-applications/")
        page.on("request", lambda request, asked=asked: asked.append(request))
        page.goto(page.url.replace("/v/5g-applications/", address))
        host = page.url.split("/")[2]
        assert {request.url.split("/")[2] for request in asked if not request.url.startswith("data:")} == {host}
        assert len([request for request in asked if request.resource_type != "image"]) <= 12
        page.close()


def test_choosing_a_value_changes_the_list_in_place_and_going_back_undoes_it(open_page, complaints):
    page = open_page("/cases/")
    page.evaluate("window.sameDocument = true")
    page.click("#f-concept-green")
    page.wait_for_selector("#f-concept-green[aria-current]")
    assert page.url.endswith("/cases/?concept=green")
    expect(page.locator(".card")).to_have_count(2)
    assert page.evaluate("window.sameDocument")
    expect(page.locator("#f-concept-green")).to_be_focused()
    expect(page.locator("#announcement")).to_have_text("2 个案例")
    expect(page.locator(".language a")).to_have_attribute("href", re.compile(r"/en/cases/\?concept=green$"))
    page.click("#f-sdg-7")
    page.wait_for_url("**/cases/?concept=green&sdg=7")
    page.wait_for_function("document.querySelectorAll('.card').length === 1")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.card').length === 2")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.card').length === 20")
    assert page.locator("h1").count() == 1
    assert page.locator("header.site-header").count() == 1
    assert complaints == []


def test_searching_keeps_what_is_chosen(open_page):
    page = open_page("/cases/?concept=openness")
    page.fill("#q", "北斗")
    page.press("#q", "Enter")
    page.wait_for_url("**q=%E5%8C%97%E6%96%97**")
    page.wait_for_function("document.querySelectorAll('.card').length === 1")
    assert "concept=openness" in page.url
    expect(page.locator(".chosen li")).to_have_count(3)


def test_what_is_folded_open_stays_open_over_a_choice(open_page):
    page = open_page("/cases/")
    page.click("#more-topic > summary")
    page.click("#more-topic a >> nth=0")
    page.wait_for_url(re.compile(r"topic="))
    page.wait_for_selector("#more-topic[open]")


def test_without_scripts_the_same_links_filter_and_the_form_searches(browser, installation):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{installation}/cases/")
    page.click("#f-concept-green")
    expect(page).to_have_url(f"{installation}/cases/?concept=green")
    expect(page.locator(".card")).to_have_count(2)
    page.fill("#q", "台达")
    page.click(".list-search button")
    expect(page.locator(".card")).to_have_count(1)
    expect(page).to_have_url(re.compile("concept=green"))
    page.click(".chosen a >> nth=1")
    expect(page).not_to_have_url(re.compile("concept"))
    context.close()


def test_on_a_phone_the_filters_are_folded_and_open_by_keyboard(open_page):
    page = open_page("/cases/", width="phone")
    assert not page.locator("#f-concept-green").is_visible()
    page.focus("#filters > summary")
    page.keyboard.press("Enter")
    assert page.locator("#f-concept-green").is_visible()


def test_the_first_tab_leads_past_the_header(open_page):
    page = open_page("/cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pictures_take_their_place_before_they_come(open_page):
    page = open_page("/reports/2021/practice/")
    missing = page.evaluate("[...document.images].filter(image => !image.getAttribute('width') || !image.getAttribute('height')).length")
    assert missing == 0
    assert page.evaluate("document.images.length") > 5


# --- Eyes that need other than the usual ------------------------------------------------------------------------------

# One of each kind of page.
KINDS = ["/", "/cases/?view=table&concept=openness", "/cases/huawei-digischool/", "/sdgs/7/", "/explore/", "/reports/2021/big-data/"]
# A window of 1280 × 1024 at 200 % and at 400 %, in CSS pixels.
ZOOMED = {"200 %": (640, 512), "400 %": (320, 256)}
# Text as WCAG 1.4.12 has it. The page's policy forbids what a reader's own browser may.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Words in a box that is too small for them and hides the rest; a summary on a card ends after some lines on purpose.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
  const style = getComputedStyle(element);
  const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
  if (!hides || style.position === "absolute" || style.webkitLineClamp !== "none" || !element.innerText?.trim()) return false;
  return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
}).map(element => element.outerHTML.slice(0, 120))"""
# What stays in its place while the page is read and takes a third of a small window.
COVERING = """() => [...document.querySelectorAll("body *")].filter(element => /fixed|sticky/.test(getComputedStyle(element).position))
  .map(element => element.getBoundingClientRect()).filter(box => box.width * box.height > innerWidth * innerHeight / 3).length"""
MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0 || style.scrollBehavior === "smooth";
}).length"""


@pytest.mark.parametrize("language", ["", "/en"])
def test_zoomed_and_spaced_out_a_page_keeps_all_its_words_and_is_read_downwards_only(open_page, language):
    found = []
    for address in KINDS:
        page = open_page(language + address)
        for zoom, (across, down) in ZOOMED.items():
            page.set_viewport_size({"width": across, "height": down})
            found += [] if fits(page) else [f"{address} sticks out at {zoom}"]
            found += [f"{address} is covered at {zoom}"] if page.evaluate(COVERING) else []
            found += [f"{address} cuts off at {zoom}: {html}" for html in page.evaluate(CUT_OFF)]
        page.evaluate(SPACE_OUT)
        found += [] if fits(page) else [f"{address} sticks out when spaced out"]
        found += [f"{address} cuts off when spaced out: {html}" for html in page.evaluate(CUT_OFF)]
        page.close()
    assert "\n".join(found) == ""


def test_nothing_moves_for_whoever_asked_for_no_motion(open_page):
    for address in KINDS:
        page = open_page(address)
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(MOVING) == 0, address
        page.close()
    page = open_page("/")
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0  # it can be told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_the_systems_own_colours_bars_marks_buttons_and_focus_are_seen(open_page, scheme):
    def colour(of, name="backgroundColor"):
        return page.evaluate("([of, name]) => getComputedStyle(document.querySelector(of))[name]", [of, name])

    page = open_page("/explore/", scheme=scheme)
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert colour(".bar rect", "fill") != colour("body")
    page.goto(page.url.replace("/explore/", "/cases/?q=%E5%85%89%E4%BC%8F"))
    assert colour("main mark") != colour("body")
    assert colour(".list-search button", "borderTopStyle") == "solid"
    page.focus(".list-search button")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert colour(".list-search button", "outlineStyle") != "none"

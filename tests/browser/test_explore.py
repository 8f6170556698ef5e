"""The explore page, shelves and their indexes, as a browser shows them: policy, access, width, keyboard."""

import re

import pytest
from playwright.sync_api import expect

from cases.enums import Vocabulary
from cases.models import Tag
from cases.tagging import Choice, new_topic, set_tags
from reports.enums import BlockKind
from tests import make
from tests.browser.conftest import findings_from_all_sides
from tests.reports.test_api import indicator, observation, report, show

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("vocabularies", "content")]

# One of each template with all that it can show.
PAGES = ["/explore/", "/concepts/", "/sdgs/7/", "/targets/7.2/", "/organisations/company/", "/organisations/"]
LANGUAGES = {"zh": "", "en": "/en"}
WIDTHS = {"phone": 320, "desk": 1280}


@pytest.fixture
def content():
    """Cases of three years on every kind of shelf; two indicators over time, one of them with a target."""
    group = make.organisation("group", name_zh_hans="集团")
    company = make.organisation("company", latin_name="Latin Ltd", aliases=["旧名"], sector="ict", region="hunan", parent=group)
    make.organisation("workshop", parent=company)
    topic = new_topic("光伏", "solar")
    for year in (2019, 2021, 2022):
        for owner in (group, company):
            case = make.case(owner, year=year, goals=(7, 13), concept="green")
            for vocabulary, slug in (("sector", "ict"), ("region", "hunan"), ("target", "7-2")):
                set_tags(case, Vocabulary(vocabulary), [Choice(Tag.objects.get(vocabulary=vocabulary, slug=slug))])
            set_tags(case, Vocabulary.TOPIC, [Choice(topic)])
            make.published(case)
    part = report()
    output, share = (
        indicator(),
        indicator("share", label_zh_hans="占全国的比重，名称很长很长很长", label_en="Share of the whole, with a name that is long"),
    )
    for year, value in ((2019, "31.31"), (2020, "1000000")):
        show(part, observation=observation(output, str(year), value, qualifier="chaoguo"))
    observation(share, "../2021-08", "20", unit="%")
    observation(share, "2030", "45.5", unit="%", status="target")
    show(part, BlockKind.CHART, indicator=share)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_break_no_policy_and_no_rule_of_access_at_any_width_in_either_scheme(open_page, complaints, language):
    findings = []
    for address in PAGES:
        page = open_page(LANGUAGES[language] + address, width="phone")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        findings += findings_from_all_sides(page)
        assert page.context.cookies() == []
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


def test_no_label_and_no_number_of_a_chart_is_cut(open_page):
    for width, pixels in {**WIDTHS, "between": 700}.items():
        page = open_page("/en/explore/", width="phone" if width == "phone" else "desk")
        page.set_viewport_size({"width": pixels, "height": 900})
        cut = page.evaluate(
            "[...document.querySelectorAll('.bar-name, .bar-number')]"
            ".filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)"
        )
        assert cut == []
        bars = page.locator(".bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
        assert len(bars) > 8
        assert min(bars) >= 40
        page.close()


def test_a_cell_of_the_matrix_is_reached_and_followed_by_keyboard(open_page):
    page = open_page("/explore/")
    cell = page.locator("table.matrix td a").first
    page.locator("tr.concept-green th a").focus()
    page.keyboard.press("Tab")
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cases/\?concept=green&sdg=7$"))
    expect(page.locator("#count strong")).to_have_text("6")


def test_a_table_beneath_its_chart_opens_by_keyboard_and_without_scripts(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/explore/")
    fold = page.locator("section[aria-labelledby=years] details")
    assert not fold.locator("table").is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.locator("table").is_visible()
    with page.expect_download() as download:
        fold.locator("a[download]").click()
    assert download.value.suggested_filename == "casebook-years.csv"
    context.close()


def test_an_indicator_is_chosen_from_the_list(open_page):
    page = open_page("/explore/")
    page.click(".choose-indicator a[href='#i-share']")
    expect(page.locator("#i-share")).to_be_in_viewport()

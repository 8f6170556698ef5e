"""The report desk in a browser: policy, access, width; moving by keyboard and by drag; choosing by typing; without scripts."""

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.conftest import findings_from_all_sides

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def whole(vocabularies):
    from accounts.enums import Role
    from cases.document import Text
    from reports.rolling import roll_forward
    from reports.selection import choose
    from tests import make
    from tests.reports.admin import rows
    from tests.reports.admin.test_desk import newer as publish_anew

    report = rows.report()
    whole = rows.everything(report, rows.part(report), rows.observation())
    choose(report, {whole["case"].pk: "好"}, decision="chosen", by=make.user(Role.COMPILER))
    report.quotas.create(aspect="concept", minimum=1)
    publish_anew(whole["case"])
    return whole | {"next": roll_forward(report, year=2031, title=Text("下一年"))}


@pytest.fixture
def session(whole):
    from accounts.enums import Role
    from tests import make

    client = Client()
    client.force_login(make.user(Role.COMPILER))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def desk_of(whole):
    return f"/admin/reports/report/{whole['report'].pk}/change/"


def addresses(whole):
    block, cased = whole["block"].pk, whole["cased"].pk
    return [
        desk_of(whole),
        f"/en{desk_of(whole)}",
        f"/admin/reports/report/{whole['report'].pk}/numbers/?state=all",
        f"/en/admin/reports/report/{whole['report'].pk}/numbers/",
        f"/admin/reports/report/{whole['report'].pk}/readiness/",
        f"/en/admin/reports/report/{whole['report'].pk}/readiness/?group=part",
        f"/admin/reports/report/{whole['report'].pk}/selection/",
        f"/en/admin/reports/report/{whole['report'].pk}/selection/quotas/",
        f"/admin/reports/report/{whole['report'].pk}/selection/log/",
        f"/admin/reports/report/{whole['report'].pk}/next-year/",
        f"/admin/reports/report/{whole['next'].pk}/figures/",
        f"/en/admin/reports/report/{whole['next'].pk}/last-year/",
        f"/admin/numbers/{whole['case'].pk}/",
        f"/admin/reports/block/{block}/change/",
        f"/en/admin/reports/block/{cased}/change/",
        f"/admin/reports/block/{cased}/newer/{whole['placement'].pk}/",
        f"/admin/reports/block/{cased}/shorten/{whole['placement'].pk}/",
        f"/admin/reports/part/{whole['part'].pk}/preview/",
        f"/admin/reports/part/{whole['part'].pk}/pages/",
        f"/admin/reports/block/add/?part={whole['part'].pk}",
        f"/admin/reports/block/add/?part={whole['part'].pk}&kind=prose",
        f"/admin/reports/block/add/?part={whole['part'].pk}&kind=photos",
        f"/admin/reports/part/{whole['part'].pk}/change/",
        f"/admin/reports/indicator/{whole['indicator'].pk}/change/",
        f"/admin/reports/build/{whole['build'].pk}/change/",
        "/admin/reports/build/",
    ]


def ready(page):
    """Every field that is chosen by typing has its box, and the box its name."""
    page.wait_for_function("""
        [...document.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")]
            .every((field) => field.labels[0]?.id || field.multiple && field.nextElementSibling?.querySelector("[aria-label]"))
    """)


def test_its_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, session, whole):
    findings = []
    for address in addresses(whole):
        page = open_page(address, width="phone", cookies=session)
        ready(page)
        findings += findings_from_all_sides(page)
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


def order_of(whole):
    return list(whole["part"].blocks.order_by("order").values_list("kind", flat=True))


def test_a_block_is_moved_by_keyboard_and_the_button_keeps_the_focus(open_page, complaints, session, whole):
    page = open_page(desk_of(whole), cookies=session)
    button = page.locator(f'button[value="block-{whole["cased"].pk}:up"]')
    for expected in (["tiles", "quotation", "case", "photos"], ["tiles", "case", "quotation", "photos"]):
        button.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert order_of(whole) == expected
        page.wait_for_function("value => document.activeElement.value === value", arg=f"block-{whole['cased'].pk}:up")
    assert complaints == []


def test_a_block_is_moved_by_drag(open_page, complaints, session, whole):
    page = open_page(desk_of(whole), cookies=session)
    blocks = page.locator(".blocks > .block")
    with page.expect_navigation():
        blocks.nth(3).drag_to(blocks.nth(0), source_position={"x": 20, "y": 4}, target_position={"x": 20, "y": 2})
    assert order_of(whole) == ["case", "tiles", "quotation", "photos"]
    assert complaints == []


def test_a_number_is_chosen_by_typing_and_stands_in_the_block(open_page, complaints, session, whole):
    page = open_page(f"/admin/reports/block/add/?part={whole['part'].pk}&kind=table", cookies=session)
    ready(page)
    page.locator(".field-observation [role=combobox]").first.click()
    page.keyboard.type("power-saved")
    page.locator(".select2-results__option", has_text="0.20").click()
    with page.expect_navigation():
        page.locator("button[name=_save]").click()
    made = whole["part"].blocks.get(kind="table")
    assert made.items.get().observation == whole["observation"]
    assert complaints == []


def test_without_scripts_a_block_moves_and_a_row_is_added(browser, live_server, session, whole):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in session.items()])
    page = context.new_page()
    page.goto(live_server.url + desk_of(whole))
    with page.expect_navigation():
        page.locator(f'button[value="block-{whole["block"].pk}:down"]').click()
    assert order_of(whole) == ["quotation", "tiles", "photos", "case"]
    page.goto(f"{live_server.url}/admin/reports/block/{whole['block'].pk}/change/")
    page.locator('a[href="?rows=1"]').click()
    page.locator("input[name=items-1-label_zh_hans]").fill("又一行")
    with page.expect_navigation():
        page.locator("button[name=_save]").click()
    assert list(whole["block"].items.values_list("label_zh_hans", flat=True))[-1] == "又一行"
    context.close()

"""Requests for figures, the bank as an Excel list, a part as a Word file: each walked once as its people do, then looked at."""

import io

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from accounts.enums import Role
from reports.models import AskedFigure, Block, FigureRequest, Indicator, Observation, Suggestion
from tests import make
from tests.browser.conftest import findings_from_all_sides, fits
from tests.browser.people import OUTPUT
from tests.cases.lists.sheets import xlsx
from tests.reports.admin import rows
from tests.reports.roundtrip.files import commented, inserted, on, p, r, retyped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = ["标识", "指标（中文）", "时间", "数值", "计量单位"]


@pytest.fixture
def enter(vocabularies, open_page):
    """A page as this person sees it. One test has one person at a time: their cookies are shared by its pages."""

    def enter_as(user, address, **how):
        client = Client()
        client.force_login(user)
        return open_page(address, cookies={settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}, **how)

    return enter_as


@pytest.fixture
def looked_at(enter, complaints):
    """Nothing is wrong with these pages on any side, and a picture is kept of each as a phone shows it and a desk."""

    def look(user, name, *addresses):
        album = OUTPUT / "figures-and-files"
        album.mkdir(parents=True, exist_ok=True)
        findings = []
        for number, address in enumerate(addresses):
            page = enter(user, address, width="phone")
            findings += findings_from_all_sides(page)
            for width, scheme in ((320, "dark"), (1280, "light")):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=album / f"{name}-{number}-{width}.png", full_page=True)
                assert fits(page), (address, width)
            page.close()
        assert "\n".join(sorted(set(findings))) == ""
        assert "\n".join(complaints) == ""

    return look


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def test_a_company_is_asked_answers_by_keyboard_and_its_figures_are_checked(enter, looked_at, complaints):
    company = make.organisation("ours", name_zh_hans="我方公司", name_en="Our Company")
    compiler, editor = make.user(Role.COMPILER), make.editor(company)
    power, water = (
        Indicator.objects.create(key=key, label_zh_hans=zh, label_en=en, method_zh_hans="全口径", method_en="All plants")
        for key, zh, en in (("power", "节电量", "Power saved"), ("water", "节水量", "Water saved"))
    )
    Observation.objects.create(indicator=power, period="2029", value="100", unit="吨", place="ours")
    ask = f"/admin/reports/figurerequest/add/?indicator={power.pk}&indicator={water.pk}"

    page = enter(compiler, ask)
    page.get_by_label("我方公司").check()
    page.get_by_label("给企业的说明").fill("请按全年口径填报。")
    press(page, "发出")
    asked = FigureRequest.objects.get()
    one = f"/admin/reports/figurerequest/{asked.pk}/change/"

    page = enter(editor, one)
    page.get_by_label("数值（吨）").focus()
    page.keyboard.type("10000")
    page.keyboard.press("Enter")
    # Far from last year's: kept and said; ticked it may be handed in, once the other figure says why it has no value.
    page.locator(".gap.doubt").wait_for()
    looked_at(editor, "answer", one, f"/en{one}", "/admin/reports/figurerequest/")
    page = enter(editor, one)
    page.get_by_label("数值无误。").check()
    page.get_by_label("备注").nth(1).fill("本年度没有统计。")
    press(page, "保存并提交")
    assert page.locator(".state").first.inner_text() == "已提交"

    looked_at(compiler, "check", one, f"/en{one}", f"/en{ask}", "/admin/reports/figurerequest/")
    page = enter(compiler, one)
    page.locator(".answer").first.get_by_label("退回").check()
    page.get_by_label("需要更正的内容").first.fill("单位是不是写错了？")
    press(page, "保存核对结果")
    assert list(AskedFigure.objects.order_by("order").values_list("state", flat=True)) == ["returned", "open"]
    assert complaints == []


def test_the_bank_goes_out_as_a_list_and_comes_home_after_it_was_looked_at(enter, looked_at, complaints):
    compiler = make.user(Role.COMPILER)
    power = Indicator.objects.create(key="power-saved", label_zh_hans="节电量", label_en="Power saved")
    Observation.objects.create(indicator=power, period="2029", value="0.20", unit="亿千瓦时")

    page = enter(compiler, "/admin/reports/indicatorlist/add/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载指标库").click()
    assert load_workbook(io.BytesIO(taken.value.path().read_bytes())).active.max_row == 2

    wrong = xlsx(HEADS, ["power-saved", "节电量", "2029", "很多", "亿千瓦时"], ["", "", "2030", "1", ""], title="指标")
    page.set_input_files("input[type=file]", {"name": "有误.xlsx", "mimeType": XLSX, "buffer": wrong})
    press(page, "读取清单")
    page.locator(".state").filter(has_text="需要更正").first.wait_for()
    of_wrong = page.url.removeprefix(page.url.split("/admin/")[0])

    page.goto(page.url.replace(of_wrong, "/admin/reports/indicatorlist/add/"))
    good = xlsx(HEADS, ["power-saved", "节电量", "2029", "0.35", "亿千瓦时"], ["water", "节水量", "2030", "5", "万吨"], title="指标")
    page.set_input_files("input[type=file]", {"name": "指标库-改.xlsx", "mimeType": XLSX, "buffer": good})
    press(page, "读取清单")
    page.get_by_role("button", name="写入指标库").wait_for()
    of_good = page.url.removeprefix(page.url.split("/admin/")[0])
    looked_at(compiler, "bank", of_wrong, of_good, f"/en{of_good}", "/en/admin/reports/indicatorlist/add/", "/admin/reports/indicatorlist/")

    page.get_by_role("button", name="写入指标库").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert sorted(str(row.value) for row in Observation.objects.all()) == ["0.35", "5"]
    assert complaints == []


def test_a_part_goes_out_as_word_and_what_came_home_is_decided_on(enter, looked_at, complaints):
    compiler, part = make.user(Role.COMPILER), rows.part(rows.report())
    block = Block.objects.create(part=part, text_zh_hans="<p>绿色发展。</p>", text_en="<p>Green growth.</p>")
    other = Block.objects.create(part=part, order=1, text_zh_hans="<p>共建共享。</p>")
    address = f"/admin/reports/part/{part.pk}/word/"

    page = enter(compiler, address)
    with page.expect_download() as taken:
        page.get_by_role("button", name="送出 Word").click()
    sent = retyped(taken.value.path().read_bytes(), 2, p(on(0, r("绿色")), inserted("低碳"), r("发展。")))
    sent = retyped(sent, 3, p(r("共建共治共享。")))
    Block.objects.filter(pk=other.pk).update(text_zh_hans="<p>共建共享，久久为功。</p>")
    page.set_input_files("#word-file", {"name": "改.docx", "mimeType": "application/octet-stream", "buffer": commented(sent, "用新提法")})
    press(page, "读取")
    looked_at(compiler, "word", address, f"/en{address}")

    first = page.locator("article.suggestion").filter(has_text="绿色")
    first.get_by_role("button", name="采纳", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "不采纳")
    block.refresh_from_db()
    other.refresh_from_db()
    assert (block.text_zh_hans, other.text_zh_hans) == ("<p>绿色低碳发展。</p>", "<p>共建共享，久久为功。</p>")
    assert sorted(Suggestion.objects.values_list("state", flat=True)) == ["accepted", "refused"]
    assert complaints == []

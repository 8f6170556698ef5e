"""Ways to lose text, tried in a real browser: at most five seconds of typing are lost, and nothing is overwritten in silence."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.enums import Role
from cases import working_copies
from cases.models import Case, WorkingCopy
from tests import make
from tests.browser.conftest import accessibility_findings, fits
from tests.browser.test_admin import cookies
from tests.browser.test_people import GOOD, code, sign_in, with_passkeys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = re.compile(r"文字已于\d\d:\d\d暂存。")
# What a form may lag behind its typist.
BEHIND = 5_000


@pytest.fixture
def company():
    return make.organisation("ours", name_zh_hans="国网浙江省电力有限公司")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def draft(vocabularies, company, editor):
    return make.case(company, by=editor)


@pytest.fixture
def address(draft):
    return f"/admin/cases/case/{draft.pk}/change/"


def texts():
    return [working_copies.values_of(copy)["title_en"] for copy in WorkingCopy.objects.all()]


def test_a_tab_that_is_killed_loses_at_most_five_seconds(open_page, complaints, address, editor):
    page = open_page(address, cookies=cookies(editor))
    page.locator("#id_title_en").fill("Typed and killed")
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND)
    assert texts() == [["Typed and killed"]]
    page.close()
    # Another computer: nothing of the first one's own memory.
    again = open_page(address, width="phone", cookies=cookies(editor))
    assert fits(again)
    assert accessibility_findings(again) == []
    again.locator(".journal button", has_text="恢复").click()
    expect(again.locator("#id_title_en")).to_have_value("Typed and killed")
    with again.expect_navigation():
        again.locator("button[name=_continue]").click()
    assert [case.title_en for case in Case.objects.all()] == ["Typed and killed"]
    assert texts() == []
    assert "\n".join(complaints) == ""


def test_a_cut_network_is_said_and_the_text_sent_when_it_is_back(open_page, address, editor):
    page = open_page(address, cookies=cookies(editor))
    page.context.set_offline(True)
    page.locator("#id_title_en").fill("Typed on a train")
    expect(page.locator(".keeping")).to_contain_text("网络中断", timeout=BEHIND)
    assert texts() == []
    page.context.set_offline(False)
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND + 3_000)
    assert texts() == [["Typed on a train"]]


def test_a_session_that_ends_is_said_and_signing_in_elsewhere_goes_on_and_saves(open_page, address, editor):
    page = open_page(address, cookies=cookies(editor))
    Session.objects.all().delete()
    page.locator("#id_title_en").fill("Typed signed out")
    expect(page.locator(".keeping")).to_contain_text("您已退出登录", timeout=BEHIND)
    assert page.locator(".keeping a").get_attribute("target") == "_blank"
    assert texts() == []
    open_page("/admin/", cookies=cookies(editor))
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND + 3_000)
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    assert Case.objects.get().title_en == "Typed signed out"


def test_signing_in_again_with_a_second_factor_goes_on_in_the_first_window(open_page, address, editor):
    editor.set_password(GOOD)
    editor.save()
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    page = open_page(address, cookies=cookies(editor))
    Session.objects.all().delete()
    page.locator("#id_title_en").fill("Typed signed out")
    expect(page.locator(".keeping")).to_contain_text("您已退出登录", timeout=BEHIND)
    with page.expect_popup() as opened:
        page.locator(".keeping a").click()
    sign_in(opened.value, editor.email)
    opened.value.locator("[name=code]").fill(code(secret))
    opened.value.locator("[name=code]").press("Enter")
    opened.value.wait_for_url("**/admin/**")
    opened.value.close()
    page.bring_to_front()
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND + 3_000)
    assert texts() == [["Typed signed out"]]
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    assert Case.objects.get().title_en == "Typed signed out"


def test_signing_in_again_over_the_form_with_a_second_factor_goes_on_where_one_was(open_page, complaints, address, editor):
    editor.set_password(GOOD)
    editor.save()
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    page = open_page(address, cookies=cookies(editor))
    box = signed_out(page)
    assert accessibility_findings(page) == []
    box.locator("[name=login]").fill(editor.email)
    box.locator("[name=password]").fill("wrong-wrong-wrong")
    box.locator("[name=password]").press("Enter")
    expect(box.get_by_role("alert")).to_be_visible()
    box.locator("[name=login]").fill(editor.email)
    box.locator("[name=password]").fill(GOOD)
    box.locator("[name=password]").press("Enter")
    expect(box.locator("[name=code]")).to_be_focused()
    box.locator("[name=code]").fill(code(secret))
    box.locator("[name=code]").press("Enter")
    expect(box).to_be_hidden()
    expect(page.locator("#id_title_en")).to_be_focused()
    expect(page.locator("#id_title_en")).to_have_value("Typed signed out")
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND)
    assert texts() == [["Typed signed out"]]
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    assert Case.objects.get().title_en == "Typed signed out"
    assert [line for line in complaints if "403" not in line] == []


@pytest.mark.parametrize("way", ["instead of the password", "as the second factor"])
def test_signing_in_again_over_the_form_with_a_passkey(open_page, complaints, address, editor, live_server, way):
    editor.set_password(GOOD)
    editor.save()
    local = live_server.url.replace("127.0.0.1", "localhost")
    page = open_page("/accounts/login/")
    devtools, authenticator = with_passkeys(page)
    page.goto(f"{local}/accounts/login/")
    sign_in(page, editor.email)
    page.wait_for_url("**/admin/")
    page.goto(f"{local}/accounts/2fa/webauthn/add/")
    if way == "instead of the password":
        page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/**recovery-codes/**")
    page.goto(f"{local}{address}")
    box = signed_out(page)
    expect(box.get_by_text("请在新窗口登录")).to_be_hidden()
    if way == "as the second factor":
        box.locator("[name=login]").fill(editor.email)
        box.locator("[name=password]").fill(GOOD)
        box.locator("[name=password]").press("Enter")
        expect(box.locator("[name=code]")).to_be_focused()
    key = box.get_by_role("button", name=re.compile("通行密钥|安全密钥"))
    # Somebody who sends the browser's question away reads so, and nothing is lost.
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    key.click()
    expect(box.get_by_role("alert")).to_contain_text("没有用上通行密钥")
    assert accessibility_findings(page) == []
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    key.click()
    expect(box).to_be_hidden()
    expect(page.locator("#id_title_en")).to_be_focused()
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND)
    assert texts() == [["Typed signed out"]]
    assert [line for line in complaints if "403" not in line] == []


def test_saving_signed_out_opens_the_box_and_leaves_the_form_where_it_is(open_page, address, editor):
    editor.set_password(GOOD)
    editor.save()
    page = open_page(address, width="phone", cookies=cookies(editor))
    Session.objects.all().delete()
    page.locator("#id_title_en").fill("Saved signed out")
    expect(page.locator(".keeping")).to_contain_text("您已退出登录", timeout=BEHIND)
    save = page.locator("button[name=_continue]")
    save.click()
    box = page.get_by_role("dialog", name="重新登录")
    expect(box.locator("[name=login]")).to_be_focused()
    assert fits(page)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(save).to_be_focused()
    save.click()
    box.locator("[name=login]").fill(editor.email)
    box.locator("[name=password]").fill(GOOD)
    box.locator("[name=password]").press("Enter")
    expect(save).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Case.objects.get().title_en == "Saved signed out"


def test_somebody_else_who_signs_in_over_the_form_does_not_get_its_text(open_page, address, editor, company):
    other = make.editor(company)
    other.set_password(GOOD)
    other.save()
    page = open_page(address, cookies=cookies(editor))
    Session.objects.all().delete()
    page.locator("#id_title_en").fill("Mine alone")
    page.get_by_role("button", name="在此登录").click(timeout=BEHIND)
    box = page.get_by_role("dialog", name="重新登录")
    box.locator("[name=login]").fill(other.email)
    box.locator("[name=password]").fill(GOOD)
    box.locator("[name=password]").press("Enter")
    expect(page.locator(".keeping")).to_contain_text("登录的是另一个人", timeout=BEHIND)
    assert texts() == []
    expect(page.locator("#id_title_en")).to_have_value("Mine alone")


def test_a_form_sent_after_the_session_ended_is_offered_again_after_signing_in(open_page, address, editor):
    page = open_page(address, cookies=cookies(editor))
    page.route("**/typed/", lambda route: route.abort())
    page.locator("#id_title_en").fill("Sent signed out")
    Session.objects.all().delete()
    with page.expect_navigation():
        page.locator("button[name=_continue]").click()
    page.close()
    again = open_page(address, cookies=cookies(editor))
    with again.expect_navigation():
        again.locator(".journal").get_by_role("button", name="恢复").click()
    expect(again.locator("#id_title_en")).to_have_value("Sent signed out")


def test_a_form_beyond_the_bounds_is_not_sent_off_and_says_so(open_page, address, editor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    page = open_page(address, cookies=cookies(editor))
    page.locator("#id_title_en").fill("Too much")
    page.locator("button[name=_continue]").click()
    expect(page.get_by_role("alert")).to_contain_text("表单内容超出一次可保存的范围")
    expect(page.locator("#id_title_en")).to_have_value("Too much")


def test_text_typed_without_a_network_survives_the_killed_window_and_is_offered(open_page, complaints, address, editor):
    page = open_page(address, cookies=cookies(editor))
    unsent(page, "Typed on a train")
    killed(page)
    assert texts() == []
    again = open_page(address)
    offered = again.locator(".journal")
    expect(offered).to_contain_text("尚未保存的文字")
    expect(again.locator("#id_title_en")).not_to_have_value("Typed on a train")
    offered.get_by_role("button", name="查看").click()
    expect(offered.locator("dd")).to_have_text(["Typed on a train"])
    assert fits(again)
    assert accessibility_findings(again) == []
    with again.expect_navigation():
        offered.get_by_role("button", name="恢复").click()
    expect(again.locator("#id_title_en")).to_have_value("Typed on a train")
    assert [case.title_en for case in Case.objects.all()] != ["Typed on a train"]
    with again.expect_navigation():
        again.locator("button[name=_continue]").click()
    assert [case.title_en for case in Case.objects.all()] == ["Typed on a train"]
    assert (journal(again), texts()) == ([], [])
    assert [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []


def test_text_of_the_browser_never_covers_a_newer_one_of_the_server(open_page, address, editor):
    page = open_page(address, cookies=cookies(editor))
    unsent(page, "Typed on a train")
    killed(page)
    case = Case.objects.get()
    case.title_en = "Saved by a colleague"
    case.save()
    case.mark_changed(editor)
    again = open_page(address)
    with again.expect_navigation():
        again.locator(".journal").get_by_role("button", name="恢复").click()
    expect(again.locator(".differences tr").nth(1).locator("td")).to_have_text(["Saved by a colleague", "Typed on a train"])
    with again.expect_navigation():
        again.locator("button[name=_continue]").click()
    assert Case.objects.get().title_en == "Saved by a colleague"


def test_signing_out_and_discarding_leave_nothing_in_the_browser(open_page, address, editor):
    page = open_page(address, cookies=cookies(editor))
    unsent(page, "Typed on a train")
    killed(page)
    again = open_page(address)
    again.locator(".journal").get_by_role("button", name="放弃").click()
    assert journal(again) == []
    unsent(again, "Typed once more")
    killed(again)
    last = open_page("/admin/")
    assert len(journal(last)) == 1
    with last.expect_navigation():
        last.locator("#logout-form button").evaluate("button => button.click()")
    assert journal(last) == []


def test_two_tabs_of_one_person_know_each_other_and_neither_overwrites_the_other(open_page, address, editor):
    first, second = (open_page(address, cookies=cookies(editor)) for _ in range(2))
    expect(second.locator(".present")).to_contain_text("您在另一个窗口中打开了本案例")
    first.locator("#id_title_en").fill("In the first tab")
    expect(first.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND)
    second.locator("#id_title_en").fill("In the second tab")
    expect(second.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND)
    assert sorted(texts()) == [["In the first tab"], ["In the second tab"]]
    for page in (first, second):
        with page.expect_navigation():
            page.locator("button[name=_continue]").click()
    expect(second.locator(".differences tr").nth(1).locator("td")).to_have_text(["In the first tab", "In the second tab"])
    assert Case.objects.get().title_en == "In the first tab"


@pytest.mark.parametrize("failure", ["refused", "502"])
def test_a_server_that_restarts_in_the_middle_of_typing_gets_the_text_when_it_is_back(open_page, address, editor, failure):
    page = open_page(address, cookies=cookies(editor))
    page.route("**/typed/", lambda route: route.abort("connectionrefused") if failure == "refused" else route.fulfill(status=502))
    page.locator("#id_title_en").fill("Typed during a restart")
    expect(page.locator(".keeping")).to_contain_text("网络中断", timeout=BEHIND)
    assert (texts(), len(journal(page))) == ([], 1)
    page.unroute("**/typed/")
    expect(page.locator(".keeping")).to_have_text(KEPT, timeout=BEHIND + 3_000)
    assert (texts(), journal(page)) == ([["Typed during a restart"]], [])


def signed_out(page):
    """The box for signing in over the form, of somebody whose session ended while they typed."""
    Session.objects.all().delete()
    page.locator("#id_title_en").fill("Typed signed out")
    expect(page.locator(".keeping")).to_contain_text("您已退出登录", timeout=BEHIND)
    page.get_by_role("button", name="在此登录").click()
    box = page.get_by_role("dialog", name="重新登录")
    expect(box.locator("[name=login]")).to_be_focused()
    return box


def unsent(page, text):
    """Typed while the network is cut, until the browser has it."""
    page.context.set_offline(True)
    page.locator("#id_title_en").fill(text)
    page.wait_for_function("text => Object.values(localStorage).some((entry) => entry.includes(text))", arg=text)


def killed(page):
    """The window is gone before the network is back, and so is what it tried to send while it went."""
    context = page.context
    page.close()
    time.sleep(1)
    context.set_offline(False)


def journal(page):
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('casebook:typed:'))")


def test_two_people_see_each_other_and_the_second_to_save_gets_both_texts(open_page, address, editor, company):
    colleague = make.user(Role.EDITOR, company, name="王芳")
    first = open_page(address, cookies=cookies(editor))
    expect(first.locator(".keeping")).to_be_attached()
    second = open_page(address, width="phone", cookies=cookies(colleague))
    expect(second.locator(".present")).to_contain_text("正在编辑本案例")
    first.locator("#id_title_en").fill("The first")
    expect(first.locator(".present")).to_contain_text("王芳", timeout=BEHIND)
    with first.expect_navigation():
        first.locator("button[name=_continue]").click()
    second.locator("#id_title_en").fill("The second")
    with second.expect_navigation():
        second.locator("button[name=_continue]").click()
    expect(second.locator(".differences td mark")).to_have_text(["first", "second"])
    assert fits(second)
    assert accessibility_findings(second) == []
    assert Case.objects.get().title_en == "The first"
    # Not answered: asked again. Answered: saved.
    with second.expect_navigation():
        second.locator("button[name=_continue]").click()
    assert Case.objects.get().title_en == "The first"
    second.get_by_label("我的", exact=True).check()
    with second.expect_navigation():
        second.locator("button[name=_continue]").click()
    assert Case.objects.get().title_en == "The second"

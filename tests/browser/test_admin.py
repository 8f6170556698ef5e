"""The admin in a real browser: no rule of access broken, no policy, and the things that scripts add do what they say."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import Role
from cases.models import Call, Case, Quotation
from tests import make
from tests.browser.conftest import accessibility_findings, findings_from_all_sides

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def cookies(person):
    client = Client()
    client.force_login(person)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture
def company():
    return make.organisation("ours", name_zh_hans="国网浙江省电力有限公司", short_name_zh_hans="国网浙江电力")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def draft(vocabularies, company, editor):
    now = timezone.now()
    Call.objects.create(
        year=2021, title_zh_hans="2021年度征集", opens_at=now - timezone.timedelta(1), closes_at=now + timezone.timedelta(9)
    )
    case = make.case(company, by=editor, concept="green", title_zh_hans="海宁尖山新区源网荷储示范")
    make.picture(case, alt_zh_hans="厂房")
    Quotation.objects.create(case=case, text_zh_hans="电网要更有弹性。", speaker_zh_hans="张工")
    return case


@pytest.fixture
def submitted(vocabularies, company, editor):
    return make.submitted(make.case(company, by=editor))


def look_at(open_page, complaints, addresses, person):
    """Each page on a desk in the light and on a phone in the dark."""
    findings = []
    for address in addresses:
        page = open_page(address, width="phone", cookies=cookies(person))
        page.wait_for_load_state("load")
        findings += findings_from_all_sides(page)
        page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


def test_a_company_editors_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, draft, editor):
    pages = ["/admin/", "/admin/cases/case/", "/admin/cases/case/add/"]
    pages += [f"/admin/cases/case/{draft.pk}/{page}/" for page in ("change", "preview", "step/submit")]
    look_at(open_page, complaints, [*pages, f"/en/admin/cases/case/{draft.pk}/change/"], editor)


def test_a_reviewers_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, submitted):
    revision = submitted.revisions.get()
    pages = ["/admin/", "/admin/cases/case/", f"/admin/cases/case/{submitted.pk}/change/", f"/admin/cases/revision/{revision.pk}/change/"]
    pages += [
        f"/admin/cases/case/{submitted.pk}/step/request_changes/",
        "/admin/cases/tag/",
        "/admin/cases/tag/add/",
        "/en/admin/cases/case/",
    ]
    pages += ["/admin/cases/call/add/", "/admin/accounts/organisation/add/", "/admin/cases/revision/", "/admin/cases/statechange/"]
    look_at(open_page, complaints, pages, make.user(Role.REVIEWER))


def test_an_operators_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, editor):
    pages = ["/admin/accounts/user/", "/admin/accounts/user/add/", f"/admin/accounts/user/{editor.pk}/change/"]
    look_at(open_page, complaints, [*pages, f"/admin/accounts/user/{editor.pk}/password/"], make.user(Role.OPERATOR))


@pytest.fixture
def form(open_page, draft, editor):
    page = open_page(f"/admin/cases/case/{draft.pk}/change/", cookies=cookies(editor))
    page.wait_for_selector(".prose-frame")
    return page


def test_the_text_is_written_with_a_menu_in_words_and_saved_clean(form, draft, complaints):
    text = form.locator("#id_body_zh_hans-prose")
    text.click()
    form.keyboard.press("Control+A")
    form.keyboard.type("新的正文")
    form.keyboard.press("Control+A")
    form.locator(".field-body_zh_hans .prose-menu button", has_text="加粗").click()
    with form.expect_navigation():
        form.locator("button[name=_continue]").click()
    assert Case.objects.get(pk=draft.pk).body_zh_hans == "<p><strong>新的正文</strong></p>"
    assert "\n".join(complaints) == ""


def test_a_row_is_added_and_opens(form, draft):
    form.locator("#figures-group .add-row a").click()
    form.locator("#id_figures-1-label_zh_hans").fill("装机容量")
    form.locator("#id_figures-1-value").fill("12.50")
    with form.expect_navigation():
        form.locator("button[name=_continue]").click()
    assert sorted(str(value) for value in draft.figures.values_list("value", flat=True)) == ["12.50", "1600"]


def test_a_reason_is_asked_for_once_a_goal_is_ticked(form):
    row = form.locator(".field-goals .weighed-row", has_text="13").first
    assert not row.locator(".weighed-more").is_visible()
    row.locator("input[type=checkbox]").check()
    assert row.locator(".weighed-more").is_visible()


def test_what_was_typed_and_not_saved_is_offered_again(form, draft, complaints):
    form.locator("#id_title_en").fill("Typed and lost")
    # Kept in the browser first; the policy lets no string be asked there by itself.
    for _ in range(100):
        if form.evaluate("Object.keys(localStorage).some((name) => name.startsWith('casebook:typed:'))"):
            break
        form.wait_for_timeout(50)
    form.reload()
    form.wait_for_selector(".journal:visible")
    form.locator(".journal button:visible", has_text="恢复").click()
    expect(form.locator("#id_title_en")).to_have_value("Typed and lost")
    with form.expect_navigation():
        form.locator("button[name=_continue]").click()
    assert Case.objects.get(pk=draft.pk).title_en == "Typed and lost"
    assert form.locator(".journal:visible").count() == 0
    assert "\n".join(complaints) == ""


def test_characters_are_counted_as_the_server_counts_them(form):
    title = form.locator("#id_title_zh_hans")
    title.fill("𠮷" * 121)
    counter = form.locator(".field-title_zh_hans .counter")
    assert counter.inner_text() == "121 / 120"
    assert "over" in counter.get_attribute("class")


def test_errors_are_a_list_of_links_to_their_fields(form):
    form.locator("#id_title_zh_hans").fill("")
    with form.expect_navigation():
        form.locator("button[name=_continue]").click()
    form.locator(".error-summary a").first.click()
    assert form.evaluate("document.activeElement.id") == "id_title_zh_hans"
    assert accessibility_findings(form) == []


def test_a_case_goes_from_draft_to_published_by_buttons(open_page, draft, editor, complaints):
    def press(person, address, *names):
        page = open_page(address, cookies=cookies(person))
        for name in names:
            with page.expect_navigation():
                page.get_by_role("button", name=name, exact=True).click()
        page.close()

    reviewer, publisher = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    form = f"/admin/cases/case/{draft.pk}/change/"
    press(editor, form, "保存并提交", "确认提交")
    press(reviewer, form, "保存并开始审核", "保存并通过审核")
    press(publisher, f"/admin/cases/case/{draft.pk}/step/publish/", "确认发布")
    assert Case.objects.get(pk=draft.pk).state == "published"
    assert "\n".join(complaints) == ""

"""Sign-off in a browser: policy, access, width of its pages; and a part signed without scripts."""

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.conftest import accessibility_findings, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def me(vocabularies):
    from accounts.enums import Role
    from tests import make

    return make.user(Role.COMPILER)


@pytest.fixture
def session(me):
    client = Client()
    client.force_login(me)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


@pytest.fixture
def addresses(me):
    """A part that was signed and changed since, in a report that is complete; its case, asked about by mail and by link."""
    from reports.models import Block, Part, Placement, Report, Signer
    from reports.placements import place_case
    from reports.signing import sign, state
    from reports.signing.companies import answer, ask
    from tests import make

    report = Report.objects.create(year=2030, title_zh_hans="报告", title_en="Report")
    part = Part.objects.create(report=report, kind="chapter", key="one", title_zh_hans="第一章", title_en="One")
    block = Block.objects.create(part=part, text_zh_hans="<p>全年节电二万度。</p>", text_en="<p>Power was saved.</p>")
    case = make.case(body_zh_hans="<p>公司在屋顶建成光伏电站。</p>", body_en="<p>The company built a plant on its roof.</p>")
    make.picture(case, alt_zh_hans="屋顶", alt_en="A roof")
    make.published(case)
    place_case(Block.objects.create(part=part, kind="case", order=1), case)
    Signer.objects.create(part=part, user=me, role="主编")
    sign(part, by=me, seen=[each.mark for each in state(report).of(part.pk).all])
    block.text_zh_hans = "<p>全年节电三万度。</p>"
    block.save()
    Block.objects.create(part=part, order=2, text_zh_hans="<p>新的一段。</p>")
    placement = Placement.objects.get()
    answer(ask(placement, by=me, email="first@example.org")[0], confirmed=True, name="陈敏", words="")
    placement.print_text_zh_hans = "<p>公司在屋顶建成了光伏电站。</p>"
    placement.save()
    ask(placement, by=me)
    token = ask(placement, by=me, email="boss@example.org")[1]
    desk = f"/admin/reports/report/{report.pk}"
    return [
        *(f"{desk}/signing/", f"{desk}/signing/{part.pk}/", f"/en{desk}/signing/{part.pk}/", f"{desk}/approvals/"),
        *(f"/admin/printed/{case.pk}/", f"/print-approvals/{token}/", f"/en/print-approvals/{token}/"),
    ]


def test_its_pages_break_no_policy_and_no_rule_of_access(open_page, complaints, session, addresses):
    findings = []
    for address in addresses:
        for width, scheme in (("phone", "light"), ("desk", "dark")):
            page = open_page(address, width=width, scheme=scheme, cookies=session)
            assert page.locator("h1").count() == 1, address
            if not fits(page):
                findings.append(f"{address} sticks out at {width}")
            findings += accessibility_findings(page)
            page.close()
    assert "\n".join(sorted(set(findings))) == ""
    assert "\n".join(complaints) == ""


def test_without_scripts_a_part_is_signed(browser, live_server, session, addresses):
    from reports.models import Signature

    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in session.items()])
    page = context.new_page()
    page.goto(live_server.url + addresses[1])
    page.locator(".piece.is-mine input[type=checkbox]").last.uncheck()
    with page.expect_navigation():
        page.locator("button.default").click()
    assert Signature.objects.count() == 5
    page.goto(live_server.url + addresses[1])
    assert page.locator(".piece.is-mine").count() == 1
    context.close()

"""The pages of the sign-off: what waits for me, the difference alone, one button, and a plain sentence when somebody was faster."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.models import Mail
from reports.models import Block, Part, PrintApproval, Signature, Signer
from reports.placements import place_case
from reports.signing import sign, state
from tests import make
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(compiler):
    return User.objects.get(pk=compiler.session["_auth_user_id"])


@pytest.fixture
def prose(part, me):
    Signer.objects.create(part=part, user=me, role="主编")
    return Block.objects.create(part=part, text_zh_hans="<p>全年节电二万度。</p>", text_en="<p>Power was saved.</p>")


def page_of(part):
    return reverse("admin:reports_report_sign", args=[part.report_id, part.pk])


def overview(report):
    return reverse("admin:reports_report_signing", args=[report.pk])


def ticked(page):
    return re.findall(r'name="seen" value="([^"]+)"', page.text)


def rewrite(block, text):
    block.text_zh_hans = text
    block.save()


def test_all_that_is_shown_is_signed_with_one_button(compiler, part, prose):
    page = compiler.get(page_of(part))
    assert ("全年节电二万度。" in page.text, "Power was saved." in page.text, len(ticked(page))) == (True, True, 2)
    answer = compiler.post(page_of(part), {"seen": ticked(page)}, follow=True)
    assert answer.redirect_chain == [(f"{overview(part.report)}#part-{part.pk}", 302)]
    assert (Signature.objects.count(), "已签署" in answer.text, "没有待您签署的内容" in answer.text) == (2, True, True)


def test_what_is_not_ticked_stays_open(compiler, part, prose):
    compiler.post(page_of(part), {"seen": ticked(compiler.get(page_of(part)))[:1]})
    assert len(ticked(compiler.get(page_of(part)))) == 1
    compiler.post(page_of(part), {})
    assert Signature.objects.count() == 1


def test_of_what_changed_since_only_the_difference_is_shown(compiler, part, prose, me):
    other = Block.objects.create(part=part, order=1, text_zh_hans="<p>另一段没有改动。</p>")
    sign(part, by=me, seen=[each.mark for each in state(part.report).of(part.pk).all])
    rewrite(prose, "<p>全年节电三万度。</p><p>新的一句。</p>")
    page = compiler.get(page_of(part))
    changed = page.text.split('class="piece is-mine"')[1].split("</li>")[0]
    assert len(ticked(page)) == 1
    assert "您签署后有改动" in changed
    assert re.sub(r"<[^>]+>|\s", "", changed.split('class="compared"')[1]).endswith("全年节电删除：二新增：三万度。新增：新的一句。")
    assert ("Power was saved." in changed, other.text_zh_hans in changed) == (False, False)


def test_signing_what_changed_meanwhile_is_refused_with_a_sentence(compiler, part, prose):
    seen = ticked(compiler.get(page_of(part)))
    rewrite(prose, "<p>有人刚改过。</p>")
    answer = compiler.post(page_of(part), {"seen": seen}, follow=True)
    assert (Signature.objects.count(), "您打开页面后" in answer.text, "有人刚改过。" in answer.text) == (0, True, True)


def test_a_block_that_was_taken_out_is_shown_struck_and_let_go(compiler, part, prose, me):
    sign(part, by=me, seen=[each.mark for each in state(part.report).of(part.pk).all])
    prose.delete()
    page = compiler.get(page_of(part))
    assert ("您签署后已删去" in page.text, "<del>全年节电二万度。</del>" in page.text, len(ticked(page))) == (True, True, 1)
    compiler.post(page_of(part), {"seen": ticked(page)})
    assert ticked(compiler.get(page_of(part))) == []


def test_my_signatures_are_taken_back_by_a_button(compiler, part, prose):
    compiler.post(page_of(part), {"seen": ticked(compiler.get(page_of(part)))})
    compiler.post(page_of(part), {"act": "take_back"})
    assert (Signature.objects.filter(withdrawn_at=None).count(), len(ticked(compiler.get(page_of(part))))) == (0, 2)


def test_what_waits_for_me_stands_on_the_desk_and_on_top_of_the_sign_off(compiler, report, part, prose):
    for address in (reverse("admin:reports_report_change", args=[report.pk]), overview(report)):
        page = compiler.get(address).text
        assert page_of(part) in page
        assert "2 个内容块" in page
    assert "待您签署" not in signed_in(make.user(Role.COMPILER)).get(reverse("admin:reports_report_change", args=[report.pk])).text


def test_a_report_that_cannot_be_read_yet_says_why(compiler, report, part, prose):
    Block.objects.create(part=part, kind="case", order=5)
    assert "未放置案例" in compiler.get(overview(report)).text
    assert "未放置案例" in compiler.get(page_of(part), follow=True).text
    assert compiler.get(reverse("admin:reports_report_change", args=[report.pk])).status_code == 200


def test_the_chain_is_set_in_the_parts_form_from_people_of_the_association(compiler, part):
    expert, stranger = make.user(Role.COMPILER, name="李专家"), make.editor(make.organisation())
    change = reverse("admin:reports_part_change", args=[part.pk])
    rows = {"signers-TOTAL_FORMS": "1", "signers-0-role": "专家", "signers-0-order": ""}
    answer = compiler.save(change, **rows, **{"signers-0-user": stranger.pk})
    assert (answer.status_code, Signer.objects.count()) == (200, 0)
    assert stranger.email not in answer.text
    assert compiler.save(change, **rows, **{"signers-0-user": expert.pk}).status_code == 302
    assert [(each.user, each.role, each.order) for each in part.signers.all()] == [(expert, "专家", 0)]
    assert list(Mail.objects.values_list("kind", "to")) == [("first_to_sign", expert.pk)]
    # What is saved otherwise calls nobody.
    Mail.objects.all().delete()
    Signer.objects.update(user=make.user(Role.REVIEWER))
    assert compiler.save(change, title_zh_hans="新的标题").status_code == 302
    assert not Mail.objects.exists()


def test_one_company_is_asked_by_link_and_a_wrong_address_is_said_at_its_case(compiler, whole, report):
    address = reverse("admin:reports_report_approvals", args=[report.pk])
    placement = whole["placement"].pk
    wrong = compiler.post(address, {"act": "ask", "placement": placement, "email": "nowhere"})
    assert (wrong.status_code, f'href="#placement-{placement}"' in wrong.text, 'value="nowhere"' in wrong.text) == (422, True, True)
    compiler.post(address, {"act": "ask", "placement": placement, "email": "boss@example.org", "language": "en"})
    made = PrintApproval.objects.get()
    assert (made.email, made.state) == ("boss@example.org", "open")
    page = compiler.get(address)
    assert "待企业答复" in page.text
    compiler.post(address, {"act": "revoke", "approval": made.pk})
    made.refresh_from_db()
    assert made.state == "revoked"
    assert compiler.post(address, {"act": "revoke", "approval": "x"}).status_code == 404


def test_all_companies_are_asked_with_one_button(compiler, whole, report):
    answer = compiler.post(reverse("admin:reports_report_approvals", args=[report.pk]), {"act": "all"}, follow=True)
    assert ("已发邮件，请 1 家企业确认" in answer.text, PrintApproval.objects.count()) == (True, 1)


# Session, user, memberships, whether the report may be seen; the book; parts, signers, blocks, signatures; then of the first page the
# companies' cases and questions, of the second the part and what the person signed, and of the third cases and questions alone.
@pytest.mark.parametrize("more", [0, 2])
def test_the_pages_take_the_same_number_of_queries_at_one_and_at_three(compiler, report, whole, part, prose, more):
    for number in range(more):
        within = Part.objects.create(report=report, parent=part, order=number + 1, key=f"within-{number}", title_zh_hans="节")
        Block.objects.create(part=within, text_zh_hans="<p>文。</p>")
        case = make.case()
        make.published(case)
        place_case(Block.objects.create(part=part, kind="case", order=number + 9), case)
    compiler.post(page_of(part), {"seen": ticked(compiler.get(page_of(part)))})
    compiler.post(reverse("admin:reports_report_approvals", args=[report.pk]), {"act": "all"})
    counts = []
    for address in (overview(report), page_of(part), reverse("admin:reports_report_approvals", args=[report.pk])):
        compiler.get(address)
        with CaptureQueriesContext(connection) as found:
            compiler.get(address)
        counts.append(len(found))
    assert counts == [23, 24, 9]

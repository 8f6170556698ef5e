"""A company approves how its case is printed: in the admin or by a link; what changes is asked about anew, and nobody sees another's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from cases.approvals import ApprovalRefused
from cases.enums import ApprovalState
from cases.models import AuditEntry, Mail
from reports.enums import PrintState
from reports.models import Block, Placement, PrintApproval
from reports.placements import place_case
from reports.signing import Unsigned, Why, unsigned
from reports.signing.companies import MOST_OPEN, answer, ask, ask_all, look_up, placed, revoke
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER, name="编纂")


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def case(editor):
    case = make.case(editor.memberships.get().organisation, by=editor, title_zh_hans="海宁光伏")
    make.picture(case)
    make.published(case)
    return case


@pytest.fixture
def placement(chapter, case):
    return place_case(Block.objects.create(part=chapter, kind="case"), case)


@pytest.fixture
def asked(placement, compiler):
    return ask(placement, by=compiler)[0]


@pytest.fixture
def link(placement, compiler):
    return f"/print-approvals/{ask(placement, by=compiler, email=' Boss@Example.org')[1]}/"


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def shorten(placement, text="<p>印刷用的短文。</p>"):
    placement.print_text_zh_hans = text
    placement.save()


def state_of(report):
    return [each.state for each in placed(report)]


def post(client, address, answer="confirm", **more):
    return client.post(address, {"answer": answer, "name": "李总", "words": ""} | more)


# --- Asked and answered in the admin ----------------------------------------------------------------------------------


def test_each_member_is_told_by_mail_and_finds_the_case_as_it_would_be_printed(asked, placement, case, editor):
    told = Mail.objects.get(kind="print_asked")
    page = f"/admin/printed/{case.pk}/"
    assert (told.to, told.case, page in told.body, "海宁光伏" in told.body) == (editor, case, True, True)
    answer = signed_in(editor).get(page)
    assert (answer.status_code, "海宁光伏" in answer.text, "确认付印" in answer.text) == (200, True, True)
    assert [answer[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")] == [
        *("private, no-store", "noindex, nofollow", "same-origin")
    ]


def test_a_yes_is_kept_told_logged_and_is_of_what_was_shown(asked, report, case, editor, compiler):
    client = signed_in(editor)
    assert post(client, f"/admin/printed/{case.pk}/", digest=asked.digest).status_code == 302
    kept = PrintApproval.objects.get()
    assert (kept.state, kept.by, kept.name, state_of(report)) == (ApprovalState.CONFIRMED, editor, str(editor), [PrintState.APPROVED])
    told = Mail.objects.get(kind="print_confirmed")
    assert (told.to, f"/admin/reports/report/{report.pk}/approvals/" in told.body) == (compiler, True)
    assert list(AuditEntry.objects.filter(action="approval").order_by("number").values_list("detail", flat=True)) == [
        f"print asked, {kept.pk}: report 2030",
        f"print confirmed, {kept.pk}: report 2030",
    ]
    assert "确认付印</button>" not in client.get(f"/admin/printed/{case.pk}/").text
    assert post(client, f"/admin/printed/{case.pk}/", "refuse", words="后悔", digest=asked.digest).status_code == 404


def test_a_no_needs_words_and_is_shown_to_the_association(asked, report, case, editor, compiler):
    client = signed_in(editor)
    page = post(client, f"/admin/printed/{case.pk}/", "refuse", digest=asked.digest)
    assert (page.status_code, PrintApproval.objects.get().state) == (422, ApprovalState.OPEN)
    post(client, f"/admin/printed/{case.pk}/", "refuse", words="<b>数字不对</b>", digest=asked.digest)
    assert state_of(report) == [PrintState.OBJECTED]
    page = signed_in(compiler).get(f"/admin/reports/report/{report.pk}/approvals/")
    assert "&lt;b&gt;数字不对&lt;/b&gt;" in page.text


def test_once_the_text_changes_the_answer_counts_no_more_and_the_next_question_shows_the_difference(
    asked, report, placement, case, editor, compiler
):
    answer(asked, confirmed=True, name="王", words="", by=editor)
    shorten(placement)
    assert state_of(report) == [PrintState.CHANGED]
    ask(placement, by=compiler)
    assert state_of(report) == [PrintState.WAITING]
    page = signed_in(editor).get(f"/admin/printed/{case.pk}/").text
    assert ("上次确认后的改动" in page, "印刷用的短文。" in page) == (True, True)
    # Back to what was approved: the answer counts again.
    shorten(placement, "")
    assert state_of(report) == [PrintState.APPROVED]


def test_what_has_changed_since_it_was_asked_about_cannot_be_approved(asked, placement, case, editor, link):
    shorten(placement)
    assert "协会已改动内容" in signed_in(editor).get(f"/admin/printed/{case.pk}/").text
    assert post(signed_in(editor), f"/admin/printed/{case.pk}/", digest=asked.digest).status_code == 404
    assert (Client().get(link).status_code, post(Client(), link).status_code) == (410, 410)
    with pytest.raises(ApprovalRefused):
        answer(asked, confirmed=True, name="王", words="", by=editor)
    assert set(PrintApproval.objects.values_list("answer", flat=True)) == {""}


def test_a_new_question_takes_back_those_about_an_earlier_text(asked, placement, compiler, link):
    shorten(placement)
    ask(placement, by=compiler)
    assert [each.state for each in PrintApproval.objects.order_by("pk")] == [
        *(ApprovalState.REVOKED, ApprovalState.REVOKED, ApprovalState.OPEN)
    ]


def test_until_it_is_asked_about_a_company_does_not_learn_that_its_case_was_chosen(placement, case, editor, report):
    page = signed_in(editor).get(f"/admin/printed/{case.pk}/")
    assert (page.status_code, str(report.year) in page.text, "协会尚未就此案例" in page.text) == (200, False, True)


def test_a_company_sees_nothing_of_another_and_nobody_outside_sees_anything(asked, case, report, chapter):
    stranger = signed_in(make.editor(make.organisation("others")))
    addresses = [
        f"/admin/printed/{case.pk}/",
        f"/admin/reports/report/{report.pk}/signing/",
        f"/admin/reports/report/{report.pk}/signing/{chapter.pk}/",
        f"/admin/reports/report/{report.pk}/approvals/",
    ]
    assert {stranger.get(address).status_code for address in addresses} == {404}
    assert {post(stranger, address, digest=asked.digest).status_code for address in addresses} <= {404, 405}
    assert {Client().get(address).status_code for address in addresses} == {302}
    assert PrintApproval.objects.get().answer == ""


def test_the_association_does_not_answer_for_a_company(asked, case, compiler):
    assert post(signed_in(compiler), f"/admin/printed/{case.pk}/", digest=asked.digest).status_code == 404
    with pytest.raises(ApprovalRefused):
        answer(asked, confirmed=True, name="我", words="", by=compiler)


# --- By a link ----------------------------------------------------------------------------------------------------------


def test_a_link_shows_the_case_once_answered_it_shows_nothing(link, report, case):
    client = Client()
    page = client.get(link)
    assert (page.status_code, "海宁光伏" in page.text, "sessionid" in page.cookies) == (200, True, False)
    assert [page[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
        *("private, no-store", "same-origin", "noindex, nofollow")
    ]
    picture = f"{link}pictures/{case.pictures.get().digest}-480.webp"
    assert client.get(picture).status_code == 200
    assert post(client, link, words="可以").status_code == 302
    kept = PrintApproval.objects.get()
    assert (kept.state, kept.name, kept.words, kept.email, kept.by) == (ApprovalState.CONFIRMED, "李总", "可以", "boss@example.org", None)
    after = client.get(link)
    assert (after.status_code, "海宁光伏" in after.text, client.get(picture).status_code) == (200, False, 404)
    assert post(client, link, "refuse", words="后悔").status_code == 200
    assert (PrintApproval.objects.get().state, state_of(report)) == (ApprovalState.CONFIRMED, [PrintState.APPROVED])


def test_a_link_ends_by_time_by_hand_and_with_its_senders_role(link, compiler):
    PrintApproval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (Client().get(link).status_code, post(Client(), link).status_code) == (410, 410)
    PrintApproval.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke(PrintApproval.objects.get(), by=compiler)
    assert (Client().get(link).status_code, post(Client(), link).status_code) == (410, 410)
    PrintApproval.objects.update(revoked_at=None)
    compiler.memberships.all().delete()
    assert (Client().get(link).status_code, post(Client(), link).status_code) == (404, 404)
    assert PrintApproval.objects.get().answer == ""


def test_each_changed_letter_of_the_link_leads_nowhere(link):
    token = link.split("/")[2]
    wrong = [token[:at] + ("A" if letter != "A" else "B") + token[at + 1 :] for at, letter in enumerate(token)]
    assert {Client().get(f"/print-approvals/{each}/").status_code for each in [*wrong, token[:-1], "x" * 5000]} == {404}


def test_whoever_holds_a_link_is_signed_in_nowhere_and_sees_no_other_picture(link, case, editor, report):
    client = Client()
    client.get(link)
    other = make.picture(make.case(case.organisation, by=editor), file=make.picture_file(colour="#445566"))
    assert client.get(f"{link}pictures/{other.digest}-480.webp").status_code == 404
    assert client.get(f"{link}pictures/{case.pictures.get().digest}-123.webp").status_code == 404
    assert client.get(f"/admin/printed/{case.pk}/").status_code == 302
    assert client.get(f"/reports/{report.year}/").status_code == 404


def test_the_second_of_two_answers_at_once_is_refused(link):
    first, second = look_up(link.split("/")[2]), look_up(link.split("/")[2])
    answer(first, confirmed=True, name="李总", words="")
    with pytest.raises(ApprovalRefused):
        answer(second, confirmed=False, name="王总", words="不")
    assert PrintApproval.objects.get().name == "李总"


# --- Asking ---------------------------------------------------------------------------------------------------------------


def test_all_are_asked_at_once_each_company_once(report, chapter, placement, compiler):
    alone = make.case(make.organisation("nobody"))
    make.published(alone)
    alone.changed_by.memberships.all().delete()
    place_case(Block.objects.create(part=chapter, kind="case", order=1), alone)
    assert [count if isinstance(count, int) else [case.pk for case in count] for count in ask_all(report, by=compiler)] == [1, [alone.pk]]
    assert ask_all(report, by=compiler)[0] == 0
    assert state_of(report) == [PrintState.WAITING, PrintState.NOT_ASKED]
    PrintApproval.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert state_of(report)[0] == PrintState.LAPSED
    assert ask_all(report, by=compiler)[0] == 1


def test_nobody_is_asked_twice_by_account_nor_by_too_many_links(asked, placement, compiler):
    with pytest.raises(ApprovalRefused, match="尚未答复"):
        ask(placement, by=compiler)
    with pytest.raises(ApprovalRefused):
        ask(placement, by=compiler, email="no address")
    for number in range(MOST_OPEN - 1):
        ask(placement, by=compiler, email=f"boss{number}@example.org")
    with pytest.raises(ApprovalRefused, match="十份"):
        ask(placement, by=compiler, email="one-more@example.org")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PUBLISHER, Role.OPERATOR, Role.EDITOR])
def test_only_a_compiler_asks(placement, report, role):
    for wanted in (lambda by: ask(placement, by=by), lambda by: ask_all(report, by=by)):
        with pytest.raises(ApprovalRefused):
            wanted(make.user(role))


def test_a_case_nested_in_another_is_its_own_companys_to_approve(chapter, report, case, editor, compiler):
    nested = make.case(make.organisation("others"), parent=case, title_zh_hans="嵌套案例")
    make.published(nested)
    place_case(Block.objects.create(part=chapter, kind="case"), case)
    assert [(each.title, each.case.pk) for each in placed(report)] == [("海宁光伏", case.pk), ("嵌套案例", nested.pk)]
    ask(Placement.objects.get(under=None), by=compiler)
    assert "嵌套案例" not in signed_in(editor).get(f"/admin/printed/{case.pk}/").text


def test_what_is_not_approved_is_listed_with_its_place(report, placement, asked, editor):
    Block.objects.create(part=placement.block.part, order=0, text_zh_hans="<p>文。</p>")
    Block.objects.filter(pk=placement.block_id).update(order=1)
    (found,) = [each for each in unsigned(report) if "海宁光伏" in each.sentence]
    assert found == Unsigned("one", 1, Why.COMPANY, "“海宁光伏”：企业尚未答复。")
    answer(asked, confirmed=True, name="王", words="", by=editor)
    assert [each for each in unsigned(report) if "海宁光伏" in each.sentence] == []


@pytest.mark.parametrize("more", [0, 2])
def test_all_placed_cases_cost_two_queries(report, chapter, placement, asked, compiler, more, django_assert_num_queries):
    for order in range(more):
        case = make.case()
        make.published(case)
        ask(place_case(Block.objects.create(part=chapter, kind="case", order=order + 2), case), by=compiler, email="b@example.org")
    with django_assert_num_queries(2):  # placements with their revisions, questions
        assert len([each.state for each in placed(report)]) == more + 1

"""Somebody without an account confirms a case by a link, once; the link opens nothing else and leaves no trace elsewhere."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from cases.approvals import MOST_OPEN, ApprovalRefused, ask, look_up, revoke
from cases.enums import ApprovalState
from cases.models import Approval, AuditEntry, Case, Mail
from cases.outbox import send_due
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def case(editor):
    case = make.case(editor.memberships.get().organisation, by=editor, title_zh_hans="海宁光伏")
    make.picture(case)
    return case


@pytest.fixture
def link(case, editor):
    _row, token = ask(case, email="Boss@Example.org ", by=editor)
    return f"/approvals/{token}/"


def answer(client, link, answer="confirm", name="李总", words=""):
    return client.post(link, {"answer": answer, "name": name, "words": words})


# --- The way of a link --------------------------------------------------------------------------------------------------


def test_the_link_comes_by_mail_and_shows_the_case_as_it_stood_when_it_was_asked_about(client, case, editor, settings):
    settings.MAIL_WAIT_MINUTES = 0
    _row, token = ask(case, email="boss@example.org", by=editor)
    send_due()
    (message,) = mail.outbox
    assert (message.to, f"/approvals/{token}/" in message.body, "海宁光伏" in message.body) == (["boss@example.org"], True, False)
    Case.objects.update(title_zh_hans="改过的标题")
    page = client.get(f"/approvals/{token}/")
    assert (page.status_code, "海宁光伏" in page.text, "改过的标题" in page.text) == (200, True, False)


def test_a_yes_is_kept_told_and_logged_and_the_link_is_spent(client, case, editor, link):
    assert answer(client, link, words="很好").status_code == 302
    kept = Approval.objects.get()
    assert (kept.state, kept.name, kept.words, kept.email) == (ApprovalState.CONFIRMED, "李总", "很好", "boss@example.org")
    told = Mail.objects.get(kind="approval_confirmed")
    assert (told.to, told.case, "李总" in told.body, "很好" in told.body) == (editor, case, True, True)
    assert list(AuditEntry.objects.filter(action="approval").order_by("number").values_list("about", "detail", "case_number")) == [
        (str(case), f"asked, link {kept.pk}: revision 1", case.pk),
        (str(case), f"opened, link {kept.pk}: revision 1", case.pk),
        (str(case), f"confirmed, link {kept.pk}: revision 1", case.pk),
    ]
    after = client.get(link)
    assert (after.status_code, "海宁光伏" in after.text, "感谢您的答复" in after.text) == (200, False, True)
    answer(client, link, "refuse", words="后悔了")
    assert Approval.objects.get().state == ApprovalState.CONFIRMED


def test_a_no_needs_words_and_either_needs_a_name(client, link):
    for posted in (
        {"answer": "refuse"},
        {"answer": "confirm", "name": " "},
        {"answer": "confirm", "name": "长" * 81},
        {"answer": "refuse", "words": "长" * 2001},
    ):
        page = answer(client, link, **posted)
        assert (page.status_code, page.context["refused"] is not None, Approval.objects.get().state) == (422, True, ApprovalState.OPEN)
    assert answer(client, link, "refuse", words="数字不对").status_code == 302
    assert (Approval.objects.get().state, Mail.objects.filter(kind="approval_refused").count()) == (ApprovalState.REFUSED, 1)


def test_what_is_typed_stays_when_it_is_refused(client, link):
    page = answer(client, link, "refuse", name="<b>李</b>")
    assert 'value="&lt;b&gt;李&lt;/b&gt;"' in page.text


def test_an_answer_that_is_none_changes_nothing(client, link):
    assert answer(client, link, "perhaps").status_code == 404
    assert client.put(link).status_code == 405
    assert Approval.objects.get().state == ApprovalState.OPEN


def test_a_link_ends_by_time_by_hand_and_with_its_senders_access(client, case, editor, link):
    Approval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (client.get(link).status_code, answer(client, link).status_code) == (410, 410)
    Approval.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke(Approval.objects.get(), by=editor)
    assert (client.get(link).status_code, answer(client, link).status_code) == (410, 410)
    with pytest.raises(ApprovalRefused):
        revoke(Approval.objects.get(), by=editor)
    Approval.objects.update(revoked_at=None)
    editor.memberships.all().delete()
    assert (client.get(link).status_code, answer(client, link).status_code) == (404, 404)
    assert Approval.objects.get().answer == ""


def test_the_second_of_two_answers_at_once_is_refused(case, editor, link):
    from cases.approvals import answer as answer_it

    token = link.split("/")[2]
    first, second = look_up(token), look_up(token)
    answer_it(first, confirmed=True, name="李总", words="")
    with pytest.raises(ApprovalRefused):
        answer_it(second, confirmed=False, name="王总", words="不")
    assert (Approval.objects.get().name, Mail.objects.filter(kind__startswith="approval_").count()) == ("李总", 2)


def test_an_answer_without_its_time_cannot_be_stored(case, link):
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(answer="confirmed")


# --- What a link opens, and what it does not ---------------------------------------------------------------------------


def test_the_page_is_kept_by_nobody_and_its_address_is_told_to_nobody(client, case, link):
    digest = case.pictures.get().digest
    for address in (link, f"{link}pictures/{digest}-480.webp"):
        response = client.get(address)
        assert response.status_code == 200
        assert [response[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
            *("private, no-store", "same-origin", "noindex, nofollow")
        ]
        assert "sessionid" not in response.cookies
    assert client.post(link, {}, headers={"Origin": "https://elsewhere.example"}).status_code in {403, 404}


def test_each_changed_letter_of_the_link_leads_nowhere(client, link):
    token = link.split("/")[2]
    wrong = [token[:at] + ("A" if letter != "A" else "B") + token[at + 1 :] for at, letter in enumerate(token)]
    found = {client.get(f"/approvals/{each}/").status_code for each in [*wrong, token[:-1], token + "A", "", "x" * 5000, token.lower()]}
    assert found == {404}


def test_it_shows_the_pictures_of_its_revision_and_no_others(client, case, editor, link):
    other = make.picture(make.case(case.organisation, by=editor), file=make.picture_file(colour="#445566"))
    own = case.pictures.get()
    assert [client.get(f"{link}pictures/{digest}-{width}.webp").status_code for digest, width in (
        (own.digest, 480), (own.digest, 481), (other.digest, 480), ("0" * 64, 480)
    )] == [200, 404, 404, 404]  # fmt: skip
    answer(client, link)
    assert client.get(f"{link}pictures/{own.digest}-480.webp").status_code == 404


def test_whoever_holds_a_link_is_signed_in_nowhere_and_sees_no_other_page(client, case, link):
    client.get(link)
    pages = [f"/admin/cases/case/{case.pk}/{page}/" for page in ("change", "preview", "approvals", "seal", "compare")]
    assert {client.get(page).status_code for page in pages} == {302}
    assert client.get(f"/cases/{case.slug}/").status_code == 404
    assert [client.get(f"/admin/pictures/{case.pictures.get().digest}/480/").status_code] == [302]


def test_the_page_shows_nothing_that_is_said_inside(client, case, editor, link):
    """The case alone: no comment, no attachment that is not public, no name of those who edit."""
    text = client.get(link).text
    assert ("/admin/" in text, editor.email in text) == (False, False)


# --- Asking -------------------------------------------------------------------------------------------------------------


def test_its_company_and_reviewers_ask_on_the_cases_page_and_strangers_find_none(client, case, editor):
    page = f"/admin/cases/case/{case.pk}/approvals/"
    for person, status in ((editor, 302), (make.user(Role.REVIEWER), 302), (make.user(Role.COMPILER), 404), (make.user(), 404)):
        client.force_login(person)
        assert client.post(page, {"act": "ask", "email": "boss@example.org"}).status_code == status
    client.force_login(make.editor(make.organisation("theirs")))
    assert (client.get(page).status_code, client.post(page, {"email": "x@example.org"}).status_code) == (404, 404)
    assert Approval.objects.count() == 2


def test_a_link_is_taken_back_on_the_page_by_those_who_may_and_only_one_of_this_case(client, case, editor):
    made, _token = ask(case, email="boss@example.org", by=editor)
    other = make.case(case.organisation, by=editor)
    client.force_login(editor)
    assert client.post(f"/admin/cases/case/{other.pk}/approvals/", {"act": "revoke", "approval": made.pk}).status_code == 404
    assert client.post(f"/admin/cases/case/{case.pk}/approvals/", {"act": "revoke", "approval": made.pk}).status_code == 302
    assert Approval.objects.get().state == ApprovalState.REVOKED


@pytest.mark.parametrize("email", ["", "x", "a@b", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "\0@example.org"])
def test_an_address_that_is_none_gets_a_sentence(client, case, editor, email):
    client.force_login(editor)
    answer = client.post(f"/admin/cases/case/{case.pk}/approvals/", {"act": "ask", "email": email})
    assert (answer.status_code, Approval.objects.count(), Mail.objects.count()) == (422, 0, 0)


def test_ten_links_are_enough(case, editor):
    for number in range(MOST_OPEN):
        ask(case, email=f"a{number}@example.org", by=editor)
    with pytest.raises(ApprovalRefused):
        ask(case, email="one-more@example.org", by=editor)
    revoke(Approval.objects.first(), by=editor)
    ask(case, email="one-more@example.org", by=editor)


def test_while_the_case_is_not_theirs_to_change_they_ask_about_what_was_frozen_last(case, editor):
    with pytest.raises(ApprovalRefused):
        ask(make.case(), email="a@example.org", by=editor)
    make.submitted(case)
    Case.objects.update(title_zh_hans="审核人正在修改")
    made, _token = ask(case, email="a@example.org", by=editor)
    assert (made.revision.number, case.revisions.count()) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_link_and_for_three(client, case, editor, count, django_assert_num_queries):
    for number in range(count):
        ask(case, email=f"a{number}@example.org", by=editor)
    client.force_login(editor)
    # Session, user, memberships, two about permissions that are Django's own; the case, and that it is theirs; the links.
    with django_assert_num_queries(8):
        client.get(f"/admin/cases/case/{case.pk}/approvals/")

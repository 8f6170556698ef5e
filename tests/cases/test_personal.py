"""What is kept of a person is given out whole and erased without a trace; the log keeps a pseudonym and stays whole."""

import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from cases import personal
from cases.approvals import ask
from cases.audit_log import broken_at
from cases.invitations import invite
from cases.models import AuditEntry, Case, Invitation, Mail, MailSettings, WorkingCopy
from cases.outbox import post
from cases.reviewing import say
from cases.workflow import take
from cases.working_copies import keep
from tests import make

pytestmark = pytest.mark.django_db
NAME, EMAIL = "林晓梅", "lin.xiaomei@company.example"


@pytest.fixture
def operator():
    return make.user(Role.OPERATOR)


@pytest.fixture
def person():
    """An editor who has done everything that an editor does."""
    ours = make.organisation("ours")
    person = make.user(Role.EDITOR, ours, name=NAME, email=EMAIL, password="一座水库养活三个县")
    case = make.case(ours, by=person, title_zh_hans="海宁光伏")
    take("submit", case=case, by=person)
    reviewer = make.user(Role.REVIEWER)
    say(case=case, field="title_zh_hans", text="请写清楚。", by=reviewer, visibility="company")
    take("start_review", case=case, by=reviewer)
    take("request_changes", case=case, by=reviewer, message="请修改。")
    ask(case, email="boss@example.org", by=person)
    ask(case, email=EMAIL, by=person)
    invite(organisation=ours, email=EMAIL, by=reviewer)
    MailSettings.objects.create(user=person)
    keep(user=person, case=case, tab="0" * 16, values={"title_en": ["typed and not saved"]})
    return person


def dump():
    """Every table as JSON text."""
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue()


# --- Given out --------------------------------------------------------------------------------------------------------


def test_everything_under_an_account_is_given_out_and_no_secret(person):
    found = json.loads(json.dumps(personal.personal_data(person), ensure_ascii=False))
    assert (found["account"]["name"], found["account"]["email"]) == (NAME, EMAIL)
    assert found["unsaved_text"] == [{"title_en": ["typed and not saved"]}]
    assert {"cases.Case.created_by", "cases.Revision.created_by", "cases.StateChange.by", "cases.Approval.created_by"} <= found[
        "rows"
    ].keys()
    assert sorted(mail["kind"] for mail in found["mails"]) == ["changes_requested", "invitation", "submitted"]
    assert len(found["invitations_to"]) == 1
    text = json.dumps(found)
    digest = found["invitations_to"][0].get("digest")
    assert (person.password in text, digest) == (False, None)


def test_it_is_taken_by_an_operator_alone_with_the_password_fresh_and_that_is_logged(client, person, operator):
    address = f"/admin/accounts/user/{person.pk}/personal-data/"
    for other in (make.user(Role.REVIEWER), make.user(Role.PUBLISHER), make.user(Role.COMPILER), make.editor(make.organisation("theirs"))):
        client.force_login(other)
        assert client.get(address).status_code == 404
    client.force_login(operator)
    answer = client.get(address)
    assert (answer.json()["account"]["email"], answer["Cache-Control"]) == (EMAIL, "private, no-store")
    assert [(e.who_number, e.about, e.detail) for e in AuditEntry.objects.filter(action="erased")] == [
        (operator.pk, f"#{person.pk}", "given out")
    ]


@pytest.mark.parametrize("page", ["personal-data", "erase"])
def test_whoever_signed_in_long_ago_is_asked_again(client, person, page):
    operator = make.user(Role.OPERATOR, password="一座水库养活三个县")
    client.force_login(operator)
    answer = client.get(f"/admin/accounts/user/{person.pk}/{page}/")
    assert (answer.status_code, "/accounts/reauthenticate/" in answer["Location"]) == (302, True)


# --- Erased -----------------------------------------------------------------------------------------------------------


def test_after_erasing_no_table_holds_name_or_address_and_the_log_is_whole(person, operator):
    assert (NAME in dump(), EMAIL in dump()) == (True, True)
    before = list(AuditEntry.objects.order_by("number").values())
    personal.erase(person, by=operator)
    text = dump()
    assert (NAME in text, EMAIL in text, "typed and not saved" in text) == (False, False, False)
    assert list(AuditEntry.objects.order_by("number").values())[: len(before)] == before
    assert broken_at() is None
    last = AuditEntry.objects.order_by("-number").first()
    assert (last.who_number, last.about, last.detail) == (operator.pk, f"#{person.pk}", "erased")


def test_what_they_wrote_stays_under_the_pseudonym_and_the_account_opens_nothing(client, person, operator):
    client.force_login(person)
    personal.erase(person, by=operator)
    assert client.get("/admin/").status_code == 302
    gone = User.objects.get(pk=person.pk)
    assert (gone.name, gone.is_active, gone.has_usable_password(), gone.memberships.count()) == (f"#{person.pk}", False, False, 0)
    assert Case.objects.get().created_by == gone
    assert client.post("/accounts/login/", {"login": EMAIL, "password": "一座水库养活三个县"}).status_code == 200


def test_links_that_went_to_the_person_end_unless_they_were_used(client, person, operator):
    """The old mail lies in a mailbox that the account's end does not close."""
    ours, reviewer = person.memberships.get().organisation, make.user(Role.REVIEWER)
    invitation, invited = invite(organisation=ours, email=EMAIL, by=reviewer)
    Invitation.objects.exclude(pk=invitation.pk).update(used_at=timezone.now())
    colleague = make.editor(ours)
    _asked, to_approve = ask(make.case(ours, by=colleague), email=EMAIL, by=colleague)
    links = [f"/invitations/{invited}/", f"/approvals/{to_approve}/"]
    assert [client.get(link).status_code for link in links] == [200, 200]
    personal.erase(person, by=operator)
    assert [client.get(link).status_code for link in links] == [410, 410]
    assert [client.post(link, {"answer": "confirm", "name": NAME}).status_code for link in links] == [410, 410]
    assert list(Invitation.objects.filter(used_at__isnull=False).values_list("revoked_at", flat=True)) == [None]


def test_mails_to_others_name_the_pseudonym(person, operator):
    reviewer = make.user(Role.REVIEWER)
    post("submitted", to=reviewer, case=Case.objects.get(), key="told")
    Mail.objects.filter(key="told").update(body=f"{NAME} <{EMAIL}> 已提交。")
    personal.erase(person, by=operator)
    assert Mail.objects.get(key="told").body == f"#{person.pk} <#{person.pk}> 已提交。"


def test_the_name_of_two_people_stays_in_mails_and_the_address_goes(person, operator):
    make.user(Role.REVIEWER, name=NAME)
    Mail.objects.create(
        kind="x", address="a@example.org", subject=NAME, body=f"{NAME} <{EMAIL}>", send_after=timezone.now(), language="zh-hans"
    )
    personal.erase(person, by=operator)
    assert list(Mail.objects.filter(kind="x").values_list("subject", "body")) == [(NAME, f"{NAME} <#{person.pk}>")]


def test_nobody_erases_themselves_or_a_superuser_and_only_an_operator_erases(person, operator):
    superuser = User.objects.create_superuser("super@example.org", name="Super")
    for user, by in ((operator, operator), (superuser, operator), (person, make.user(Role.PUBLISHER)), (person, person)):
        with pytest.raises(personal.ErasingRefused):
            personal.erase(user, by=by)
    assert User.objects.get(pk=person.pk).name == NAME


def test_the_page_asks_for_the_address_once_more(client, person, operator):
    client.force_login(operator)
    address = f"/admin/accounts/user/{person.pk}/erase/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"email": "other@example.org"}).status_code == 422
    assert User.objects.get(pk=person.pk).name == NAME
    assert client.post(address, {"email": EMAIL.upper()}).status_code == 302
    assert User.objects.get(pk=person.pk).name == f"#{person.pk}"
    assert client.get(f"/admin/accounts/user/{operator.pk}/erase/").status_code == 404


def test_unsaved_text_passes_to_a_colleague_before_it_goes(person, operator):
    colleague = make.editor(person.memberships.get().organisation)
    personal.erase(person, by=operator)
    assert [copy.user for copy in WorkingCopy.objects.all()] == [colleague]


def test_a_name_of_one_character_is_not_looked_for_in_mails(operator):
    person = make.user(Role.EDITOR, name="李", email="li@company.example")
    Mail.objects.create(kind="x", address="a@example.org", subject="李总", body="桃李不言", send_after=timezone.now(), language="zh-hans")
    personal.erase(person, by=operator)
    assert Mail.objects.get().body == "桃李不言"

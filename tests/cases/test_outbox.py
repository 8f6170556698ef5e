"""The outbox: a mail is posted with what it tells of, to the people of its case alone, and sent once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from cases import outbox
from cases.assigning import assign_one
from cases.enums import MailState
from cases.models import Mail, MailSettings
from cases.workflow import STEPS, StepRefused, take
from tests import make

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    """Kind and receiver of what stands in the outbox, which is then emptied."""
    found = sorted(Mail.objects.values_list("kind", "address"))
    Mail.objects.all().delete()
    return found


def failing(monkeypatch):
    def send(self, *args, **kwargs):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(outbox.EmailMessage, "send", send)


@pytest.fixture
def case():
    owner = make.organisation()
    return make.case(owner, by=make.editor(owner))


def test_each_step_tells_exactly_those_it_concerns(case):
    editor, reviewer, publisher = case.created_by, make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    colleague = make.editor(case.organisation)
    gone = make.editor(case.organisation)
    gone.is_active = False
    gone.save()
    make.editor(make.organisation())
    for role in (Role.COMPILER, Role.OPERATOR):
        make.user(role)
    company = sorted([editor.email, colleague.email])
    inside = sorted([reviewer.email, publisher.email])

    def to(kind, addresses):
        return [(kind, address) for address in addresses]

    take("submit", case=case, by=editor)
    assert told() == sorted(to("submitted", company) + to("to_review", inside))
    take("start_review", case=case, by=reviewer)
    assert told() == []
    take("request_changes", case=case, by=reviewer, message="请补充数据。")
    assert told() == to("changes_requested", company)
    take("submit", case=case, by=editor)
    assert told() == sorted(to("submitted", company) + to("to_review", inside))
    take("start_review", case=case, by=reviewer)
    take("accept", case=case, by=reviewer)
    assert told() == to("accepted", company)
    take("publish", case=case, by=publisher)
    assert told() == to("published", company)
    take("withdraw", case=case, by=publisher, message="已过期。")
    assert told() == to("withdrawn", company)
    take("reopen", case=case, by=reviewer)
    assert told() == to("reopened", company)


def test_a_step_that_is_refused_or_rolled_back_tells_nobody(case):
    with pytest.raises(StepRefused):
        take("accept", case=case, by=case.created_by)
    with transaction.atomic():
        take("submit", case=case, by=case.created_by)
        assert Mail.objects.exists()
        transaction.set_rollback(True)
    assert told() == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["submitted", "to_review", "changes_requested", "accepted", "published", "withdrawn", "reopened"])
def test_each_mail_has_a_subject_a_text_and_its_links_in_the_readers_language(case, kind, language):
    MailSettings.objects.create(user=case.created_by, language=language)
    values = {"message": "第一行\n第二行", "by": "某人", "organisation": "某公司", "public": "https://example.org/case"}
    mail = outbox.post(kind, to=case.created_by, case=case, **values)
    title = case.title_en if language == "en" else case.title_zh_hans
    assert mail.subject.endswith(title)
    assert f"/cases/case/{case.pk}/change/" in mail.body
    assert str(case.created_by) in mail.body.splitlines()[0]
    assert ("http://127.0.0.1:8000/en/" in mail.body) == (language == "en")
    assert ("第一行\n第二行" in mail.body) == (kind in {"changes_requested", "withdrawn"})
    assert "{" not in mail.body


def test_every_step_is_either_told_or_known_to_be_silent():
    from cases.notices import TO_COMPANY

    assert set(STEPS) - set(TO_COMPANY) == {"start_review"}


def test_who_is_not_of_the_case_gets_no_mail_about_it(case):
    for other in (make.editor(make.organisation()), make.user(), "somebody@example.org", case.created_by.email):
        with pytest.raises(outbox.NotTheirs):
            outbox.post("accepted", to=other, case=case)
    assert told() == []


def test_who_has_left_between_posting_and_sending_gets_nothing(case):
    left, stayed = make.editor(case.organisation), case.created_by
    closed = make.editor(case.organisation)
    for user in (left, stayed, closed):
        outbox.post("accepted", to=user, case=case)
    left.memberships.all().delete()
    closed.is_active = False
    closed.save()
    assert outbox.send_due() == 1
    assert [message.to for message in django_mail.outbox] == [[stayed.email]]
    assert sorted(Mail.objects.values_list("address", "state")) == sorted(
        [(left.email, "dropped"), (stayed.email, "sent"), (closed.email, "dropped")]
    )


def test_the_same_key_is_posted_once(case):
    assert outbox.post("accepted", to=case.created_by, case=case, key="a")
    assert outbox.post("accepted", to=case.created_by, case=case, key="a") is None
    assert outbox.post("accepted", to=case.created_by, case=case)
    assert outbox.post("accepted", to=case.created_by, case=case)
    assert Mail.objects.count() == 3


def test_stored_text_is_never_read_as_a_template_nor_as_headers(case):
    evil = "{{ site }}{% load x %}\r\nBcc: all@example.org\n\n<b>&\0\ud800"
    case.title_zh_hans = evil
    mail = outbox.post("changes_requested", to=case.created_by, case=case, message=evil)
    assert mail.subject == "请修改案例：{{ site }}{% load x %} Bcc: all@example.org <b>&"
    assert "{{ site }}{% load x %}\nBcc: all@example.org\n\n<b>&\n" in mail.body
    assert outbox.send_due() == 1
    message = django_mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["To"] == case.created_by.email


def test_an_address_or_a_kind_that_is_none_is_refused():
    for address in ("a@example.org\r\nBcc: b@example.org", "nobody", ""):
        with pytest.raises(ValidationError):
            outbox.post("accepted", to=address)
    for kind in ("../accepted", "accepted.en", "", "Accepted\n"):
        with pytest.raises(ValueError, match="no kind"):
            outbox.post(kind, to="a@example.org")


def test_a_mail_server_that_is_down_is_asked_again_with_growing_pauses_and_then_given_up(case, monkeypatch):
    failing(monkeypatch)
    mail = outbox.post("accepted", to=case.created_by, case=case)
    pauses = []
    for _attempt in range(len(outbox.PAUSES)):
        assert outbox.send_due() == 0
        mail.refresh_from_db()
        assert mail.state == MailState.WAITING
        pauses.append(round((mail.send_after - timezone.now()).total_seconds() / 60))
        assert outbox.send_due() == 0
        Mail.objects.update(send_after=timezone.now())
    assert pauses == list(outbox.PAUSES)
    outbox.send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.FAILED, 7, "ConnectionRefusedError: nobody there")
    monkeypatch.undo()
    assert outbox.release(mail, by=case.created_by)
    assert outbox.send_due() == 1


def test_one_that_fails_does_not_keep_the_next_from_going(case, monkeypatch):
    first = outbox.post("accepted", to=case.created_by, case=case)
    outbox.post("accepted", to=make.editor(case.organisation), case=case)
    send = outbox.EmailMessage.send

    def sometimes(self, *args, **kwargs):
        if first.address in self.to:
            raise OSError("no")
        return send(self, *args, **kwargs)

    monkeypatch.setattr(outbox.EmailMessage, "send", sometimes)
    assert outbox.send_due() == 1
    assert len(django_mail.outbox) == 1


def test_what_a_killed_worker_had_taken_is_taken_up_after_a_while_under_the_same_message_id(case):
    mail = outbox.post("accepted", to=case.created_by, case=case)
    assert outbox._take(mail.pk)
    assert outbox._take(mail.pk) is None
    assert outbox.send_due() == 0
    Mail.objects.update(send_after=timezone.now() - timedelta(seconds=1))
    assert outbox.send_due() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 2)
    assert django_mail.outbox[0].extra_headers["Message-ID"].startswith(f"<casebook-{mail.pk}-")


def test_staff_hold_edit_release_and_drop_what_has_not_gone(case):
    reviewer = make.user(Role.REVIEWER)
    mail = outbox.post("accepted", to=case.created_by, case=case)
    assert outbox.hold(mail, by=reviewer)
    assert outbox.send_due() == 0
    assert outbox.edit(mail, subject="新标题", body="{{ site }}\r\n正文\0", by=reviewer)
    with pytest.raises(ValidationError):
        outbox.edit(mail, subject="a\nBcc: b@example.org", body="", by=reviewer)
    assert outbox.release(mail, by=reviewer)
    assert outbox.send_due() == 1
    assert (django_mail.outbox[0].subject, django_mail.outbox[0].body) == ("新标题", "{{ site }}\n正文")
    for change in (outbox.hold, outbox.release, outbox.drop):
        assert not change(mail, by=reviewer)
    assert not outbox.edit(mail, subject="zu spät", body="", by=reviewer)
    mail.refresh_from_db()
    assert (mail.state, mail.subject, mail.edited_by) == (MailState.SENT, "新标题", reviewer)


def test_new_mail_waits_for_staff_or_for_minutes_as_the_settings_say(case, settings):
    settings.MAIL_HOLD = True
    assert outbox.post("accepted", to=case.created_by, case=case).state == MailState.HELD
    settings.MAIL_HOLD, settings.MAIL_WAIT_MINUTES = False, 10
    outbox.post("accepted", to=case.created_by, case=case)
    assert outbox.send_due() == 0
    later = timezone.now() + timedelta(minutes=10)
    assert abs(Mail.objects.get(state=MailState.WAITING).send_after - later) < timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_fifty_workers_at_once_send_a_mail_once(monkeypatch):
    owner = make.organisation()
    case = make.case(owner, by=make.editor(owner))
    outbox.post("accepted", to=case.created_by, case=case)
    sent: list[int] = []
    monkeypatch.setattr(outbox.EmailMessage, "send", lambda self: sent.append(1))

    def work(_number):
        try:
            return outbox.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(work, range(50))) == 1
    assert sent == [1]


def test_staff_steer_many_mails_and_each_change_is_logged(case, client):
    reviewer = make.user(Role.REVIEWER)
    mail = outbox.post("accepted", to=case.created_by, case=case)
    gone = outbox.post("accepted", to=case.created_by, case=case)
    Mail.objects.filter(pk=gone.pk).update(state=MailState.SENT)
    client.force_login(reviewer)
    client.post(reverse("admin:cases_mail_changelist"), {"action": "hold", "_selected_action": [mail.pk, gone.pk]})
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == ["held", "sent"]
    assert list(LogEntry.objects.values_list("user", "object_id")) == [(reviewer.pk, str(mail.pk))]


@pytest.mark.parametrize("role", [Role.COMPILER, Role.OPERATOR, Role.EDITOR])
def test_nobody_but_reviewers_steers_the_outbox(case, client, role):
    mail = outbox.post("accepted", to=case.created_by, case=case)
    client.force_login(case.created_by if role == Role.EDITOR else make.user(role))
    client.post(reverse("admin:cases_mail_changelist"), {"action": "drop", "_selected_action": [mail.pk]})
    assert Mail.objects.get().state == MailState.WAITING


def test_of_a_case_given_to_a_reviewer_nobody_else_of_the_association_is_told():
    editor = make.editor(make.organisation())
    case = make.case(editor.memberships.get().organisation, by=editor)
    given, other = make.user(Role.REVIEWER), make.user(Role.PUBLISHER)
    assign_one(case, reviewer=given, by=other, company_due=None, review_due=None)
    take("submit", case=case, by=editor)
    assert {mail.to for mail in Mail.objects.filter(kind="to_review")} == {given}

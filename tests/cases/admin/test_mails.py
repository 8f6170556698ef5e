"""Another text for a mail that has not gone, and how a person wants their mail."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from cases import outbox
from cases.enums import MailState
from cases.invitations import invite
from cases.models import Mail, MailSettings
from cases.personal import personal_data
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail():
    case = make.submitted(make.case())
    return Mail.objects.filter(case=case, kind="submitted").get()


def edit(client, mail, **typed):
    return client.post(f"/admin/cases/mail/{mail.pk}/change/", {"subject": "新题", "body": "新文"} | typed, follow=True)


@pytest.mark.parametrize("state", ["held", "waiting", "failed"])
def test_a_reviewer_edits_what_has_not_gone_and_the_log_keeps_it(client, mail, state):
    reviewer = make.user(Role.REVIEWER)
    client.force_login(reviewer)
    Mail.objects.update(state=state)
    assert set(filled(client.get(f"/admin/cases/mail/{mail.pk}/change/"), "mail_form")) >= {"subject", "body"}
    assert "邮件内容已修改" in edit(client, mail, body="第一行\r\n第二行").text
    mail.refresh_from_db()
    assert (mail.subject, mail.body, mail.edited_by, mail.state) == ("新题", "第一行\n第二行", reviewer, state)
    entry = LogEntry.objects.get(object_id=str(mail.pk))
    assert (entry.user, "changed" in entry.change_message) == (reviewer, True)


@pytest.mark.parametrize("state", ["sent", "sending", "dropped"])
def test_what_has_gone_stays_as_it_is(client, mail, state):
    client.force_login(make.user(Role.REVIEWER))
    Mail.objects.update(state=state)
    edit(client, mail)
    assert Mail.objects.get(pk=mail.pk).subject == mail.subject
    assert LogEntry.objects.count() == 0


def test_what_goes_between_looking_and_saving_is_told(client, mail, monkeypatch):
    client.force_login(make.user(Role.REVIEWER))
    monkeypatch.setattr("cases.outbox._change", lambda mail, before, **columns: False)
    assert "已经发出" in edit(client, mail).text
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COMPILER, None])
def test_nobody_but_reviewers_edits_one(client, mail, role):
    client.force_login(make.user(role) if role else mail.to)
    edit(client, mail)
    assert Mail.objects.get(pk=mail.pk).subject == mail.subject


def test_everybody_chooses_their_own_mail(client):
    user, other = make.editor(make.organisation()), make.editor(make.organisation())
    client.force_login(user)
    page = client.get("/admin/mail-settings/")
    assert page.text.count(" checked") == 2
    assert MailSettings.objects.count() == 0  # looking stores nothing
    client.post("/admin/mail-settings/", {"language": "en", "digest": "on"})
    kept = MailSettings.objects.get()
    assert (kept.user, kept.language, kept.steps, kept.reminders, kept.digest) == (user, "en", False, False, True)
    client.post("/admin/mail-settings/", {"language": "zh-hans", "steps": "on", "user": other.pk})
    kept.refresh_from_db()
    assert (kept.user, kept.language, kept.steps, kept.digest, MailSettings.objects.count()) == (user, "zh-hans", True, False, 1)
    assert client.post("/admin/mail-settings/", {"language": "xx"}).status_code == 422


# --- Links that open something ---------------------------------------------------------------------------------------


@pytest.fixture
def invited():
    """A mail with a link by which somebody becomes a publisher; the link's secret."""
    association = make.user(Role.REVIEWER).memberships.get().organisation
    _made, token = invite(organisation=association, email="new@example.org", role=Role.PUBLISHER, by=make.user(Role.OPERATOR))
    return Mail.objects.get(kind="invitation"), token


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PUBLISHER, Role.OPERATOR])
def test_nobody_of_the_association_reads_the_secret_of_a_link(client, invited, role):
    mail, token = invited
    client.force_login(make.user(role))
    for state in ("waiting", "sending"):
        Mail.objects.update(state=state)
        page = client.get(f"/admin/cases/mail/{mail.pk}/change/")
        assert (page.status_code, token in page.text, "/invitations/●●●●●●/" in page.text) == (200, False, True)


def test_an_edited_mail_keeps_its_link_where_its_line_stands_as_shown(client, invited):
    mail, _token = invited
    client.force_login(make.user(Role.REVIEWER))
    shown = client.get(f"/admin/cases/mail/{mail.pk}/change/").context["adminform"].form["body"].value()
    edit(client, mail, body=f"您好！\r\n{shown}\r\n再见！")
    assert Mail.objects.get(pk=mail.pk).body == f"您好！\n{mail.body}\n再见！"


@pytest.mark.parametrize(
    "change",
    [
        lambda shown: shown.replace("/invitations/", "/en/invitations/"),
        lambda shown: shown.replace("http://", "https://elsewhere.example/?u=http://"),
        lambda shown: shown + "\nhttps://elsewhere.example/●●●●●●/",
        lambda shown: shown + "\n" + shown,
        lambda shown: "\n".join(line for line in shown.split("\n") if "●" not in line),
        lambda shown: shown + f"\nhttps://elsewhere.example/invitations/{'a' * 43}/",
    ],
    ids=["another link", "within a stranger's", "a stranger's", "twice", "left out", "another secret"],
)
def test_a_text_whose_links_are_not_as_shown_is_refused_in_words(client, invited, change):
    mail, token = invited
    client.force_login(make.user(Role.REVIEWER))
    page = edit(client, mail, body=change(outbox.without_secrets(mail.body)))
    assert ("每行请原样保留" in page.text, token in page.text) == (True, False)
    assert Mail.objects.get(pk=mail.pk).body == mail.body


def test_two_links_that_look_alike_each_get_their_own_secret(mail):
    links = [f"https://casebook.example/approvals/{letter * 43}/" for letter in "ab"]
    Mail.objects.update(body="\n".join(links))
    outbox.edit(mail, subject="题", body=outbox.without_secrets("\n与\n".join(links)), by=make.user(Role.REVIEWER))
    assert Mail.objects.get(pk=mail.pk).body == "\n与\n".join(links)


def test_dots_that_somebody_wrote_themselves_are_no_secret(mail):
    Mail.objects.update(body="密码●●●●●●")
    outbox.edit(mail, subject="题", body="密码：●●●●●●", by=make.user(Role.REVIEWER))
    assert Mail.objects.get(pk=mail.pk).body == "密码：●●●●●●"


def test_a_text_too_long_is_refused_in_words(client, mail):
    client.force_login(make.user(Role.REVIEWER))
    assert "最多 50000 个字符" in edit(client, mail, body="长" * 50_001).text
    assert Mail.objects.get(pk=mail.pk).body == mail.body
    assert "邮件内容已修改" in edit(client, mail, body="长" * 50_000).text


def test_a_long_text_without_spaces_is_masked():
    """Not timed: an expression that looks back over the whole text at each character would take minutes here."""
    text = "长" * 200_000
    assert outbox.without_secrets(f"/invitations/{'a' * 43}/{text}") == f"/invitations/●●●●●●/{text}"


def test_mails_that_went_before_secrets_were_hidden_lose_them_and_others_do_not(mail):
    strip = import_module("cases.migrations.0027_no_secrets_in_mails_that_have_gone").strip
    texts = [f"https://casebook.example/{noun}/{'a' * 43}/" for noun in ("invitations", "en/approvals", "cases")]
    Mail.objects.all().delete()
    for state in MailState:
        Mail.objects.bulk_create(Mail(kind="invitation", address="a@example.org", subject="题", body=text, state=state) for text in texts)
    strip(apps, SimpleNamespace(connection=connection))
    hidden = [outbox.without_secrets(text) for text in texts]
    found = {state: list(Mail.objects.filter(state=state).order_by("pk").values_list("body", flat=True)) for state in MailState}
    assert found == {state: hidden if state in {MailState.SENT, MailState.DROPPED} else texts for state in MailState}


def test_a_mail_that_has_gone_keeps_no_secret(invited, mailoutbox, settings):
    mail, token = invited
    Mail.objects.update(send_after=timezone.now())
    assert outbox.send_due() == 1
    assert (token in mailoutbox[-1].body, token in Mail.objects.get(pk=mail.pk).body) == (True, False)


def test_a_mail_that_is_dropped_keeps_no_secret(invited):
    mail, token = invited
    assert outbox.drop(mail, by=make.user(Role.REVIEWER))
    assert token not in Mail.objects.get(pk=mail.pk).body


def test_what_is_given_out_of_a_person_holds_no_secret(invited):
    _mail, token = invited
    person = make.user(Role.REVIEWER)
    Mail.objects.update(to=person)
    assert token not in str(personal_data(person))


def test_links_of_every_kind_are_hidden_and_pages_are_not():
    token, page = "Aa-_" * 10 + "xyz", f"https://casebook.example/cases/{'a' * 43}/"
    links = [f"https://casebook.example{reverse(name, args=[token])}" for name in ("invitation", "approval", "print_approval")]
    shown = outbox.without_secrets("\n".join([*links, page]))
    assert (token in shown, shown.count("●●●●●●/\n"), page in shown) == (False, 3, True)

"""Another text for a mail that has not gone, and how a person wants their mail."""

import pytest
from django.contrib.admin.models import LogEntry

from accounts.enums import Role
from cases.models import Mail, MailSettings
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

"""Mail before a date, before a call closes, and each morning: once each, in the reader's language, to those who want it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from cases import assigning, reminders
from cases.models import Call, Case, Mail, MailSettings
from cases.reminders import remind, waiting_for
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afternoon(monkeypatch):
    monkeypatch.setattr(reminders, "MORNING", 0)


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def returned(company, editor, reviewer):
    """A case that is to be answered the day after tomorrow."""
    case = make.submitted(make.case(company, by=editor, title_zh_hans="园区", title_en="The park"))
    take("request_changes", case=case, by=reviewer, message="请补。")
    assigning.set_dates(case, by=reviewer, company_due=timezone.localdate() + timedelta(days=2))
    Mail.objects.all().delete()
    return case


def told():
    return sorted(Mail.objects.values_list("kind", "to__name", "language"))


def test_a_company_is_reminded_once_of_its_date_and_again_of_a_new_one(returned, company, editor, reviewer):
    MailSettings.objects.create(user=editor, language="en")
    colleague = make.editor(company)
    assert (remind(), remind()) == (2, 0)
    assert told() == sorted([("company_due", editor.name, "en"), ("company_due", colleague.name, "zh-hans")])
    english = Mail.objects.get(to=editor)
    assert english.subject.endswith(": The park")
    assert english.body.startswith(f"Dear {editor.name},")
    assigning.set_dates(returned, by=reviewer, company_due=timezone.localdate() + timedelta(days=3))
    assert remind() == 2


@pytest.mark.parametrize("days", [-1, 4])
def test_a_date_that_is_past_or_far_is_not_told(returned, reviewer, days):
    assigning.set_dates(returned, by=reviewer, company_due=timezone.localdate() + timedelta(days=days))
    assert remind() == 0


def test_who_does_not_want_reminders_or_has_left_gets_none(returned, company, editor):
    MailSettings.objects.create(user=editor, reminders=False)
    gone = make.editor(company)
    gone.is_active = False
    gone.save()
    assert remind() == 0


def test_the_one_who_reads_a_case_is_reminded_and_nobody_else(company, editor, reviewer):
    case = make.submitted(make.case(company, by=editor))
    other = make.user(Role.REVIEWER)
    assigning.assign_one(case, reviewer=reviewer, by=reviewer, company_due=None, review_due=timezone.localdate())
    Mail.objects.all().delete()
    assert (remind(), remind()) == (1, 0)
    assert told() == [("review_due", reviewer.name, "zh-hans")]
    reviewer.memberships.all().delete()
    Mail.objects.all().delete()
    remind()
    assert told() == [("passed_back", other.name, "zh-hans")]


def test_drafts_of_a_call_that_closes_are_told_and_cases_handed_in_are_not(company, editor):
    now = timezone.now()
    call = Call.objects.create(year=2097, title_zh_hans="征集", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=6))
    make.case(company, by=editor, call=call, title_zh_hans="草稿甲")
    make.submitted(make.case(company, by=editor, call=call))
    Mail.objects.all().delete()
    assert (remind(), remind()) == (1, 0)
    assert "草稿甲" in Mail.objects.get().subject
    Call.objects.update(closes_at=now + timedelta(days=5))
    assert remind() == 1  # another moment is told anew
    Call.objects.update(closes_at=now + timedelta(days=8))
    assert remind() == 0


def test_the_morning_s_mail_has_numbers_and_no_titles_and_goes_to_those_who_want_it(returned, company, editor, reviewer):
    make.case(company, by=editor, title_zh_hans="秘密草稿")
    make.submitted(make.case(make.organisation("theirs")))
    for user in (editor, reviewer):
        MailSettings.objects.create(user=user, digest=True, reminders=False)
    assigning.set_dates(returned, by=reviewer, company_due=timezone.localdate() - timedelta(days=1))
    today = timezone.localdate()
    assert +waiting_for(editor, today) == {"own": 2, "late": 1}
    assert +waiting_for(reviewer, today) == {"free": 1}
    Mail.objects.all().delete()
    assert (remind(), remind()) == (2, 0)
    mail = Mail.objects.get(to=editor)
    assert mail.subject == "今日待办：2 项"
    assert ("已逾期：1 项" in mail.body, "秘密" in mail.body, "园区" in mail.body) == (True, False, False)


def test_nothing_is_told_where_nothing_waits_or_before_the_morning(editor, returned, monkeypatch):
    MailSettings.objects.create(user=editor, digest=True, reminders=False)
    monkeypatch.setattr(reminders, "MORNING", 24)
    assert remind() == 0
    monkeypatch.setattr(reminders, "MORNING", 0)
    Case.objects.all().update(state="submitted")
    assert remind() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_what_was_told_costs_the_same_for_any_number_of_cases(company, editor, reviewer, number):
    now = timezone.now()
    call = Call.objects.create(year=2097, title_zh_hans="征集", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=6))
    for _each in range(number):
        make.case(company, by=editor, call=call)
        case = make.submitted(make.case(company, by=editor))
        take("request_changes", case=case, by=reviewer, message="请补。")
        assigning.set_dates(case, by=reviewer, company_due=timezone.localdate())
    remind()
    with CaptureQueriesContext(connection) as queries:
        assert remind() == 0
    # What was told, who wants none; dates and their people; dates of reviewers; drafts and their people; leavers within a
    # transaction, which is two more here; who wants the morning's; cases three years old, and one.
    assert len(queries) == 13


@pytest.mark.parametrize("number", [1, 3])
def test_the_morning_s_mail_costs_the_same_for_any_number_of_people_once_they_were_told(returned, company, number):
    for _each in range(number):
        MailSettings.objects.create(user=make.editor(company), digest=True, reminders=False)
    remind()
    with CaptureQueriesContext(connection) as queries:
        assert remind() == 0
    # As above, and which of the morning's were told; no drafts, so nobody of theirs.
    assert len(queries) == 13


@pytest.mark.parametrize("leaves", ["role", "account"])
def test_cases_of_a_reader_who_left_wait_for_anybody_again_and_reviewers_are_told(company, editor, reviewer, leaves):
    other = make.user(Role.REVIEWER)
    cases = [make.submitted(make.case(company, by=editor)) for _each in range(2)]
    done = make.case(company, by=editor)
    Case.objects.filter(pk=done.pk).update(state="published")
    for case in (*cases, done):
        assigning.assign_one(case, reviewer=reviewer, by=reviewer, company_due=None, review_due=None)
    Mail.objects.all().delete()
    assert remind() == 0
    if leaves == "role":
        reviewer.memberships.all().delete()
    else:
        type(reviewer).objects.filter(pk=reviewer.pk).update(is_active=False)
    assert (remind(), remind()) == (1, 0)
    assert told() == [("passed_back", other.name, "zh-hans")]
    assert Mail.objects.get().subject == "有 2 个案例需要重新指定审核人"
    assert [assigning.of(case).reviewer for case in (*cases, done)] == [None, None, reviewer]


def test_steps_are_not_told_to_who_does_not_want_them_but_a_request_is(company, editor, reviewer):
    MailSettings.objects.create(user=editor, steps=False)
    case = make.submitted(make.case(company, by=editor))
    take("request_changes", case=case, by=reviewer, message="请补。")
    assert list(Mail.objects.filter(to=editor).values_list("kind", flat=True)) == ["changes_requested"]


def test_the_time_of_closing_is_the_site_s(company, editor):
    closes = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=3), datetime.min.time())) + timedelta(hours=18)
    call = Call.objects.create(year=2097, title_zh_hans="征集", opens_at=closes - timedelta(days=30), closes_at=closes)
    make.case(company, by=editor, call=call)
    remind()
    assert "18:00截止" in Mail.objects.get().body

"""Is it still running? Asked after one year and after three, answered by the company, let stand by the association, said in public."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.enums import Role
from cases import reminders
from cases.ages import AgeRefused, Mark, answer, ask_again, ask_due, let_stand, mark, questions
from cases.models import AgeQuestion, AuditEntry, Mail, MailSettings, Publication
from cases.reminders import remind
from cases.search.held import forget_state
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def case(editor):
    made = make.case(editor.memberships.get().organisation, by=editor, slug="park")
    make.published(made)
    published_ago(400)
    return made


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def question(case):
    assert ask_due() == 1
    return AgeQuestion.objects.get()


def published_ago(days):
    Publication.objects.update(published_at=timezone.now() - dt.timedelta(days=days))


def code(act, *arguments, **values):
    with pytest.raises(AgeRefused) as refused:
        act(*arguments, **values)
    return refused.value.code


def told(kind):
    return set(Mail.objects.filter(kind=kind).values_list("to", flat=True))


def today():
    return timezone.localdate()


def said(after=0):
    return mark(Publication.objects.get(), today() + dt.timedelta(days=after))


# --- Asked -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "asked"), [(300, []), (364, []), (367, [1]), (1000, [1]), (1100, [3])])
def test_a_case_is_asked_after_one_year_and_after_three(days, asked, case):
    published_ago(days)
    ask_due()
    assert list(AgeQuestion.objects.values_list("years", flat=True)) == asked


def test_each_question_is_asked_once_and_goes_to_the_company_alone(question, case, editor, reviewer):
    other = make.editor(make.organisation("theirs"))
    assert ask_due() == 0
    assert told("age_asked") == {editor.pk}
    assert other.pk not in told("age_asked")
    mail = Mail.objects.get(kind="age_asked")
    assert "发布已满1年" in mail.body
    assert f"/admin/cases/case/{case.pk}/age/" in mail.body
    published_ago(1100)
    assert ask_due() == 1
    assert [row.years for row in questions(case)] == [3, 1]


def test_who_wants_no_reminders_is_asked_without_a_mail(case, editor, monkeypatch):
    MailSettings.objects.create(user=editor, reminders=False)
    monkeypatch.setattr(reminders, "MORNING", 0)
    remind()
    assert (AgeQuestion.objects.count(), told("age_asked")) == (1, set())


def test_drafts_and_withdrawn_cases_are_not_asked_after(case):
    make.case()
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="有误。")
    assert ask_due() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_where_all_were_asked_it_costs_two_queries(number, django_assert_num_queries):
    for _ in range(number):
        make.published(make.case())
    published_ago(400)
    ask_due()
    with django_assert_num_queries(2):  # three years, one year
        ask_due()


# --- Answered ----------------------------------------------------------------------------------------------------


def test_the_company_answers_and_nothing_is_public_until_the_association_lets_it_stand(question, editor, reviewer):
    answer(question, answer="running", note="二期\0已投产。 ", by=editor)
    assert (question.answer, question.note, question.answered_by, said()) == ("running", "二期已投产。", editor, None)
    assert reviewer.pk in told("age_answered")
    let_stand(question, seen="running", by=reviewer)
    assert said() == Mark("running", 1, today())
    assert said(after=300) == Mark("running", 1, today())
    assert [entry.detail for entry in AuditEntry.objects.filter(action="aged").order_by("number")] == [
        "1: running",
        "1: running, let stand",
    ]


def test_only_the_company_answers_and_only_the_association_lets_stand(question, editor, reviewer):
    strangers = [make.editor(make.organisation("theirs")), make.user(), make.user(Role.COMPILER), reviewer]
    assert [code(answer, question, answer="running", note="", by=person) for person in strangers] == ["role"] * 4
    answer(question, answer="running", note="", by=editor)
    assert [code(let_stand, question, seen="running", by=person) for person in (editor, *strangers[:3])] == ["role"] * 4
    assert [code(ask_again, question, message="请补充。", by=person) for person in (editor, *strangers[:3])] == ["role"] * 4
    assert said() is None


@pytest.mark.parametrize(
    ("given", "refusal"), [({"answer": "maybe"}, "answer"), ({"answer": ""}, "answer"), ({"note": "字" * 601}, "note")]
)
def test_what_is_no_answer_is_refused(given, refusal, question, editor):
    assert code(answer, question, **{"answer": "running", "note": "", "by": editor} | given) == refusal
    question.refresh_from_db()
    assert question.answer == ""


def test_an_answer_may_change_until_it_stands_and_no_other_than_the_one_seen_stands(question, editor, reviewer):
    answer(question, answer="running", note="", by=editor)
    answer(question, answer="ended", note="", by=editor)
    assert code(let_stand, question, seen="running", by=reviewer) == "settled"
    let_stand(question, seen="ended", by=reviewer)
    assert code(answer, question, answer="running", note="", by=editor) == "settled"
    assert code(let_stand, question, seen="ended", by=reviewer) == "settled"
    assert code(ask_again, question, message="再问。", by=reviewer) == "settled"
    assert said() == Mark("ended", 1, today())
    published_ago(1100)
    assert ask_due() == 0  # what has ended is not asked again


def test_the_association_asks_once_more_with_a_word_why(question, editor, reviewer):
    assert code(ask_again, question, message="请说明。", by=reviewer) == "settled"  # there is no answer yet
    answer(question, answer="running", note="", by=editor)
    assert code(ask_again, question, message=" \0", by=reviewer) == "note"
    ask_again(question, message="请写明新数据。", by=reviewer)
    assert (question.answer, question.answered_by) == ("", None)
    assert [("请写明新数据。" in body) for body in Mail.objects.filter(kind="age_asked").order_by("pk").values_list("body", flat=True)] == [
        False,
        True,
    ]


def test_of_a_case_that_is_not_public_any_more_nothing_is_answered(question, case, editor, reviewer):
    answer(question, answer="running", note="", by=editor)
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="有误。")
    assert code(answer, question, answer="ended", note="", by=editor) == "gone"
    assert code(let_stand, question, seen="running", by=reviewer) == "gone"


# --- Said in public ----------------------------------------------------------------------------------------------


def test_a_question_without_an_answer_shows_after_sixty_days(question):
    published = timezone.localtime(Publication.objects.get().published_at).date()
    assert [said(after=days) for days in (0, 59, 60)] == [None, None, Mark("", 1, published)]


def test_what_was_not_confirmed_stays_so_when_the_next_question_is_asked(question):
    Publication.objects.update(age={"asked": "2020-01-01", "years": 1})
    before = said()
    published_ago(1100)
    assert ask_due() == 1
    assert before is not None
    assert said() == Mark("", 3, timezone.localtime(Publication.objects.get().published_at).date())


def test_an_older_answer_lapses_when_the_next_question_stays_open_but_what_ended_has_ended(question, editor, reviewer):
    answer(question, answer="running", note="", by=editor)
    let_stand(question, seen="running", by=reviewer)
    published_ago(1100)
    ask_due()
    assert [said(after=59), said(after=60)] == [Mark("running", 1, today()), Mark("", 3, today())]
    AgeQuestion.objects.all().delete()
    Publication.objects.update(age={"asked": "2020-01-01", "years": 3, "said": "ended", "of": 1, "on": "2019-01-01"})
    assert said() == Mark("ended", 1, dt.date(2019, 1, 1))


def test_the_page_says_it_at_once_in_both_languages(client, question, editor, reviewer, django_capture_on_commit_callbacks):
    assert "仍在运行" not in client.get("/cases/park/").text
    answer(question, answer="running", note="内部说明", by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        let_stand(question, seen="running", by=reviewer)
    cache.clear()
    forget_state()
    shown = client.get("/cases/park/").text
    assert "发布1年后：仍在运行" in shown
    assert "内部说明" not in shown
    assert "1 year on: still running, its company said on" in client.get("/en/cases/park/").text


def test_publishing_anew_keeps_what_is_said(question, case, editor, reviewer):
    answer(question, answer="running", note="", by=editor)
    let_stand(question, seen="running", by=reviewer)
    case.refresh_from_db()
    case.title_zh_hans = "新题"
    case.save()
    make.published(case)
    assert said() == Mark("running", 1, today())

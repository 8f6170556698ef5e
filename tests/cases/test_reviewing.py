"""Comments at a field: who says, reads, answers and resolves them; and who reads which case until when."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases import assigning
from cases.access import scope
from cases.assigning import Asked, AssignmentRefused, assign, queue, set_dates
from cases.enums import CaseState
from cases.models import Assignment, Case, Comment
from cases.reviewing import CommentRefused, answer, mark_answered, places, reopen, requests, resolve, say, threads
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def people(company):
    return {
        "editor": make.editor(company),
        "colleague": make.editor(company),
        "other": make.editor(make.organisation("theirs")),
        "reviewer": make.user(Role.REVIEWER),
        "compiler": make.user(Role.COMPILER),
        "stranger": make.user(),
    }


@pytest.fixture
def case(company, people):
    return make.submitted(make.case(company, by=people["editor"]))


@pytest.fixture
def asked(case, people):
    return say(case=case, field="title_zh_hans", text="请写得更具体。", by=people["reviewer"], visibility="company")


@pytest.fixture
def noted(case, people):
    return say(case=case, field="goals", text="我们内部再议。", by=people["reviewer"], visibility="inside")


def code(act, **values):
    with pytest.raises(CommentRefused) as refused:
        act(**values)
    return refused.value.code


def test_a_comment_remembers_its_field_the_words_there_the_version_and_the_revision(case, people):
    figure = case.figures.get()
    said = say(case=case, field=f"figures-{figure.pk}-value", text=" 来源？\r\n请补。 ", by=people["reviewer"], visibility="company")
    kept = (said.about, said.text, said.version, said.revision, said.by)
    assert kept == ("1600", "来源？\n请补。", case.version, case.revisions.get(), people["reviewer"])


def test_of_a_rich_text_the_words_are_kept_without_markup(case, people):
    assert say(case=case, field="body_zh_hans", text="？", by=people["reviewer"], visibility="company").about == "正文。"


def test_every_part_of_a_case_can_be_spoken_of(case):
    make.picture(case)
    paths = [place.path for place in places(case)]
    assert len(paths) == len(set(paths))
    assert {"title_zh_hans", "title_en", "body_en", "year", "concepts", "goals", "topics"} <= set(paths)
    assert f"pictures-{case.pictures.get().pk}-caption_zh_hans" in paths
    assert not [path for path in paths if path in {"title", "slug", "state", "organisation"} or path.endswith(("-case", "-order"))]


def test_only_reviewers_begin_a_comment(case, people):
    refused = [
        code(say, case=case, field="title_zh_hans", text="x", by=people[who], visibility="company")
        for who in ("editor", "colleague", "other", "compiler", "stranger")
    ]
    assert refused == ["role"] * 5
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"field": "state"}, "field"),
        ({"field": "figures-999999-value"}, "field"),
        ({"text": " \0 "}, "text"),
        ({"text": "字" * 2001}, "text"),
        ({"visibility": "public"}, "visibility"),
    ],
)
def test_what_is_no_comment_is_refused_with_a_reason(case, people, wrong, expected):
    values = {"field": "title_zh_hans", "text": "x", "visibility": "company"} | wrong
    assert code(say, case=case, by=people["reviewer"], **values) == expected


def test_a_company_reads_what_is_for_it_and_nothing_else(case, people, asked, noted):
    answer(thread=noted, text="内部回复。", by=people["reviewer"])
    seen = {who: [row.text for row in threads(case, person)] for who, person in people.items()}
    both = ["请写得更具体。", "我们内部再议。"]
    ours = ["请写得更具体。"]
    assert seen == {"editor": ours, "colleague": ours, "other": [], "reviewer": both, "compiler": both, "stranger": []}
    assert [row.text for row in scope(Comment.objects.all(), people["editor"])] == ours


def test_an_answer_is_as_visible_as_what_it_answers(people, asked, noted):
    assert answer(thread=asked, text="已补充。", by=people["colleague"]).visibility == "company"
    assert answer(thread=noted, text="好。", by=people["reviewer"]).visibility == "inside"
    assert code(answer, thread=noted, text="x", by=people["editor"]) == "gone"
    assert code(answer, thread=asked, text="x", by=people["other"]) == "gone"
    assert code(answer, thread=asked, text="x", by=people["compiler"]) == "role"


def test_the_company_marks_as_answered_and_the_reviewer_resolves(case, people, asked):
    assert requests(case) == [asked]
    assert code(resolve, thread=asked, by=people["editor"]) == "role"
    assert code(mark_answered, thread=asked, by=people["reviewer"]) == "role"
    mark_answered(thread=asked, by=people["editor"])
    assert code(mark_answered, thread=asked, by=people["colleague"]) == "resolved"
    resolve(thread=asked, by=people["reviewer"])
    asked.refresh_from_db()
    assert (asked.answered_by, asked.resolved_by, requests(case)) == (people["editor"], people["reviewer"], [])
    assert code(resolve, thread=asked, by=people["reviewer"]) == "resolved"
    assert code(answer, thread=asked, text="x", by=people["editor"]) == "resolved"
    reopen(thread=asked, by=people["reviewer"])
    asked.refresh_from_db()
    assert (asked.answered_at, asked.resolved_at) == (None, None)


def test_threads_cost_the_same_for_one_and_for_three(case, people, asked, django_assert_num_queries):
    list(people["editor"].memberships.all())
    threads(case, people["editor"])
    # The threads with their people and revision; their answers.
    for _ in range(2):
        with django_assert_num_queries(2):
            assert threads(case, people["editor"])
        for field in ("summary_zh_hans", "goals"):
            answer(thread=asked, text="…", by=people["editor"])
            say(case=case, field=field, text="…", by=people["reviewer"], visibility="company")


# --- Who reads it, until when ----------------------------------------------------------------------------------


def test_a_case_is_assigned_to_a_reviewer_and_to_nobody_else(case, people):
    cases = Case.objects.filter(pk=case.pk)
    assert assign(cases, reviewer=people["reviewer"], by=people["reviewer"]) == 1
    for wrong, by in ((people["editor"], people["reviewer"]), (people["reviewer"], people["editor"]), (None, people["compiler"])):
        with pytest.raises(AssignmentRefused):
            assign(cases, reviewer=wrong, by=by)
    assert Assignment.objects.get(case=case).reviewer == people["reviewer"]
    assert assign(cases, reviewer=None, by=people["reviewer"]) == 1
    assert Assignment.objects.get(case=case).reviewer is None


def test_a_date_stays_when_somebody_is_assigned(case, people):
    set_dates(case, by=people["reviewer"], review_due=date(2026, 3, 1))
    assign(Case.objects.filter(pk=case.pk), reviewer=people["reviewer"], by=people["reviewer"])
    kept = Assignment.objects.get(case=case)
    assert (kept.review_due, kept.reviewer) == (date(2026, 3, 1), people["reviewer"])


def test_what_is_over_is_not_assigned(case, people):
    make.published(draft := make.case())
    cases = Case.objects.filter(pk__in=[case.pk, draft.pk])
    assert assign(cases, reviewer=people["reviewer"], by=people["reviewer"]) == 1


def test_the_company_is_told_its_date_while_it_is_asked_something(case, people):
    set_dates(case, by=people["reviewer"], company_due=date(2026, 3, 1))
    assert assigning.company_due(case) is None
    take("request_changes", case=case, by=people["reviewer"], message="请补。")
    assert assigning.company_due(case) == date(2026, 3, 1)
    assert list(scope(Assignment.objects.all(), people["editor"])) == []


def test_the_queue_by_person_and_date_the_most_urgent_first(company, people):
    reviewer, today = people["reviewer"], timezone.localdate()
    make.case(company, by=people["editor"])  # a draft: not the association's yet
    late, soon, free = (make.submitted(make.case(company, by=people["editor"])) for _ in range(3))
    set_dates(soon, by=reviewer, review_due=today)
    set_dates(late, by=reviewer, review_due=today - timezone.timedelta(1))
    assign(Case.objects.filter(pk__in=[late.pk, soon.pk]), reviewer=reviewer, by=reviewer)
    assert list(queue(reviewer)) == [late, soon, free]
    assert list(queue(reviewer, Asked("mine"))) == [late, soon]
    assert list(queue(reviewer, Asked("unassigned"))) == [free]
    assert list(queue(reviewer, Asked("overdue"))) == [late]
    # Sent back, the company's date counts.
    take("request_changes", case=late, by=reviewer, message="请补。")
    set_dates(late, by=reviewer, company_due=today + timezone.timedelta(5))
    assert list(queue(reviewer, Asked("overdue"))) == []
    assert list(queue(reviewer, Asked(state=CaseState.CHANGES_REQUESTED, reviewer=reviewer.pk))) == [late]
    assert list(queue(people["other"])) == []

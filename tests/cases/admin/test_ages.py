"""The page of the question after years: one click for the company, let stand or asked again by the association."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases.ages import ask_due
from cases.models import AgeQuestion, Publication
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def question(editor):
    make.published(make.case(editor.memberships.get().organisation, by=editor))
    Publication.objects.update(published_at=timezone.now() - dt.timedelta(days=400))
    ask_due()
    return AgeQuestion.objects.get()


@pytest.fixture
def page(client, question):
    def ask(person, data=None):
        client.force_login(person)
        address = f"/admin/cases/case/{question.case_id}/age/"
        return client.get(address) if data is None else client.post(address, {"question": question.pk} | data, follow=True)

    return ask


def test_the_company_answers_in_one_click_and_the_association_lets_it_stand(page, question, editor, reviewer):
    assert page(editor).text.count('value="answer ') == 2
    page(editor, {"act": "answer running", "note": "<b>二期</b>已投产"})
    shown = page(reviewer)
    assert "&lt;b&gt;二期&lt;/b&gt;已投产" in shown.text
    assert 'value="let_stand running"' in shown.text
    assert 'value="let_stand' not in page(editor).text
    page(reviewer, {"act": "let_stand running"})
    question.refresh_from_db()
    assert (question.answer, question.settled_by) == ("running", reviewer)
    assert 'value="answer' not in page(editor).text


def test_the_form_and_the_list_lead_to_it(client, page, question, editor, reviewer):
    page(editor)
    assert f"/admin/cases/case/{question.case_id}/age/" in client.get(f"/admin/cases/case/{question.case_id}/change/").text
    page(reviewer)
    assert f"/admin/cases/case/{question.case_id}/age/" in client.get("/admin/cases/agequestion/").text


@pytest.mark.parametrize(
    "hostile",
    [
        {"act": "answer maybe"},
        {"act": "answer"},
        {"act": "answer running", "note": "字" * 10_000},
        {"act": "answer running\0"},
    ],
)
def test_what_is_no_answer_gets_a_sentence(hostile, page, question, editor):
    response = page(editor, hostile)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    question.refresh_from_db()
    assert question.answer == ""


@pytest.mark.parametrize("forged", [{"question": "999"}, {"question": "x"}, {"question": "9" * 30}, {"act": "nonsense"}, {"act": ""}])
def test_what_is_not_there_is_not_there(forged, page, editor):
    assert page(editor, {"act": "answer running"} | forged).status_code == 404


def test_a_question_of_another_case_is_not_answered_here(page, question, editor, client):
    other = make.case()
    theirs = AgeQuestion.objects.create(case=other, years=1, asked_at=timezone.now())
    assert page(editor, {"act": "answer running", "question": theirs.pk}).status_code == 404


def test_another_company_finds_nothing_and_a_compiler_cannot_act(page, question, editor):
    stranger = make.editor(make.organisation("theirs"))
    assert (page(stranger).status_code, page(stranger, {"act": "answer running"}).status_code) == (404, 404)
    compiler = make.user(Role.COMPILER)
    assert (page(compiler).status_code, page(compiler, {"act": "let_stand running"}).status_code) == (200, 404)

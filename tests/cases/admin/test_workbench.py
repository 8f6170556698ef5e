"""What the admin opens with, at the same price for one case and for twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from cases.admin.workbench import workbench
from cases.enums import CaseState
from cases.models import Assignment, Case
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


def cases_of(company, editor, number, reviewer):
    """As many of each state that a workbench shows; those sent back are given to a reviewer."""
    for state in CaseState:
        for _each in range(number):
            case = make.case(company, by=editor)
            if state == CaseState.CHANGES_REQUESTED:
                make.submitted(case)
                take("request_changes", case=case, by=reviewer, message="请补。")
                Assignment.objects.create(case=case, reviewer=reviewer, by=reviewer)
            else:
                Case.objects.filter(pk=case.pk).update(state=state)
    Case.objects.filter(state=CaseState.CHANGES_REQUESTED).update(changed_at=timezone.now())


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize("role", [None, Role.REVIEWER, Role.PUBLISHER])
def test_the_workbench_asks_at_most_twelve_queries(client, company, editor, role, number):
    reviewer = make.user(Role.REVIEWER)
    cases_of(company, editor, number, reviewer)
    client.force_login(make.user(role) if role else editor)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/admin/")
    assert "请补。" in answer.text
    # Session, user, memberships, two of Django's own rights; call, numbers, three columns, what was asked for; of the association's
    # people, what they are named to sign; of a company's, which figures it is asked for.
    assert len(queries) == 12, "\n".join(query["sql"][:200] for query in queries)


def test_the_numbers_are_those_of_all_rows_and_no_other_company_s(company, editor):
    cases_of(company, editor, 10, make.user(Role.REVIEWER))
    make.case(make.organisation("theirs"))
    found = workbench(editor)
    assert [(column.name, column.total, len(column.cases), column.more) for column in found.columns] == [
        ("mine", 20, 8, 12),
        ("others", 30, 8, 22),
        ("done", 20, 8, 12),
    ]
    assert found.counts == [(state, 10) for state in CaseState]


def test_an_empty_workbench_asks_for_no_rows(editor):
    with CaptureQueriesContext(connection) as queries:
        found = workbench(editor)
    assert ([column.cases for column in found.columns], found.counts) == ([[], [], []], [])
    assert len(queries) == 3  # memberships, call, numbers

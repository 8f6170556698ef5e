"""Fifty people take the same step with the same case at the same moment: one does, and the log says it once."""

import threading

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.models import Organisation, User
from cases.enums import CaseState, Vocabulary
from cases.models import Case, CaseTag, Publication, SiteVersion, StateChange, Tag
from cases.workflow import StepRefused, take
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time anyway"),
]
FIFTY = 50


@pytest.fixture
def case():
    SiteVersion.objects.get_or_create(pk=1)
    owner = Organisation.objects.create(slug="ours", name_zh_hans="公司")
    editor = make.editor(owner)
    made = Case.objects.create(
        organisation=owner,
        title_zh_hans="案例",
        summary_zh_hans="摘要。",
        body_zh_hans="<p>正文。</p>",
        year=2021,
        created_by=editor,
        changed_by=editor,
    )
    goal = Tag.objects.of(Vocabulary.GOAL).first() or Tag.objects.create(vocabulary="goal", slug="7", code="7", name_zh_hans="能源")
    CaseTag.objects.create(content_object=made, tag=goal)
    return made


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [("submit", "draft", "submitted"), ("accept", "in_review", "accepted"), ("withdraw", "published", "withdrawn")],
)
def test_one_of_fifty_takes_the_step_and_the_log_says_it_once(step, before, after, case):
    if before == "published":
        Case.objects.filter(pk=case.pk).update(state=CaseState.ACCEPTED)
        take("publish", case=Case.objects.get(pk=case.pk), by=make.user(Role.PUBLISHER))
    Case.objects.filter(pk=case.pk).update(state=before)
    StateChange.objects.all().delete()
    revisions = case.revisions.count()
    by = case.changed_by if step == "submit" else make.user(Role.PUBLISHER)
    barrier, outcomes = threading.Barrier(FIFTY), []

    def run():
        try:
            seen, person = Case.objects.get(pk=case.pk), User.objects.get(pk=by.pk)
            barrier.wait(timeout=60)
            outcomes.append(take(step, case=seen, by=person, message="原因。").after)
        except StepRefused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(FIFTY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    # Who comes late either finds the row changed, or is told before that nothing is public any more.
    assert (outcomes.count(after), len(outcomes), set(outcomes) - {after, "stale", "state"}) == (1, FIFTY, set())
    assert Case.objects.get(pk=case.pk).state == after
    assert list(StateChange.objects.values_list("action", flat=True)) == [step]
    assert case.revisions.count() - revisions == (0 if step == "withdraw" else 1)
    assert Publication.objects.live().filter(case=case).count() == 0

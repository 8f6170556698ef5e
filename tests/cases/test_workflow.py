"""The only door to a case's state: who may take which step when, and what is true afterwards."""

import itertools
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, User
from cases.document import Text
from cases.enums import CaseState, RevisionReason
from cases.media.derivatives import WIDTHS, derived_name
from cases.models import Call, Case, Publication, SiteVersion, StateChange
from cases.revisions import document_of
from cases.workflow import STEPS, StepRefused, missing, steps_for, take
from tests import make

COMPANY, REVIEWERS, PUBLISHERS = {"editor", "colleague"}, {"reviewer", "publisher"}, {"publisher"}
# step → (states it begins in, who may take it, state it ends in): the rule, written down a second time.
RULES = {
    "submit": ({"draft", "changes_requested", "published"}, COMPANY | REVIEWERS, "submitted"),
    "start_review": ({"submitted"}, REVIEWERS, "in_review"),
    "request_changes": ({"submitted", "in_review", "accepted"}, REVIEWERS, "changes_requested"),
    "accept": ({"in_review"}, REVIEWERS, "accepted"),
    "publish": ({"accepted"}, PUBLISHERS, "published"),
    "withdraw": ({"published"}, PUBLISHERS, "withdrawn"),
    "reopen": ({"withdrawn"}, REVIEWERS, "draft"),
}
PEOPLE = ["editor", "colleague", "outsider", "reviewer", "publisher", "compiler", "operator", "nobody"]


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def people(company):
    return {
        "editor": make.editor(company),
        "colleague": make.editor(company),
        "outsider": make.editor(make.organisation("theirs")),
        "reviewer": make.user(Role.REVIEWER),
        "publisher": make.user(Role.PUBLISHER),
        "compiler": make.user(Role.COMPILER),
        "operator": make.user(Role.OPERATOR),
        "nobody": make.user(),
    }


@pytest.fixture
def case(company, people):
    return make.case(company, by=people["editor"])


def put(case: Case, state: str) -> Case:
    """The case in a state, with what it would have there, whatever way it came."""
    if state in {"published", "withdrawn"} and not Publication.objects.filter(case=case).exists():
        Case.objects.filter(pk=case.pk).update(state="draft")
        make.published(Case.objects.get(pk=case.pk))
    Case.objects.filter(pk=case.pk).update(state=state)
    return Case.objects.get(pk=case.pk)


def states_of(step: str, case: Case) -> set[str]:
    """Where the step begins; what is public can be withdrawn wherever its next version stands."""
    live = Publication.objects.live().filter(case=case).exists()
    return set(CaseState.values) - {"draft", "withdrawn"} if step == "withdraw" and live else RULES[step][0]


@pytest.mark.django_db
@pytest.mark.parametrize("state", CaseState.values)
def test_every_step_of_everybody_in_every_state_is_taken_or_refused_by_the_rule(state, case, people):
    broken = []
    for step, who in itertools.product(STEPS, PEOPLE):
        _, theirs, after = RULES[step]
        before = put(case, state)
        allowed = state in states_of(step, case) and who in theirs
        try:
            change = take(step, case=before, by=people[who], message="Why.")
        except StepRefused as refused:
            outcome = f"refused: {refused.code}"
            expected = "role" if who not in theirs else "state"
            same = Case.objects.get(pk=case.pk).state == state
            good = not allowed and refused.code == expected and same and str(refused.sentence)
        else:
            outcome = f"taken to {change.after}"
            good = allowed and (change.before, change.after, Case.objects.get(pk=case.pk).state) == (state, after, after)
        if not good:
            broken.append(f"{who} {step} in {state}: {outcome}")
    assert broken == []


@pytest.mark.django_db
def test_the_steps_offered_are_the_steps_allowed(case, people):
    for state, who in itertools.product(CaseState.values, PEOPLE):
        offered = {step.name for step in steps_for(people[who], put(case, state))}
        assert offered == {name for name, (_, theirs, _) in RULES.items() if state in states_of(name, case) and who in theirs}


@pytest.mark.django_db
def test_there_is_no_step_beyond_these(case, people):
    assert set(STEPS) == set(RULES)
    with pytest.raises(KeyError):
        take("promote", case=case, by=people["publisher"])


@pytest.mark.django_db
def test_the_whole_way_is_logged_with_its_revisions(case, people):
    take("submit", case=case, by=people["editor"])
    take("start_review", case=case, by=people["reviewer"])
    take("request_changes", case=case, by=people["reviewer"], message=" Sources, please. ")
    case.title_zh_hans = "更好的标题"
    case.save()
    take("submit", case=case, by=people["colleague"])
    take("start_review", case=case, by=people["reviewer"])
    take("accept", case=case, by=people["reviewer"])
    take("publish", case=case, by=people["publisher"])
    log = StateChange.objects.filter(case=case).order_by("pk")
    assert [(c.action, c.after, c.message, c.revision and c.revision.number) for c in log] == [
        ("submit", "submitted", "", 1),
        ("start_review", "in_review", "", None),
        ("request_changes", "changes_requested", "Sources, please.", 1),
        ("submit", "submitted", "", 2),
        ("start_review", "in_review", "", None),
        ("accept", "accepted", "", 2),
        ("publish", "published", "", 2),
    ]
    assert [(r.number, r.reason) for r in case.revisions.order_by("number")] == [
        (1, RevisionReason.SUBMITTED),
        (2, RevisionReason.SUBMITTED),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("column", "sentence"), [
    ("title_zh_hans", "请填写中文标题。"),
    ("summary_zh_hans", "请填写中文摘要。"),
    ("body_zh_hans", "请填写中文正文。"),
])  # fmt: skip
def test_a_case_with_a_gap_is_not_handed_in_and_the_gap_is_named(column, sentence, case, people):
    setattr(case, column, "")
    case.save()
    assert missing(case) == [sentence]
    with pytest.raises(StepRefused) as refused:
        take("submit", case=case, by=people["editor"])
    assert (refused.value.code, str(refused.value.sentence)) == ("incomplete", sentence)


@pytest.mark.django_db
@pytest.mark.parametrize(("goals", "complete"), [((), False), ((7,), True), ((1, 2, 3, 4), True), ((1, 2, 3, 4, 5), False)])
def test_one_to_four_goals_are_wanted(goals, complete, company, people):
    case = make.case(company, by=people["editor"], goals=goals or (7,))
    if not goals:
        case.case_tags.all().delete()
    assert (missing(case) == []) is complete


@pytest.mark.django_db
def test_a_closed_call_takes_no_new_cases_but_lets_asked_for_changes_in(case, people):
    now = timezone.now()
    case.call = Call.objects.create(year=2021, title_zh_hans="征集", opens_at=now - timedelta(9), closes_at=now - timedelta(1))
    case.save()
    with pytest.raises(StepRefused, match="截止"):
        take("submit", case=case, by=people["editor"])
    assert take("submit", case=put(case, "changes_requested"), by=people["editor"]).after == "submitted"
    assert take("submit", case=put(case, "draft"), by=people["reviewer"]).after == "submitted"


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["request_changes", "withdraw"])
@pytest.mark.parametrize("message", ["", "   \n"])
def test_a_step_that_must_be_explained_is_refused_without_words(step, message, case, people):
    state = next(iter(RULES[step][0]))
    with pytest.raises(StepRefused) as refused:
        take(step, case=put(case, state), by=people["publisher"], message=message)
    assert refused.value.code == "message"


@pytest.mark.django_db
def test_a_message_loses_the_character_that_no_text_has(case, people):
    assert take("request_changes", case=put(case, "submitted"), by=people["reviewer"], message="请补\0充").message == "请补充"


@pytest.mark.django_db
def test_four_eyes_whoever_edited_last_does_not_publish(case, people):
    case = put(case, "accepted")
    case.changed_by = people["publisher"]
    case.save()
    with pytest.raises(StepRefused) as refused:
        take("publish", case=case, by=people["publisher"])
    assert refused.value.code == "eyes"
    other = make.user(Role.PUBLISHER)
    assert take("publish", case=case, by=other).after == "published"


@pytest.mark.django_db
def test_a_step_on_an_older_version_than_the_present_one_is_refused(case, people):
    seen = case.version
    Case.objects.filter(pk=case.pk).update(version=seen + 1)
    for stale in (Case.objects.get(pk=case.pk), case):
        with pytest.raises(StepRefused) as refused:
            take("submit", case=stale, by=people["editor"], version=seen)
        assert refused.value.code == "stale"
    assert Case.objects.get(pk=case.pk).state == "draft"


@pytest.mark.django_db
def test_what_is_published_is_exactly_what_was_there_and_stays_while_rows_are_edited(case, people):
    publication = make.published(case)
    case = Case.objects.get(pk=case.pk)
    case.title_zh_hans = "改过的标题"
    case.save()
    case.figures.all().delete()
    publication = Publication.objects.with_documents().get(pk=publication.pk)
    shown = document_of(publication.revision)
    assert (shown.title, len(shown.figures)) == (Text(shown.title.zh_hans, case.title_en), 1)
    assert shown.title.zh_hans != "改过的标题"
    take("submit", case=case, by=people["editor"])
    take("start_review", case=case, by=people["reviewer"])
    take("accept", case=case, by=people["reviewer"])
    assert Publication.objects.with_documents().get(pk=publication.pk).revision == publication.revision
    take("publish", case=case, by=people["publisher"])
    assert document_of(Publication.objects.with_documents().get(pk=publication.pk).revision).title.zh_hans == "改过的标题"


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["submitted", "in_review", "changes_requested", "accepted"])
def test_what_is_public_is_withdrawn_also_while_its_next_version_is_on_the_way(state, case, people):
    make.published(case)
    take("withdraw", case=put(case, state), by=people["publisher"], message="The numbers are wrong.")
    assert (Case.objects.get(pk=case.pk).state, Publication.objects.live().count()) == ("withdrawn", 0)


@pytest.mark.django_db
def test_a_refused_step_leaves_nothing_behind(case, people, monkeypatch):
    monkeypatch.setattr("cases.workflow.put_out", lambda revision: (_ for _ in ()).throw(RuntimeError("disk full")))
    case = put(case, "accepted")
    revisions = case.revisions.count()
    with pytest.raises(RuntimeError):
        take("publish", case=case, by=people["publisher"])
    kept = Case.objects.get(pk=case.pk)
    assert (kept.state, kept.revisions.count(), StateChange.objects.filter(case=kept).count()) == ("accepted", revisions, 0)


def at_once(*works):
    """Each piece of work in a thread and on a connection of its own, all let go at the same moment; what came of each."""
    barrier, outcomes = threading.Barrier(len(works)), []

    def run(work):
        try:
            barrier.wait(timeout=10)
            outcomes.append(work())
        except StepRefused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.fixture
def committed(transactional_db):
    """A case ready to be published. The vocabularies that a transactional test empties are not needed for that."""
    SiteVersion.objects.get_or_create(pk=1)
    owner = Organisation.objects.create(slug="ours", name_zh_hans="公司")
    editor = make.editor(owner)
    return Case.objects.create(
        organisation=owner, title_zh_hans="案例", year=2021, created_by=editor, changed_by=editor, state=CaseState.ACCEPTED
    )


def test_of_two_publishers_exactly_one_publishes(committed):
    publishers = [make.user(Role.PUBLISHER).pk for _ in range(4)]
    seen = [Case.objects.get(pk=committed.pk) for _ in publishers]

    def publish(case, pk):
        return lambda: take("publish", case=case, by=User.objects.get(pk=pk)).after

    outcomes = at_once(*(publish(case, pk) for case, pk in zip(seen, publishers, strict=True)))
    assert sorted(outcomes) == ["published", "stale", "stale", "stale"]
    assert (Publication.objects.count(), StateChange.objects.filter(action="publish").count()) == (1, 1)


def test_what_is_published_is_what_the_publisher_saw_though_an_editor_saves_at_that_moment(committed):
    publisher = make.user(Role.PUBLISHER)
    seen = Case.objects.get(pk=committed.pk)

    def save():
        changed = Case.objects.filter(pk=committed.pk, version=1, state="accepted").update(version=2, title_zh_hans="刚改的")
        return "saved" if changed else "too late"

    outcomes = at_once(lambda: take("publish", case=seen, by=User.objects.get(pk=publisher.pk)).after, save)
    assert sorted(outcomes) in [["published", "too late"], ["saved", "stale"]]
    for publication in Publication.objects.with_documents():
        assert document_of(publication.revision).title.zh_hans == "案例"


@pytest.mark.django_db
def test_a_case_whose_picture_is_lost_is_not_published_and_the_sentence_names_it():
    case = make.case()
    picture = make.picture(case, caption_zh_hans="变电站")
    make.submitted(case)
    reviewer = make.user(Role.REVIEWER)
    take("start_review", case=case, by=reviewer)
    take("accept", case=case, by=reviewer)
    picture.file.storage.delete(picture.file.name)
    for width in WIDTHS:
        picture.file.storage.delete(derived_name(picture.digest, width))
    with pytest.raises(StepRefused, match="变电站") as refused:
        take("publish", case=case, by=make.user(Role.PUBLISHER))
    case.refresh_from_db()
    assert (refused.value.code, case.state) == ("picture", CaseState.ACCEPTED)

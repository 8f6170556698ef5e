import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from cases.access import INSIDE, SHARED, TO_OWNER, may_delete, may_edit, own_organisations, scope, visible_cases
from cases.enums import CaseState
from cases.models import Case, Figure, Tag
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Two companies with an editor each, a colleague, the association's people, and a case of each company."""
    ours, theirs = make.organisation("ours"), make.organisation("theirs")
    return {
        "editor": make.editor(ours),
        "colleague": make.editor(ours),
        "outsider": make.editor(theirs),
        "reviewer": make.user(Role.REVIEWER),
        "stranger": AnonymousUser(),
        "nobody": make.user(),
    }


@pytest.fixture
def case(people):
    make.case(Organisation.objects.get(slug="theirs"), by=people["outsider"])
    return make.case(Organisation.objects.get(slug="ours"), by=people["editor"])


def test_who_sees_a_draft(people, case):
    assert {name: case in visible_cases(person) for name, person in people.items()} == {
        "editor": True,
        "colleague": True,
        "outsider": False,
        "reviewer": True,
        "stranger": False,
        "nobody": False,
    }


def test_parts_follow_their_case(people, case):
    assert {name: scope(Figure.objects.all(), person).count() for name, person in people.items()} == {
        "editor": 1,
        "colleague": 1,
        "outsider": 1,
        "reviewer": 2,
        "stranger": 0,
        "nobody": 0,
    }


def test_an_organisation_is_known_to_others_only_once_the_public_knows_it(people, case):
    def seen():
        return set(scope(Organisation.objects.all(), people["outsider"]).values_list("slug", flat=True))

    assert seen() == {"theirs"}
    make.published(case)
    assert seen() == {"theirs", "ours"}


def test_an_editor_sees_colleagues_and_nobody_else(people):
    assert set(scope(User.objects.all(), people["editor"])) == {people["editor"], people["colleague"]}


def test_vocabularies_are_everybodys_who_has_an_account(people):
    assert {name: scope(Tag.objects.all(), person).exists() for name, person in people.items()} == {
        name: name != "stranger" for name in people
    }


def test_a_person_who_was_deactivated_sees_nothing(people, case):
    people["editor"].is_active = False
    assert list(visible_cases(people["editor"])) == []


def test_one_who_changed_company_loses_the_rows_at_once(people, case):
    Membership.objects.filter(user=people["editor"]).update(organisation=Organisation.objects.get(slug="theirs"))
    assert case not in visible_cases(User.objects.get(pk=people["editor"].pk))


def test_an_inside_role_in_a_company_counts_for_nothing(people, case):
    Membership.objects.filter(user=people["outsider"]).update(role=Role.REVIEWER)
    assert list(visible_cases(User.objects.get(pk=people["outsider"].pk))) == []


def test_who_may_edit_in_which_state(people, case):
    allowed = {}
    for state in CaseState:
        case.state = state
        allowed[state.value] = [name for name, person in people.items() if may_edit(person, case)] if state else []
    ours = ["editor", "colleague"]
    assert allowed == {
        "draft": ours,
        "submitted": ["reviewer"],
        "in_review": ["reviewer"],
        "changes_requested": ours,
        "accepted": [],
        "published": ours,
        "withdrawn": [],
    }


def test_only_a_draft_that_was_never_handed_in_can_be_deleted(people, case):
    assert may_delete(people["editor"], case)
    make.submitted(case)
    Case.objects.update(state=CaseState.CHANGES_REQUESTED)
    case.refresh_from_db()
    assert not may_delete(people["editor"], case)


def test_an_editor_hands_in_for_the_own_organisation_alone(people):
    assert set(own_organisations(people["editor"]).values_list("slug", flat=True)) == {"ours"}


def test_every_model_of_cases_has_an_answer():
    unanswered = [model for model in apps.get_app_config("cases").get_models() if model not in {*TO_OWNER, *SHARED, *INSIDE}]
    assert unanswered == []

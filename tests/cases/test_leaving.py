"""What waits for somebody who leaves passes on, whatever way they go."""

import pytest

from accounts.enums import Role
from cases import members
from cases.approvals import ask, look_up
from cases.assigning import assign, pass_back
from cases.leaving import heir_of
from cases.models import Approval, Assignment, Case, Presence, WorkingCopy
from cases.working_copies import be_present, keep, values_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.organisation("ours")


@pytest.fixture
def owner(ours):
    person = make.editor(ours)
    ours.memberships.filter(user=person).update(is_owner=True)
    return person


@pytest.fixture
def leaver(ours, owner):
    return make.editor(ours)


@pytest.fixture
def case(ours, leaver):
    return make.case(ours, by=leaver)


def typed():
    return {(copy.user, copy.case_id, values_of(copy)["title_en"][0]) for copy in WorkingCopy.objects.select_related("user")}


WAYS = {
    "ended by the owner": lambda row, owner: members.end(row, by=owner),
    "taken away in the admin": lambda row, owner: row.delete(),
    "all at once": lambda row, owner: type(row).objects.filter(user=row.user).delete(),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_unsaved_text_and_open_links_go_to_the_owner(ours, owner, leaver, case, way):
    keep(user=leaver, case=case, tab="a" * 16, values={"title_en": ["of a case"]})
    keep(user=leaver, case=None, tab="b" * 16, values={"title_en": ["of a new one"]})
    be_present(user=leaver, case=case, tab="a" * 16)
    _row, token = ask(case, email="boss@example.org", by=leaver)
    way(leaver.memberships.get(), owner)
    assert typed() == {(owner, case.pk, "of a case"), (owner, None, "of a new one")}
    assert (Presence.objects.count(), Approval.objects.get().created_by) == (0, owner)
    assert look_up(token) is not None


def test_what_they_typed_for_another_company_stays_theirs(ours, owner, leaver, case):
    other = make.organisation("other")
    leaver.memberships.create(organisation=other, role=Role.EDITOR)
    theirs = make.case(other, by=leaver)
    keep(user=leaver, case=theirs, tab="c" * 16, values={"title_en": ["of the other"]})
    keep(user=leaver, case=None, tab="d" * 16, values={"title_en": ["of nobody knows which"]})
    members.end(leaver.memberships.get(organisation=ours), by=owner)
    assert typed() == {(leaver, theirs.pk, "of the other"), (leaver, None, "of nobody knows which")}


def test_the_heir_is_an_owner_or_else_whoever_has_been_there_longest_and_nobody_who_is_closed(ours, owner, leaver):
    later = make.editor(ours)
    assert heir_of(ours, leaver) == owner
    assert heir_of(ours, owner) == leaver
    owner.is_active = False
    owner.save()
    assert heir_of(ours, leaver) == later
    assert heir_of(make.organisation("empty"), leaver) is None


def test_the_last_one_leaves_their_text_where_it_is():
    alone = make.editor(make.organisation("alone"))
    case = make.case(alone.memberships.get().organisation, by=alone)
    keep(user=alone, case=case, tab="e" * 16, values={"title_en": ["kept"]})
    alone.memberships.get().delete()
    assert typed() == {(alone, case.pk, "kept")}


@pytest.mark.parametrize("way", ["role taken", "account closed"])
def test_what_a_reviewer_was_to_read_waits_for_anybody_again(case, way):
    reviewer, other, by = (make.user(Role.REVIEWER) for _ in range(3))
    done = make.case()
    make.published(done)
    assign(Case.objects.filter(pk=case.pk), reviewer=reviewer, by=by)
    Assignment.objects.create(case=done, reviewer=reviewer, by=by)
    kept = make.case()
    assign(Case.objects.filter(pk=kept.pk), reviewer=other, by=by)
    if way == "role taken":
        reviewer.memberships.get().delete()
    else:
        reviewer.is_active = False
        reviewer.save()
    pass_back()
    assert dict(Assignment.objects.values_list("case", "reviewer")) == {case.pk: None, done.pk: reviewer.pk, kept.pk: other.pk}


def test_a_reviewer_who_keeps_another_such_role_keeps_their_cases(case):
    reviewer, by = make.user(Role.REVIEWER), make.user(Role.REVIEWER)
    reviewer.memberships.create(organisation=reviewer.memberships.get().organisation, role=Role.PUBLISHER)
    assign(Case.objects.filter(pk=case.pk), reviewer=reviewer, by=by)
    reviewer.memberships.get(role=Role.REVIEWER).delete()
    pass_back()
    assert Assignment.objects.get().reviewer == reviewer

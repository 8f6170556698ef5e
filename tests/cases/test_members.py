"""A company's own people: kept by its owner, never another's (threats A12, B22, B36)."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Membership
from cases import members
from cases.models import Case, Invitation
from cases.signals import member_left
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.organisation("ours")


@pytest.fixture
def owner(ours):
    user = make.editor(ours)
    user.memberships.update(is_owner=True)
    return user


@pytest.fixture
def colleague(ours):
    return make.editor(ours)


def page(organisation, *rest):
    return "/admin/members/" + "".join(f"{part}/" for part in (organisation.pk, *rest))


def test_the_owner_sees_and_invites_colleagues(owner, colleague, ours, client):
    client.force_login(owner)
    assert client.get("/admin/members/").url == page(ours)
    assert colleague.email in client.get(page(ours)).text
    assert client.post(page(ours), {"email": "new@example.org", "role": "reviewer", "as_owner": "on"}).status_code == 302
    assert [(i.email, i.role, i.as_owner, i.organisation) for i in Invitation.objects.all()] == [("new@example.org", "editor", False, ours)]


def test_b22_nobody_else_opens_the_page(owner, colleague, ours):
    theirs = make.editor(make.organisation())
    theirs.memberships.update(is_owner=True)
    row = Membership.objects.get(user=owner)
    for person in (colleague, theirs, make.user(Role.REVIEWER), make.user(Role.COMPILER), make.user()):
        browser = Client()
        browser.force_login(person)
        for address in (page(ours), page(ours, row.pk, "end"), page(ours, row.pk, "hand-on")):
            assert [browser.get(address).status_code, browser.post(address).status_code] == [404, 404]
    assert Membership.objects.filter(pk=row.pk, is_owner=True).exists()


def test_an_owner_cannot_reach_another_companys_member_by_its_number(owner, ours, client):
    other = make.editor(make.organisation())
    client.force_login(owner)
    for act in ("end", "hand-on", "add-owner", "revoke"):
        assert client.post(page(ours, other.memberships.get().pk, act)).status_code == 404
    assert other.memberships.count() == 1


def test_b36_a_leaver_opens_nothing_with_the_next_click_and_their_drafts_stay(owner, colleague, ours, client):
    case = make.case(ours, by=colleague)
    leaving = Client()
    leaving.force_login(colleague)
    assert leaving.get(f"/admin/cases/case/{case.pk}/change/").status_code == 200
    client.force_login(owner)
    assert client.post(page(ours, colleague.memberships.get().pk, "end")).status_code == 302
    assert leaving.get(f"/admin/cases/case/{case.pk}/change/").status_code in {302, 404}
    assert client.get(f"/admin/cases/case/{case.pk}/change/").status_code == 200
    assert Case.objects.get(pk=case.pk).created_by == colleague


def test_who_waits_for_the_leavers_work_is_told_the_heir(owner, colleague, ours, django_capture_on_commit_callbacks):
    heard = []

    def receiver(*, user, organisation, heir, **signal):
        heard.append((user, organisation, heir))

    member_left.connect(receiver)
    with django_capture_on_commit_callbacks(execute=True):
        assert members.end(colleague.memberships.get(), by=owner) == owner
    member_left.disconnect(receiver)
    assert heard == [(colleague, ours, owner)]


def test_b36_somebody_moved_to_another_company_loses_the_first_ones_rows_at_once(colleague, ours, client):
    case = make.case(ours, by=colleague)
    client.force_login(colleague)
    colleague.memberships.update(organisation=make.organisation("new"))
    assert client.get(f"/admin/cases/case/{case.pk}/change/").status_code == 404


def test_the_last_owner_hands_on_before_leaving(owner, colleague, ours, client):
    client.force_login(owner)
    own = owner.memberships.get()
    client.post(page(ours, own.pk, "end"))
    assert Membership.objects.filter(pk=own.pk).exists()
    assert client.post(page(ours, colleague.memberships.get().pk, "hand-on")).url == "/admin/"
    assert [m.user for m in ours.memberships.filter(is_owner=True)] == [colleague]
    assert client.get(page(ours)).status_code == 404


def test_two_may_manage(owner, colleague, ours, client):
    client.force_login(owner)
    client.post(page(ours, colleague.memberships.get().pk, "add-owner"))
    assert ours.memberships.filter(is_owner=True).count() == 2


def test_b39_no_role_of_the_association_is_ended_or_handed_on_here(owner):
    reviewer = make.user(Role.REVIEWER).memberships.get()
    for act in (members.end, members.hand_on):
        with pytest.raises(members.MemberRefused):
            act(reviewer, by=owner)

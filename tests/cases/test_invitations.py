"""Invitations: a link good once, for one organisation and role, whatever is done to it (threat A16)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from cases import invitations
from cases.calls import may_hand_in
from cases.enums import InvitationState
from cases.invitations import InvitationRefused, invite, look_up, with_states
from cases.models import Call, Invitation
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db
GOOD = "一座水库养活三个县 the reservoir"


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def call():
    now = timezone.now()
    return Call.objects.create(year=2031, title_zh_hans="征集", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))


@pytest.fixture
def sent(reviewer):
    return invite(organisation=make.organisation("mill"), email="New@Example.org", by=reviewer, as_owner=True)


def address(token):
    return f"/invitations/{token}/"


def post(client, token, **more):
    return client.post(address(token), {"name": "王 明", "password": GOOD, "again": GOOD} | more)


def test_the_link_makes_the_account_with_its_membership_and_opens_the_prepared_case(client, reviewer):
    mill = make.organisation("mill")
    stub = make.case(mill, by=reviewer)
    _row, token = invite(organisation=mill, email="new@example.org", by=reviewer, stub=stub, as_owner=True)
    assert stub.title_zh_hans in client.get(address(token)).text
    response = post(client, token)
    assert response.url == f"/admin/cases/case/{stub.pk}/change/"
    assert client.get(response.url).status_code == 200
    user = User.objects.get(email="new@example.org")
    assert [(m.organisation, m.role, m.is_owner) for m in user.memberships.all()] == [(mill, "editor", True)]


def test_a_link_is_kept_as_a_digest_only(sent):
    invitation, token = sent
    stored = repr(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert token not in stored
    assert invitation.digest in stored


def test_a16_nothing_posted_alters_the_organisation_the_role_or_the_address(client, sent):
    other = make.organisation("other")
    post(client, sent[1], organisation=other.pk, role="publisher", email="evil@example.org", is_superuser="on", as_owner="on")
    user = User.objects.get(email="new@example.org")
    assert not user.is_superuser
    assert [(m.organisation.slug, m.role) for m in user.memberships.all()] == [("mill", "editor")]
    assert not User.objects.filter(email="evil@example.org").exists()


def test_a16_a_used_link_opens_nothing_and_says_what_to_do(client, sent):
    post(client, sent[1])
    client.logout()
    before = User.objects.count()
    response = client.get(address(sent[1]))
    assert response.status_code == 410
    assert "/accounts/login/" in response.text
    assert post(client, sent[1], name="again").status_code == 410
    assert User.objects.count() == before


@pytest.mark.parametrize("change", [{"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}])
def test_a16_a_late_or_revoked_link_opens_nothing_and_names_whom_to_ask(client, sent, reviewer, change):
    Invitation.objects.update(**change)
    response = post(client, sent[1])
    assert response.status_code == 410
    assert reviewer.name in response.text
    assert not User.objects.filter(email="new@example.org").exists()


def test_a16_a_changed_link_is_nobodys(client, sent):
    token = sent[1]
    for place in (0, len(token) // 2, len(token) - 1):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert client.get(address(changed)).status_code == 404


def leave(person, leaves="membership"):
    if leaves == "membership":
        person.memberships.all().delete()
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("leaves", ["membership", "account"])
@pytest.mark.parametrize("who", ["operator", "owner", "reviewer", "reviewer giving a late entry"])
def test_a16_whoever_has_left_leaves_no_door_open_but_what_a_call_sent_stays(client, call, who, leaves):
    association, mill = make.user(Role.REVIEWER).memberships.get().organisation, make.organisation("mill")
    by = {"owner": Role.EDITOR, "operator": Role.OPERATOR}.get(who, Role.REVIEWER)
    by = make.user(by, mill if who == "owner" else None)
    by.memberships.update(is_owner=who == "owner")
    invited = {
        "operator": {"organisation": association, "role": Role.OPERATOR},
        "owner": {"organisation": mill},
        "reviewer": {"organisation": mill, "call": call, "as_owner": True},
        "reviewer giving a late entry": {"organisation": mill, "call": call, "late_until": timezone.now() + timedelta(days=2)},
    }[who]
    _row, token = invite(email="new@example.org", by=by, **invited)
    assert client.get(address(token)).status_code == 200
    leave(by, leaves)
    status = 302 if who == "reviewer" else 410
    assert (post(client, token).status_code, User.objects.filter(email="new@example.org").exists()) == (status, who == "reviewer")


def test_where_nobody_stands_behind_an_invitation_it_is_as_taken_back_everywhere(client, call):
    mill, reviewer = make.organisation("mill"), make.user(Role.REVIEWER)
    leaver = make.user(Role.REVIEWER)
    _row, token = invite(organisation=mill, email="new@example.org", by=leaver, call=call, late_until=timezone.now() + timedelta(days=2))
    owner = make.editor(mill)
    owner.memberships.update(is_owner=True)
    members, invited = f"/admin/members/{mill.pk}/", f"/admin/cases/call/{call.pk}/invitations/"

    def seen():
        [line] = invitations.read_lines("公司 mill，new@example.org")
        client.force_login(owner)
        at_members = "new@example.org" in client.get(members).text
        client.force_login(reviewer)
        at_call = [state for _row, state in client.get(invited).context["rows"]]
        client.logout()
        return bool(line.problem), at_members, at_call, client.get(address(token)).status_code

    assert seen() == (True, True, ["open"], 200)
    leave(leaver)
    assert seen() == (False, False, ["revoked"], 410)
    assert leaver.name not in client.get(address(token)).text
    with pytest.raises(InvitationRefused):
        invitations.sign_up(look_up(token), name="a", password=GOOD)


def test_a_used_link_says_so_also_when_its_sender_has_left(client, sent, reviewer):
    post(client, sent[1])
    client.logout()
    leave(reviewer)
    response = client.get(address(sent[1]))
    assert (response.status_code, "/accounts/login/" in response.text) == (410, True)


@pytest.mark.parametrize("number", [1, 3])
def test_states_cost_the_same_for_any_number_of_one_sender(sent, reviewer, number, django_assert_num_queries):
    for each in range(number - 1):
        invite(organisation=make.organisation(), email=f"{each}@example.org", by=reviewer)
    with django_assert_num_queries(3):  # the invitations, their senders, the sender's memberships
        assert [state for _row, state in with_states(Invitation.objects.all())] == [InvitationState.OPEN] * number


def test_of_two_at_once_one_wins(sent):
    first, second = look_up(sent[1]), look_up(sent[1])
    invitations.sign_up(first, name="a", password=GOOD)
    with pytest.raises(InvitationRefused) as refused:
        invitations.sign_up(second, name="b", password=GOOD)
    assert refused.value.code == "used"
    assert User.objects.filter(email="new@example.org").count() == 1


def test_somebody_with_an_account_signs_in_and_joins(client, sent):
    user = User.objects.create_user("new@example.org", GOOD, name="Known")
    response = client.post(address(sent[1]))
    assert response.url == f"/accounts/login/?next={address(sent[1])}"
    assert not Membership.objects.filter(user=user).exists()
    client.force_login(user)
    assert client.get(address(sent[1])).status_code == 200
    assert client.post(address(sent[1])).status_code == 302
    assert [m.organisation.slug for m in user.memberships.all()] == ["mill"]


def test_an_account_of_another_address_does_not_join(client, sent):
    other = make.editor(make.organisation())
    client.force_login(other)
    assert client.post(address(sent[1])).status_code == 200
    assert not other.memberships.filter(organisation__slug="mill").exists()


def test_the_page_is_kept_nowhere_and_tells_no_other_site_its_address(client, sent):
    response = client.get(address(sent[1]))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("password", ["short", "mill-2026-mill", "abababababababab", "111111111111", "password1234", "new@example.org"])
def test_a6_a_weak_password_is_refused_at_sign_up(client, sent, password):
    response = post(client, sent[1], password=password, again=password)
    assert response.status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


def test_a6_a_long_password_of_any_kind_is_welcome(client, sent):
    long = "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少 " * 4
    assert post(client, sent[1], password=long, again=long).status_code == 302


# --- Who invites whom -----------------------------------------------------------------------------------------------------


def test_an_owner_invites_colleagues_only_and_only_as_such(reviewer, call):
    ours, theirs = make.organisation(), make.organisation()
    owner = make.editor(ours)
    owner.memberships.update(is_owner=True)
    assert invite(organisation=ours, email="c@example.org", by=owner)[0].role == "editor"
    owner.__dict__.pop("_memberships", None)
    for wrong in (
        {"organisation": theirs},
        {"organisation": ours, "role": Role.REVIEWER},
        {"organisation": ours, "as_owner": True},
        {"organisation": ours, "call": call, "late_until": timezone.now() + timedelta(days=1)},
    ):
        with pytest.raises(InvitationRefused):
            invite(email="x@example.org", by=owner, **wrong)
    assert Invitation.objects.count() == 1


def test_b39_a_reviewer_invites_no_reviewer_and_a_plain_editor_nobody(reviewer):
    for by, organisation, role in (
        (reviewer, make.association(), Role.REVIEWER),
        (reviewer, make.association(), Role.OPERATOR),
        (make.editor(ours := make.organisation()), ours, Role.EDITOR),
    ):
        with pytest.raises(InvitationRefused):
            invite(organisation=organisation, email="x@example.org", by=by, role=role)


def test_a_prepared_case_is_a_draft_of_the_same_organisation(reviewer):
    with pytest.raises(InvitationRefused):
        invite(organisation=make.organisation(), email="x@example.org", by=reviewer, stub=make.case())


# --- Late entry -----------------------------------------------------------------------------------------------------------


def test_a_late_entry_lets_its_organisation_alone_hand_in_until_its_day(client, reviewer, call):
    mill = make.organisation("mill")
    case, other = make.case(mill, call=call), make.case(call=call)
    until = timezone.now() + timedelta(days=2)
    _row, token = invite(organisation=mill, email="new@example.org", by=reviewer, call=call, late_until=until)
    assert not may_hand_in(case)  # the link has not been used
    post(client, token)
    assert (may_hand_in(case), may_hand_in(other)) == (True, False)
    take("submit", case=case, by=case.changed_by)
    Invitation.objects.update(late_until=timezone.now() - timedelta(seconds=1))
    assert not may_hand_in(make.case(mill, call=call))


# --- Many at once -----------------------------------------------------------------------------------------------------------


def test_a_pasted_list_is_read_row_by_row(reviewer):
    mill, _twin, _other = (
        make.organisation("mill"),
        make.organisation("a", short_name_en="Twin"),
        make.organisation("b", short_name_en="Twin"),
    )
    invite(organisation=mill, email="open@example.org", by=reviewer)
    rows = ["公司 mill，a@example.org", "", "Company mill\tb@example.org", "nobody, c@example.org", "Twin; d@example.org", "公司 mill, e@"]
    rows += ["f@example.org", "company mill, open@example.org", "公司 mill，a@example.org"]
    text = "\n".join(rows)
    lines = invitations.read_lines(text)
    assert [(line.number, line.organisation and line.organisation.slug, bool(line.problem)) for line in lines] == [
        (1, "mill", False),
        (3, "mill", False),
        (4, None, True),
        (5, None, True),
        (6, "mill", True),
        (7, None, True),
        (8, "mill", True),
        (9, "mill", True),
    ]


def test_of_a_list_with_a_wrong_row_nobody_is_invited(client, reviewer, call):
    make.organisation("mill")
    client.force_login(reviewer)
    page = f"/admin/cases/call/{call.pk}/invitations/"
    wrong = {"lines": "公司 mill，a@example.org\nnobody, c@example.org"}
    assert client.post(page, wrong | {"preview": "1"}).status_code == 200
    assert client.post(page, wrong | {"send": "1"}).status_code == 422 or Invitation.objects.count() == 0
    assert Invitation.objects.count() == 0
    assert client.post(page, {"lines": "公司 mill，a@example.org", "send": "1"}).status_code == 302
    assert [(i.email, i.call, i.as_owner) for i in Invitation.objects.all()] == [("a@example.org", call, True)]


def test_the_calls_pages_are_the_reviewers(client, reviewer, call):
    invitation, _token = invite(organisation=make.organisation(), email="a@example.org", by=reviewer, call=call)
    pages = [f"/admin/cases/call/{call.pk}/{page}" for page in ("extend/", "invitations/", f"invitations/{invitation.pk}/revoke/")]
    for person in (make.editor(invitation.organisation), make.user(Role.COMPILER), make.user()):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        assert [client.post(page).status_code for page in pages] == [404, 404, 404]
    client.force_login(reviewer)
    assert [client.get(page).status_code for page in pages] == [200, 200, 404]
    assert client.post(pages[2]).status_code == 302
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None

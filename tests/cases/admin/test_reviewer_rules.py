"""The admin of rules for reviewers: written, put in order, tried and applied by reviewers; to others they are not there."""

import pytest

from accounts.enums import Role
from cases.models import Assignment, ReviewerRule
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db
LIST = "/admin/cases/reviewerrule/"


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER, name="陈审核")


@pytest.fixture
def page(client, reviewer):
    def ask(address, data=None, *, person=reviewer):
        client.force_login(person)
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return ask


def test_a_rule_is_written_in_a_form_and_stands_in_the_writer_s_name(page, reviewer):
    ours = make.organisation("ours")
    data = filled(page(f"{LIST}add/"), "reviewerrule_form")
    page(f"{LIST}add/", data | {"organisation": str(ours.pk), "reviewer": str(reviewer.pk)})
    rule = ReviewerRule.objects.get()
    assert (rule.organisation, rule.reviewer, rule.position, rule.is_active, rule.by) == (ours, reviewer, 10, True, reviewer)
    assert str(ours) in page(LIST).text


@pytest.mark.parametrize(
    "forged", [{"position": "99999"}, {"position": "-1"}, {"position": "x\0"}, {"reviewer": "999"}, {"goal": "99999999999999999999"}]
)
def test_what_cannot_be_is_said_at_its_field(forged, page, reviewer):
    data = filled(page(f"{LIST}add/"), "reviewerrule_form") | {"reviewer": str(reviewer.pk)}
    response = page(f"{LIST}add/", data | forged)
    assert (response.status_code, ReviewerRule.objects.count()) == (200, 0)
    assert 'class="errorlist"' in response.text


def test_only_people_who_read_cases_can_be_named(page, reviewer):
    editor, compiler = make.editor(make.organisation()), make.user(Role.COMPILER)
    data = filled(page(f"{LIST}add/"), "reviewerrule_form")
    for person in (editor, compiler):
        page(f"{LIST}add/", data | {"reviewer": str(person.pk)})
    assert not ReviewerRule.objects.exists()


def test_the_order_follows_the_position(page, reviewer):
    rules = [ReviewerRule.objects.create(reviewer=reviewer, by=make.user(Role.PUBLISHER), position=place) for place in (1, 2)]
    change = f"{LIST}{rules[0].pk}/change/"
    page(change, filled(page(change), "reviewerrule_form") | {"position": "3"})
    assert [(rule.pk, rule.position, rule.by_id == reviewer.pk) for rule in ReviewerRule.objects.all()] == [
        (rules[1].pk, 2, False),
        (rules[0].pk, 3, True),
    ]


def test_the_page_says_who_would_read_what_and_does_it(page, reviewer):
    case = make.submitted(make.case(title_zh_hans="<b>园区</b>"))
    assert "1 个案例没有审核人" in page(f"{LIST}apply/").text
    ReviewerRule.objects.create(reviewer=reviewer, by=reviewer)
    shown = page(f"{LIST}apply/").text
    assert "&lt;b&gt;园区&lt;/b&gt;" in shown
    assert "陈审核：1 个案例" in shown
    assert "1 个案例已有审核人" in page(f"{LIST}apply/", {}).text
    assert Assignment.objects.get(case=case).reviewer == reviewer


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_rule_and_for_three(number, client, page, reviewer, django_assert_num_queries):
    for _ in range(number):
        ReviewerRule.objects.create(reviewer=reviewer, by=reviewer, organisation=make.organisation())
    page(LIST)
    with django_assert_num_queries(7):  # session, user, roles, two of permissions, number, rules
        client.get(LIST)


@pytest.mark.parametrize("role", [Role.COMPILER, Role.OPERATOR, Role.EDITOR, None])
def test_to_others_the_rules_are_not_there(role, page, reviewer):
    rule = ReviewerRule.objects.create(reviewer=reviewer, by=reviewer)
    person = make.user(role)
    for address in (LIST, f"{LIST}add/", f"{LIST}{rule.pk}/change/", f"{LIST}apply/"):
        assert page(address, person=person).status_code in {403, 404}, address
        assert page(address, {"_save": "1"}, person=person).status_code in {403, 404}, address

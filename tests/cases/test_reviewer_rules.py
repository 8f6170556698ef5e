"""Rules that give cases to reviewers: which of them holds, what a hand-in and one act do, and who is passed over."""

import itertools

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases.assigning import AssignmentRefused, assign
from cases.enums import AuditAction, Vocabulary
from cases.models import Assignment, AuditEntry, Call, Case, Mail, ReviewerRule, Tag
from cases.reviewer_rules import apply, would_go
from cases.tagging import Choice, new_topic, set_tags
from cases.topics import merge
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db
_positions = itertools.count(1)


@pytest.fixture
def publisher():
    return make.user(Role.PUBLISHER)


@pytest.fixture
def chen():
    return make.user(Role.REVIEWER, name="陈")


@pytest.fixture
def lin():
    return make.user(Role.REVIEWER, name="林")


@pytest.fixture
def rule(publisher):
    def write(reviewer, **columns):
        return ReviewerRule.objects.create(**{"reviewer": reviewer, "by": publisher, "position": next(_positions)} | columns)

    return write


def call(year=2021):
    now = timezone.now()
    return Call.objects.create(year=year, title_zh_hans=f"{year} 征集", opens_at=now, closes_at=now + timezone.timedelta(days=9))


def reader(case):
    row = Assignment.objects.filter(case=case).select_related("reviewer").first()
    return row.reviewer if row else None


def test_a_case_that_is_handed_in_goes_to_the_reviewer_of_the_first_rule_that_fits(rule, chen, lin, publisher):
    rule(chen, goal=Tag.objects.of(Vocabulary.GOAL).get(code="13"))
    rule(lin, goal=Tag.objects.of(Vocabulary.GOAL).get(code="7"))
    rule(chen)
    case = make.submitted(make.case(goals=(7,)))
    assert reader(case) == lin
    row = Assignment.objects.get(case=case)
    assert (row.by, row.company_due, row.review_due) == (publisher, None, None)
    entry = AuditEntry.objects.get(action=AuditAction.ASSIGNED)
    assert (entry.who_number, entry.case_number) == (publisher.pk, case.pk)
    assert entry.detail.endswith(f"→ #{lin.pk}")


def test_only_that_reviewer_gets_the_mail_of_the_hand_in(rule, chen, lin):
    rule(lin)
    make.submitted(make.case())
    assert list(Mail.objects.filter(kind="to_review").values_list("to", flat=True)) == [lin.pk]


def test_where_no_rule_fits_everybody_is_told_and_nobody_is_assigned(rule, chen, lin):
    rule(lin, organisation=make.organisation("another"))
    case = make.submitted(make.case())
    assert reader(case) is None
    assert set(Mail.objects.filter(kind="to_review").values_list("to", flat=True)) >= {chen.pk, lin.pk}


def conditions():
    """Each condition, met by the first case and not by the second."""
    ours = make.organisation("ours", sector="energy")
    asked, topic, goal = call(), new_topic("双碳"), Tag.objects.of(Vocabulary.GOAL).get(code="13")
    kind = asked.kinds.create(name_zh_hans="企业案例")
    sector, _made = Tag.objects.get_or_create(vocabulary=Vocabulary.SECTOR, slug="energy", defaults={"name_zh_hans": "能源业"})
    one = make.case(ours, goals=(13,), call=asked, kind=kind)
    set_tags(one, Vocabulary.TOPIC, [Choice(topic)])
    return one, make.case(), {"organisation": ours, "call": asked, "kind": kind, "topic": topic, "goal": goal, "sector": sector}


@pytest.mark.parametrize("name", ReviewerRule.CONDITIONS)
def test_each_condition_holds_of_the_case_that_meets_it_and_of_no_other(name, rule, chen):
    one, other, values = conditions()
    rule(chen, **{name: values[name]})
    assert [reader(make.submitted(case)) for case in (one, other)] == [chen, None]


def test_all_conditions_of_a_rule_must_be_met(rule, chen):
    one, _other, values = conditions()
    rule(chen, **values | {"goal": Tag.objects.of(Vocabulary.GOAL).get(code="7")})
    assert reader(make.submitted(one)) is None


def test_a_sector_is_the_case_s_own_too(rule, chen):
    sector = Tag.objects.of(Vocabulary.SECTOR).first() or Tag.objects.create(vocabulary="sector", slug="s", name_zh_hans="行业")
    case = make.case()
    set_tags(case, Vocabulary.SECTOR, [Choice(sector)])
    rule(chen, sector=sector)
    assert reader(make.submitted(case)) == chen


def test_a_rule_follows_its_topic_into_the_one_it_was_merged_into(rule, chen, publisher):
    gone, kept = new_topic("碳中和"), new_topic("双碳")
    rule(chen, topic=gone)
    merge(gone, kept, by=publisher)
    case = make.case()
    set_tags(case, Vocabulary.TOPIC, [Choice(kept)])
    assert reader(make.submitted(case)) == chen


def test_rules_not_in_use_and_of_people_who_left_are_passed_over(rule, chen, lin):
    rule(lin, is_active=False)
    gone, moved, fourth = (make.user(Role.REVIEWER) for _ in range(3))
    for person in (gone, moved):
        rule(person)
    gone.is_active = False
    gone.save()
    moved.memberships.all().delete()
    rule(fourth)
    rule(chen)
    assert reader(make.submitted(make.case())) == fourth


def test_nobody_reads_the_cases_of_their_own_organisation_by_rule(rule, chen, lin):
    company = make.organisation("ours")
    chen.memberships.create(organisation=company, role=Role.EDITOR)
    rule(chen)
    rule(lin)
    assert [reader(make.submitted(make.case(owner))) for owner in (company, make.organisation())] == [lin, chen]


def test_who_reads_a_case_already_goes_on_reading_it(rule, chen, lin, publisher):
    rule(lin)
    case = make.case()
    assign(Case.objects.filter(pk=case.pk), reviewer=chen, by=publisher)
    assert reader(make.submitted(case)) == chen
    chen.is_active = False
    chen.save()
    take("request_changes", case=case, by=publisher, message="请改。")
    take("submit", case=case, by=case.changed_by)
    assert reader(case) == lin


def test_the_waiting_ones_are_shown_with_their_rule_and_given_in_one_act(rule, chen, lin, publisher):
    ours = make.organisation("ours")
    waiting = [make.submitted(make.case(owner)) for owner in (ours, ours, make.organisation())]
    taken, _draft = make.submitted(make.case(ours)), make.case(ours)
    assign(Case.objects.filter(pk=taken.pk), reviewer=lin, by=publisher)
    first = rule(chen, organisation=ours)
    assert [(case.pk, found) for case, found in would_go(publisher)] == [
        (waiting[0].pk, first),
        (waiting[1].pk, first),
        (waiting[2].pk, None),
    ]
    assert apply(by=lin) == 2
    assert [reader(case) for case in (*waiting, taken)] == [chen, chen, None, lin]
    entry = AuditEntry.objects.get(action=AuditAction.ASSIGNED)
    assert (entry.who_number, entry.detail) == (lin.pk, f"{first} → #{chen.pk}: {waiting[0].pk}, {waiting[1].pk}")
    assert apply(by=lin) == 0


def test_only_a_reviewer_applies_the_rules(rule, chen):
    case = make.submitted(make.case())
    rule(chen)
    for person in (make.user(Role.COMPILER), make.user(Role.OPERATOR), case.changed_by, make.user()):
        with pytest.raises(AssignmentRefused):
            apply(by=person)
    assert reader(case) is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_costs_the_same_for_one_case_and_for_three(number, rule, chen, publisher, django_assert_num_queries):
    for _ in range(number):
        make.submitted(make.case())
    rule(chen)
    would_go(publisher)
    with django_assert_num_queries(4):  # cases, rules, tags, people
        would_go(publisher)

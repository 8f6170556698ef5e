"""A part is one person's at a time, others' saving is refused with who has it, and nobody alone ever notices."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from reports.checkout import GOOD_FOR, SILENTLY_FOR, Taken, give_back, hold, holder, holders, notes, take, until
from reports.models import Part, PartCheckout
from tests import make
from tests.reports.admin import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return rows.part(rows.report())


@pytest.fixture
def mine():
    return make.user(Role.COMPILER)


@pytest.fixture
def other():
    return make.user(Role.COMPILER)


def pass_time(span: dt.timedelta) -> None:
    for checkout in PartCheckout.objects.filter(given_back_at=None):
        PartCheckout.objects.filter(pk=checkout.pk).update(taken_at=checkout.taken_at - span, moved_at=checkout.moved_at - span)


def test_alone_at_work_one_saves_as_ever(part, mine):
    for _ in range(3):
        hold(part, by=mine)
        pass_time(SILENTLY_FOR)
    assert holder(part) is None
    assert [row.is_silent for row in PartCheckout.objects.all()] == [True] * 3


def test_saving_goes_on_with_what_was_begun(part, mine):
    first = hold(part, by=mine)
    pass_time(SILENTLY_FOR / 2)
    hold(part, by=mine)
    pass_time(SILENTLY_FOR / 2)
    assert holder(part) == first


def test_who_saved_a_moment_ago_keeps_others_out_for_a_short_while(part, mine, other):
    hold(part, by=mine)
    with pytest.raises(Taken, match=str(mine)):
        hold(part, by=other)
    pass_time(SILENTLY_FOR)
    assert hold(part, by=other).by == other


def test_a_part_that_was_taken_is_kept_for_two_hours_and_longer_with_each_saving(part, mine, other):
    take(part, by=mine)
    pass_time(GOOD_FOR - dt.timedelta(minutes=1))
    with pytest.raises(Taken):
        hold(part, by=other)
    hold(part, by=mine)
    pass_time(GOOD_FOR - dt.timedelta(minutes=1))
    assert holder(part).by == mine
    pass_time(dt.timedelta(minutes=1))
    assert holder(part) is None
    assert hold(part, by=other).by == other


def test_taking_makes_of_a_silent_one_a_lasting_one(part, mine):
    silent = hold(part, by=mine)
    taken = take(part, by=mine)
    assert (taken.pk, taken.is_silent, until(taken) - taken.moved_at) == (silent.pk, False, GOOD_FOR)


def test_it_is_taken_from_somebody_only_with_a_reason_that_is_kept(part, mine, other):
    take(part, by=mine)
    with pytest.raises(ValidationError) as refused:
        take(part, by=other, reason=" ")
    assert refused.value.message_dict.keys() == {"reason"}
    assert holder(part).by == mine
    take(part, by=other, reason="今天付印")
    assert (holder(part).by, holder(part).reason) == (other, "今天付印")
    with pytest.raises(Taken):
        hold(part, by=mine)


def test_after_its_time_it_is_still_taken_with_a_reason(part, mine, other):
    take(part, by=mine)
    pass_time(GOOD_FOR)
    with pytest.raises(ValidationError):
        take(part, by=other)
    assert take(part, by=other, reason="未见交还").by == other


def test_who_only_saved_once_is_asked_no_reason_after_that(part, mine, other):
    hold(part, by=mine)
    pass_time(SILENTLY_FOR)
    assert take(part, by=other, reason="不需要").reason == ""


def test_given_back_with_a_note_that_others_read(part, mine, other):
    take(part, by=mine)
    give_back(part, by=mine, note=" 第二节已改完 ")
    take(part, by=other)
    assert [(each.by, each.note) for each in notes(part)] == [(mine, "第二节已改完")]


def test_what_is_not_ones_own_is_not_given_back(part, mine, other):
    take(part, by=mine)
    with pytest.raises(ValidationError):
        give_back(part, by=other)
    take(part, by=other, reason="急")
    with pytest.raises(ValidationError):
        give_back(part, by=mine, note="迟了")
    assert holder(part).by == other


def test_a_part_covers_its_own_blocks_and_not_the_parts_within(part, mine, other):
    within = Part.objects.create(report=part.report, parent=part, key="two", order=1, title_zh_hans="节")
    take(part, by=mine)
    assert hold(within, by=other).by == other


def test_the_database_knows_one_holder_of_a_part(part, mine, other):
    take(part, by=mine)
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        PartCheckout.objects.create(part=part, by=other, taken_at=now, moved_at=now)


def test_the_sentence_names_who_since_when_and_until_when(part, mine):
    checkout = take(part, by=mine)
    said = str(Taken(checkout))
    for moment in (checkout.taken_at, checkout.moved_at + GOOD_FOR):
        assert timezone.localtime(moment).strftime("%H:%M") in said
    assert str(mine) in said


@pytest.mark.parametrize("times", [1, 3])
def test_a_whole_report_is_asked_at_one_query(part, mine, django_assert_num_queries, times):
    parts = [part, *(Part.objects.create(report=part.report, key=f"k{n}", order=n, title_zh_hans="章") for n in range(1, times))]
    for each in parts:
        take(each, by=mine)
    with django_assert_num_queries(1):
        assert {pk: str(checkout.by) for pk, checkout in holders(part.report).items()} == {each.pk: str(mine) for each in parts}

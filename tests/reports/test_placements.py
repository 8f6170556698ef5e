"""Placed cases that have moved on: told with a date, taken over, or left at their revision for a reason that is kept."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Role
from cases.enums import RevisionReason
from cases.revisions import freeze
from cases.workflow import take
from reports.compose import compose
from reports.models import Block, Placement, Stay
from reports.placements import Moved, Standing, place_case, standings, stay, take_over
from tests import make
from tests.reports.admin import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return rows.part(rows.report())


@pytest.fixture
def case():
    made = make.case()
    make.published(made)
    return made


@pytest.fixture
def placement(part, case):
    return place_case(Block.objects.create(part=part, kind="case"), case)


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER)


def newer(case):
    """The case changed and published once more."""
    case.refresh_from_db()
    case.title_zh_hans += "新"
    case.save()
    case.publication.revision = freeze(case, reason=RevisionReason.PUBLISHED, by=case.created_by)
    case.publication.save()
    return case.publication.revision


def standing(placement) -> Standing:
    return standings([Placement.objects.select_related("revision").get(pk=placement.pk)])[placement.pk]


def test_what_is_pinned_and_public_has_nothing_to_look_at(placement):
    assert standing(placement) == Standing(pinned=1)
    assert not standing(placement).is_open


def test_a_newer_revision_is_told_with_the_day_it_was_published(placement, case):
    newer(case)
    found = standing(placement)
    assert (found.pinned, found.newer, found.since, found.is_open) == (1, 2, case.publication.published_at, True)


def test_a_withdrawn_case_is_told(placement, case):
    take("withdraw", case=case.__class__.objects.get(pk=case.pk), by=make.user(Role.PUBLISHER), message="no")
    assert standing(placement) == Standing(pinned=1, is_withdrawn=True)


def test_a_revision_that_stays_is_told_no_more_until_the_next_one(placement, case, compiler):
    newer(case)
    kept = stay(placement, number=2, reason=" 只改了标点 ", by=compiler)
    assert (kept.reason, kept.by, kept.revision.number) == ("只改了标点", compiler, 2)
    found = standing(placement)
    assert (found.newer, found.stay, found.is_open) == (2, kept, False)
    newer(case)
    found = standing(placement)
    assert (found.newer, found.stay, found.is_open) == (3, None, True)
    assert Stay.objects.count() == 1


@pytest.mark.parametrize(("reason", "sentence"), [(" ", "请说明暂不采用新版本的理由。"), ("长" * 601, "理由过长：请不要超过 600 字。")])
def test_staying_needs_a_reason_of_a_bearable_length(placement, case, compiler, reason, sentence):
    newer(case)
    with pytest.raises(ValidationError) as refused:
        stay(placement, number=2, reason=reason, by=compiler)
    assert refused.value.message_dict.keys() == {"reason"}
    assert Stay.objects.count() == 0


def test_a_second_click_keeps_the_first_reason(placement, case, compiler):
    newer(case)
    assert stay(placement, number=2, reason="一", by=compiler) == stay(placement, number=2, reason="二", by=compiler)
    assert Stay.objects.get().reason == "一"


def test_what_the_person_did_not_see_is_neither_taken_nor_refused(placement, case, compiler):
    newer(case)
    newer(case)
    with pytest.raises(Moved):
        stay(placement, number=2, reason="一", by=compiler)
    with pytest.raises(Moved):
        take_over(placement, number=2)
    assert (Stay.objects.count(), standing(placement).pinned) == (0, 1)


def test_the_database_keeps_no_stay_without_a_reason(placement, case, compiler):
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(placement=placement, revision=newer(case), by=compiler, reason="")


def test_placing_a_case_anew_keeps_its_row_and_what_was_said_of_it(placement, case, compiler):
    newer(case)
    kept = stay(placement, number=2, reason="一", by=compiler)
    assert place_case(placement.block, case) == placement
    assert list(Stay.objects.all()) == [kept]
    assert standing(placement).pinned == 2


def test_another_case_takes_the_place_and_the_former_one_goes(placement):
    other = make.case()
    make.published(other)
    placed = place_case(placement.block, other)
    assert list(placement.block.placements.all()) == [placed]


def test_an_umbrellas_case_that_is_placed_by_itself_outlives_the_umbrella(part):
    umbrella = make.case()
    make.published(umbrella)
    nested = make.case(parent=umbrella)
    make.published(nested)
    block = Block.objects.create(part=part, kind="case", order=5)
    top = place_case(block, umbrella)
    below = top.nested.get()
    assert place_case(block, nested) == below
    assert [(each.pk, each.under_id) for each in block.placements.all()] == [(below.pk, None)]


# The publications with their revisions' numbers; the stays with who said so.
@pytest.mark.parametrize("times", [1, 3])
def test_however_many_are_asked_for_at_two_queries(part, compiler, django_assert_num_queries, times):
    for order in range(times):
        case = make.case()
        make.published(case)
        placed = place_case(Block.objects.create(part=part, kind="case", order=order), case)
        newer(case)
        stay(placed, number=2, reason="一", by=compiler)
    placements = list(Placement.objects.select_related("revision"))
    with django_assert_num_queries(2):
        assert [str(found.stay.by) for found in standings(placements).values()] == [str(compiler)] * times


def test_a_text_shortened_in_one_language_is_whole_in_the_other(placement, part):
    Placement.objects.update(print_text_zh_hans="<p>短</p>")
    box = next(compose(part.report).cases())
    assert (box.text.zh_hans, box.text.en) == ("<p>短</p>", "<p>Text.</p>")

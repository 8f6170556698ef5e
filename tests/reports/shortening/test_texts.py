"""Print texts of placements: written, kept with their ties, and found to be behind."""

import pytest
from django.core.exceptions import ValidationError

from cases.enums import RevisionReason
from cases.revisions import document_of, freeze
from reports.models import Block, Placement
from reports.placements import place_case, take_over
from reports.shortening import Answer, Length, Stale, behind, lengths, mark_of, rows_of, shorten, would_change
from tests import make
from tests.reports.admin import rows

pytestmark = pytest.mark.django_db

BODY = "<p>公司在浙江建成三座绿色工厂，年节电1600万千瓦时。每座工厂都装有光伏屋顶。</p><p>员工培训覆盖全部岗位。</p>"


@pytest.fixture
def part():
    return rows.part(rows.report())


def placed(part, body=BODY, order=0):
    case = make.case(body_zh_hans=body)
    make.published(case)
    return place_case(Block.objects.create(part=part, kind="case", order=order), case)


@pytest.fixture
def placement(part):
    return placed(part)


def publish(placement, body):
    case = placement.revision.case
    case.refresh_from_db()
    case.body_zh_hans = body
    case.save()
    revision = freeze(case, reason=RevisionReason.PUBLISHED, by=case.created_by)
    case.publication.revision = revision
    case.publication.save()
    return revision


def fresh(placement):
    return Placement.objects.select_related("revision").get(pk=placement.pk)


def written(placement, words, language="zh_hans", own=""):
    """Write words to the rows of these numbers, as the page would."""
    placement = fresh(placement)
    given = {number: answer if isinstance(answer, Answer) else Answer(answer) for number, answer in words.items()}
    return shorten(placement.pk, answers={language: given}, own={language: own}, seen=mark_of(placement))


def flags(placement):
    placement = fresh(placement)
    return [row.flag for row in rows_of(placement, "zh_hans", document_of(placement.revision))]


def test_sentences_are_written_and_the_rest_stays_as_the_source(placement):
    made = written(placement, {0: "建成三座绿色工厂。", 2: ""})
    assert made.print_text_zh_hans == "<p>建成三座绿色工厂。每座工厂都装有光伏屋顶。</p>"
    assert (made.print_text_en or "") == ""


def test_the_source_as_it_is_needs_no_print_text(placement):
    written(placement, {0: "建成三座绿色工厂。"})
    made = written(placement, {0: "公司在浙江建成三座绿色工厂，年节电1600万千瓦时。"})
    assert (made.print_text_zh_hans, made.ties) == ("", {})


def test_a_text_of_which_nothing_is_left_is_refused(placement):
    with pytest.raises(ValidationError) as refused:
        written(placement, {0: "", 1: "", 2: ""})
    assert refused.value.message_dict.keys() == {"zh_hans"}
    assert fresh(placement).print_text_zh_hans == ""


def test_somebody_elses_print_text_is_not_written_over(placement):
    seen = mark_of(fresh(placement))
    written(placement, {0: "甲。"})
    with pytest.raises(Stale):
        shorten(placement.pk, answers={"zh_hans": {0: Answer("乙。")}}, own={}, seen=seen)


def test_its_length_is_counted_in_characters_against_the_room_there_is(placement):
    made = written(placement, {0: "建成三座绿色工厂。", 2: ""})
    assert lengths(made, "zh_hans", document_of(placement.revision)) == Length(source=49, printed=21, target=350)
    assert lengths(made, "en", document_of(placement.revision)) == Length(source=5, printed=5, target=1250)


# --- Behind ------------------------------------------------------------------------------------------------------------


def test_a_change_in_the_source_flags_just_the_sentences_made_of_it(placement, part):
    written(placement, {0: "建成三座绿色工厂。", 2: ""})
    newer = publish(placement, BODY.replace("三座", "四座").replace("岗位", "工种"))
    assert behind(part.report) == []
    would = would_change(fresh(placement), document_of(placement.revision), document_of(newer))
    assert {language: [(row.flag, row.group.words) for row in rows] for language, rows in would.items()} == {
        "zh_hans": [("changed", "建成三座绿色工厂。")]
    }
    take_over(placement, number=2)
    (found,) = behind(part.report)
    assert (found.placement, found.block, found.part) == (placement.pk, placement.block_id, "one")
    assert (found.case, found.language, found.kind) == (document_of(newer).slug, "zh_hans", "changed")
    assert found.sentence == "建成三座绿色工厂。"
    written(placement, {0: "建成四座绿色工厂。"})
    assert behind(part.report) == []


def test_new_and_gone_sentences_are_told(placement, part):
    written(placement, {0: "建成三座绿色工厂。"})
    publish(placement, "<p>公司在浙江建成三座绿色工厂，年节电1600万千瓦时。明年再建两座。</p><p>员工培训覆盖全部岗位。</p>")
    take_over(placement, number=2)
    assert [(found.kind, found.sentence) for found in behind(part.report)] == [
        ("new", "明年再建两座。"),
        ("gone", "每座工厂都装有光伏屋顶。"),
    ]


def test_a_print_text_written_without_ties_is_tied_when_a_newer_revision_is_taken_over(placement, part):
    Placement.objects.update(print_text_zh_hans="<p>三座绿色工厂，节电1600万千瓦时。</p>")
    publish(placement, BODY.replace("三座", "四座"))
    take_over(placement, number=2)
    assert [(found.kind, found.sentence) for found in behind(part.report)] == [("changed", "三座绿色工厂，节电1600万千瓦时。")]


def test_placing_the_case_anew_flags_as_taking_over_does(placement, part):
    written(placement, {0: "建成三座绿色工厂。"})
    publish(placement, BODY.replace("三座", "四座"))
    place_case(placement.block, placement.revision.case)
    assert [found.kind for found in behind(part.report)] == ["changed"]


def test_a_print_text_edited_elsewhere_keeps_the_ties_of_what_it_still_says(placement):
    written(placement, {0: "建成三座绿色工厂。", 2: ""})
    publish(placement, BODY.replace("三座", "四座"))
    take_over(placement, number=2)
    Placement.objects.update(print_text_zh_hans="<p>建成三座绿色工厂。</p><p>每座工厂都装有光伏屋顶。大家满意。</p>")
    assert flags(placement) == ["changed", "", "", ""]


def test_two_revisions_taken_over_one_after_the_other_keep_what_was_read(placement):
    written(placement, {0: "建成三座绿色工厂。"})
    publish(placement, BODY.replace("三座", "四座"))
    take_over(placement, number=2)
    publish(placement, BODY.replace("三座", "四座").replace("培训", "教育"))
    take_over(placement, number=3)
    assert flags(placement) == ["changed", "", "changed"]


def test_the_cases_own_text_is_never_behind(placement, part):
    publish(placement, BODY.replace("三座", "四座"))
    take_over(placement, number=2)
    assert behind(part.report) == []


def test_nobody_has_to_look_at_a_revision_that_went_back(placement, part):
    written(placement, {0: "建成三座绿色工厂。"})
    publish(placement, BODY.replace("三座", "四座"))
    take_over(placement, number=2)
    publish(placement, BODY)
    take_over(placement, number=3)
    assert behind(part.report) == []


# The placements with their revisions, blocks and parts.
@pytest.mark.parametrize("times", [1, 3])
def test_a_whole_report_is_asked_at_one_query(part, django_assert_num_queries, times):
    for order in range(times):
        placement = placed(part, order=order)
        written(placement, {0: "建成三座绿色工厂。"})
        publish(placement, BODY.replace("三座", "四座"))
        take_over(placement, number=2)
    report = part.report
    with django_assert_num_queries(1):
        assert len(behind(report)) == times

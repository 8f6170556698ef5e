"""The desk: what it shows of a report, in what order, with which marks; and the queries it takes."""

import re

import pytest
from django.urls import reverse

from cases.enums import RevisionReason
from cases.revisions import freeze
from cases.workflow import take
from reports.admin.desk import desk_of
from reports.compose import Incomplete, compose
from reports.enums import BlockKind
from reports.gaps import gap
from reports.models import Block, BlockItem, Observation, Part
from reports.ordering import move, renumber, step
from reports.placements import place_case
from tests import make

pytestmark = pytest.mark.django_db


def newer(case):
    """The case changed and published once more."""
    case.refresh_from_db()
    case.title_zh_hans = "新标题"
    case.save()
    revision = freeze(case, reason=RevisionReason.PUBLISHED, by=case.created_by)
    case.publication.revision = revision
    case.publication.save()
    return revision


def desk_page(client, report):
    return client.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()


def test_it_shows_the_tree_with_a_blocks_first_words(whole, report):
    within = Part.objects.create(report=report, parent=whole["part"], order=1, key="two", title_zh_hans="第一节")
    Block.objects.create(part=within, text_zh_hans="<p>很长的正文。</p>")
    desk = desk_of(report)
    assert [(node.depth, node.part.key, [row.words for row in node.rows]) for node in desk.walk()] == [
        (0, "one", ["只在报告里的词", "只在报告里的词", "只在报告里的词", ""]),
        (1, "two", ["很长的正文。"]),
    ]
    assert [placed.title for placed in desk.cases] == [whole["case"].title_zh_hans]


def test_a_placed_case_with_a_newer_publication_is_marked_with_both_numbers(whole, compiler, report):
    revision = newer(whole["case"])
    placed = desk_of(report).cases[0]
    assert (placed.standing.pinned, placed.standing.newer, placed.standing.is_withdrawn) == (1, revision.number, False)
    # The pinned title stays what the report prints.
    assert placed.title != "新标题"
    assert f"已发布较新的第 {revision.number} 版；此处固定为第 1 版" in desk_page(compiler, report)


def test_a_placed_case_that_was_withdrawn_is_marked(whole, report):
    from accounts.enums import Role

    take("withdraw", case=whole["case"].__class__.objects.get(pk=whole["case"].pk), by=make.user(Role.PUBLISHER), message="no")
    assert desk_of(report).cases[0].standing.is_withdrawn


def test_an_incomplete_block_says_what_it_lacks(compiler, report, part):
    Block.objects.create(part=part, kind="case")
    page = desk_page(compiler, report)
    assert "未放置案例。" in page


@pytest.mark.parametrize("kind", BlockKind.values)
def test_whatever_compose_refuses_has_a_gap_on_the_desk(report, part, kind):
    block = Block.objects.create(part=part, kind=kind)
    if BlockKind(kind).reads & {"observation", "indicator"}:
        BlockItem.objects.create(block=block)
    try:
        compose(report)
    except Incomplete:
        assert gap(block, series=set())


def test_a_chart_of_one_dated_value_has_a_gap_and_of_two_has_none(report, part, observation):
    block = Block.objects.create(part=part, kind="chart")
    BlockItem.objects.create(block=block, indicator=observation.indicator)
    assert len(desk_of(report).gaps) == 1
    Observation.objects.create(indicator=observation.indicator, period="2021", value="1")
    assert desk_of(report).gaps == []


# Session, user, memberships, the library's own permissions (2); the report, seen and as opened (3); series with two values, parts,
# blocks, items, pictures, quotations, placements; public revisions, why some stay, shortened texts, who works on what; the last builds,
# and whether there is one; whether anything is signed or approved, and whether this person signs; cover and logo, each to see whether
# somebody else has saved it, and for its form; whether cases were chosen.
@pytest.mark.parametrize("times", [1, 3])
def test_it_takes_the_same_number_of_queries_at_one_and_at_three(compiler, report, observation, django_assert_num_queries, times):
    for number in range(times):
        part = Part.objects.create(report=report, key=f"part-{number}", order=number, title_zh_hans="章")
        for order in range(times):
            block = Block.objects.create(part=part, kind="tiles", order=order)
            BlockItem.objects.create(block=block, observation=observation)
            case = make.case()
            make.published(case)
            place_case(Block.objects.create(part=part, kind="case", order=10 + order), case)
    desk_page(compiler, report)
    with django_assert_num_queries(31):
        desk_page(compiler, report)


@pytest.mark.parametrize("times", [1, 3])
def test_a_blocks_form_takes_the_same_number_of_queries_at_one_and_at_three_rows(
    compiler, part, observation, django_assert_num_queries, times
):
    block = Block.objects.create(part=part, kind="tiles")
    for order in range(times):
        BlockItem.objects.create(block=block, order=order, observation=observation, change=observation)
    address = reverse("admin:reports_block_change", args=[block.pk])
    compiler.get(address)
    # Session, user, memberships, the library's own permissions (2); the block, seen and as opened with its relations (8);
    # the parts to choose from, the rows, their observations; who works on the part, and which
    # of its blocks this is.
    with django_assert_num_queries(18):
        compiler.get(address)


# --- Order ---------------------------------------------------------------------------------------------------------


def keys(report):
    return list(Part.objects.filter(report=report).order_by("order").values_list("key", flat=True))


@pytest.fixture
def chapters(report):
    made = [Part.objects.create(report=report, key=key, order=number, title_zh_hans=key) for number, key in enumerate("abc")]
    Part.objects.create(report=report, key="a1", parent=made[0], order=9, title_zh_hans="a1")
    renumber(report.pk)
    return made


def test_a_chapter_moves_with_what_is_within_it(report, chapters):
    assert keys(report) == ["a", "a1", "b", "c"]
    step(chapters[0], 1)
    assert keys(report) == ["b", "a", "a1", "c"]


def test_beyond_either_end_is_the_end(report, chapters):
    step(chapters[0], -1)
    move(chapters[1], 99)
    assert keys(report) == ["a", "a1", "c", "b"]


def test_the_buttons_work_without_scripts_and_come_back_to_the_row(compiler, report, part):
    first, second = (Block.objects.create(part=part, order=0, text_zh_hans=f"<p>{n}</p>") for n in "甲乙")
    page = desk_page(compiler, report)
    assert re.search(rf'<button type="submit" form="desk-move" name="move" value="block-{second.pk}:up" aria-label="[^"]+">', page)
    answer = compiler.post(reverse("admin:reports_report_move", args=[report.pk]), {"move": f"block-{second.pk}:up"})
    assert answer["Location"] == f"/admin/reports/report/{report.pk}/change/#block-{second.pk}"
    assert list(part.blocks.order_by("order")) == [second, first]


def test_moving_asks_for_a_post(compiler, report):
    assert compiler.get(reverse("admin:reports_report_move", args=[report.pk])).status_code == 404


@pytest.mark.parametrize("asked", ["", "block-1", "block-1:sideways", "block-1:99999", "part-０:up", "report-1:up"])
def test_a_move_that_is_none_is_not_found(compiler, report, asked):
    assert compiler.post(reverse("admin:reports_report_move", args=[report.pk]), {"move": asked}).status_code == 404

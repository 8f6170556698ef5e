"""Quotations, captions and tags go the way of the text: proposed as pairs, accepted or refused one by one by the company."""

import pytest

from accounts.enums import Role
from cases.correcting import accept, corrections, fitting, proposals, refuse, send
from cases.document import Text
from cases.enums import Rank, Vocabulary
from cases.models import CaseTag, Picture, Quotation, Tag
from cases.tagging import Choice, new_topic, set_tags
from cases.topics import merge
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


def goal(number):
    return Tag.objects.of(Vocabulary.GOAL).get(code=str(number))


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def topics():
    return [new_topic("双碳"), new_topic("光伏"), new_topic("储能")]


@pytest.fixture
def case(company, editor, reviewer, topics):
    """Two quotations of nobody, a picture, goals 7 (primary) and 13, topics 双碳 and 光伏."""
    made = make.case(company, by=editor, goals=(7, 13))
    for order, text in enumerate(("我们用上了绿电。", "成本降低了。")):
        Quotation.objects.create(case=made, text_zh_hans=text, order=order)
    make.picture(made, caption_zh_hans="园区全景图")
    set_tags(made, Vocabulary.TOPIC, [Choice(topics[0], reason=Text("减排。", "Less carbon.")), Choice(topics[1])])
    take("start_review", case=make.submitted(made), by=reviewer)
    return made


@pytest.fixture
def edited(case, reviewer, topics):
    """As the reviewer's form leaves it: words, speaker and form of a quotation, a caption, goal 13 first, 储能 instead of 双碳."""
    first = case.quotations.first()
    Quotation.objects.filter(pk=first.pk).update(text_zh_hans="我们用上了绿色电力。", speaker_zh_hans="王工", form="reported")
    Picture.objects.filter(case=case).update(caption_zh_hans="园区全景")
    set_tags(
        case, Vocabulary.GOAL, [Choice(goal(7), reason=Text("理由。", "A reason.")), Choice(goal(13), Rank.PRIMARY, Text("理由。", ""))]
    )
    set_tags(case, Vocabulary.TOPIC, [Choice(topics[1]), Choice(topics[2], reason=Text("储电。", ""))])
    case.refresh_from_db()
    return case


@pytest.fixture
def sent(edited, reviewer):
    send(case=edited, by=reviewer, message="请看。", version=edited.version)
    return edited


def holds(case):
    """All that the pairs are about, as the case has it."""
    return {
        "quotations": [(row.text_zh_hans, row.speaker_zh_hans or "", str(row.form)) for row in case.quotations.order_by("order")],
        "captions": list(case.pictures.values_list("caption_zh_hans", flat=True)),
        "tags": {
            item.tag.code or item.tag.name_zh_hans: (str(item.rank), item.reason_zh_hans or "", item.reason_en or "")
            for item in CaseTag.objects.filter(content_object=case).select_related("tag")
        },
    }


COMPANY_S = {
    "quotations": [("我们用上了绿电。", "", "verbatim"), ("成本降低了。", "", "verbatim")],
    "captions": ["园区全景图"],
    "tags": {
        "7": ("primary", "理由。", "A reason."),
        "13": ("secondary", "理由。", "A reason."),
        "双碳": ("secondary", "减排。", "Less carbon."),
        "光伏": ("secondary", "", ""),
    },
}
REVIEWER_S = {
    "quotations": [("我们用上了绿色电力。", "王工", "reported"), ("成本降低了。", "", "verbatim")],
    "captions": ["园区全景"],
    "tags": {
        "7": ("secondary", "理由。", "A reason."),
        "13": ("primary", "理由。", ""),
        "光伏": ("secondary", "", ""),
        "储能": ("secondary", "储电。", ""),
    },
}


def test_each_difference_is_a_pair_at_its_field(edited, topics):
    quotation, picture = edited.quotations.first(), edited.pictures.get()
    assert [(one.field, one.pair.before, one.pair.after) for one in proposals(edited)] == [
        (f"quotations-{quotation.pk}-text_zh_hans", "我们用上了绿电。", "我们用上了绿色电力。"),
        (f"quotations-{quotation.pk}-form", "verbatim", "reported"),
        (f"quotations-{quotation.pk}-speaker_zh_hans", "", "王工"),
        (f"pictures-{picture.pk}-caption_zh_hans", "园区全景图", "园区全景"),
        (f"tags-{goal(7).pk}-rank", "primary", "secondary"),
        (f"tags-{goal(13).pk}-rank", "secondary", "primary"),
        (f"tags-{goal(13).pk}-reason_en", "A reason.", ""),
        (f"tags-{topics[0].pk}-rank", "secondary", ""),
        (f"tags-{topics[2].pk}-rank", "", "secondary"),
        (f"tags-{topics[2].pk}-reason_zh_hans", "", "储电。"),
    ]


def test_what_differs_is_found_in_ten_queries_whatever_it_is(edited, django_assert_num_queries):
    with django_assert_num_queries(10):
        proposals(edited)


def test_sending_puts_all_of_it_back_and_accepting_all_brings_all_of_it(sent, editor):
    assert holds(sent) == COMPANY_S
    assert accept(case=sent, by=editor) == (10, 0)
    assert holds(sent) == REVIEWER_S


def test_of_a_quotation_a_caption_and_a_tag_each_may_be_taken_and_the_others_left(sent, editor, topics):
    rows = {row.field.split("-")[0] + row.field.split("-")[2] + row.after: row for row in corrections(sent, editor)}
    for name in ("quotationsspeaker_zh_hans王工", "picturescaption_zh_hans园区全景", "tagsrank"):
        assert accept(case=sent, by=editor, only=rows[name].pk) == (1, 0)
    assert refuse(case=sent, by=editor, why="不改了。") == 7
    assert holds(sent) == COMPANY_S | {
        "quotations": [("我们用上了绿电。", "王工", "verbatim"), ("成本降低了。", "", "verbatim")],
        "captions": ["园区全景"],
        "tags": {name: value for name, value in COMPANY_S["tags"].items() if name != "双碳"},
    }


def test_of_two_goals_one_is_primary_whichever_is_taken_first(sent, editor):
    rows = corrections(sent, editor)
    by_field = {row.field: row for row in rows}
    assert accept(case=sent, by=editor, only=by_field[f"tags-{goal(13).pk}-rank"].pk) == (1, 0)
    assert [holds(sent)["tags"][code][0] for code in ("7", "13")] == ["secondary", "primary"]
    assert accept(case=sent, by=editor, only=by_field[f"tags-{goal(7).pk}-rank"].pk) == (1, 0)
    assert [holds(sent)["tags"][code][0] for code in ("7", "13")] == ["secondary", "primary"]


def test_a_reason_waits_for_its_tag(sent, editor, topics):
    rows = {row.field: row for row in corrections(sent, editor)}
    reason, tag = rows[f"tags-{topics[2].pk}-reason_zh_hans"], rows[f"tags-{topics[2].pk}-rank"]
    assert reason.pk not in fitting(sent, rows.values())
    accept(case=sent, by=editor, only=tag.pk)
    assert reason.pk in fitting(sent, corrections(sent, editor))
    accept(case=sent, by=editor, only=reason.pk)
    assert holds(sent)["tags"]["储能"] == ("secondary", "储电。", "")


def test_rows_that_went_and_tags_that_were_merged_meanwhile_are_flagged(sent, editor, reviewer, topics):
    sent.pictures.all().delete()
    sent.quotations.all().delete()
    merge(topics[2], topics[1], by=reviewer)
    rows = corrections(sent, editor)
    left = {row.field.split("-")[0] + row.field.split("-")[2] for row in rows if row.pk not in fitting(sent, rows)}
    assert left == {
        "quotationstext_zh_hans",
        "quotationsform",
        "quotationsspeaker_zh_hans",
        "picturescaption_zh_hans",
        "tagsrank",
        "tagsreason_zh_hans",
    }
    assert accept(case=sent, by=editor) == (4, 6)


def test_a_quotation_that_is_put_in_other_words_is_known_by_its_place(case):
    last = case.quotations.last()
    Quotation.objects.filter(pk=last.pk).update(text_zh_hans="完全不同的一句话。")
    assert [(one.field, one.pair.after) for one in proposals(case)] == [(f"quotations-{last.pk}-text_zh_hans", "完全不同的一句话。")]


def test_rows_that_come_or_go_are_no_pairs(case):
    case.quotations.last().delete()
    Quotation.objects.create(case=case, text_zh_hans="新的引语。", order=0)
    Quotation.objects.create(case=case, text_zh_hans="又一条。", order=1)
    case.pictures.all().delete()
    assert proposals(case) == []

"""What a signature holds for: all that a block says, and nothing of how it is kept."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from cases.document import CaseDocument, FigureDoc, OrganisationRef, PictureDoc, TagRef, Text
from reports.document import CaseBox, Chart, Citation, Datum, Part, Photos, Prose, Series, Table, Themes
from reports.signing.pieces import (
    NOT_SAID,
    block_from_json,
    difference,
    digest,
    part_from_json,
    pieces_of,
    read,
    to_json,
)

DATUM = Datum("power", Text("节电量", "Power saved"), Decimal("0.20"), "亿千瓦时", period="2020")
PICTURE = PictureDoc("a" * 64, ".jpg", 60, 40, Text("图"))
CASE = CaseDocument(
    slug="one",
    year=2021,
    title=Text("案例", "Case"),
    summary=Text("摘要"),
    body=Text("<p>正文。</p>"),
    organisation=OrganisationRef("ours", Text("公司")),
    figures=(FigureDoc(Text("节电量"), Decimal("1600"), "万千瓦时"),),
    tags=(TagRef("goal", "goal-7", Text("能源"), code="7"),),
    pictures=(PICTURE,),
)
BOX = CaseBox(CASE, 1, Text("<p>印刷文字。</p>"))
BLOCKS = [
    Prose(Text("<p>一。</p>", "<p>One.</p>"), Text("题"), (Citation("plan", Text("规划")),)),
    Table((DATUM,), Text("表")),
    Photos((PICTURE,)),
    Themes((), Text("专题")),
    BOX,
]
PART = Part("one", "chapter", Text("第一章", "One"), number=1, opener=PICTURE, blocks=tuple(BLOCKS))


def test_a_part_is_signed_by_its_heading_and_each_of_its_blocks():
    pieces = pieces_of(PART)
    assert [(piece.part, piece.place, piece.kind) for piece in pieces] == [
        ("one", None, "heading"),
        ("one", 0, "prose"),
        ("one", 1, "table"),
        ("one", 2, "photos"),
        ("one", 3, "themes"),
        ("one", 4, "case"),
    ]
    assert len({piece.digest for piece in pieces}) == 6


def test_another_order_number_key_or_part_within_changes_no_digest():
    moved = replace(PART, key="two", number=3, blocks=tuple(reversed(PART.blocks)), parts=(Part("three", "section", Text("节")),))
    assert {piece.digest for piece in pieces_of(moved)} == {piece.digest for piece in pieces_of(PART)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BOX, replace(BOX, revision=7)),
        (BOX, replace(BOX, document=replace(CASE, slug="renamed", schema=99, behind=(("title", "en"),)))),
        (Table((DATUM,)), Table((replace(DATUM, indicator="renamed"),))),
        (Prose(Text("x"), citations=(Citation("a", Text("规划")),)), Prose(Text("x"), citations=(Citation("b", Text("规划")),))),
    ],
)
def test_how_a_block_is_kept_is_not_in_its_digest(before, after):
    assert before != after
    assert digest(before) == digest(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Prose(Text("一")), Prose(Text("一。"))),
        (Prose(Text("一")), Prose(Text("一", "One"))),
        (Prose(Text("一")), Prose(Text("一"), citations=(Citation("plan", Text("规划")),))),
        (Table((DATUM,)), Table((replace(DATUM, value=Decimal("0.2")),))),
        (Table((DATUM,)), Table((replace(DATUM, source=Text("统计公报")),))),
        (Chart((Series(Text("线"), "个", (DATUM,)),)), Chart((Series(Text("线"), "个", (DATUM,)),), mark="line")),
        (Photos((PICTURE,)), Photos((replace(PICTURE, digest="b" * 64),))),
        (Photos((PICTURE,)), Photos((replace(PICTURE, alt=Text("说明")),))),
        (Themes((), Text("x")), Themes((), Text("x"), "measures")),
        (BOX, replace(BOX, text=Text("<p>印刷文字</p>"))),
        (BOX, replace(BOX, nested=(BOX,))),
        (PART, replace(PART, title=Text("第一章", "Two"))),
        (PART, replace(PART, slogan=(Text("上句"), Text("下句")))),
    ],
)
def test_whatever_it_says_is_in_its_digest(before, after):
    assert digest(before) != digest(after)


def test_every_field_of_a_case_but_what_is_left_out_by_name_is_in_its_digest():
    other = {
        "year": 2022, "period": "2020", "parent": None, "continues": None, "files": (),
        **{name: Text("另") for name in ("title", "summary", "body", "place")},
        "organisation": OrganisationRef("ours", Text("另")), "organisations": (OrganisationRef("x", Text("另")),),
        "tags": (), "figures": (), "quotations": (), "pictures": (), "videos": (),
    }  # fmt: skip
    same = set()
    for field in fields(CaseDocument):
        if field.name in other and getattr(CASE, field.name) != other[field.name]:
            changed = replace(BOX, document=replace(CASE, **{field.name: other[field.name]}))
            same |= {field.name} if digest(changed) == digest(BOX) else set()
    assert same == set()
    assert {"slug", "revision", "key", "indicator", "schema", "behind", "short"} == NOT_SAID


@pytest.mark.parametrize("block", BLOCKS)
def test_what_was_signed_is_read_back_as_it_was(block):
    assert block_from_json(to_json(block)) == block
    assert digest(block_from_json(to_json(block))) == digest(block)


def test_a_heading_is_read_back_as_it_was():
    heading = pieces_of(PART)[0].said
    assert part_from_json(to_json(heading)) == heading


def test_only_what_changed_is_shown_in_the_language_it_changed_in():
    before = Prose(Text("<p>一。</p><p>全年节电二万度。</p>", "<p>One.</p>"))
    (reading,) = difference(before, replace(before, text=Text("<p>一。</p><p>全年节电三万度。</p>", "<p>One.</p>")))
    (line,) = [line for line in reading.changes if line.kind != "same"]
    assert (reading.language, [(run.kind, run.text) for run in line.runs]) == (
        "zh-hans",
        [("same", "全年节电"), ("gone", "二"), ("new", "三"), ("same", "万度。")],
    )
    assert [reading.language for reading in difference(before, replace(before, text=replace(before.text, en="<p>1.</p>")))] == ["en"]


def test_a_detail_that_no_text_says_is_no_difference_of_words():
    assert difference(Photos((PICTURE,)), Photos((replace(PICTURE, focus=(1, 1)),))) == ()


def test_a_text_without_its_english_is_read_once():
    assert [reading.language for reading in read(Prose(Text("<p>一。</p>")))] == ["zh-hans"]
    assert [reading.language for reading in read(Prose(Text("<p>一。</p>", "<p>One.</p>")))] == ["zh-hans", "en"]

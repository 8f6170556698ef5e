"""Pairs of sentences: each stands by itself, and what was changed meanwhile is not overwritten."""

from random import Random

import pytest

from cases.diff import Pair, pairs, taken
from cases.text import clean_html

TEXT = "企业建成了园区。园区用电全部来自风能!产量翻番。"


def test_one_changed_sentence_is_one_pair():
    assert pairs(TEXT, TEXT.replace("翻番", "增长一倍"), rich=False) == [Pair(2, 3, "产量翻番。", "产量增长一倍。")]


def test_sentences_that_changed_beside_each_other_are_pairs_of_their_own():
    found = pairs(TEXT, "企业建成园区。园区用电全都来自风能!产量翻番。", rich=False)
    assert [(pair.before, pair.after) for pair in found] == [
        ("企业建成了园区。", "企业建成园区。"),
        ("园区用电全部来自风能!", "园区用电全都来自风能!"),
    ]


def test_a_changed_cell_is_a_pair_and_a_new_row_is_the_whole_table():
    rows = ["<tr><td>甲组全年用电</td><td>12吨</td></tr>", "<tr><td>乙组全年用电</td><td></td></tr>"]
    before = clean_html(f"<table>{''.join(rows)}</table>")
    assert [(pair.before, pair.after) for pair in pairs(before, before.replace("12", "13"), rich=True)] == [("12吨", "13吨")]
    after = clean_html(f"<table>{''.join([*rows, rows[0]])}</table>")
    assert [(pair.before, pair.after) for pair in pairs(before, after, rich=True)] == [(before, after)]


def test_what_came_and_what_went_are_pairs_with_an_empty_side():
    assert pairs("甲。乙。", "甲。新的一句。乙。", rich=False) == [Pair(1, 1, "", "新的一句。")]
    assert pairs("甲。乙。丙。", "甲。丙。", rich=False) == [Pair(1, 2, "乙。", "")]
    assert pairs("", "甲。", rich=False) == [Pair(0, 0, "", "甲。")]


def test_a_sentence_of_a_paragraph_keeps_its_markup_and_leaves_the_others_alone():
    before = '<p>见<a href="https://example.org/?a=1&amp;b=2" rel="noopener nofollow">年报</a>。成效<strong>很好。真的</strong>很好。</p>'
    after = before.replace("见", "详见").replace("真的", "确实")
    assert [(pair.before, pair.after) for pair in pairs(before, after, rich=True)] == [
        (
            '见<a href="https://example.org/?a=1&amp;b=2" rel="noopener nofollow">年报</a>。',
            '详见<a href="https://example.org/?a=1&amp;b=2" rel="noopener nofollow">年报</a>。',
        ),
        ("成效<strong>很好。真的</strong>很好。", "成效<strong>很好。确实</strong>很好。"),
    ]


def test_a_paragraph_that_becomes_another_kind_is_one_pair():
    assert pairs("<p>小标题</p><p>正文。</p>", "<h3>小标题</h3><p>正文。</p>", rich=True) == [
        Pair(0, 3, "<p>小标题</p>", "<h3>小标题</h3>")
    ]


def test_an_item_of_a_list_is_changed_by_itself():
    before = "<ul><li><p>节水十吨。</p></li><li><p>节电百度。</p></li></ul>"
    assert [(p.before, p.after) for p in pairs(before, before.replace("十吨", "廿吨"), rich=True)] == [("节水十吨。", "节水廿吨。")]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("甲句。乙句!丁句。", "甲句。乙句改!丁句。"),  # something else was changed
        ("新句。甲句。乙句!丙句。", "新句。甲句。乙句改!丙句。"),  # it stands elsewhere now
        ("甲句。乙句又!丙句。", None),  # the very sentence was changed
        ("甲句。丙句。", None),  # it is gone
        ("", None),
    ],
)
def test_a_pair_is_taken_only_where_its_sentence_still_stands(now, expected):
    base = "甲句。乙句!丙句。"
    (pair,) = pairs(base, "甲句。乙句改!丙句。", rich=False)
    assert taken(base, now, pair, rich=False) == expected


def test_a_new_sentence_is_taken_only_between_the_two_that_it_was_written_between():
    (pair,) = pairs("甲。乙。", "甲。新的一句。乙。", rich=False)
    found = [taken("甲。乙。", now, pair, rich=False) for now in ("甲。乙。丙。", "甲。别的。乙。", "甲。丁。")]
    assert found == ["甲。新的一句。乙。丙。", None, None]


def test_all_pairs_taken_in_any_order_make_the_later_text():
    """Texts made at random of a few sentences, so that many are alike: the hardest for finding places."""
    chance = Random(7)
    words = ["企业建成园区。", "企业建成了园区。", "<strong>用电</strong>来自风能!", "产量翻番?", "产量翻了番?", "尾"]
    shapes = ["<p>{}</p>", "<p>{}</p>", "<h3>{}</h3>", "<ul><li><p>{}</p></li></ul>", "<blockquote><p>{}</p></blockquote>"]

    def some():
        blocks = [chance.choice(shapes).format("".join(chance.choices(words, k=chance.randint(1, 4)))) for _ in range(chance.randint(0, 5))]
        return clean_html("".join(blocks))

    for _round in range(400):
        before, after = some(), some()
        found = pairs(before, after, rich=True)
        chance.shuffle(found)
        now = before
        for count, pair in enumerate(found):
            now = taken(before, now, pair, rich=True, earlier=found[:count])
            assert clean_html(now) == now  # each leaves whole paragraphs
        assert now == after


def test_of_two_alike_sentences_the_one_that_was_meant_is_changed_beside_what_somebody_else_added():
    base, meant = "用电来自风能。用电来自风能。", "用电来自风能。用电都来自风能。"
    (pair,) = pairs(base, meant, rich=False)
    assert taken(base, f"{base}完。", pair, rich=False) == f"{meant}完。"


def test_no_pair_of_a_long_text_is_flagged_when_nothing_else_changed():
    before = "".join(f"<p>第{n}段讲园区{n}。用电{n}度。</p>" for n in range(40))
    after = before.replace("讲", "说").replace("度", "千瓦时", 7)
    now = before
    for pair in pairs(before, after, rich=True):
        now = taken(before, now, pair, rich=True)
    assert now == after

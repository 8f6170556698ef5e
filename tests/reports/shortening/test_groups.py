"""Print sentences tied to what they were made from, and what a changed source flags. Pure: no database."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.text import clean_html
from reports.shortening.groups import Group, Sentence, align, from_json, plain, printed, split, to_json, whole
from reports.shortening.rebasing import Answer, answered, rebase, styled

SOURCE = split(
    "<h3>背景</h3><p>2020年，公司在浙江建成三座绿色工厂，年节电1600万千瓦时。每座工厂都装有光伏屋顶，并与当地电网相连。员工培训覆盖全部岗位。</p>"
    "<ul><li><p>CO<sub>2</sub>减排2万吨。</p></li><li><p>节水30%。</p></li></ul>"
)


TABLE = clean_html("<table><tr><th></th><th>甲</th></tr><tr><td><p>一</p><p>二</p></td><td><strong>2</strong>吨</td></tr></table>")


def test_a_table_is_one_sentence_and_stays_a_table_while_its_lines_are_as_many():
    html = f"<p>前。</p>{TABLE}<p>后。</p>"
    source = split(html)
    assert [sentence.style for sentence in source] == ["paragraph", "table", "paragraph"]
    assert printed(whole(source), "zh") == html
    assert plain(TABLE) == "甲\n一\n二\n2吨"
    assert styled("甲\n一\n改\n2吨", TABLE) == TABLE.replace("二", "改")
    assert printed([Group((TABLE,), styled("甲，2吨", TABLE), "table", opens=True)], "zh") == "<p>甲，2吨</p>"


def test_nothing_is_joined_to_a_table_and_nothing_beside_it_is_lost():
    say = "前。"
    assert printed([Group((say,), say, opens=True), Group((TABLE,), TABLE, "table")], "zh") == f"<p>前。</p>{TABLE}"
    assert printed([Group((TABLE,), TABLE, "table", opens=True), Group((say,), say)], "zh") == f"{TABLE}<p>前。</p>"
    rows = rebase([Group((TABLE,), TABLE, "table", opens=True), Group((say,), say, opens=True)], split(f"{TABLE}<p>前。</p>"))
    joined = answered(rows, {1: Answer(say, joins=True)}, "zh")
    assert printed(joined, "zh") == f"{TABLE}<p>前。</p>"
    for like in (f"{TABLE}前。", TABLE + TABLE):
        changed = f"{plain(like)}改"
        assert plain(styled(changed, like)).replace("\n", "") == changed.replace("\n", "")
    halves = [
        clean_html(f"<table><tr><td>项目</td><td>甲{end}</td></tr><tr><td>完成投资</td><td>一百万元</td></tr></table>") for end in "乙丙"
    ]
    whole_table = clean_html("<table><tr><td>项目</td><td>甲乙</td></tr><tr><td>完成投资</td><td>一百万元</td></tr></table>")
    found = align(split(whole_table), split("".join(halves)), "zh")
    assert [group.words for group in found if group.words] == halves


def said(groups):
    return [(group.kind, [plain(source) for source in group.sources], plain(group.words)) for group in groups]


def words_in(sentences):
    """All that they say, whatever parts them."""
    return "".join(plain(sentence.html) for sentence in sentences).replace(" ", "")


# Sentences of words that stand in no other one, as far as pairs of characters tell.
@st.composite
def texts(draw, least=1):
    number = draw(st.integers(least, 8))
    mixer = random.Random(draw(st.integers(0, 10_000)))
    letters = [chr(0x4E00 + at) for at in range(3000)]
    mixer.shuffle(letters)
    return [
        Sentence("".join(letters[at * 40 : at * 40 + draw(st.integers(6, 30))]) + "。", "paragraph", at == 0 or draw(st.booleans()))
        for at in range(number)
    ]


RICH = st.lists(
    st.tuples(
        st.sampled_from(["p", "h3", "li", "blockquote", "table"]),
        st.lists(st.text("甲乙丙丁ab 1。.！<&", min_size=1, max_size=12), max_size=4),
    ),
    max_size=5,
).map(
    lambda blocks: clean_html(
        "".join(
            {
                "table": "<table><tr><td>{0}</td><td></td></tr><tr><td>{0}</td></tr></table>",
                "li": "<ul><li><p>{}</p></li></ul>",
                "blockquote": "<blockquote><p>{}</p></blockquote>",
            }.get(tag, f"<{tag}>{{}}</{tag}>").format("".join(words).replace("&", "&amp;").replace("<", "&lt;"))
            for tag, words in blocks
        )
    )
)


# --- Reading and writing ---------------------------------------------------------------------------------------------


def test_a_text_is_read_as_sentences_with_their_blocks():
    assert [(plain(s.html), s.style, s.opens) for s in SOURCE] == [
        ("背景", "h3", True),
        ("2020年，公司在浙江建成三座绿色工厂，年节电1600万千瓦时。", "paragraph", True),
        ("每座工厂都装有光伏屋顶，并与当地电网相连。", "paragraph", False),
        ("员工培训覆盖全部岗位。", "paragraph", False),
        ("CO2减排2万吨。", "item", True),
        ("节水30%。", "item", True),
    ]


def test_an_abbreviation_ends_no_sentence():
    assert [s.html for s in split("<p>Delta Co., Ltd. has a target. It is met.</p>")] == ["Delta Co., Ltd. has a target.", "It is met."]


@given(RICH)
def test_a_text_printed_whole_says_what_it_said(html):
    assert words_in(split(printed(whole(split(html)), "zh_hans"))) == words_in(split(html))


@given(RICH)
def test_what_is_printed_is_clean(html):
    made = printed(whole(split(html)), "en")
    assert clean_html(made) in {made, ""}


def test_english_sentences_are_parted_by_a_space_and_chinese_ones_are_not():
    groups = (Group(("A.",), "A.", opens=True), Group(("B.",), "B."))
    assert (printed(groups, "en"), printed(groups, "zh_hans")) == ("<p>A. B.</p>", "<p>A. B.</p>")
    groups = (Group(("甲。",), "甲。", opens=True), Group(("乙。",), "乙。"))
    assert printed(groups, "zh_hans") == "<p>甲。乙。</p>"


def test_a_sentence_that_is_left_out_leaves_the_paragraph_to_the_next_one():
    groups = (Group(("一。",), "一。", opens=True), Group(("二。",), "", opens=True), Group(("三。",), "三。"))
    assert printed(groups, "zh_hans") == "<p>一。</p><p>三。</p>"


def test_a_list_stays_a_list():
    html = "<ul><li><p>甲。</p></li><li><p>乙。</p></li></ul><ol><li><p>丙。</p></li></ol><h3>丁</h3><blockquote><p>戊。</p></blockquote>"
    assert printed(whole(split(html)), "zh_hans") == html


@given(RICH, RICH)
def test_ties_come_back_from_json_as_they_were(source, print_text):
    kept = {"zh_hans": align(split(source), split(print_text), "zh_hans"), "en": ()}
    assert from_json(to_json(kept)) == {language: groups for language, groups in kept.items() if groups}


def test_ties_of_another_schema_are_refused():
    with pytest.raises(ValueError, match="schema 9"):
        from_json({"schema": 9})


# --- Which print sentence was made from what ---------------------------------------------------------------------------


def test_same_shortened_merged_own_and_left_out_are_told_apart():
    print_text = split(
        "<p>公司在浙江建成三座绿色工厂。年节电1600万千瓦时。员工培训覆盖全部岗位，每座工厂都装有光伏屋顶。</p><p>我们会继续努力。</p><ul><li><p>节水30%。</p></li></ul>"
    )
    assert said(align(SOURCE, print_text, "zh_hans")) == [
        ("out", ["背景"], ""),
        ("shortened", ["2020年，公司在浙江建成三座绿色工厂，年节电1600万千瓦时。"], "公司在浙江建成三座绿色工厂。年节电1600万千瓦时。"),
        (
            "merged",
            ["每座工厂都装有光伏屋顶，并与当地电网相连。", "员工培训覆盖全部岗位。"],
            "员工培训覆盖全部岗位，每座工厂都装有光伏屋顶。",
        ),
        ("out", ["CO2减排2万吨。"], ""),
        ("own", [], "我们会继续努力。"),
        ("same", ["节水30%。"], "节水30%。"),
    ]


@given(RICH, RICH)
def test_aligning_loses_no_source_and_no_word_of_the_print_text(source, print_text):
    source, print_text = split(source), split(print_text)
    groups = align(source, print_text, "zh_hans")
    assert sorted(each for group in groups for each in group.sources) == sorted(sentence.html for sentence in source)
    assert "".join(plain(group.words) for group in groups).replace(" ", "") == words_in(print_text)


@given(texts(), st.data())
def test_sentences_that_are_kept_are_known_and_the_others_left_out(source, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(source), max_size=len(source)))
    print_text = [sentence for sentence, is_kept in zip(source, kept, strict=True) if is_kept]
    expected = [("same" if is_kept else "out", (sentence.html,)) for sentence, is_kept in zip(source, kept, strict=True)]
    assert [(group.kind, group.sources) for group in align(source, print_text, "zh_hans")] == expected


@given(texts(), st.data())
def test_the_first_half_of_a_sentence_is_tied_to_it(source, data):
    at = data.draw(st.integers(0, len(source) - 1))
    short = plain(source[at].html)[: max(4, len(plain(source[at].html)) // 2)]
    groups = align(source, [Sentence(short, opens=True)], "zh_hans")
    assert [(group.sources, group.words) for group in groups if group.words] == [((source[at].html,), short)]


def test_a_long_text_of_other_sentences_is_own_words_and_takes_no_time():
    source = [Sentence(f"第{number}句，说的是{number}。") for number in range(900)]
    print_text = [Sentence(f"Sentence {number} says {number}.") for number in range(900)]
    groups = align(source, print_text, "zh_hans")
    assert {group.kind for group in groups} == {"own", "out"}
    assert len(groups) == 1800


# --- When the source moves on ------------------------------------------------------------------------------------------


@given(texts())
def test_nothing_is_flagged_while_the_source_stays(source):
    assert [row.flag for row in rebase(whole(source), source)] == [""] * len(source)


@given(texts(), st.data())
def test_a_changed_source_sentence_flags_just_what_was_made_of_it(source, data):
    groups = [
        Group((sentence.html,), data.draw(st.sampled_from([sentence.html, plain(sentence.html)[:5], ""])), opens=sentence.opens)
        for sentence in source
    ]
    at = data.draw(st.integers(0, len(source) - 1))
    now = list(source)
    now[at] = Sentence(source[at].html + "另有一字", opens=source[at].opens)
    expected = ["changed" if number == at and group.words else "" for number, group in enumerate(groups)]
    assert [row.flag for row in rebase(groups, now)] == expected


@given(texts(least=2), st.randoms())
def test_moving_sentences_flags_nothing(source, mixer):
    moved = list(source)
    mixer.shuffle(moved)
    assert {row.flag for row in rebase(whole(source), moved)} == {""}


@given(texts(least=2), st.data())
def test_a_sentence_that_is_gone_is_told_where_it_is_printed_and_a_new_one_where_it_stands(source, data):
    at = data.draw(st.integers(0, len(source) - 1))
    less = [sentence for number, sentence in enumerate(source) if number != at]
    assert [row.flag for row in rebase(whole(source), less)] == ["gone" if number == at else "" for number in range(len(source))]
    assert [row.flag for row in rebase(whole(less), source)] == ["new" if number == at else "" for number in range(len(source))]


def test_what_was_left_out_stays_so_without_a_word():
    groups = (Group(("甲公司建成三座工厂。",), ""), Group(("乙公司建成四座工厂。",), "乙。"))
    rows = rebase(groups, (Sentence("甲公司建成五座工厂。"), Sentence("乙公司建成四座工厂。")))
    assert [(row.flag, row.now) for row in rows] == [("", ("甲公司建成五座工厂。",)), ("", ("乙公司建成四座工厂。",))]
    assert [row.flag for row in rebase(groups, (Sentence("乙公司建成四座工厂。"),))] == [""]


def test_other_emphasis_in_the_source_flags_nothing():
    groups = whole(split("<p>节电<strong>一成</strong>。</p>"))
    assert [row.flag for row in rebase(groups, split("<p>节电一成。</p>"))] == [""]


def test_a_number_that_is_printed_and_no_longer_in_the_source_is_named():
    groups = (Group(("节电１,600万千瓦时，占20%。",), "节电1600万千瓦时（20%）。"),)
    assert rebase(groups, (Sentence("节电1,600万千瓦时，占20%。"),))[0].numbers == ()
    (row,) = rebase(groups, (Sentence("节电1,800万千瓦时，占20%。"),))
    assert (row.flag, row.numbers) == ("changed", ("1600",))


# --- Answers -----------------------------------------------------------------------------------------------------------


def test_a_flag_stays_until_the_sentence_is_read_or_written_anew():
    groups = whole(split("<p>建成三座工厂。节电一成。员工满意。</p>"))
    rows = rebase(groups, split("<p>建成四座工厂。节电两成。员工满意。</p>"))
    left = answered(rows, {1: Answer("节电一成。", is_read=True)}, "zh_hans")
    again = rebase(left, split("<p>建成四座工厂。节电两成。员工满意。</p>"))
    assert [row.flag for row in again] == ["changed", "", ""]
    written = answered(rows, {0: Answer("建成四座工厂。"), 1: Answer("节电两成。")}, "zh_hans")
    assert [row.flag for row in rebase(written, split("<p>建成四座工厂。节电两成。员工满意。</p>"))] == ["", "", ""]


def test_a_new_sentence_is_new_until_it_is_read():
    now = split("<p>一句话在此。另一句完全不同。</p>")
    rows = rebase(whole(now[:1]), now)
    assert [row.flag for row in rebase(answered(rows, {}, "zh_hans"), now)] == ["", "new"]
    assert said(answered(rows, {1: Answer("", is_read=True)}, "zh_hans"))[1] == ("out", ["另一句完全不同。"], "")


def test_rows_are_merged_and_parted():
    rows = rebase(whole(SOURCE[1:4]), SOURCE[1:4])
    merged = answered(rows, {1: Answer("都有光伏。", joins=True)}, "zh_hans")
    assert said(merged)[0] == (
        "merged",
        ["2020年，公司在浙江建成三座绿色工厂，年节电1600万千瓦时。", "每座工厂都装有光伏屋顶，并与当地电网相连。"],
        "2020年，公司在浙江建成三座绿色工厂，年节电1600万千瓦时。都有光伏。",
    )
    parted = answered(rebase(merged, SOURCE[1:4]), {0: Answer("三座工厂。", parts=True)}, "zh_hans")
    assert [kind for kind, _sources, _words in said(parted)] == ["shortened", "out", "same"]


def test_own_words_go_last_and_are_escaped():
    groups = answered(rebase(whole(SOURCE[:1]), SOURCE[:1]), {}, "zh_hans", own="1 < 2 & <script>")
    assert groups[-1] == Group((), "1 &lt; 2 &amp; &lt;script&gt;")


@pytest.mark.parametrize(
    ("words", "like", "made"),
    [
        ("CO2减排3万吨。", "CO<sub>2</sub>减排2万吨。", "CO<sub>2</sub>减排3万吨。"),
        ("节电一成。", "节电<strong>一成</strong>。", "节电<strong>一成</strong>。"),
        ("只留一成", "节电<strong>一成</strong>。", "只留<strong>一成</strong>"),
        ("见官网", '见<a href="https://example.org/?a=1&amp;b=2">官网</a>。', '见<a href="https://example.org/?a=1&amp;b=2">官网</a>'),
        ("两行\n文字", "", "两行<br>文字"),
        ("无\0字", "", "无字"),
    ],
)
def test_words_keep_the_look_that_their_source_has(words, like, made):
    assert styled(words, like) == made


@given(st.text("甲乙a2<&\n", max_size=20), RICH)
def test_styling_changes_no_word(words, like):
    like = " ".join(sentence.html for sentence in split(like))
    assert plain(styled(words, like)) == words.strip()

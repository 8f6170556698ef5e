"""Where words are marked in a text that is written another way than they were typed, and which stretch of a long one is shown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.search.snippets import LENGTH, MORE, excerpt, marked
from cases.search.tokens import normalise

# Every way of writing that normal forms fold, in characters that do not combine with one another.
TEXTS = st.text("绿綠色电電网網光伏 　\n，。5５GＧg CＣO₂₂ａab½㎡ﬁß-&“”", max_size=60)
RUNS = st.text("绿色电网光伏5gco2ab ss-", min_size=1, max_size=4).map(normalise).filter(bool)


def shown(pieces):
    """With square brackets for marks."""
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "runs", "expected"),
    [
        ("绿色电网", ["电网"], "绿色[电网]"),
        ("國家電網公司", ["电网"], "國家[電網]公司"),
        ("ＣＯ₂ 排放", ["co2排放"], "[ＣＯ₂ 排放]"),
        ("CO₂ 排放、CO2排放", ["co2排放"], "[CO₂ 排放]、[CO2排放]"),
        ("５Ｇ基站", ["5g"], "[５Ｇ]基站"),
        ("Green Factory", ["green factory"], "[Green Factory]"),
        ("Green  \n Factory", ["green factory"], "[Green  \n Factory]"),
        ("evergreen greens", ["green"], "ever[green] [green]s"),
        ("greenfactory", ["green factory"], "greenfactory"),
        ("国家电网公司", ["国家电网", "电网公司"], "[国家电网公司]"),
        ("面积12㎡", ["2"], "面积1[2㎡]"),
        ("Straße", ["strasse"], "[Straße]"),
        ("Café", ["café"], "[Café]"),
        ("Cafe\u0301 cafe", ["cafe"], "Cafe\u0301 [cafe]"),
        ("Cafe\u0301", ["café"], "[Cafe\u0301]"),
        ("ﾊﾞｽ", ["バス"], "[ﾊﾞｽ]"),
        ("绿\u200b色", ["绿色"], "[绿\u200b色]"),
        ("±1100千伏", ["1100千伏"], "±[1100千伏]"),
        ("a.b*c", ["b*"], "a.[b*]c"),
        ("<b>", ["b"], "<[b]>"),
        ("电网", [], "电网"),
        ("", ["电网"], ""),
    ],
)
def test_words_are_marked_however_they_are_written(text, runs, expected):
    assert shown(marked(text, runs)) == expected


def test_where_characters_make_another_together_nothing_is_marked_rather_than_something_wrong():
    # Hangul letters that stand alone become one syllable in the normal form.
    assert shown(marked("\u1112\u1161\u11ab 电网", ["电网"])) == "\u1112\u1161\u11ab 电网"


@given(TEXTS, st.lists(RUNS, max_size=3))
def test_the_pieces_are_the_text(text, runs):
    assert "".join(piece.text for piece in marked(text, runs)) == text


@given(TEXTS, RUNS)
def test_a_text_is_marked_exactly_when_its_normal_form_holds_the_run(text, run):
    assert any(piece.marked for piece in marked(text, [run])) == (run in normalise(text))


@given(TEXTS, RUNS)
def test_what_is_marked_holds_the_run_and_what_is_not_does_not(text, run):
    for piece in marked(text, [run]):
        assert (run in normalise(piece.text)) == piece.marked


@given(TEXTS, st.lists(RUNS, min_size=1, max_size=3))
def test_an_excerpt_shows_a_word_exactly_when_the_text_has_one(text, runs):
    pieces = excerpt(text, runs)
    assert any(piece.marked for piece in pieces) == any(run in normalise(text) for run in runs)
    inner = [piece.text for piece in pieces if piece.text != MORE]
    assert re.sub(r"\s", "", "".join(inner)) in re.sub(r"\s", "", text)


LONG = "。".join(f"第{n}句话讲的是别的事情" for n in range(30)) + "。"


def test_a_long_text_is_cut_to_whole_sentences_around_the_word():
    text = LONG + "这里说到光伏发电。" + LONG
    assert shown(excerpt(text, ["光伏"])) == (
        "…这里说到[光伏]发电。第0句话讲的是别的事情。第1句话讲的是别的事情。第2句话讲的是别的事情。"
        "第3句话讲的是别的事情。第4句话讲的是别的事情。第5句话讲的是别的事情。…"
    )


def test_the_stretch_with_the_most_different_words_is_shown():
    text = f"光伏光伏光伏。{LONG}光伏与电网。{LONG}"
    assert "[光伏]与[电网]" in shown(excerpt(text, ["光伏", "电网"]))


def test_an_excerpt_of_english_breaks_between_words_and_is_twice_as_long():
    text = "Nothing of note happened here and then " * 20 + "solar power came and " + "all the rest went on as it had before " * 20
    (before, word, after) = (piece.text for piece in excerpt(text, ["solar"]) if piece.text != MORE)
    assert word == "solar"
    assert LENGTH < len(before + word + after) <= 2 * LENGTH + 10
    assert before.split()[0] in text.split()
    assert after.split()[-1] in text.split()


def test_a_word_written_in_another_form_is_found_by_a_close_look_alone():
    text = LONG + "電網改造。" + LONG
    assert excerpt(text, ["电网"], closely=False) == []
    assert "[電網]改造" in shown(excerpt(text, ["电网"]))


def test_an_excerpt_of_what_is_not_there_is_empty():
    assert excerpt(LONG, ["光伏"]) == []
    assert excerpt("", ["光伏"]) == []

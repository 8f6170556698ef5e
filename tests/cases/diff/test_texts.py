"""Two texts compared: what is marked, and that it is the whole of the change."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.diff import Run, marks, sentences, texts


def sides(runs):
    before = "".join(run.text for run in runs if run.kind != "new")
    after = "".join(run.text for run in runs if run.kind != "gone")
    return before, after


def marked(runs):
    return sum(len(run.text) for run in runs if run.kind != "same")


ANY = st.text(alphabet=st.sampled_from("电网发展绿色，。ab1 \n"), max_size=60)


@given(ANY, ANY)
@settings(max_examples=400)
def test_the_marks_hold_both_texts_whole(before, after):
    assert sides(marks(before, after)) == (before, after)


@given(ANY, ANY)
@settings(max_examples=200)
def test_runs_alternate_and_gone_stands_before_new(before, after):
    kinds = [run.kind for run in marks(before, after)]
    assert all(one != other for one, other in pairwise(kinds))
    assert "new gone" not in " ".join(kinds)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_characters_at_all_are_kept(before, after):
    assert sides(marks(before, after)) == (before, after)


@given(ANY.filter(bool), st.integers(min_value=0), st.sampled_from("甲乙丙丁"))
@settings(max_examples=300)
def test_one_changed_character_marks_at_most_three(text, at, other):
    at %= len(text)
    assert marked(marks(text, text[:at] + other + text[at + 1 :])) <= 3
    assert marked(marks(text, text[:at] + text[at + 1 :])) == 1
    assert marked(marks(text, text[:at] + other + text[at:])) == 1


def test_the_same_text_is_one_run_and_nothing_is_none():
    assert marks("电网", "电网") == [Run("same", "电网")]
    assert marks("", "") == []
    assert marks("", "电") == [Run("new", "电")]


def test_a_replaced_word_is_read_as_replaced_and_not_as_confetti():
    assert marks("投资2.4亿元建设电网", "投资3.5亿元建设电网") == [
        Run("same", "投资"),
        Run("gone", "2.4"),
        Run("new", "3.5"),
        Run("same", "亿元建设电网"),
    ]


def test_an_accent_and_an_emoji_are_not_torn_apart():
    assert marks("cafe\u0301", "cafe") == [Run("same", "caf"), Run("gone", "e\u0301"), Run("new", "e")]
    assert [run.text for run in marks("👩‍💻好", "👨‍💻好")] == ["👩‍💻", "👨‍💻", "好"]


def test_sentences_together_are_the_text():
    text = "第一句。“第二句！”他说；第三句\n\n3.5 percent. Next one? Yes"
    assert "".join(sentences(text)) == text
    assert sentences(text)[:3] == ["第一句。", "“第二句！”", "他说；"]
    assert sentences("") == []


def test_a_text_too_long_for_one_table_is_split_where_both_are_the_same(monkeypatch):
    monkeypatch.setattr(texts, "MOST_CELLS", 400)
    before = "".join(chr(0x4E00 + n) for n in range(120))
    after = "甲" + before[:60] + "乙" + before[61:100] + "丙丁"
    assert sides(marks(before, after)) == (before, after)
    assert marked(marks(before, after)) < 40
    assert marks("一二三" * 20, "四五六" * 20) == [Run("gone", "一二三" * 20), Run("new", "四五六" * 20)]

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from cases.search.postings import Postings
from cases.search.tokens import JOINT, WHOLE, Gram, Piece, grams, is_too_long, is_word, normalise, pieces

TEXT = st.text(st.sampled_from("绿色发展电网光伏華為 5gG2ＣＯ₂rd&±,.-\n\"'"), max_size=30)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("ＣＯ₂ 排放", "co2排放"),
        ("數字化轉型", "数字化转型"),
        ("5G 网络", "5g网络"),
        ("Green  Factory", "green factory"),
        ("±1100 千伏", "±1100千伏"),
        ("K12", "k12"),
        (" 1.2 亿 ", "1.2亿"),
        ("R&D", "r&d"),
        ("straße", "strasse"),
        ("绿\u200b色\u202e\x00\ud800", "绿色"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_texts_are_compared_in_one_normal_form(typed, form):
    assert normalise(typed) == form


@given(TEXT)
def test_the_normal_form_of_a_normal_form_is_itself(text):
    assert normalise(normalise(text)) == normalise(text)


def test_words_are_kept_whole_and_by_their_letters_and_all_other_characters_in_pairs():
    assert sorted(grams("5g网络")) == sorted(
        [
            Gram(f"{WHOLE}5g", 0),
            Gram("5", -1),
            Gram("g", -1),
            Gram("5g", -1),
            Gram("网", -1),
            Gram("络", -1),
            Gram("g网", 1),
            Gram("网络", 2),
        ]
    )


def test_no_pair_reaches_over_a_space_or_into_the_next_line():
    assert [gram.key for gram in grams("a b\n网") if gram.at >= 0] == [f"{WHOLE}a", f"{WHOLE}b"]


def test_a_sign_between_two_words_is_kept_apart_from_a_space():
    assert [gram.at for gram in grams("r&d 1.2 a b网c,\nd\ne") if gram.key == JOINT] == [1, 5, 11, 16]


def test_a_word_too_long_to_be_a_gram_is_told():
    assert [is_too_long("网" + "x" * n) for n in (40, 41)] == [False, True]


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4))
def test_postings_of_many_texts_are_the_grams_of_each(texts):
    forms = [tuple(normalise(text) for text in three) for three in texts]
    expected: dict[str, tuple[set[int], ...]] = {}
    end = 0
    for number, three in enumerate(forms):
        for zone, text in enumerate(three):
            for gram in grams(text):
                found = expected.setdefault(gram.key, (set(), set(), set(), set()))
                found[zone].add(100 + number)
                if gram.at >= 0:
                    found[3].add(end + gram.at)
            end += len(text) + 1
    postings = Postings()
    half = len(forms) // 2
    for part in (range(half), range(half, len(forms))):
        postings.add([(100 + number, forms[number]) for number in part])
    read = {key: tuple(set(BitMap.deserialize(ids)) if ids else set() for ids in found) for key, found in postings.items()}
    # Common runs of three and four characters are kept besides.
    assert {key: found for key, found in read.items() if len(key) < 3 or key[0] == WHOLE or is_word(key)} == expected


def test_common_runs_of_three_and_four_are_kept_with_every_text_that_has_them():
    postings = Postings()
    postings.add([(1, ("绿色发展", "", "")), (2, ("", "5g绿色发展 abcd", ""))])
    postings.add([(3, ("", "", "更绿色发展")), (4, ("数字化", "", "数字化"))])
    runs = {
        key: [sorted(BitMap.deserialize(ids)) if ids else [] for ids in found[:3]]
        for key, found in postings.items()
        if len(key) > 2 and key[0] != WHOLE and not is_word(key)
    }
    assert runs == {"绿色发": [[1], [2], [3]], "色发展": [[1], [2], [3]], "绿色发展": [[1], [2], [3]]}


def test_a_run_is_covered_by_pairs_and_words_that_are_open_at_its_edges():
    assert pieces("建设5g网络平") == [Piece("建设", 0), Piece("5g", 2), Piece("网络", 4), Piece("络平", 5)]
    assert pieces("co2排放") == [Piece("co2", 0, open_left=True), Piece("排放", 3)]
    assert pieces("green factory") == [Piece("green", 0, open_left=True), Piece("factory", 6, open_right=True)]


@given(TEXT, st.integers(0, 30), st.integers(2, 12))
def test_every_piece_of_a_run_is_among_the_grams_of_its_text_at_its_place(text, start, length):
    """What makes search complete: a text that holds a run has all of the run's pieces where they belong."""
    form = normalise(text)
    run = normalise(form[start : start + length])
    at = form.find(run)
    if len(run) < 2:
        return
    found = list(grams(form))
    for piece in pieces(run):
        if not piece.is_word:
            assert Gram(piece.text, at + piece.at) in found
        else:
            words = [gram for gram in found if gram.key[0] == WHOLE]
            assert any(gram.at <= at + piece.at and gram.at + len(gram.key) - 1 >= at + piece.at + len(piece.text) for gram in words)

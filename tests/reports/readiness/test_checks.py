"""What each check says of a book, made of values alone."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from cases.document import PictureDoc, Text
from reports.audit.findings import Place
from reports.document import Book, Callout, CaseBox, Part, Photos, Prose, Quote, Tile, Tiles
from reports.models import Report
from reports.readiness import Door, Severity
from reports.readiness.checks import BY_CODE
from reports.readiness.proof import Proof
from tests.reports.writers.sample import LAW, PLAN, case, datum, picture, whole_book

FINE = picture("a", "图", "Picture")


def book(*blocks, **of_part) -> Book:
    empty = Text()
    part = Part("one", "section", Text("一", "One"), blocks=blocks, **of_part)
    return Book(2030, Text("报告", "Report"), empty, empty, empty, (part,))


def look(code: str, of: Book, *languages: str):
    proof = Proof(Report(year=2030), of, languages or ("zh-hans", "en"))
    return list(BY_CODE[code].look(proof))


def said(code: str, of: Book, *languages: str) -> list[tuple[str, str]]:
    with override("en"):
        return [(each.severity.value, each.what) for each in look(code, of, *languages) if each]


def photos(*pictures: PictureDoc) -> Book:
    return book(Photos(pictures))


# --- Pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "lacking", "sentence"),
    [
        ("captions", {"caption": Text()}, "The picture has no caption."),
        ("alts", {"alt": Text()}, "The picture has no alternative text."),
        ("rights", {"licence": ""}, "It does not say by what right the picture is printed."),
        ("credits", {"credit": Text(), "stand_in": False}, "It does not say who made the picture."),
    ],
)
def test_a_picture_that_lacks_something_blocks_and_is_led_to(code, lacking, sentence):
    found = look(code, photos(FINE, replace(FINE, **lacking)))
    assert found[0] is None
    with override("en"):
        assert (found[1].severity, found[1].what, found[1].place, found[1].door) == (
            Severity.BLOCKS,
            sentence,
            Place("one", 0),
            Door.PLACE,
        )


def test_a_drawing_of_our_own_needs_no_credit():
    assert said("credits", photos(replace(FINE, credit=Text(), stand_in=True))) == []


def test_a_cases_picture_is_mended_in_the_case():
    document = replace(case("c", "案例", "Case"), pictures=(replace(FINE, alt=Text()),))
    (found,) = look("alts", book(CaseBox(document, 1, document.body)))
    assert (found.place, found.door) == (Place("one", 0, case="c"), Door.CASE)


@pytest.mark.parametrize(
    ("width", "of", "verdict"),
    [
        # Alone it is 12.95 cm wide: 1530 pixels make it sharp, 1020 let it pass. Two share that width; an opener has 21 cm.
        (1530, lambda one: photos(one), None),
        (1529, lambda one: photos(one), "warns"),
        (1020, lambda one: photos(one), "warns"),
        (1019, lambda one: photos(one), "blocks"),
        (742, lambda one: photos(one, one), None),
        (1654, lambda one: book(opener=one), "warns"),
        (1653, lambda one: book(opener=one), "blocks"),
    ],
)
def test_a_picture_is_measured_against_its_printed_place(width, of, verdict):
    found = look("sizes", of(replace(FINE, width=width, height=width)))[0]
    assert (found and found.severity.value) == verdict


def test_the_sentence_says_how_fine_it_is_and_what_is_wanted():
    assert said("sizes", photos(replace(FINE, width=600, height=400))) == [
        ("blocks", "Printed 12.9 cm wide it has only 117 dots per inch; at least 200 are needed.")
    ]


# --- Texts -----------------------------------------------------------------------------------------------------------


def test_what_has_no_english_is_told_once_for_each_place():
    of = book(Prose(Text("<p>正文。</p>"), Text("小题")), Prose(Text("<p>正文。</p>", "<p>Text.</p>")))
    assert said("english", of) == [("blocks", "2 texts have no English; the first is this.")]
    assert [found and found.about for found in look("english", of)] == [None, None, "正文。", None]


def test_a_report_in_chinese_alone_is_not_asked_for_english():
    assert look("english", book(Prose(Text("<p>正文。</p>"))), "zh-hans") == []


def test_a_label_without_a_han_character_is_the_same_in_both_languages():
    assert said("english", book(Prose(Text("<p>正文。</p>", "<p>Text.</p>"), Text("2021")))) == []


def test_a_character_without_a_shape_is_named_with_its_number_and_what_is_around_it():
    of = book(Prose(Text("<p>减排CO2与𠮷，三成😀以上。</p>", "<p>ᚠ</p>")))
    assert said("glyphs", of) == [
        ("blocks", "The fonts of the report have no shape for 😀 (U+1F600)."),
        ("blocks", "The fonts of the report have no shape for ᚠ (U+16A0)."),
    ]
    assert [found.about for found in look("glyphs", of) if found] == ["减排CO₂与𠮷，三成😀以上。", "ᚠ"]
    assert len(said("glyphs", of, "zh-hans")) == 1


@pytest.mark.parametrize(
    ("block", "fits", "limit"),
    [
        (lambda n: Callout(Text("字" * n)), "The callout", 180),
        (lambda n: Tiles((Tile(datum("x", "x", "1", "个"), Text("字" * n)),)), "A label", 39),
        (lambda n: Photos((replace(FINE, caption=Text("字" * n)),)), "A caption", 120),
        (lambda n: Prose(Text("<p>正文</p>"), Text("字" * n)), "The block's heading", 40),
        (lambda n: Quote(replace(case("c", "x", "x").quotations[0], text=Text("字" * n)), kind="epigraph"), "The epigraph", 174),
    ],
)
def test_a_text_beyond_its_place_is_to_be_weighed_and_blocks_when_it_is_half_as_long_again(block, fits, limit):
    def verdict(length):
        return said("lengths", book(block(length)), "zh-hans")

    assert verdict(limit) == []
    assert verdict(limit + 1) == [("warns", f"{fits} has {limit + 1} characters; its place takes {limit}.")]
    over = int(limit * 1.5) + 1
    assert verdict(over) == [("blocks", f"{fits} has {over} characters; its place takes {limit}.")]


def test_titles_and_slogans_have_their_limits_in_both_languages():
    of = book(slogan=(Text("字" * 15, "x" * 37),))
    assert said("lengths", of) == [
        ("warns", "A line of the slogan has 15 characters; its place takes 14."),
        ("warns", "A line of the slogan has 37 characters; its place takes 36."),
    ]


# --- References ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<p>见图 2。</p>", "“见图 2” leads nowhere: the last picture of the report is number 1."),
        ("<p>详见案例3。</p>", "“见案例3” leads nowhere: the last case of the report is number 0."),
        ("<p>参看第三章。</p>", "“看第三章” leads nowhere: the last chapter of the report is number 0."),
        ("<p>如图1所示。《节约能源法》第三章规定。图2021号文件。</p>", ""),
    ],
)
def test_a_reference_to_what_is_not_there_blocks(text, sentence):
    found = said("references", book(Prose(Text(text)), Photos((FINE,))), "zh-hans")
    assert found == ([("blocks", sentence)] if sentence else [])


def test_an_english_reference_is_read_as_well():
    of = book(Prose(Text("", "<p>See Fig. 2, see figure 1; in chapter 9 of that law.</p>")), Photos((FINE,)))
    assert said("references", of) == [("blocks", "“See Fig. 2” leads nowhere: the last picture of the report is number 1.")]


def test_a_document_is_told_of_once_and_only_where_nothing_says_where_it_is_from():
    (found,) = [
        each for each in look("citations", book(Prose(Text("x"), citations=(LAW, PLAN)), Prose(Text("x"), citations=(PLAN,)))) if each
    ]
    assert (found.severity, found.about, found.name, found.place) == (Severity.WARNS, "绿色发展规划", "plan", Place("one", 0))


# --- All of them -----------------------------------------------------------------------------------------------------


def test_a_whole_book_is_looked_at_by_every_check_that_needs_no_database():
    """The sample's pictures are small and one of its documents lacks its issuer; of nothing else is anything said."""
    pure = ["english", "captions", "credits", "alts", "rights", "lengths", "glyphs", "citations"]
    found = {code: sum(1 for each in look(code, whole_book()) if each) for code in pure}
    assert found == dict.fromkeys(pure, 0) | {"citations": 1}
    assert {code for code in pure if not look(code, whole_book())} == set()

import re
from html import unescape
from urllib.parse import quote

import pytest

from cases.enums import Vocabulary
from cases.models import Publication, Tag
from cases.publishing import take_back
from cases.search import held
from cases.tagging import Choice, set_tags
from cases.views.listing import turns
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["纸业", "电网", "风电"]),
        ("?sdg=7", ["电网", "风电"]),
        ("?sdg=7&sdg=9", ["纸业", "电网", "风电"]),
        ("?sdg=7&concept=green", ["风电"]),
        ("?organisation=one&year=2021", ["纸业"]),
        ("?q=电网", ["电网"]),
        ("?q=summary%20GRID", ["电网"]),
        ("?q=wind%20grid", []),
        ("?q=grid", ["电网"]),
        ("?sort=title", ["电网", "风电", "纸业"]),
        ("?sort=organisation", ["电网", "纸业", "风电"]),
        ("?topic=nowhere", ["纸业", "电网", "风电"]),
        ("?topic=nowhere&concept=nothing&sdg=7&sdg=99", ["电网", "风电"]),
        ("?q=%25", []),
    ],
)
def test_values_of_a_facet_widen_facets_narrow_and_the_order_is_as_asked(see, query, titles):
    assert see(f"/cases/{query}").titles() == titles


@pytest.mark.usefixtures("three")
def test_each_value_says_how_many_cases_choosing_it_as_well_would_show(see):
    page = see("/cases/?concept=green")
    assert "绿色 2" in page.words
    assert "创新 1" in page.words
    assert "/cases/?concept=green&concept=innovation" in page.links()


@pytest.mark.usefixtures("three")
def test_what_is_chosen_stands_first_and_its_address_takes_it_off(see):
    page = see("/cases/?concept=innovation&sdg=9")
    assert page.html.index('id="f-concept-innovation"') < page.html.index('id="f-concept-green"')
    assert "/cases/?sdg=9" in page.links()
    assert "/cases/?concept=innovation" in page.links()


@pytest.mark.usefixtures("three")
def test_htmx_is_given_the_results_alone_and_a_reader_who_goes_back_the_whole_page(see):
    part = see("/cases/?sdg=7", **{"HX-Request": "true", "HX-Target": "results"})
    assert part.html.lstrip().startswith("<title>")
    assert '</title><div id="results"' in part.html
    assert part.titles() == ["电网", "风电"]
    assert {"HX-Request", "HX-Target"} <= set(part.response["Vary"].split(", "))
    whole = see("/cases/?sdg=7", **{"HX-Request": "true", "HX-Target": "results", "HX-History-Restore-Request": "true"})
    assert (part.html.count("<title>"), whole.html.count("<title>")) == (1, 1)
    assert re.findall("<title>.*?</title>", part.html) == re.findall("<title>.*?</title>", whole.html)
    assert whole.html.startswith("<!doctype html>")


@pytest.fixture
def version_is_known(monkeypatch):
    """As for half a second after a process has asked for it: the first request asks, the others do not."""

    def know():
        monkeypatch.setattr(held, "ASK_EVERY", 60)
        held.forget_state()

    return know


@pytest.mark.parametrize("number", [1, 3, 27])
def test_the_list_costs_as_much_for_many_as_for_one(see, django_assert_num_queries, version_is_known, number):
    owner = make.organisation("one")
    for _ in range(number):
        make.published(make.case(owner, goals=(7,), concept="green"))
    version_is_known()
    with django_assert_num_queries(5):  # the site's version, what changed in the index, two for the names, the cases of the page
        see("/cases/")
    with django_assert_num_queries(0):  # the cards are kept
        see("/cases/?concept=green&sdg=7")
    with django_assert_num_queries(1):  # the cases of the page, for cards in English
        see("/en/cases/?concept=green&sdg=7")
    with django_assert_num_queries(2):  # which titles that begin alike come first; the cases, for rows
        see("/cases/?sort=title&view=table")
    with django_assert_num_queries(2):  # the words; the cases of the page
        see("/cases/?concept=green&q=案例")
    with django_assert_num_queries(2):  # the words; nothing is found, and nothing sounds alike
        see("/cases/?q=没有的词")
    with django_assert_num_queries(3):  # the words; letters that are nearly the same, and who has them
        see("/cases/?q=cace")


def test_pages_follow_each_other_and_end(see):
    owner = make.organisation("one")
    for _ in range(21):
        make.published(make.case(owner))
    first, second = see("/cases/"), see("/cases/?page=2")
    assert (len(first.titles()), len(second.titles())) == (20, 1)
    assert 'rel="next" href="/cases/?page=2"' in first.html
    assert 'rel="prev" href="/cases/"' in second.html


@pytest.mark.parametrize("page", ["3", "1000000000", "99999999999999999999"])
def test_a_page_beyond_the_last_is_not_there_and_says_which_is_the_last(see, django_assert_num_queries, version_is_known, page):
    owner = make.organisation("one")
    for _ in range(21):
        make.published(make.case(owner, concept="green"))
    version_is_known()
    see("/cases/")
    with django_assert_num_queries(0):  # no case is looked for
        beyond = see(f"/en/cases/?concept=green&page={page}", status=404)
    assert "There is no such page: the last one is page 2." in beyond.words
    assert "/en/cases/?concept=green&page=2" in beyond.links()
    assert beyond.titles() == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "9" * 5_000])
def test_a_page_that_cannot_be_is_not_there(see, page):
    see(f"/cases/?page={page}", status=404)


@pytest.mark.parametrize(
    ("number", "last", "expected"),
    [
        (1, 1, "1"),
        (1, 3, "1 2 3"),
        (1, 9, "1 2 … 9"),
        (4, 9, "1 2 3 4 5 … 9"),
        (5, 9, "1 … 4 5 6 … 9"),
        (9, 9, "1 … 8 9"),
        (25_000, 50_000, "1 … 24999 25000 25001 … 50000"),
    ],
)
def test_the_first_page_the_last_and_those_around_can_be_turned_to(number, last, expected):
    assert " ".join(str(turn.page or "…") for turn in turns(number, last, str)) == expected


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (f"q={'长' * 201}", "搜索：最多200个字符，现有201个。"),
        ("q=a%00b", "搜索：其中有文本里不会出现的字符，请重新输入。"),
        ("&".join(f"topic=t{n}" for n in range(21)), "主题：最多选20项，现有21项。"),
        (f"sector={'s' * 101}", "行业：其中一项不是本站的地址。"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_a_sentence_that_names_the_field(see, query, sentence):
    page = see(f"/cases/?{query}", status=400)
    assert sentence in page.words


@pytest.mark.parametrize("sort", ["-id", "revision__case__created_by__password", "?", "random()"])
def test_an_order_that_is_none_of_ours_is_refused(see, sort):
    page = see(f"/en/cases/?sort={sort}", status=400)
    assert f"Order: “{sort}” is none; give best, newest, title or organisation." in page.words


def test_a_view_that_is_none_of_ours_is_refused(see):
    assert "View: “xml” is none; give table, or leave it out for cards." in see("/en/cases/?view=xml", status=400).words


def test_a_search_that_is_too_long_is_kept_in_its_field(see):
    assert "长" * 201 in see(f"/cases/?q={'长' * 201}", status=400).html


# --- What is left out, with a note --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_an_unknown_value_is_left_out_with_a_note_and_stands_in_no_address(see):
    page = see("/en/cases/?topic=<b>gold</b>&concept=green&sort=title")
    assert "Topic: “<b>gold</b>” is not known here and was left out." in page.words
    assert "<b>gold" not in page.html
    assert page.titles() == ["Paper", "Wind"]
    assert [address for address in page.links() if "gold" in address and "/cases/" in address] == [
        "/cases/?topic=<b>gold</b>&concept=green&sort=title"
    ]
    assert 'content="noindex, follow"' in page.html


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("q", "sentence"),
    [
        ('"grid', "A quotation mark is not closed; all that follows it was searched for as it stands."),
        ("“grid", "A quotation mark is not closed; all that follows it was searched for as it stands."),
        (" ".join(f"w{n}" for n in range(14)), "Only the first 12 words were searched for."),
        ("-grid", "All words have a minus: these are all cases without them. Add a word that the cases should have."),
        ('""', "There is no letter, digit or character in it to search for."),
    ],
)
def test_a_query_that_cannot_be_meant_so_is_answered_with_a_note(see, q, sentence):
    assert sentence in see(f"/en/cases/?q={quote(q)}").words


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("q", ['"', '"grid" "', "“„«", "- - -", "%ED%A0%80", "%FF%FE", "()[]{}*+?.^$|\\", "' OR 1=1 --", "\u202egrid"])
def test_signs_of_every_kind_are_searched_for_in_peace(see, q):
    see(f"/cases/?q={q if q.startswith('%') else quote(q)}")


def test_a_query_of_ten_thousand_characters_is_refused_before_anything_is_searched(see, django_assert_num_queries, version_is_known):
    make.published(make.case())
    version_is_known()
    see("/cases/")
    with django_assert_num_queries(0):
        see(f"/cases/?q={'长' * 10_000}", status=400)


def test_three_hundred_values_are_refused_with_a_sentence(see):
    page = see("/cases/?" + "&".join(f"organisation=o{n}" for n in range(300)), status=400)
    assert "单位：最多选20项，现有300项。" in page.words


# --- As a table -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_the_table_has_a_row_for_each_case_and_every_address_keeps_it_a_table(see):
    page = see("/en/cases/?view=table&sdg=7")
    rows = re.findall(r"<tr.*?</tr>", page.html, re.DOTALL)
    assert [" ".join(unescape(re.sub("<[^>]+>", " ", row)).split()) for row in rows] == [
        "Title Organisation Year Concept Goals Key figure",
        "Grid Company two 2021 Innovation Goal 7: Affordable and Clean Energy 7 Goal 9: Industry, Innovation and Infrastructure 9"
        " about 16 million kWh Power saved",
        "Wind Company one 2020 Green Goal 7: Affordable and Clean Energy 7 about 16 million kWh Power saved",
    ]
    lists = [address for address in page.links("/en/cases/?") if "view=table" not in address]
    assert lists == ["/en/cases/?sdg=7"]  # the one that goes back to cards


@pytest.mark.usefixtures("three")
def test_the_table_is_put_in_order_by_the_heads_of_its_columns_and_says_so(see):
    page = see("/cases/?view=table&sort=title")
    assert page.html.count('aria-sort="ascending"') == 1
    assert "/cases/?sort=organisation&view=table" in page.links()


@pytest.mark.usefixtures("three")
def test_words_are_marked_in_the_table_too(see):
    assert "<mark>电网</mark></a></th>" in see("/cases/?view=table&q=电网").html


# --- For search engines and programs --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "canonical", "indexed"),
    [
        ("", "/cases/", True),
        ("?sort=title&view=table", "/cases/", True),
        ("?concept=green", "/concepts/green/", True),
        ("?concept=green&sort=title&view=table", "/concepts/green/", True),
        ("?sdg=7", "/sdgs/7/", True),
        ("?organisation=one", "/organisations/one/", True),
        ("?year=2021", "/cases/?year=2021", True),
        ("?concept=sharing", "/cases/?concept=sharing", False),
        ("?concept=green&sdg=7", "/cases/?concept=green&sdg=7", False),
        ("?sdg=7&sdg=9&sort=title", "/cases/?sdg=7&sdg=9", False),
        ("?q=电网", "/cases/?q=%E7%94%B5%E7%BD%91", False),
        ("?topic=unheard-of", "/cases/", False),
    ],
)
def test_one_value_has_its_own_page_and_combinations_are_not_for_search_engines(see, query, canonical, indexed):
    page = see(f"/cases/{query}")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{canonical.replace("&", "&amp;")}">' in page.html
    assert ('<meta name="robots" content="noindex, follow">' not in page.html) == indexed


def test_links_that_filter_are_not_to_be_followed(see):
    make.published(make.case(concept="green"))
    assert 'rel="nofollow" href="/cases/?concept=green&amp;sdg=7"' in see("/cases/?concept=green").html


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["/cases/export.csv", "/cases/export.json", "/feeds/cases.atom"]),
        ("?sdg=7&view=table", ["/cases/export.csv?sdg=7", "/cases/export.json?sdg=7", "/feeds/sdg/7.atom"]),
        ("?q=grid&sort=title", ["/cases/export.csv?q=grid&sort=title", "/cases/export.json?q=grid&sort=title"]),
    ],
)
def test_what_is_found_can_be_had_in_files(see, query, expected):
    page = see(f"/cases/{query}")
    files = page.html.partition('class="files"')[2].partition("</p>")[0]
    assert [unescape(address) for address in re.findall(r'rel="nofollow" href="([^"]+)"', files)] == expected


# --- The rail -----------------------------------------------------------------------------------------------------------


def test_targets_are_offered_where_their_goal_is_chosen(see):
    case = make.case(goals=(7, 9))
    set_tags(case, Vocabulary.TARGET, [Choice(tag) for tag in Tag.objects.of(Vocabulary.TARGET).filter(code__in=["7.2", "9.4"])])
    make.published(case)
    assert 'id="f-target-7.2"' not in see("/cases/").html
    page = see("/cases/?sdg=7")
    assert 'id="f-target-7.2"' in page.html
    assert 'id="f-target-9.4"' not in page.html
    assert "/cases/?sdg=7&target=7.2" in page.links()
    assert 'id="f-target-9.4"' in see("/cases/?target=9.4").html


def test_a_facet_shows_eight_values_and_the_rest_behind_more(see):
    for n in range(10):
        make.published(make.case(make.organisation(f"o-{n}")))
    part = see("/cases/").html.partition('id="facet-organisation"')[2].partition("</section>")[0]
    first, _, rest = part.partition("<details")
    assert (first.count("<li"), rest.count("<li")) == (8, 2)


@pytest.mark.usefixtures("three")
def test_what_is_searched_for_can_be_taken_off_like_a_filter(see):
    page = see("/cases/?q=grid&sdg=7&view=table")
    chosen = page.html.partition('class="chosen"')[2].partition("</ul>")[0]
    assert [unescape(address) for address in re.findall(r'href="([^"]+)"', chosen)] == [
        "/cases/?sdg=7&view=table",
        "/cases/?q=grid&view=table",
        "/cases/?view=table",
    ]


def test_neither_drafts_nor_what_was_withdrawn_are_listed_counted_or_found(see):
    make.published(make.case(title_zh_hans="公开的"))
    before = see("/cases/").words
    make.submitted(make.case(title_zh_hans="金丝雀", concept="sharing", goals=(5,)))
    take_back(make.published(make.case(title_zh_hans="金丝雀", concept="sharing", goals=(5,))).case)
    assert see("/cases/").words == before
    assert see("/cases/?q=金丝雀").titles() == []
    assert see("/cases/?concept=sharing").titles() == []


def test_a_draft_that_is_published_again_is_shown_as_it_was_published(see):
    publication = make.published(make.case(title_zh_hans="已发布"))
    Publication.objects.get().case.__class__.objects.filter(pk=publication.case_id).update(title_zh_hans="金丝雀")
    assert see("/cases/").titles() == ["已发布"]


def test_the_words_of_the_page_are_escaped(see):
    make.published(make.case(title_zh_hans="<script>alert(1)</script>"))
    page = see('/cases/?q=<svg/onload="x">')
    assert "<svg/onload" not in page.html
    assert "<script>alert" not in see("/cases/").html

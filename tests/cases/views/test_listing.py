import pytest

from cases.models import Publication
from cases.publishing import take_back
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """风电 (goal 7, green, one), 电网 (7 and 9, innovation, two), 纸业 (9, green, one); published in this order."""
    one, two = make.organisation("one", name_zh_hans="一公司"), make.organisation("two", name_zh_hans="二公司")
    make.published(make.case(one, slug="wind", title_zh_hans="风电", title_en="Wind", goals=(7,), concept="green", year=2020))
    make.published(make.case(two, slug="grid", title_zh_hans="电网", title_en="Grid", goals=(7, 9), concept="innovation"))
    make.published(make.case(one, slug="paper", title_zh_hans="纸业", title_en="Paper", goals=(9,), concept="green"))


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
        ("?topic=nowhere", []),
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
    assert part.html.lstrip().startswith('<div id="results"')
    assert part.titles() == ["电网", "风电"]
    assert {"HX-Request", "HX-Target"} <= set(part.response["Vary"].split(", "))
    whole = see("/cases/?sdg=7", **{"HX-Request": "true", "HX-Target": "results", "HX-History-Restore-Request": "true"})
    assert whole.html.startswith("<!doctype html>")


@pytest.mark.parametrize("number", [1, 3, 27])
def test_the_list_costs_as_much_for_many_as_for_one(see, django_assert_num_queries, number):
    owner = make.organisation("one")
    for _ in range(number):
        make.published(make.case(owner, goals=(7,), concept="green"))
    see("/cases/")
    with django_assert_num_queries(2):  # the site's version, the cases of the page
        see("/cases/?concept=green&sdg=7")
    with django_assert_num_queries(3):  # and the words
        see("/cases/?concept=green&q=案例")


def test_after_a_change_the_index_the_order_and_the_names_are_read_once(see, django_assert_num_queries):
    make.published(make.case())
    with django_assert_num_queries(7):  # version, two for the index, two for the names, the order, the cases
        see("/cases/")


def test_pages_follow_each_other_and_end(see):
    owner = make.organisation("one")
    for _ in range(21):
        make.published(make.case(owner))
    first, second = see("/cases/"), see("/cases/?page=2")
    assert (len(first.titles()), len(second.titles())) == (20, 1)
    assert 'rel="next" href="/cases/?page=2"' in first.html
    assert 'rel="prev" href="/cases/"' in second.html
    see("/cases/?page=3", status=404)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1000000000", "99999999999999999999"])
def test_a_page_that_cannot_be_is_not_there(see, page):
    see(f"/cases/?page={page}", status=404)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (f"q={'长' * 201}", "搜索：最多200个字符，现有201个。"),
        ("q=a%00b", "搜索：其中有文本里不会出现的字符，请重新输入。"),
        ("&".join(f"topic=t{n}" for n in range(21)), "主题：最多选20项，现有21项。"),
        (f"sector={'s' * 101}", "行业：其中一项不是本站的地址。"),
        ("sort=-id", "排序：没有“-id”这种方式，请用 newest、title 或 organisation。"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_a_sentence_that_names_the_field(see, query, sentence):
    page = see(f"/cases/?{query}", status=400)
    assert sentence in page.words


def test_a_search_that_is_too_long_is_kept_in_its_field(see):
    assert "长" * 201 in see(f"/cases/?q={'长' * 201}", status=400).html


def test_nothing_found_says_what_to_do(see):
    page = see("/cases/?q=nothing")
    assert "没有同时符合这些条件的案例。" in page.words
    assert "/cases/" in page.links()


def test_an_unknown_value_can_be_taken_off_and_is_not_repeated(see):
    make.published(make.case())
    page = see("/cases/?topic=call-0900-for-gold")
    assert "未知项" in page.words
    assert "call-0900-for-gold" not in page.words


def test_filtered_lists_are_not_for_search_engines(see):
    make.published(make.case(concept="green"))
    page = see("/cases/?concept=green")
    assert '<meta name="robots" content="noindex, follow">' in page.html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/cases/">' in page.html
    assert 'rel="nofollow" href="/cases/?concept=green&amp;sdg=7"' in page.html


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

"""What a list says where nothing was found, and where it leads from there."""

import re
from html import unescape

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def ways(page):
    """Where the help for an empty list leads, with its words and counts."""
    part = page.html.partition('class="empty nothing"')[2].partition("</main>")[0]
    found = re.findall(r'<a[^>]* href="([^"]*)"><span class="name">(.*?)</span> <span class="count">(\d+)</span>', part)
    return [(re.sub("<[^>]+>", "", unescape(name)), int(count), unescape(address)) for address, name, count in found]


@pytest.mark.usefixtures("three")
def test_where_nothing_is_found_each_filter_that_is_in_the_way_can_be_taken_off(see):
    page = see("/en/cases/?concept=innovation&year=2020")
    assert ways(page) == [
        ("without Concept: Innovation", 1, "/en/cases/?year=2020"),
        ("without Year: 2020", 1, "/en/cases/?concept=innovation"),
    ]
    assert "No published case fits all of this." in page.words
    assert "/en/search-help/" in page.links()


@pytest.mark.usefixtures("three")
def test_where_words_find_nothing_together_each_is_offered_alone(see):
    assert ways(see("/en/cases/?q=wind grid&view=table")) == [
        ("only “wind”", 1, "/en/cases/?q=wind&view=table"),
        ("only “grid”", 1, "/en/cases/?q=grid&view=table"),
    ]


@pytest.mark.usefixtures("three")
def test_words_that_exclude_or_stand_against_the_filters_can_be_taken_off(see):
    assert ways(see("/en/cases/?q=grid -summary")) == [("also those with “summary”", 1, "/en/cases/?q=grid")]
    assert ways(see("/en/cases/?q=grid&concept=green")) == [
        ("without Concept: Green", 1, "/en/cases/?q=grid"),
        ("without “grid”", 2, "/en/cases/?concept=green"),
    ]


@pytest.mark.usefixtures("three")
def test_a_word_that_nobody_has_is_named_and_nearly_the_same_offered(see):
    make.published(make.case(make.organisation("huawei", name_zh_hans="华为", name_en="Huawei"), title_en="Dispatch"))
    page = see("/en/cases/?q=华维")
    assert "No case has “华维”." in page.words
    assert ways(page) == [("Huawei", 1, "/en/organisations/huawei/")]
    assert ways(see("/en/cases/?q=dispach case")) == [
        ("dispatch", 1, "/en/cases/?q=dispatch+case"),
        ("only “case”", 4, "/en/cases/?q=case"),
    ]


def test_where_no_case_is_published_the_list_says_so_and_offers_nothing(see):
    page = see("/cases/")
    assert "尚未发布案例。" in page.words
    assert ways(page) == []

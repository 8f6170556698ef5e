"""The pages that list all concepts, goals, sectors, regions, topics and organisations."""

import pytest

from cases.models import CaseTag, Tag
from cases.publishing import take_back
from cases.search.held import forget_state
from cases.tagging import new_topic
from cases.views import indexes
from tests import make

pytestmark = pytest.mark.django_db


def published(slug="", *tags, **columns):
    case = make.case(make.organisation(slug, **columns))
    for vocabulary, value in tags:
        CaseTag.objects.create(content_object=case, tag=Tag.objects.get(vocabulary=vocabulary, slug=value))
    return make.published(case)


def listed(page):
    """Name and count of each row, as shown."""
    rows = page.html.partition('class="name-columns"')[2].partition("</ul>")[0].split("<li>")[1:]
    return [
        (row.partition('class="name">')[2].partition("</span>")[0], row.partition('aria-hidden="true">')[2].partition("<")[0])
        for row in rows
    ]


def test_values_stand_by_name_with_the_number_of_their_cases(see):
    published("a", ("sector", "ict"), ("sector", "textile"), ("region", "hunan"))
    published("b", ("sector", "ict"), ("region", "anhui"))
    assert listed(see("/sectors/")) == [("纺织服装", "1"), ("信息通信", "2")]
    assert listed(see("/en/sectors/")) == [("Information and communications", "2"), ("Textiles and clothing", "1")]
    assert listed(see("/regions/")) == [("安徽", "1"), ("湖南", "1")]
    assert "/sectors/ict/" in see("/sectors/").links()


def test_chinese_names_stand_by_their_pinyin_and_latin_ones_before_them(see):
    for slug, name in (("z", "中铁"), ("h", "华为"), ("x", "Xerox"), ("t", "台达")):
        published(slug, name_zh_hans=name)
    assert [name for name, _count in listed(see("/organisations/"))] == ["Xerox", "华为", "台达", "中铁"]


@pytest.mark.parametrize("address", ["/sectors/", "/regions/", "/topics/", "/organisations/"])
def test_nothing_of_drafts_and_of_what_was_withdrawn_is_listed(see, address):
    assert "尚未发布案例。" in see(address).words
    CaseTag.objects.create(content_object=make.case(make.organisation("shy")), tag=new_topic("金丝雀", "canary"))
    gone = published("gone", ("sector", "ict"), ("region", "hunan"))
    assert listed(see("/organisations/")) == [("公司 gone", "1")]
    take_back(gone.case)
    assert listed(see(address)) == []
    assert "金丝雀" not in see(address).html
    assert "shy" not in see(address).html


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_sites_version_and_nothing_more(see, django_assert_num_queries, number):
    for place in range(number):
        published(f"o{place}", ("sector", "ict"), ("region", "hunan"))
    for address in ("/concepts/", "/sdgs/", "/sectors/", "/regions/", "/topics/", "/organisations/"):
        see(address)
        forget_state()
        with django_assert_num_queries(1):
            see(address)


def test_a_long_list_is_turned_by_pages(see, monkeypatch):
    monkeypatch.setattr(indexes, "PAGE_SIZE", 2)
    for slug in "abc":
        published(slug, name_zh_hans=slug)
    assert [name for name, _count in listed(see("/organisations/"))] == ["a", "b"]
    page = see("/organisations/?page=2")
    assert [name for name, _count in listed(page)] == ["c"]
    assert 'rel="prev" href="/organisations/"' in page.html
    assert 'id="page-1" href="/organisations/"' in page.html
    assert '<span aria-current="page">2</span>' in page.html
    for address in ("/organisations/?page=3", "/organisations/?page=0", "/organisations/?page=x", "/organisations/?page=99999999999"):
        see(address, status=404)


def test_goals_without_a_case_are_shown_with_a_dot(see):
    assert "14 目标14： 水下生物 · 0个案例" in see("/sdgs/").words


def test_the_matrix_counts_the_cases_that_have_both(see):
    make.published(make.case(goals=(7, 13), concept="green"))
    make.published(make.case(goals=(7,), concept="green"))
    page = see("/concepts/")
    assert ">2</a>" in page.html.partition('href="/cases/?concept=green&amp;sdg=7"')[2][:20]
    assert ">1</a>" in page.html.partition('href="/cases/?concept=green&amp;sdg=13"')[2][:20]
    assert "/cases/?concept=green&sdg=1" not in page.links()


def test_the_fullest_cell_of_the_matrix_has_the_deepest_tint(see):
    for _ in range(8):
        make.published(make.case(goals=(7,), concept="green"))
    make.published(make.case(goals=(13,), concept="green"))
    html = see("/sdgs/").html
    assert 'class="tint-4"><a rel="nofollow" href="/cases/?concept=green&amp;sdg=7">8</a>' in html
    assert 'class="tint-1"><a rel="nofollow" href="/cases/?concept=green&amp;sdg=13">1</a>' in html

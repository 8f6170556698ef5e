import pytest

from cases.models import CaseTag
from cases.publishing import take_back
from cases.tagging import new_topic
from tests import make

pytestmark = pytest.mark.django_db

SHELVES = ["/concepts/green/", "/sdgs/7/", "/topics/wind/", "/organisations/one/"]


def tagged(case, topic):
    CaseTag.objects.create(content_object=case, tag=topic)
    return case


@pytest.mark.parametrize("number", [1, 3, 27])
def test_a_shelf_costs_as_much_for_many_cases_as_for_one(see, django_assert_num_queries, number):
    owner, wind = make.organisation("one"), new_topic("风", "wind")
    for _ in range(number):
        make.published(tagged(make.case(owner, goals=(7,), concept="green"), wind))
    see("/cases/")
    for address, queries in zip(SHELVES, (2, 2, 3, 4), strict=True):
        # the site's version (a topic and an organisation ask it first), the cases; the organisation itself
        with django_assert_num_queries(queries):
            assert len(see(address).titles()) == min(20, number)


def test_a_shelf_holds_its_cases_and_leads_to_the_other_facets(see):
    owner = make.organisation("one", name_zh_hans="一公司", latin_name="One Ltd")
    make.published(make.case(owner, title_zh_hans="风电", goals=(7, 9), concept="green"))
    make.published(make.case(title_zh_hans="别处", goals=(1,)))
    for address, leads in (
        ("/concepts/green/", "/cases/?concept=green&sdg=7"),
        ("/sdgs/7/", "/cases/?concept=green&sdg=7"),
        ("/organisations/one/", "/cases/?sdg=7&organisation=one"),
    ):
        page = see(address)
        assert page.titles() == ["风电"]
        assert leads in page.links()
    assert "One Ltd" in see("/organisations/one/").words


def test_concepts_and_goals_without_a_case_say_so(see):
    assert "这里尚无已发布案例。" in see("/concepts/sharing/").words
    assert "尚无服务于这一目标的已发布案例。" in see("/sdgs/14/").words
    assert "14 目标14： 水下生物 · 0个案例" in see("/sdgs/").words


@pytest.mark.parametrize("address", ["/concepts/nothing/", "/sdgs/0/", "/sdgs/18/", "/topics/nothing/", "/organisations/nobody/"])
def test_what_does_not_exist_is_not_there(see, address):
    see(address, status=404)


def test_a_topic_or_an_organisation_that_only_drafts_use_is_not_there(see):
    make.published(make.case())
    make.submitted(tagged(make.case(make.organisation("shy")), new_topic("金丝雀", "canary")))
    see("/topics/canary/", status=404)
    see("/organisations/shy/", status=404)
    assert "金丝雀" not in see("/cases/").html


def test_with_its_last_case_withdrawn_an_organisation_leaves_the_site(see):
    publication = make.published(make.case(make.organisation("one")))
    see("/organisations/one/")
    take_back(publication.case)
    see("/organisations/one/", status=404)


def test_the_matrix_counts_the_cases_that_have_both(see):
    make.published(make.case(goals=(7, 13), concept="green"))
    make.published(make.case(goals=(7,), concept="green"))
    page = see("/concepts/")
    assert ">2</a>" in page.html.partition('href="/cases/?concept=green&amp;sdg=7"')[2][:20]
    assert ">1</a>" in page.html.partition('href="/cases/?concept=green&amp;sdg=13"')[2][:20]
    assert "/cases/?concept=green&sdg=1" not in page.links()

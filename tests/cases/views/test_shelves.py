import random
import re
from collections import Counter

import pytest
from django.utils.html import escape

from accounts.enums import Kind
from cases.enums import Rank, Vocabulary
from cases.models import CaseTag, Participation, Publication, Tag
from cases.publishing import take_back
from cases.search.held import forget_state
from cases.search.query import shown
from cases.tagging import Choice, new_topic, set_tags
from cases.targets import ABOUT_TARGETS, IN_ENGLISH
from cases.vocabularies import ABOUT_CONCEPTS, ABOUT_GOALS, CONCEPTS, GOALS, target_codes
from tests import make

pytestmark = pytest.mark.django_db

# address → queries beside the site's version: the cases of the page; for an organisation also itself and those below it
SHELVES = {
    "/concepts/green/": 1,
    "/sdgs/7/": 1,
    "/targets/7.2/": 1,
    "/sectors/ict/": 1,
    "/regions/zhejiang/": 1,
    "/topics/wind/": 1,
    "/organisations/one/": 3,
}


def tagged(case, topic):
    CaseTag.objects.create(content_object=case, tag=topic)
    return case


def under(case, **tags):
    """`under(case, sector="ict", target="7-2")`, by slugs."""
    for vocabulary, slug in tags.items():
        tag = Tag.objects.get(vocabulary=vocabulary, slug=slug)
        set_tags(case, Vocabulary(vocabulary), [Choice(tag, Rank.PRIMARY)])
    return case


def shelves_of(document):
    """Where a document stands, read from its tags and organisations alone."""
    folders = {"concept": "concepts", "goal": "sdgs", "target": "targets", "sector": "sectors", "region": "regions", "topic": "topics"}
    for tag in document.tags:
        yield f"/{folders[tag.vocabulary]}/{tag.code or tag.slug}/"
    for slug in {document.organisation.slug, *(organisation.slug for organisation in document.organisations)}:
        yield f"/organisations/{slug}/"


@pytest.fixture
def one():
    return make.organisation("one")


@pytest.fixture
def everywhere(one):
    """Publishes a case that stands on every shelf of `SHELVES`."""
    wind = new_topic("风", "wind")

    def publish(**columns):
        case = make.case(one, goals=(7,), concept="green", **columns)
        return make.published(under(tagged(case, wind), sector="ict", region="zhejiang", target="7-2"))

    return publish


# --- Its cases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 27])
def test_a_shelf_costs_as_much_for_many_cases_as_for_one(see, django_assert_num_queries, everywhere, number):
    for place in range(number):
        everywhere(year=2019 + place % 3)
    see("/cases/")
    for address, queries in SHELVES.items():
        forget_state()
        with django_assert_num_queries(1 + queries):
            assert len(see(address).titles()) == min(20, number)


def test_a_shelf_holds_its_cases_and_leads_to_the_other_facets(see, everywhere):
    everywhere(title_zh_hans="风电")
    make.published(make.case(title_zh_hans="别处", goals=(1,)))
    for address in SHELVES:
        assert see(address).titles() == ["风电"]
    assert "/cases/?concept=green&sdg=7" in see("/sdgs/7/").links()
    assert "/cases/?sdg=7&organisation=one" in see("/organisations/one/").links()
    assert "/cases/?target=7.2" in see("/targets/7.2/").links()
    assert "/cases/?target=7.2&region=zhejiang" in see("/targets/7.2/").links()


def test_every_tag_of_a_case_has_its_page(see, everywhere):
    publication = everywhere()
    tags = Tag.objects.filter(case_tags__content_object=publication.case)
    addresses = {tag.get_absolute_url() for tag in tags}
    assert addresses == set(SHELVES) - {"/organisations/one/"}


def test_a_second_page_has_the_rest_and_no_figures(see, one):
    for _ in range(21):
        make.published(make.case(one))
    page = see("/organisations/one/?page=2")
    assert len(page.titles()) == 1
    assert "关键数据" not in page.words
    assert 'id="figures"' in see("/organisations/one/").html
    assert 'id="figures"' not in page.html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/organisations/one/?page=2">' in page.html
    assert 'id="page-1" href="/organisations/one/"' in page.html
    see("/organisations/one/?page=3", status=404)


# --- What it is ----------------------------------------------------------------------------------------------------


def test_every_concept_and_every_goal_is_explained_in_both_languages(see):
    assert set(ABOUT_CONCEPTS) == {slug for slug, *_rest in CONCEPTS}
    assert len(ABOUT_GOALS) == len(GOALS)
    for slug, (zh, en) in ABOUT_CONCEPTS.items():
        assert zh in see(f"/concepts/{slug}/").words
        assert en in see(f"/en/concepts/{slug}/").words
    for number, (zh, en) in enumerate(ABOUT_GOALS, 1):
        assert zh in see(f"/sdgs/{number}/").words
        assert en in see(f"/en/sdgs/{number}/").words


def test_every_target_is_explained_in_few_words_of_each_language_and_no_two_alike():
    codes = [code for goal in range(1, len(GOALS) + 1) for code in target_codes(goal)]
    assert list(ABOUT_TARGETS) == list(IN_ENGLISH) == codes
    assert {code: zh for code, (zh, _en) in ABOUT_TARGETS.items() if not 10 <= len(zh) <= 30 or zh[-1] != "。"} == {}
    assert {code: en for code, (_zh, en) in ABOUT_TARGETS.items() if not 6 <= len(en.split()) <= 18 or en[-1] != "."} == {}
    assert [len(set(texts)) for texts in zip(*ABOUT_TARGETS.values(), strict=True)] == [169, 169]
    years = {code: (re.findall(r"20\d\d", zh), re.findall(r"20\d\d", en)) for code, (zh, en) in ABOUT_TARGETS.items()}
    assert {code: both for code, both in years.items() if both[0] != both[1]} == {}


def test_a_target_says_what_it_demands_on_its_page_on_its_goal_and_to_programs(see):
    zh, en = ABOUT_TARGETS["7.2"]
    for prefix, said in (("", zh), ("/en", escape(en))):
        page = see(f"{prefix}/targets/7.2/")
        assert f'<p class="shelf-about lead">{said}</p>' in page.html
        assert f'<meta name="description" content="{said} ' in page.html
        assert f'<meta property="og:description" content="{said}">' in page.html
    assert f"7.2 具体目标7.2 {zh} · 0个案例" in see("/sdgs/7/").words
    assert f"7.2 Target 7.2 {en} · 0 cases" in see("/en/sdgs/7/").words
    assert "<title>具体目标7.2 · " in see("/targets/7.2/").html


def test_a_goal_lists_its_targets_with_their_counts(see, everywhere):
    everywhere()
    everywhere()
    page = see("/sdgs/7/")
    assert [link for link in page.links() if link.startswith("/targets/")] == [f"/targets/{code}/" for code in target_codes(7)]
    for code, count in (("7.2", "2 2个案例"), ("7.1", "· 0个案例")):
        assert f"具体目标{code} {ABOUT_TARGETS[code][0]} {count}" in page.words


def test_a_target_names_its_goal(see):
    page = see("/en/targets/17.19/")
    assert "/en/sdgs/17/" in page.links()
    assert "Goal 17: Partnerships for the Goals" in page.words
    assert "Target 17.19" in page.words


def test_an_organisation_says_what_it_is_and_what_stands_above_and_below_it(see):
    group = make.organisation("group", name_zh_hans="集团", latin_name="The Group")
    company = make.organisation(
        "company",
        name_zh_hans="公司全称",
        short_name_zh_hans="公司",
        aliases=["旧名", "Old Name"],
        kind=Kind.ASSOCIATION,
        sector="ict",
        region="zhejiang",
        parent=group,
    )
    workshop = make.organisation("workshop", name_zh_hans="工厂", parent=company)
    for owner in (group, company, workshop):
        make.published(under(make.case(owner), sector="ict", region="zhejiang"))
    page = see("/organisations/company/")
    for words in ("公司全称", "协会", "旧名", "Old Name"):
        assert words in page.words
    assert {"/sectors/ict/", "/regions/zhejiang/", "/organisations/group/", "/organisations/workshop/"} <= set(page.links())
    assert "The Group" in see("/organisations/group/").words


def test_of_relatives_sector_and_region_without_a_published_case_nothing_is_said(see):
    shy = make.organisation("shy", name_zh_hans="隐公司")
    company = make.organisation("company", sector="ict", region="zhejiang", parent=shy)
    make.organisation("below", name_zh_hans="下公司", parent=company)
    make.case(shy)
    make.published(make.case(company))
    page = see("/organisations/company/")
    assert {"/sectors/ict/", "/regions/zhejiang/"} & set(page.links()) == set()
    assert "隐公司" not in page.html
    assert "下公司" not in page.html


# --- Its numbers ---------------------------------------------------------------------------------------------------


def test_key_figures_come_from_the_newest_cases_one_of_each_before_a_second_of_any(see, one):
    for value in ("11", "22"):
        case = make.case(one, title_zh_hans=f"案例{value}")
        case.figures.update(value=value, status="target", claim="checked")
        case.figures.create(label_zh_hans="另一数据", value=f"{value}1", unit="个", is_key=True, order=9)
        make.published(case)
    page = see("/organisations/one/")
    figures = page.html.partition('id="figures"')[2].partition("</dl>")[0]
    assert [n for n in ("22", "11", "221", "111") if f'class="number">{n}<' in figures] == ["22", "11", "221", "111"]
    places = [figures.index(f'class="number">{n}<') for n in ("22", "11", "221", "111")]
    assert places == sorted(places)
    assert "协会核对" in page.words
    assert figures.count('class="tile-case"') == 4


def test_the_years_of_a_shelf_are_all_years_of_the_site_also_those_without_a_case(see, one):
    for year in (2018, 2021, 2021):
        make.published(make.case(one, year=year))
    make.published(make.case(year=2022))
    page = see("/organisations/one/")
    trend = page.html.partition('id="trend"')[2].partition("</section>")[0]
    bars, _summary, table = trend.partition("<details")
    names = [part.partition("<")[0] for part in bars.split('class="bar-name">')[1:]]
    assert names == ["2018", "2019", "2020", "2021", "2022"]
    rows = [row.split('class="numeric">')[1].partition("<")[0] for row in table.split('<th scope="row">')[1:]]
    assert rows == ["1", "0", "0", "2", "0"]
    assert {link for link in page.links() if "year=" in link} == {
        "/cases/?organisation=one&year=2018",
        "/cases/?organisation=one&year=2021",
    }


def test_while_all_cases_are_of_one_year_no_trend_is_drawn(see, one):
    make.published(make.case(one))
    assert 'id="trend"' not in see("/organisations/one/").html


def test_the_counts_of_every_shelf_are_those_of_the_documents(see):
    luck = random.Random(7)
    organisations = [make.organisation(f"o{n}") for n in range(3)]
    topics = [new_topic(f"题{n}", f"topic{n}") for n in range(2)]
    for _ in range(12):
        goals = luck.sample(range(1, 18), 2)
        case = make.case(luck.choice(organisations), goals=goals, concept=luck.choice(CONCEPTS)[0], year=luck.choice([2020, 2021]))
        tagged(case, luck.choice(topics))
        code = luck.choice(target_codes(goals[0])).replace(".", "-")
        under(case, sector=luck.choice(["ict", "textile"]), region=luck.choice(["hunan", "china"]), target=code)
        Participation.objects.create(case=case, organisation=luck.choice([o for o in organisations if o != case.organisation]))
        make.published(case)
    take_back(Publication.objects.first().case)
    make.submitted(make.case(organisations[0], goals=(7,)))
    counts = Counter(address for row in Publication.objects.live().with_documents() for address in shelves_of(shown(row)))
    assert {address: len(see(address).titles()) for address in counts} == counts
    assert len(counts) > 30


# --- What is not there ---------------------------------------------------------------------------------------------


def test_concepts_goals_and_targets_without_a_case_say_so_and_are_not_indexed(see):
    assert "这里尚无已发布案例。" in see("/concepts/sharing/").words
    assert "尚无服务于这一目标的已发布案例。" in see("/sdgs/14/").words
    assert "No published case names this target yet." in see("/en/targets/14.1/").words
    for address in ("/concepts/sharing/", "/sdgs/14/", "/targets/14.1/", "/sectors/ict/", "/regions/anhui/"):
        assert '<meta name="robots" content="noindex, follow">' in see(address).html


@pytest.mark.parametrize(
    "address",
    [
        "/concepts/nothing/",
        "/sdgs/0/",
        "/sdgs/18/",
        "/targets/7/",
        "/targets/7.9/",
        "/targets/18.1/",
        "/targets/7.2.1/",
        "/targets/x/",
        "/sectors/nothing/",
        "/regions/nothing/",
        "/topics/nothing/",
        "/organisations/nobody/",
    ],
)
def test_what_does_not_exist_is_not_there(see, address):
    see(address, status=404)


def test_a_topic_a_region_or_an_organisation_that_only_drafts_use_is_not_there(see):
    make.published(make.case())
    Tag.objects.create(vocabulary="region", slug="canaria", name_zh_hans="加那利", name_en="Canaria")
    make.submitted(under(tagged(make.case(make.organisation("shy")), new_topic("金丝雀", "canary")), region="canaria"))
    see("/topics/canary/", status=404)
    see("/regions/canaria/", status=404)
    see("/organisations/shy/", status=404)
    assert "金丝雀" not in see("/cases/").html


def test_with_its_last_case_withdrawn_an_organisation_leaves_the_site(see, one):
    publication = make.published(make.case(one))
    see("/organisations/one/")
    take_back(publication.case)
    see("/organisations/one/", status=404)


def test_a_name_that_is_missing_in_english_is_said_in_chinese_and_marked(see):
    make.published(make.case(make.organisation("one", name_zh_hans="只有中文", name_en="")))
    for address in ("/en/organisations/one/", "/en/organisations/"):
        assert '<span lang="zh-Hans">只有中文</span>' in see(address).html

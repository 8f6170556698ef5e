"""What the search fields suggest while somebody types, and what may have been meant by words that nothing has."""

import re
from html import unescape

import pytest

from accounts.models import Organisation
from cases.enums import Facet, Vocabulary
from cases.models import SiteVersion, Tag
from cases.publishing import take_back
from cases.search import held
from cases.search.facets import current_index
from cases.search.index import seal
from cases.search.spelling import near_names, near_words
from cases.tagging import Choice, set_tags
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return Tag.objects.create(
        vocabulary=Vocabulary.TOPIC, slug="renewable", name_zh_hans="可再生能源", name_en="Renewable energy", synonyms=["清洁能源"]
    )


@pytest.fixture
def site(topic):
    """国家电网 with two cases, of which one under 可再生能源; 华为 with one; and what must never be suggested."""
    grid = make.organisation("state-grid", name_zh_hans="国家电网有限公司", short_name_zh_hans="国家电网", name_en="State Grid")
    huawei = make.organisation("huawei", name_zh_hans="华为", name_en="Huawei")
    dispatch = make.case(grid, slug="dispatch", title_zh_hans="智慧电网调度", title_en="Smart dispatch")
    set_tags(dispatch, Vocabulary.TOPIC, [Choice(topic)])
    make.published(dispatch)
    make.published(make.case(grid, slug="solar", title_zh_hans="光伏上网", title_en="Solar power"))
    make.published(make.case(huawei, slug="school", title_zh_hans="随时学", title_en="School"))
    hidden = make.organisation("canary", name_zh_hans="金丝雀电网", name_en="Canary")
    secret = make.case(hidden, slug="secret", title_zh_hans="金丝雀电网案例", title_en="Canary case")
    set_tags(secret, Vocabulary.TOPIC, [Choice(Tag.objects.create(vocabulary=Vocabulary.TOPIC, slug="cage", name_zh_hans="鸟笼电网"))])
    make.submitted(secret)
    take_back(make.published(make.case(hidden, slug="gone", title_zh_hans="金丝雀电网撤回", title_en="Canary gone")).case)


@pytest.fixture
def suggested(client):
    """The text of each suggestion with its address; the part of the name that was typed in brackets."""

    def ask(q, status=200, address="/suggest/"):
        response = client.get(address, {"q": q})
        assert response.status_code == status
        options = re.findall(r'<a role="option"[^>]* href="([^"]*)">(.*?)</a>', response.text, re.DOTALL)
        bracketed = [(url, html.replace("<mark>", "[").replace("</mark>", "]")) for url, html in options]
        return [(" ".join(unescape(re.sub("<[^>]+>", "", html)).split()), unescape(url)) for url, html in bracketed]

    return ask


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("电网", [("国家[电网] 单位 2", "/organisations/state-grid/"), ("智慧[电网]调度 案例", "/cases/dispatch/")]),
        ("電網", [("国家[电网] 单位 2", "/organisations/state-grid/"), ("智慧[电网]调度 案例", "/cases/dispatch/")]),
        ("国家电网有限", [("国家电网 单位 2", "/organisations/state-grid/")]),
        ("gjdw", [("国家电网 单位 2", "/organisations/state-grid/")]),
        ("guojiad", [("国家电网 单位 2", "/organisations/state-grid/")]),
        ("hua", [("华为 单位 1", "/organisations/huawei/")]),
        ("清洁", [("可再生能源 主题 1", "/topics/renewable/"), ("经济适用的[清洁]能源 可持续发展目标 3", "/sdgs/7/")]),
        ("再生", [("可[再生]能源 主题 1", "/topics/renewable/")]),
        ("state gr", [("国家电网 单位 2", "/organisations/state-grid/")]),
        ("金丝雀", []),
        ("鸟笼", []),
        ("canary", []),
        ("", []),
        ("，。", []),
        ("-电网", []),
        ('"', []),
    ],
)
def test_what_is_typed_suggests(suggested, q, expected):
    assert suggested(q) == expected


@pytest.mark.usefixtures("site")
def test_in_english_the_names_are_english_and_so_are_the_addresses(suggested):
    assert suggested("renew", address="/en/suggest/") == [("[Renew]able energy Topic 1", "/en/topics/renewable/")]
    assert suggested("dispatch", address="/en/suggest/") == [("Smart [dispatch] Case", "/en/cases/dispatch/")]


def test_the_whole_name_comes_before_one_that_begins_so_before_one_that_holds_it_and_the_frequent_before_the_rare(suggested):
    for slug, name, number in [("a", "大电网", 1), ("b", "电网科技", 1), ("c", "电网", 1), ("d", "新电网", 2)]:
        owner = make.organisation(slug, name_zh_hans=name)
        for _ in range(number):
            make.published(make.case(owner))
    assert [url for _text, url in suggested("电网")] == [f"/organisations/{slug}/" for slug in "cbda"]


def test_there_are_eight_at_most_and_three_of_them_cases_the_newest_first(suggested):
    for n in range(9):
        make.published(make.case(make.organisation(f"grid-{n}", name_zh_hans=f"电网{n}"), slug=f"grid-{n}", title_zh_hans=f"电网案例{n}"))
    found = [url for _text, url in suggested("电网")]
    assert len(found) == 8
    assert found[5:] == ["/cases/grid-8/", "/cases/grid-7/", "/cases/grid-6/"]


@pytest.mark.parametrize("q", ["长" * 201, "长" * 10_000, "a\0b"])
def test_what_no_search_takes_is_answered_with_nothing(suggested, q):
    assert suggested(q, status=400) == []


def test_a_lone_surrogate_is_taken_for_no_character_that_anybody_has(client):
    assert client.get("/suggest/?q=%ED%A0%80").status_code == 200


@pytest.mark.usefixtures("site")
def test_a_name_is_escaped(client):
    Organisation.objects.filter(slug="huawei").update(name_zh_hans="<b>华为</b>")
    SiteVersion.objects.update(names=99)
    assert "&lt;b&gt;" in client.get("/suggest/", {"q": "华为"}).text
    assert "<b>" not in client.get("/suggest/", {"q": "<b>"}).text


@pytest.mark.usefixtures("site")
def test_suggestions_are_public_and_not_for_search_engines(client):
    response = client.get("/suggest/", {"q": "电网"})
    assert "public" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("number", [1, 3, 27])
def test_suggestions_cost_as_much_for_many_as_for_one(client, django_assert_num_queries, monkeypatch, number):
    owner = make.organisation("one", name_zh_hans="电网")
    for _ in range(number):
        make.published(make.case(owner, title_zh_hans="电网案例"))
    monkeypatch.setattr(held, "ASK_EVERY", 60)
    held.forget_state()
    client.get("/suggest/?q=电网")  # asks for the site's version, the index, the names
    with django_assert_num_queries(2):  # the words, the cases
        client.get("/suggest/?q=电网")


# --- What may have been meant -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("华维", ["huawei"]),
        ("huawie", ["huawei"]),
        ("国家电往", ["state-grid"]),
        ("可再生能量", ["renewable"]),
        ("renewable enrgy", ["renewable"]),
        ("国家电网", []),
        ("光伏", []),
        ("金丝雀电王", []),
        ("x", []),
    ],
)
def test_a_name_that_sounds_or_looks_alike(run, expected):
    assert [entry.value for entry in near_names(run, current_index()) if entry.facet in {Facet.ORGANISATION, Facet.TOPIC}] == expected


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("dispach", ["dispatch"]),
        ("enrgy", ["energy"]),
        ("solra", ["solar"]),
        ("canarry", []),
        ("sol", []),
        ("dispatch", []),
        ("电往", ["电网"]),
        ("广福", ["光伏"]),
        ("智惠电网", ["智慧电网"]),
        ("随实学", ["随时学"]),
        ("光伏电", []),
        ("金丝鹊", []),
        ("网", []),
        ("智慧的电网和随实学", []),
        ("😀网", []),
    ],
)
def test_a_word_that_is_nearly_one_of_a_text_or_a_name(run, expected, sealed, django_assert_max_num_queries):
    if sealed:
        seal()
    index = current_index()
    near_words("first", index)
    with django_assert_max_num_queries(2):
        assert near_words(run, index) == expected


@pytest.mark.usefixtures("site")
def test_a_list_without_cases_offers_what_sounds_alike_with_the_number_of_its_cases(client):
    page = client.get("/cases/", {"q": "电往"}).text
    assert 'href="/cases/?q=%E7%94%B5%E7%BD%91"><span class="name">电网</span> <span class="count">2</span>' in page


def test_of_what_sounds_alike_the_nearest_comes_first_and_then_what_more_cases_hold():
    for slug, title in [("a", "典网"), ("b", "点网一"), ("c", "点网二"), ("d", "电网"), ("e", "电网一"), ("f", "电网二")]:
        make.published(make.case(make.organisation(slug), slug=slug, title_zh_hans=title))
    assert near_words("点往", current_index()) == ["点网", "电网", "典网"]

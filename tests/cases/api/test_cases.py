from io import BytesIO

import pytest
from PIL import Image

from cases.enums import Vocabulary
from cases.forms import CaseFilter
from cases.models import Tag
from cases.search import query
from cases.tagging import Choice, set_tags
from tests import make
from tests.cases.api.samples import CASES, FACETS, SITE, SUMMARY, both, publish, rich_case

pytestmark = pytest.mark.django_db


# --- The list ------------------------------------------------------------------------------------------------------


def test_without_any_published_case_the_list_is_an_empty_first_page(get):
    assert get(CASES) == {"count": 0, "results": []}


def test_the_list_gives_each_case_with_its_numbers_as_printed(get):
    publish(rich_case())
    assert get(CASES) == {"count": 1, "results": [SUMMARY]}


def test_texts_do_not_depend_on_the_language_of_the_reader(client):
    publish(rich_case())
    for language in ("zh-CN", "en", "fr"):
        assert client.get(CASES, headers={"accept-language": language}).json() == {"count": 1, "results": [SUMMARY]}


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({}, ["c", "b", "a"]),
        ({"sdg": "7"}, ["b", "a"]),
        ({"sdg": ["7", "9"]}, ["c", "b", "a"]),
        ({"sdg": ["7", "9"], "concept": "green"}, ["c", "a"]),
        ({"organisation": "two"}, ["b"]),
        ({"year": ["2020"]}, ["a"]),
        ({"sdg": "7", "q": "电网"}, ["b"]),
        ({"q": "wind 风"}, ["c"]),
        ({"q": "%"}, []),
        ({"q": "'\"\\_*😀"}, []),
        ({"concept": "grean"}, []),
        ({"sdg": ""}, ["c", "b", "a"]),
        ({"sort": "newest"}, ["c", "b", "a"]),
        ({"sort": "organisation"}, ["b", "c", "a"]),
        ({"sort": "title"}, ["b", "a", "c"]),
        ({"page_size": "2"}, ["c", "b"]),
        ({"page_size": "2", "page": "2"}, ["a"]),
    ],
)
def test_filters_words_order_and_pages_choose_as_on_the_site(get, three, parameters, slugs):
    assert [row["slug"] for row in get(CASES, **parameters)["results"]] == slugs


def test_the_count_is_of_all_that_match_and_not_of_the_page(get, three):
    answer = get(CASES, sdg="7", page_size="1")
    assert (answer["count"], len(answer["results"])) == (2, 1)


def test_the_api_finds_what_the_sites_own_list_shows(get, three):
    form = CaseFilter({"sdg": "9"})
    assert form.is_valid()
    assert [row["slug"] for row in get(CASES, sdg="9")["results"]] == [row.slug for row in query.search(form.query()).page(1)]


# --- One case ------------------------------------------------------------------------------------------------------


def test_a_case_is_given_whole(get):
    case = rich_case()
    publish(case)
    digest = case.pictures.get().digest
    assert get(f"{CASES}/rural-solar") == {
        **SUMMARY,
        "organisations": [{"slug": "tencent", "name": both("腾讯", "Tencent"), "role": both("技术支持", "Technical support")}],
        "figures": [
            SUMMARY["figures"][0]
            | {
                "shown": both("约 1600 万千瓦时", "about 16 million kWh"),
                "claim": "declared",
                "source": both(),
                "note": both(),
                "is_key": True,
            },
            SUMMARY["figures"][1]
            | {
                "shown": both("超过 12.50 万吨", "more than 125,000 tonnes"),
                "claim": "checked",
                "source": both("年报", "Annual report"),
                "note": both("含二期", "With phase two"),
                "is_key": False,
            },
        ],
        "body": both("<h3>起因</h3><p>村里没有电。</p>", "<h3>Why</h3><p>The village had no power.</p>"),
        "place": both("贵州", "Guizhou"),
        "period": "2019/2021",
        "goals": [
            {"number": 13, "name": both("气候行动", "Climate Action"), "rank": "primary", "reason": both("理由。", "A reason.")},
            {
                "number": 7,
                "name": both("经济适用的清洁能源", "Affordable and Clean Energy"),
                "rank": "secondary",
                "reason": both("理由。", "A reason."),
            },
        ],
        "tags": [
            {"vocabulary": "concept", "slug": "green", "code": "", "name": both("绿色", "Green"), "rank": "primary", "reason": both()},
            {"vocabulary": "region", "slug": "guizhou", "code": "", "name": both("贵州", "Guizhou"), "rank": "secondary", "reason": both()},
            {
                "vocabulary": "topic",
                "slug": "solar-power",
                "code": "",
                "name": both("光伏", "Solar power"),
                "rank": "secondary",
                "reason": both(),
            },
        ],
        "quotations": [
            {
                "text": both("他说灯亮了。", "He said that the light was on."),
                "form": "reported",
                "speaker": both("张三", "Zhang San"),
                "role": both("村民", "Villager"),
                "occasion": both("采访", "Interview"),
                "date": "2021-06",
                "source": both(),
            }
        ],
        "pictures": [
            {
                "caption": both("图", "Picture"),
                "alt": both("屋顶", "Roofs"),
                "credit": both("供图"),
                "licence": "CC0",
                "stand_in": True,
                "sizes": [
                    {"width": 480, "height": 240, "url": f"{SITE}/pictures/{digest}-480.webp"},
                    {"width": 960, "height": 480, "url": f"{SITE}/pictures/{digest}-960.webp"},
                    {"width": 1200, "height": 600, "url": f"{SITE}/pictures/{digest}-1600.webp"},
                ],
            }
        ],
        "videos": [{"title": both("航拍", "From the air"), "url": "https://video.example/1"}],
        "parent": None,
        "nested": [],
    }


def test_the_pictures_named_can_be_fetched_at_the_sizes_named(client, get):
    publish(rich_case())
    for size in get(f"{CASES}/rural-solar")["pictures"][0]["sizes"]:
        response = client.get(size["url"].removeprefix(SITE))
        assert response.status_code == 200
        assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (size["width"], size["height"])


def test_a_small_picture_has_one_size_its_own(get):
    case = make.case(slug="small")
    make.picture(case)
    publish(case)
    sizes = get(f"{CASES}/small")["pictures"][0]["sizes"]
    assert [(size["width"], size["height"]) for size in sizes] == [(60, 40)]


def test_an_umbrella_names_what_is_nested_in_it_and_the_nested_their_umbrella(get):
    umbrella = make.case(slug="umbrella", title_zh_hans="总", title_en="All")
    below = make.case(slug="below", title_zh_hans="分", title_en="Part", parent=umbrella)
    publish(umbrella)
    publish(below)
    link = {"slug": "below", "url": f"{SITE}/cases/below/", "title": both("分", "Part")}
    back = {"slug": "umbrella", "url": f"{SITE}/cases/umbrella/", "title": both("总", "All")}
    assert (get(f"{CASES}/umbrella")["parent"], get(f"{CASES}/umbrella")["nested"]) == (None, [link])
    assert (get(f"{CASES}/below")["parent"], get(f"{CASES}/below")["nested"]) == (back, [])


# --- Facets --------------------------------------------------------------------------------------------------------


def test_facets_count_what_choosing_a_value_as_well_would_show(get, three):
    seven = {"value": "7", "name": both("经济适用的清洁能源", "Affordable and Clean Energy"), "count": 1}
    nine = {"value": "9", "name": both("产业、创新和基础设施", "Industry, Innovation and Infrastructure"), "count": 1}
    assert get(FACETS, concept="green") == {
        "concept": [
            {"value": "innovation", "name": both("创新", "Innovation"), "count": 1},
            {"value": "green", "name": both("绿色", "Green"), "count": 2},
        ],
        "sdg": [seven, nine],
        "target": [],
        "sector": [],
        "region": [],
        "organisation": [{"value": "one", "name": both("一公司", "Company one"), "count": 2}],
        "year": [{"value": "2021", "name": both("2021", "2021"), "count": 1}, {"value": "2020", "name": both("2020", "2020"), "count": 1}],
        "topic": [],
    }


def test_targets_of_goals_are_counted_too(get):
    case = make.case(slug="with-target", goals=(7,))
    set_tags(case, Vocabulary.TARGET, [Choice(Tag.objects.get(vocabulary=Vocabulary.TARGET, code="7.2"))])
    make.published(case)
    assert [(row["value"], row["count"]) for row in get(FACETS)["target"]] == [("7.2", 1)]


def test_words_narrow_the_counts(get, three):
    assert [(row["value"], row["count"]) for row in get(FACETS, q="电网")["concept"]] == [("innovation", 1)]


def test_each_count_is_the_number_of_cases_that_the_list_then_finds(get, three):
    for name, values in get(FACETS, sdg="9").items():
        for row in values:
            chosen = {"sdg": "9"} | {name: row["value"]}
            assert get(CASES, **chosen)["count"] == row["count"], (name, row)

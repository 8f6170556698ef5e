import pytest

from reports.enums import BlockKind, PartKind
from reports.models import Block, BlockItem, Indicator, Observation, Part, Report

pytestmark = pytest.mark.django_db

INDICATORS = "/api/v1/indicators"
CANARY = "金丝雀canary"


def both(zh: str = "", en: str = "") -> dict[str, str]:
    return {"zh-hans": zh, "en": en}


def report(year: int = 2021, *, is_public: bool = True) -> Part:
    """A report of one section."""
    row = Report.objects.create(year=year, title_zh_hans=f"{year} 年报告", is_public=is_public)
    return Part.objects.create(report=row, kind=PartKind.SECTION, key="section", title_zh_hans="一节")


def indicator(key: str = "output", **columns) -> Indicator:
    return Indicator.objects.create(**{"key": key, "label_zh_hans": f"产出 {key}", "label_en": f"Output {key}"} | columns)


def observation(of: Indicator, period: str = "2020", value: str = "1.50", **columns) -> Observation:
    return Observation.objects.create(indicator=of, period=period, value=value, **{"unit": "万亿元"} | columns)


def show(part: Part, kind: BlockKind = BlockKind.TABLE, **columns) -> BlockItem:
    """An item in a block of its own."""
    return BlockItem.objects.create(block=Block.objects.create(part=part, kind=kind), **columns)


def keys(client, **parameters) -> list[str]:
    response = client.get(INDICATORS, parameters)
    assert response.status_code == 200, response.content.decode()
    return [row["key"] for row in response.json()["results"]]


def values(client) -> list[list[str]]:
    return [[row["value"] for row in result["observations"]] for result in client.get(INDICATORS).json()["results"]]


# --- What is answered ----------------------------------------------------------------------------------------------


def test_an_indicator_is_given_with_its_values_as_printed(client):
    row = indicator("growth", label_zh_hans="增速", label_en="Growth")
    first = observation(
        row,
        value="2.40",
        unit="%",
        qualifier="yue",
        status="forecast",
        is_change=True,
        source_zh_hans="统计局",
        source_en="Statistics office",
        note_zh_hans="初步",
        note_en="Preliminary",
    )
    show(report(), observation=first)
    assert client.get(INDICATORS).json() == {
        "count": 1,
        "results": [
            {
                "key": "growth",
                "label": both("增速", "Growth"),
                "observations": [
                    {
                        "value": "2.40",
                        "unit": "%",
                        "period": "2020",
                        "qualifier": "约",
                        "status": "forecast",
                        "change": True,
                        "source": both("统计局", "Statistics office"),
                        "note": both("初步", "Preliminary"),
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (BlockKind.CALLOUT, "observation"),
        (BlockKind.TILES, "observation"),
        (BlockKind.TILES, "change"),
        (BlockKind.TABLE, "observation"),
        (BlockKind.BREAKDOWN, "observation"),
        (BlockKind.COMPARISON, "before"),
        (BlockKind.COMPARISON, "observation"),
    ],
)
def test_a_number_is_public_wherever_a_public_report_shows_it(client, kind, column):
    show(report(), kind, **{column: observation(indicator())})
    assert values(client) == [["1.50"]]


def test_where_a_report_contradicts_itself_both_values_are_given(client):
    row, part = indicator(), report()
    for place, value in (("opener", "34.1"), ("section", "35.1")):
        show(part, observation=observation(row, value=value, place=place))
    assert values(client) == [["34.1", "35.1"]]


def test_words_are_sought_in_the_labels_of_both_languages(client):
    part = report()
    for key, zh, en in (("a", "用电量", "Power used"), ("b", "发电量", "Power made"), ("c", "专利 100%", "Patents")):
        show(part, observation=observation(indicator(key, label_zh_hans=zh, label_en=en)))
    assert [keys(client, q=q) for q in ("电量", "power", "power 发", "%", "_", "无")] == [["a", "b"], ["a", "b"], ["b"], ["c"], [], []]


def test_a_year_chooses_the_reports_that_show_an_indicator(client):
    old, new = report(2021), report(2022)
    series = indicator("both")
    show(old, observation=observation(series, "2020"))
    show(new, observation=observation(series, "2021", "2"))
    show(old, observation=observation(indicator("old")))
    assert [keys(client, year=str(year)) for year in (2021, 2022, 2023)] == [["both", "old"], ["both"], []]
    results = client.get(INDICATORS, {"year": "2022"}).json()["results"]
    assert [[row["period"] for row in result["observations"]] for result in results] == [["2021"]]


def test_pages_follow_each_other_in_the_order_of_keys(client):
    part = report()
    for key in "cabed":
        show(part, observation=observation(indicator(key)))
    assert [keys(client, page=str(page), page_size="2") for page in (1, 2, 3)] == [["a", "b"], ["c", "d"], ["e"]]
    assert client.get(INDICATORS, {"page": "4", "page_size": "2"}).status_code == 404


# --- What must not leak --------------------------------------------------------------------------------------------


def test_nothing_of_a_report_that_is_not_public_is_answered(client):
    draft = report(2022, is_public=False)
    secret = indicator("secret", label_zh_hans=CANARY, label_en=CANARY, method_zh_hans=CANARY)
    for kind, column in ((BlockKind.TABLE, "observation"), (BlockKind.COMPARISON, "before"), (BlockKind.TILES, "change")):
        show(draft, kind, **{column: observation(secret, place=column, source_zh_hans=CANARY)})
    show(draft, BlockKind.CHART, indicator=secret)
    for address in (INDICATORS, f"{INDICATORS}?q=canary", f"{INDICATORS}?year=2022"):
        assert client.get(address).json() == {"count": 0, "results": []}


def test_an_indicator_that_no_report_places_is_not_answered(client):
    report()
    observation(indicator(label_zh_hans=CANARY))
    assert client.get(INDICATORS).json() == {"count": 0, "results": []}


def test_a_public_indicator_keeps_back_the_values_that_only_a_draft_shows(client):
    row = indicator()
    show(report(2021), observation=observation(row, "2020"))
    show(report(2022, is_public=False), observation=observation(row, "2021", "99"))
    observation(row, "2022", "98")
    assert values(client) == [["1.50"]]


def test_a_column_that_the_kind_of_block_does_not_show_makes_nothing_public(client):
    row = indicator(label_zh_hans=CANARY)
    show(report(), BlockKind.THEMES, indicator=row, observation=observation(row), label_zh_hans="主题")
    assert client.get(INDICATORS).json() == {"count": 0, "results": []}


def test_a_chart_makes_public_what_it_draws_one_value_for_each_period(client):
    row = indicator()
    observation(row, "2019", "1")
    observation(row, "2020", "2", place="a")
    observation(row, "2020", "3", place="b")
    observation(row, "", "4")
    show(report(), BlockKind.CHART, indicator=row)
    assert values(client) == [["1", "2"]]


# --- Bad input and queries -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"q": "x" * 201}, "q"),
        ({"q": "\x00"}, "q"),
        ({"year": "abc"}, "year"),
        ({"year": "99999999999999999999"}, "year"),
        ({"page": "-1"}, "page"),
        ({"page_size": "1000000000"}, "page_size"),
        ({"concept": "green"}, "concept"),
        ({"year": ["2021", "2022"]}, "year"),
    ],
)
def test_bad_input_is_refused_by_the_parameters_name(client, parameters, field):
    response = client.get(INDICATORS, parameters)
    assert (response.status_code, [problem["field"] for problem in response.json()["errors"]]) == (422, [field])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_three_queries_for_any_number_of_indicators(client, django_assert_num_queries, rows):
    part = report()
    for number in range(rows):
        row = indicator(f"i{number}")
        for year in range(2018, 2018 + rows):
            show(part, observation=observation(row, str(year)))
    with django_assert_num_queries(3):  # how many; the indicators; their observations
        assert len(keys(client)) == rows

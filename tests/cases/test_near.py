import pytest
from pyroaring import BitMap

from cases.document import CaseDocument, OrganisationRef, TagRef, Text, to_json
from cases.near import MOST_COMPARED, likeness, nearest_first, runs, sharing
from cases.search.facets import FacetIndex


def document(title: str = "题", summary: str = "", goals: tuple[int, ...] = (), topics: tuple[str, ...] = ()) -> CaseDocument:
    tags = [TagRef("goal", str(goal), Text(), code=str(goal)) for goal in goals] + [TagRef("topic", topic, Text()) for topic in topics]
    owner = OrganisationRef("o", Text("单位"))
    return CaseDocument(slug="x", year=2021, title=Text(title), summary=Text(summary), body=Text(), organisation=owner, tags=tuple(tags))


def index(**kinds: dict[str, list[int]]) -> FacetIndex:
    return FacetIndex(1, {kind: {value: BitMap(pks) for value, pks in values.items()} for kind, values in kinds.items()})


def test_cases_that_share_more_tags_come_first_and_of_equals_the_newest():
    held = index(sdg={"7": [1, 2, 3, 9], "9": [2, 3, 5]}, topic={"solar": [3, 4]})
    assert list(sharing(9, document(goals=(7, 9), topics=("solar",)), held).items()) == [(3, 3), (2, 2), (5, 1), (4, 1), (1, 1)]


def test_no_more_are_named_than_are_compared_however_many_share_a_tag():
    held = index(sdg={"7": list(range(1, 50_000))})
    assert list(sharing(7, document(goals=(7,)), held)) == list(range(49_999, 49_999 - MOST_COMPARED, -1))


def test_a_case_without_tags_has_nobody_near():
    assert sharing(1, document(), index(sdg={"7": [1, 2]})) == {}


def test_runs_are_neighbouring_characters_and_whole_words_of_letters():
    assert runs("光伏发电，5G 与 Smart-Grid") == {"光伏", "伏发", "发电", "smart-grid"}


def test_a_text_is_most_like_the_one_that_says_most_of_the_same():
    alike = likeness("光伏扶贫电站", {"same": "光伏扶贫电站", "near": "村里的光伏电站", "far": "校园远程教学"})
    assert alike["same"] == pytest.approx(1)
    assert 1 > alike["near"] > alike["far"] == 0


def test_words_that_all_share_make_nobody_nearer():
    alike = likeness("有限公司光伏", {"common": "有限公司钢铁", "rare": "光伏与有限公司"})
    assert alike["rare"] > alike["common"] == 0


def test_nothing_to_compare_is_no_error():
    assert likeness("", {}) == {}
    assert likeness("", {1: ""}) == {1: 0}


def test_tags_and_words_count_alike():
    ours = document("光伏扶贫电站", goals=(7, 9))
    others = {1: document("校园远程教学"), 2: document("光伏扶贫电站二期"), 3: document("钢铁工厂")}
    assert nearest_first(ours, {pk: to_json(other) for pk, other in others.items()}, {1: 1, 2: 1, 3: 2}) == [2, 3, 1]

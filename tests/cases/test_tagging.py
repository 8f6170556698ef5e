import pytest

from cases.document import Text
from cases.enums import Rank, Vocabulary
from cases.models import Tag
from cases.tagging import Choice, find_topics, new_topic, set_tags, split_tags
from cases.vocabularies import GOALS
from tests import make


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("双碳、光伏；5G", ["双碳", "光伏", "5G"]),
        ("green factory, 储能，储能", ["green factory", "储能"]),
        ("５Ｇ", ["5G"]),
        ("、，；", []),
    ],
)
def test_tags_are_parted_by_commas_of_both_scripts_and_not_by_spaces(typed, names):
    assert split_tags(typed) == names


@pytest.mark.django_db
class TestWithTags:
    def test_the_fixed_vocabularies_are_there_from_the_start(self):
        counts = {v.value: Tag.objects.of(v).count() for v in (Vocabulary.CONCEPT, Vocabulary.GOAL, Vocabulary.TARGET)}
        assert counts == {"concept": 5, "goal": 17, "target": 169}

    def test_goals_carry_the_official_names_and_colours(self):
        rows = Tag.objects.of(Vocabulary.GOAL).order_by("order").values_list("code", "name_zh_hans", "name_en", "colour")
        assert list(rows) == [(str(n), zh, en, colour) for n, (zh, en, colour, *_counts) in enumerate(GOALS, 1)]

    def test_a_topic_is_found_by_name_synonym_or_english_whatever_the_width(self):
        topic = new_topic("双碳", "Carbon peak and neutrality", slug="dual-carbon", synonyms=["碳达峰碳中和"])
        names = ("双碳", "碳达峰碳中和", "CARBON PEAK AND NEUTRALITY", "ｄual-carbon")
        assert find_topics([*names, "光伏"]) == dict.fromkeys(names, topic) | {"光伏": None}

    def test_however_many_topics_are_typed_one_query_finds_them(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            find_topics(map(str, range(1000)))

    def test_a_reason_loses_the_character_that_no_text_has(self):
        case = make.case()
        goal = Tag.objects.of(Vocabulary.GOAL)[3]
        set_tags(case, Vocabulary.GOAL, [Choice(goal, reason=Text("理\0由", "rea\0son"))])
        (kept,) = case.case_tags.filter(tag=goal)
        assert (kept.reason_zh_hans, kept.reason_en) == ("理由", "reason")

    def test_a_case_has_one_primary_goal_even_if_two_are_asked_for(self):
        case = make.case()
        goals = Tag.objects.of(Vocabulary.GOAL).filter(code__in=["1", "2"]).order_by("order")
        set_tags(case, Vocabulary.GOAL, [Choice(goal, Rank.PRIMARY, Text("因为", "because")) for goal in goals])
        rows = case.case_tags.values_list("tag__code", "rank", "reason_zh_hans", "reason_en")
        assert set(rows) == {("1", "primary", "因为", "because"), ("2", "secondary", "因为", "because")}

    def test_setting_one_vocabulary_leaves_the_others_alone(self):
        case = make.case(concept="green", goals=(7,))
        set_tags(case, Vocabulary.GOAL, [])
        assert list(case.case_tags.values_list("tag__slug", flat=True)) == ["green"]

    def test_a_tag_leads_to_one_address(self):
        concept, goal = Tag.objects.get(vocabulary="concept", slug="green"), Tag.objects.get(vocabulary="goal", code="7")
        region = Tag.objects.get(vocabulary="region", slug="zhejiang")
        assert [tag.get_absolute_url() for tag in (concept, goal, region)] == ["/concepts/green/", "/sdgs/7/", "/regions/zhejiang/"]

    def test_a_topic_named_in_chinese_alone_can_be_saved_again_with_the_address_made_from_its_name(self):
        topic = new_topic("新材料")
        assert topic.slug == "新材料"
        topic.full_clean()

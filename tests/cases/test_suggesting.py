"""What a text speaks for, and that it says nothing where it knows nothing."""

import pytest

from cases.document import CaseDocument, OrganisationRef, Text
from cases.enums import Vocabulary
from cases.models import Publication, Tag
from cases.revisions import document_of
from cases.suggesting import lexicon, mentions, suggest

pytestmark = pytest.mark.django_db


def document(title="", summary="", body="", en=""):
    text = Text(f"<p>{body}</p>", f"<p>{en}</p>")
    return CaseDocument("x", 2021, Text(title), Text(summary), text, OrganisationRef("o", Text("某公司")))


def goals(found):
    return [each.tag.code for each in found if each.tag.vocabulary == Vocabulary.GOAL]


def test_a_text_about_a_school_speaks_for_education_and_says_by_which_words():
    found = suggest(document("数字学校走进乡村", "为学生和教师联网。", "学生在课堂上网。"), lexicon())
    first = next(each for each in found if each.tag.vocabulary == Vocabulary.GOAL)
    assert (first.tag.code, dict(first.words)) == ("4", {"学校": 1, "学生": 2, "教师": 1, "课堂": 1})


def test_an_english_text_is_read_as_well_at_the_beginning_of_words():
    assert goals(suggest(document("学校", en="Students and teachers in schools: students learn, a teacher teaches."), lexicon())) == ["4"]
    assert (mentions("cities", "smart cities, capacities"), mentions("carbon", "low-carbon hydrocarbon carbon")) == (1, 2)
    assert mentions("标准", "标准化的标准") == 2


@pytest.mark.parametrize("text", ["", "今天天气不错。", "学校", "我们公司成立于一九九八年，总部位于深圳。"])
def test_where_nothing_speaks_for_a_goal_nothing_is_said(text):
    assert goals(suggest(document(body=text), lexicon())) == []


def test_a_topic_is_known_by_its_synonyms_and_a_merged_one_is_not_offered():
    kept = Tag.objects.create(vocabulary="topic", slug="a", name_zh_hans="储能", synonyms=["蓄能"])
    Tag.objects.create(vocabulary="topic", slug="b", name_zh_hans="抽水蓄能电站", merged_into=kept)
    found = suggest(document("蓄能与储能", body="抽水蓄能电站"), lexicon())
    assert [each.tag for each in found if each.tag.vocabulary == Vocabulary.TOPIC] == [kept]


def test_a_word_that_speaks_for_many_weighs_less():
    one, two, three = (Tag(pk=pk, vocabulary="topic", slug=f"t{pk}", name_zh_hans=f"题目{pk}", order=0) for pk in (1, 2, 3))
    one.clues = ["电网", "调度"]
    two.clues = three.clues = ["调度", "电力"]
    found = suggest(document("电网调度电力"), lexicon([one, two, three]))
    assert found[0].tag == one
    assert found[0].score < 8  # both words in the title, one shared by three


@pytest.mark.django_db
def test_on_the_collection_suggested_goals_beat_chance_by_far(collection):
    """Of 17 goals a case has about three, so a guess is right in about 18 of 100."""
    words = lexicon()
    right = suggested = wanted = concepts = 0
    documents = [document_of(row.revision) for row in Publication.objects.live().with_documents()]
    for each in documents:
        found = suggest(each, words)
        offered, has = set(goals(found)), {goal.code for goal in each.goals}
        right, suggested, wanted = right + len(offered & has), suggested + len(offered), wanted + len(has)
        first = next((one.tag.slug for one in found if one.tag.vocabulary == Vocabulary.CONCEPT), None)
        concepts += bool(each.concept and each.concept.slug == first)
    chance = wanted / len(documents) / 17
    assert (len(documents), right / suggested > 4 * chance, right / wanted > 0.4) == (27, True, True)
    assert concepts / sum(bool(each.concept) for each in documents) > 2 * 0.2

"""Topics and suggestions in the admin."""

import pytest

from accounts.enums import Role
from cases.enums import ProposalState, Rank, Vocabulary
from cases.models import Case, Tag, TopicProposal
from cases.tagging import Choice, new_topic, set_tags
from cases.topics import propose
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def case(company, editor):
    return make.case(company, by=editor, title_zh_hans="光伏学校", body_zh_hans="<p>学生与教师在光伏教室上课。</p>", goals=(7,))


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def address(case):
    return f"/admin/cases/case/{case.pk}/suggestions/"


def test_what_is_ticked_is_added_and_the_rest_keeps_rank_and_reason(client, case, company):
    colleague = make.editor(company)
    goal = Tag.objects.of(Vocabulary.GOAL).get(code="7")
    set_tags(case, Vocabulary.GOAL, [Choice(goal, Rank.PRIMARY)])
    four = Tag.objects.of(Vocabulary.GOAL).get(code="4")
    never = Tag.objects.of(Vocabulary.GOAL).get(code="14")
    client.force_login(colleague)
    page = client.get(address(case))
    assert "学生" in page.text
    answer = client.post(address(case), {"tag": [four.pk, never.pk, "x"]}, follow=True)
    assert said(answer) == ["添加了 1 个标签。"]
    assert {(item.tag.code, item.rank) for item in case.case_tags.select_related("tag") if item.tag.vocabulary == "goal"} == {
        ("7", "primary"),
        ("4", "secondary"),
    }
    after = Case.objects.get(pk=case.pk)
    assert (after.version, after.changed_by) == (case.version + 1, colleague)
    assert said(client.post(address(case), {"tag": [four.pk]}, follow=True)) == ["没有勾选任何项。"]


def test_a_fifth_goal_is_refused_with_a_sentence(client, editor, company):
    full = make.case(company, by=editor, goals=(1, 2, 3, 5), title_zh_hans="学校学生教师课堂")
    client.force_login(editor)
    four = Tag.objects.of(Vocabulary.GOAL).get(code="4")
    answer = client.post(address(full), {"tag": [four.pk]}, follow=True)
    assert said(answer) == ["一个案例最多四个目标：请少勾几项，或先在表单中去掉一个。"]


def test_a_topic_is_proposed_and_taken_up_from_the_queue(client, case, editor):
    client.force_login(editor)
    assert said(client.post(address(case), {"propose": "光伏校园"}, follow=True)) == ["已向协会提议“光伏校园”。"]
    assert "光伏校园" in client.get(address(case)).text
    client.force_login(make.user(Role.REVIEWER))
    proposal = TopicProposal.objects.get()
    act = {"action": "take_as_topic", "_selected_action": [proposal.pk]}
    assert said(client.post("/admin/cases/topicproposal/", act, follow=True)) == ["采纳了 1 条提议。"]
    assert said(client.post("/admin/cases/topicproposal/", act, follow=True)) == ["1 条此前已处理。"]
    assert case.case_tags.filter(tag__name_zh_hans="光伏校园").exists()


def test_who_may_not_edit_finds_neither_suggestions_nor_the_work_on_topics(client, case, editor):
    topic = new_topic("储能")
    proposal = propose(case, "光伏校园", by=editor)
    stranger = make.editor(make.organisation("theirs"))
    for person in (stranger, make.user(Role.COMPILER), make.user()):
        client.force_login(person)
        assert client.get(address(case)).status_code == 404
        assert client.post(address(case), {"propose": "别的"}).status_code == 404
    for person in (editor, stranger, make.user(Role.COMPILER), make.user()):
        client.force_login(person)
        for path in (f"tag/{topic.pk}/rename/", f"tag/{topic.pk}/merge/", "tagchange/1/undo/"):
            assert client.post(f"/admin/cases/{path}", {"zh": "别的"}).status_code == 404, path
    client.force_login(stranger)
    assert "光伏校园" not in client.get("/admin/cases/topicproposal/").text
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.OPEN


def test_a_topic_is_renamed_merged_after_a_preview_and_taken_back(client, case):
    one, other = new_topic("储能", "Storage"), new_topic("电池", "Batteries")
    set_tags(case, Vocabulary.TOPIC, [Choice(other)])
    client.force_login(make.user(Role.REVIEWER))
    base = "/admin/cases/tag"
    assert said(client.post(f"{base}/{one.pk}/rename/", {"zh": "新型储能", "en": "Storage"}, follow=True)) == [
        "已改名为“新型储能”，原名留作同义词。"
    ]
    bad = client.post(f"{base}/{one.pk}/rename/", {"zh": "电池", "en": ""})
    assert (bad.status_code, "请改为合并" in bad.text) == (422, True)
    preview = client.get(f"{base}/{other.pk}/merge/?into={one.pk}")
    assert "1 个案例改用另一个主题词" in preview.text
    assert not Tag.objects.exclude(merged_into=None).exists()
    done = client.post(f"{base}/{other.pk}/merge/", {"into": one.pk}, follow=True)
    assert said(done) == ["“电池”已并入“新型储能”，可在记录中撤销。"]
    assert client.get(f"{base}/{other.pk}/merge/").status_code == 404
    change = done.context["last"]
    assert said(client.post(f"/admin/cases/tagchange/{change.pk}/undo/", follow=True)) == ["已撤销。"]
    assert case.case_tags.filter(tag=other).exists()

"""A case made again what it was at a revision."""

import pytest
from django.core.files.storage import default_storage

from accounts.enums import Role
from cases.document import Text
from cases.enums import Claim, Vocabulary
from cases.models import Case, Picture, Revision, Tag
from cases.restoring import RestoreRefused, restore
from cases.revisions import as_frozen_now, document_of
from cases.tagging import Choice, new_topic, set_tags
from cases.topics import merge
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def case(editor):
    """Handed in whole, sent back, and then changed in every part."""
    case = make.case(editor.memberships.get().organisation, by=editor)
    case.figures.update(claim=Claim.CHECKED)
    make.picture(case, caption_zh_hans="甲", owner="某某", file=make.picture_file(colour="#111111"))
    make.picture(case, caption_zh_hans="乙", file=make.picture_file(colour="#eeeeee"))
    case.videos.create(title_zh_hans="片", url="https://example.org/v")
    case.quotations.create(text_zh_hans="原话", speaker_zh_hans="某人")
    case.participations.create(organisation=make.organisation("partner"), role_zh_hans="合作方")
    reviewer = make.user(Role.REVIEWER)
    make.submitted(case)
    take("start_review", case=case, by=reviewer)
    take("request_changes", case=case, by=reviewer, message="请改")
    return Case.objects.get(pk=case.pk)


def first(case):
    return case.revisions.order_by("number").first()


def change_everything(case):
    for part in (case.figures, case.quotations, case.videos, case.participations):
        part.all().delete()
    case.pictures.filter(caption_zh_hans="甲").update(caption_zh_hans="改了")
    case.pictures.filter(caption_zh_hans="乙").delete()
    make.picture(case, caption_zh_hans="丙", file=make.picture_file(colour="#ff0000"))
    set_tags(case, Vocabulary.GOAL, [Choice(Tag.objects.of(Vocabulary.GOAL).get(code="13"), reason=Text("新的"))])
    case.title_zh_hans, case.body_zh_hans = "别的标题", "<p>别的</p>"
    case.save()


def test_everything_frozen_comes_back_and_what_stood_is_kept(case, editor):
    before = document_of(first(case))
    change_everything(case)
    stood = as_frozen_now(case)
    restored = restore(first(case), case=case, by=editor, version=case.version)
    now = document_of(restored.revision)
    same = [field for field in before.__dataclass_fields__ if field not in {"figures", "behind"}]
    assert [getattr(now, field) for field in same] == [getattr(before, field) for field in same]
    assert restored.lost == ()
    kept = Revision.objects.get(case=case, number=restored.revision.number - 1)
    assert (kept.reason, restored.revision.reason, kept.created_by) == ("kept", "restored", editor)
    assert document_of(kept).title == stood.title
    assert Picture.objects.get(case=case, caption_zh_hans="甲").owner == "某某"
    after = Case.objects.get(pk=case.pk)
    assert (after.version, after.changed_by) == (case.version + 1, editor)


def test_a_mark_of_having_been_checked_does_not_come_back_by_a_companys_hand(case, editor):
    change_everything(case)
    restore(first(case), case=case, by=editor, version=case.version)
    assert {figure.claim for figure in case.figures.all()} == {Claim.DECLARED}


def test_a_picture_whose_file_is_gone_is_named_and_the_rest_comes_back(case, editor):
    lost = case.pictures.get(caption_zh_hans="乙")
    name = lost.file.name
    lost.delete()
    default_storage.delete(name)
    restored = restore(first(case), case=case, by=editor, version=case.version)
    assert restored.lost == ("乙",)
    assert [picture.caption_zh_hans for picture in case.pictures.all()] == ["甲"]


def test_a_topic_merged_since_comes_back_as_the_one_it_was_merged_into(case, editor):
    old, kept = new_topic("电池"), new_topic("储能")
    set_tags(case, Vocabulary.TOPIC, [Choice(old)])
    take("submit", case=case, by=editor)
    reviewer = make.user(Role.REVIEWER)
    with_topic = case.revisions.first()
    merge(old, kept, by=reviewer)
    take("start_review", case=case, by=reviewer)
    set_tags(case, Vocabulary.TOPIC, [])
    restore(with_topic, case=case, by=reviewer, version=case.version)
    assert [item.tag for item in case.case_tags.filter(tag__vocabulary="topic")] == [kept]


def test_who_may_not_edit_or_has_an_older_version_in_view_restores_nothing(case, editor):
    change_everything(case)
    others = [make.editor(make.organisation("theirs")), make.user(Role.COMPILER), make.user(Role.REVIEWER)]
    for person, version in [*((person, case.version) for person in others), (editor, case.version - 1)]:
        with pytest.raises(RestoreRefused):
            restore(first(case), case=case, by=person, version=version)
    other = make.submitted(make.case(editor.memberships.get().organisation, by=editor))
    with pytest.raises(RestoreRefused):
        restore(first(other), case=case, by=editor, version=case.version)
    assert Case.objects.get(pk=case.pk).title_zh_hans == "别的标题"
    assert not Revision.objects.filter(case=case, reason="restored").exists()


# --- The pages ----------------------------------------------------------------------------------------------------


def address(case, what="compare/"):
    return f"/admin/cases/case/{case.pk}/{what}"


def test_any_two_states_are_compared_on_a_page(client, case, editor):
    change_everything(case)
    client.force_login(editor)
    page = client.get(address(case))
    assert page.context["asked"] == [str(case.revisions.first().number), "now"]
    for words in ("别的标题", "新增", "删除", "某人"):
        assert words in page.text
    same = client.get(address(case) + "?before=1&after=1")
    assert "两者相同" in same.text


def test_the_page_leads_to_restoring_and_says_what_came_of_it(client, case, editor):
    change_everything(case)
    client.force_login(editor)
    assert client.get(address(case, "restore/")).status_code == 405
    answer = client.post(address(case, "restore/"), {"number": 1, "version": case.version}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["案例已恢复为第 1 版；恢复前的内容已存为一版。"]
    again = client.post(address(case, "restore/"), {"number": 1, "version": case.version}, follow=True)
    assert "他人已做过改动" in str(next(iter(again.context["messages"])))


def test_strangers_find_neither_and_a_foreign_number_is_not_there(client, case, editor):
    change_everything(case)
    for person in (make.editor(make.organisation("theirs")), make.user()):
        client.force_login(person)
        assert client.get(address(case)).status_code == 404
        assert client.post(address(case, "restore/"), {"number": 1, "version": case.version}).status_code == 404
    client.force_login(editor)
    assert client.get(address(case) + "?before=99&after=now").status_code == 404
    assert client.get(address(case) + "?before=x").status_code == 404
    assert client.post(address(case, "restore/"), {"number": 99, "version": case.version}).status_code == 404


def test_a_case_never_handed_in_says_that_there_is_nothing_to_compare(client, editor):
    draft = make.case(editor.memberships.get().organisation, by=editor)
    client.force_login(editor)
    answer = client.get(address(draft), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["本案例还没有版本，提交时会存下第一版。"]

"""The pages of a placed case: its newer revision with the difference in view, and its print text beside the source."""

import pytest
from django.urls import reverse

from reports.models import Placement, Stay
from tests.forms import filled
from tests.reports.admin.test_desk import newer
from tests.reports.shortening.test_texts import BODY, publish, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(whole):
    """The placed case says more than two words."""
    placement = whole["placement"]
    Stay.objects.all().delete()
    placement.revision = publish(placement, BODY)
    placement.save()
    return placement


def address(page, placement):
    return reverse(f"admin:reports_block_{page}", args=[placement.block_id, placement.pk])


def shorten(client, placement, typed, **more):
    """Save the page with `typed` in the Chinese fields of these numbers, `more` in fields by their endings (`1-do`)."""
    opened = filled(client.get(address("shorten", placement)), "shorten")
    return client.post(address("shorten", placement), changed(opened, typed, **more))


def changed(opened, typed, **more):
    fields = [name for name in opened if name.startswith("zh_hans-") and not name.endswith(("-do", "-own"))]
    return (
        opened | {fields[number]: words for number, words in typed.items()} | {f"{fields[0]}-{name}": value for name, value in more.items()}
    )


def texts():
    return Placement.objects.get().print_text_zh_hans


# --- A newer revision --------------------------------------------------------------------------------------------------


def test_the_difference_is_shown_in_every_field_character_by_character(compiler, placement):
    case = placement.revision.case
    case.figures.update(value="1700")
    newer(case)
    page = compiler.get(address("newer", placement)).content.decode()
    assert "<h2>标题" in page
    assert "<h2>数据" in page
    assert '<ins><span class="hidden">新增：' in page or "<ins>" in page
    assert "采用第 3 版，替换第 2 版" in page


def test_it_says_which_print_sentences_would_be_marked(compiler, placement):
    written(placement, {0: "建成三座绿色工厂。", 2: ""})
    publish(placement, BODY.replace("三座", "四座"))
    page = compiler.get(address("newer", placement)).content.decode()
    assert "采用新版本后，以下句子会带上标记" in page
    assert "建成三座绿色工厂。" in page


def test_it_says_that_no_print_sentence_is_concerned(compiler, placement):
    written(placement, {0: "建成三座绿色工厂。"})
    newer(placement.revision.case)
    assert "印刷文字没有用到改动的内容" in compiler.get(address("newer", placement)).content.decode()


def test_taking_over_leads_to_the_sentences_that_are_to_be_looked_at(compiler, placement, part):
    written(placement, {0: "建成三座绿色工厂。"})
    publish(placement, BODY.replace("三座", "四座"))
    answer = compiler.post(address("newer", placement), {"number": "3", "act": "take"})
    assert answer["Location"] == address("shorten", placement)
    page = compiler.get(reverse("admin:reports_part_change", args=[part.pk])).content.decode()
    assert "印刷文字有 1 句须与原文核对" in page
    assert address("shorten", placement) in page


def test_without_such_sentences_it_leads_back_to_the_desk(compiler, placement, report):
    newer(placement.revision.case)
    answer = compiler.post(address("newer", placement), {"number": "3", "act": "take"})
    assert answer["Location"] == f"/admin/reports/report/{report.pk}/change/#block-{placement.block_id}"


def test_staying_is_shown_with_its_reason_and_asked_no_more(compiler, placement, report):
    newer(placement.revision.case)
    desk = reverse("admin:reports_report_change", args=[report.pk])
    assert "已发布较新的第 3 版；此处固定为第 2 版" in compiler.get(desk).content.decode()
    compiler.post(address("newer", placement), {"number": "3", "act": "stay", "reason": "只改了标点"})
    assert Stay.objects.get().reason == "只改了标点"
    page = compiler.get(desk).content.decode()
    assert "第 3 版已发布，此处继续使用第 2 版：只改了标点" in page
    assert "已发布较新的" not in page
    assert "只改了标点" in compiler.get(address("newer", placement)).content.decode()


def test_staying_without_a_reason_keeps_the_page_and_says_so(compiler, placement):
    newer(placement.revision.case)
    answer = compiler.post(address("newer", placement), {"number": "3", "act": "stay", "reason": " "})
    assert answer.status_code == 200
    assert "请说明暂不采用新版本的理由。" in answer.content.decode()


def test_what_is_too_long_a_reason_is_shown_back(compiler, placement):
    newer(placement.revision.case)
    answer = compiler.post(address("newer", placement), {"number": "3", "act": "stay", "reason": "长" * 601})
    assert "长" * 601 in answer.content.decode()
    assert Stay.objects.count() == 0


# --- The print text ----------------------------------------------------------------------------------------------------


def test_source_and_print_text_stand_beside_each_other_with_their_length(compiler, placement):
    page = compiler.get(address("shorten", placement)).content.decode()
    assert "原文 49 字 → 49 字；此处约可容 350 字" in page
    assert page.count("公司在浙江建成三座绿色工厂，年节电1600万千瓦时。") == 2


def test_a_sentence_written_over_is_shortened_and_an_empty_one_left_out(compiler, placement, report):
    answer = shorten(compiler, placement, {0: "建成三座绿色工厂。", 2: ""})
    assert answer["Location"] == f"/admin/reports/report/{report.pk}/change/#block-{placement.block_id}"
    assert texts() == "<p>建成三座绿色工厂。每座工厂都装有光伏屋顶。</p>"
    page = compiler.get(address("shorten", placement)).content.decode()
    assert [page.count(f'<span class="remark">{kind}</span>') for kind in ("缩写", "同原文", "不印")] == [1, 2, 1]


def test_the_choices_do_what_they_say(compiler, placement):
    shorten(compiler, placement, {0: "甲。"})
    shorten(compiler, placement, {}, do="whole")
    assert texts() == ""
    shorten(compiler, placement, {}, do="out")
    assert texts() == "<p>每座工厂都装有光伏屋顶。</p><p>员工培训覆盖全部岗位。</p>"


def test_own_words_go_to_the_end(compiler, placement):
    opened = filled(compiler.get(address("shorten", placement)), "shorten")
    compiler.post(address("shorten", placement), opened | {"zh_hans-own": "大家满意。"})
    assert texts().endswith("<p>员工培训覆盖全部岗位。大家满意。</p>")


def test_a_flag_goes_once_the_sentence_is_checked(compiler, placement):
    written(placement, {0: "建成三座绿色工厂。"})
    publish(placement, BODY.replace("三座", "四座"))
    compiler.post(address("newer", placement), {"number": "3", "act": "take"})
    page = compiler.get(address("shorten", placement)).content.decode()
    assert "原文已改动" in page
    answer = shorten(compiler, placement, {1: "都有光伏屋顶。"})
    assert answer["Location"] == address("shorten", placement)
    assert "原文已改动" in compiler.get(address("shorten", placement)).content.decode()
    shorten(compiler, placement, {}, read="on")
    assert "原文已改动" not in compiler.get(address("shorten", placement)).content.decode()


def test_the_second_to_save_sees_both_and_loses_nothing(compiler, placement):
    mine = filled(compiler.get(address("shorten", placement)), "shorten")
    shorten(compiler, placement, {0: "他写的。"})
    answer = compiler.post(address("shorten", placement), changed(mine, {0: "我写的。", 1: "我的第二句。"}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "已有他人保存过" in page
    assert "目前保存的是：他写的。" in page
    assert filled(answer, "shorten").items() >= changed(filled(answer, "shorten"), {0: "我写的。", 1: "我的第二句。"}).items()
    assert texts().startswith("<p>他写的。")
    compiler.post(address("shorten", placement), filled(answer, "shorten"))
    assert texts().startswith("<p>我写的。我的第二句。")


def test_what_was_typed_for_a_sentence_that_is_gone_is_shown_back(compiler, placement):
    mine = filled(compiler.get(address("shorten", placement)), "shorten")
    publish(placement, "<p>完全是另一段话，与从前没有关系。</p>")
    compiler.post(address("newer", placement), {"number": "3", "act": "take"})
    page = compiler.post(address("shorten", placement), changed(mine, {0: "我写的句子。"})).content.decode()
    assert "以下是您为已不存在的句子输入的内容" in page
    assert "我写的句子。" in page


def test_a_text_of_which_nothing_is_left_is_refused_and_shown_back(compiler, placement):
    answer = shorten(compiler, placement, {0: "", 1: "", 2: ""})
    assert "请至少保留一句" in answer.content.decode()
    assert texts() == ""


def test_a_text_too_long_for_a_form_is_not_offered_sentence_by_sentence(compiler, placement):
    Placement.objects.update(print_text_zh_hans="<p>短。</p>")
    publish(placement, "<p>" + "".join(f"第{number}句话说的是{number}。" for number in range(300)) + "</p>")
    compiler.post(address("newer", placement), {"number": "3", "act": "take"})
    answer = compiler.get(address("shorten", placement))
    assert "此文过长，不便逐句缩写" in answer.content.decode()
    compiler.post(address("shorten", placement), filled(answer, "shorten"))
    assert texts() == "<p>短。</p>"


def test_what_people_write_is_escaped(compiler, placement):
    shorten(compiler, placement, {0: '"><svg onload=alert(1)>'})
    page = compiler.get(address("shorten", placement)).content.decode()
    assert "<svg onload" not in page
    assert texts().startswith('<p>"&gt;&lt;svg onload=alert(1)&gt;')


# Session, user, memberships, the library's own permissions (2); the block with its part and report, seen; who works on the part; the
# placement with its revision, its document.
@pytest.mark.parametrize("times", [1, 3])
def test_the_page_takes_the_same_number_of_queries_at_one_sentence_and_at_three(compiler, whole, django_assert_num_queries, times):
    placement = whole["placement"]
    publish(placement, "<p>" + "".join(f"第{number}句话。" for number in range(times)) + "</p>")
    compiler.post(address("newer", placement), {"number": "2", "act": "take"})
    compiler.get(address("shorten", placement))
    with django_assert_num_queries(10):
        compiler.get(address("shorten", placement))


def test_a_table_stands_alone_whatever_is_asked_to_go_with_it_and_the_page_still_opens(compiler, placement):
    table = "<table><tbody><tr><td><p>项目</p></td><td><p>甲</p></td></tr></tbody></table>"
    placement.revision = publish(placement, f"<p>前一句。</p>{table}<p>后一句。</p>")
    placement.save()
    shorten(compiler, placement, {0: "前一句改。"}, do="")
    opened = filled(compiler.get(address("shorten", placement)), "shorten")
    fields = [name for name in opened if name.startswith("zh_hans-") and not name.endswith(("-do", "-own"))]
    joined = opened | {f"{name}-do": "join" for name in fields[1:]}
    assert compiler.post(address("shorten", placement), joined).status_code == 302
    assert compiler.get(address("shorten", placement)).status_code == 200
    assert texts() == f"<p>前一句改。</p>{table}<p>后一句。</p>"

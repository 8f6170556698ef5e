"""The page of a part as a Word file: out, home, each suggestion shown and decided on, and what the gate says of open ones."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from reports.admin.readiness import Doors
from reports.checkout import take
from reports.models import Block, Part, PartCheckout, Suggestion, WordCopy
from reports.readiness import examine
from tests import make
from tests.reports.admin.rows import signed_in
from tests.reports.roundtrip.files import commented, inserted, on, p, r, retyped

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(part):
    return Block.objects.create(part=part, text_zh_hans="<p>绿色发展。</p>")


def address(part):
    return reverse("admin:reports_part_word", args=[part.pk])


def out(client, part, language="zh_hans"):
    return client.post(address(part), {"act": "send", "language": language})


def home(client, part, data, name="改.docx"):
    return client.post(address(part), {"act": "home", "file": SimpleUploadedFile(name, data)}, follow=True)


def decide(client, part, act, suggestion):
    """As the buttons do, from the page as it stands."""
    seen = next(each.standing.seen for each in client.get(address(part)).context["shown"] if each.row == suggestion)
    return client.post(address(part), {"act": f"{act} {suggestion.pk}", f"seen-{suggestion.pk}": seen}, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_part_goes_out_as_a_file_and_its_changes_come_home(compiler, part, block):
    answer = out(compiler, part)
    copy = WordCopy.objects.get()
    assert answer["Content-Disposition"] == f'attachment; filename="one-zh-{copy.pk}.docx"'
    file = commented(retyped(answer.content, 2, p(on(0, r("绿色")), inserted("低碳"), r("发展。"))), "用新提法")
    page = home(compiler, part, file)
    assert told(page) == ["文件带回了 1 条建议。"]
    words = page.content.decode()
    assert '<ins><span class="hidden">新增：</span>低碳</ins>' in words.replace("新增： ", "新增：")
    assert "李编辑 · 2030年5月6日" in words
    assert "用新提法" in words
    suggestion = Suggestion.objects.get()
    assert told(decide(compiler, part, "accept", suggestion)) == ["已采纳：“正文段落 · 正文”。"]
    block.refresh_from_db()
    assert block.text_zh_hans == "<p>绿色低碳发展。</p>"
    assert [(row.by, row.is_silent) for row in PartCheckout.objects.all()] == [(suggestion_by(suggestion), True)]
    assert [(entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.all()] == [(str(block.pk), "已修改正文。")]


def suggestion_by(suggestion):
    suggestion.refresh_from_db()
    return suggestion.decided_by


def test_what_has_moved_on_is_shown_and_not_written_over(compiler, part, block):
    home(compiler, part, retyped(out(compiler, part).content, 2, p(r("绿色低碳发展。"))))
    suggestion = Suggestion.objects.get()
    seen = compiler.get(address(part)).context["shown"][0].standing.seen
    Block.objects.filter(pk=block.pk).update(text_zh_hans="<p>绿色发展，久久为功。</p>")
    answer = compiler.post(address(part), {"act": f"accept {suggestion.pk}", f"seen-{suggestion.pk}": seen}, follow=True)
    assert told(answer) == ["您打开页面之后，这段文字又有人改过。下面是最新的文字：请看过再决定。"]
    assert "送出后本站的改动" in answer.content.decode()
    block.refresh_from_db()
    assert block.text_zh_hans == "<p>绿色发展，久久为功。</p>"


def test_all_that_nobody_has_worked_on_are_accepted_at_once(compiler, part, block):
    other = Block.objects.create(part=part, order=1, text_zh_hans="<p>协调。</p>")
    sent = out(compiler, part).content
    sent = retyped(retyped(retyped(sent, 1, p(r("新题"))), 2, p(r("新文。"))), 3, p(r("新的协调。")))
    home(compiler, part, sent)
    Block.objects.filter(pk=other.pk).update(text_zh_hans="<p>别人写的。</p>")
    assert told(compiler.post(address(part), {"act": "accept all"}, follow=True)) == ["已采纳 2 条建议。"]
    part.refresh_from_db()
    assert (part.title_zh_hans, list(part.blocks.values_list("text_zh_hans", flat=True))) == (
        "新题",
        ["<p>新文。</p>", "<p>别人写的。</p>"],
    )
    assert [each.state for each in Suggestion.objects.order_by("number")] == ["accepted", "accepted", "open"]


def test_what_somebody_else_has_is_left_and_said(compiler, part, block):
    home(compiler, part, retyped(out(compiler, part).content, 2, p(r("新文。"))))
    take(part, by=make.user(Role.COMPILER, name="王编纂"))
    answer = compiler.post(address(part), {"act": "accept all"}, follow=True)
    assert told(answer)[0] == "已采纳 0 条建议。"
    assert told(answer)[1].startswith("王编纂 自")
    assert Suggestion.objects.get().state == "open"


def test_refused_and_dealt_with_ones_are_listed_as_decided(compiler, part, block):
    file = retyped(out(compiler, part).content, 2, p(r("新文。")))
    home(compiler, part, commented(retyped(file, 1, p(on(0, r("第一章 只在报告里的词")))), "好题"))
    note, change = Suggestion.objects.order_by("number")
    for suggestion in (note, change):
        page = decide(compiler, part, "decline", suggestion)
    assert [(each.kind, each.state) for each in Suggestion.objects.order_by("number")] == [("note", "done"), ("change", "refused")]
    assert "没有待处理的建议。" in page.content.decode()
    block.refresh_from_db()
    assert block.text_zh_hans == "<p>绿色发展。</p>"


def test_a_file_that_is_none_is_told_and_so_is_no_file(compiler, part):
    assert told(home(compiler, part, b"no"))[0].startswith("文件已损坏")
    assert told(compiler.post(address(part), {"act": "home"}, follow=True)) == ["请选择交回的 Word 文件。"]
    assert told(compiler.post(address(part), {"act": "home", "file": SimpleUploadedFile("a.docx", b"")}, follow=True)) != []


def test_the_same_file_is_not_listed_twice(compiler, part, block):
    file = retyped(out(compiler, part).content, 2, p(r("新文。")))
    home(compiler, part, file)
    assert told(home(compiler, part, file, "又.docx")) == ["这份文件以前交回过，不再重复列出。"]
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    "posted",
    [
        *(
            {},
            {"act": ""},
            {"act": "send"},
            {"act": "send", "language": "fr"},
            {"act": "accept"},
            {"act": "accept x"},
            {"act": "accept \0"},
        ),
        *({"act": "accept ²"}, {"act": "decline all"}, {"act": f"accept {'9' * 30}"}),
    ],
)
def test_what_no_button_sends_is_not_found(compiler, part, posted):
    assert compiler.post(address(part), posted).status_code == 404


def test_a_suggestion_that_is_not_of_the_part_is_told_of(compiler, report, part, block):
    home(compiler, part, retyped(out(compiler, part).content, 2, p(r("新文。"))))
    other = Part.objects.create(report=report, key="two", order=1, title_zh_hans="第二章")
    for act in ("accept", "decline"):
        assert told(compiler.post(address(other), {"act": f"{act} {Suggestion.objects.get().pk}"}, follow=True)) == ["这条建议已不存在。"]


def test_an_operator_reads_and_does_nothing(whole):
    operator = signed_in(make.user(Role.OPERATOR))
    page = operator.get(address(whole["part"]))
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split('id="content-main"')[1]
    for posted in ({"act": "send", "language": "en"}, {"act": "accept all"}, {"act": "home"}):
        assert operator.post(address(whole["part"]), posted).status_code == 404


def test_text_from_the_file_is_never_markup(compiler, part, block):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    file = commented(retyped(out(compiler, part).content, 2, p(on(0, r(evil)))), evil)
    page = home(compiler, part, file, "<img>.docx").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    decide(compiler, part, "accept", Suggestion.objects.get())
    block.refresh_from_db()
    assert block.text_zh_hans == f"<p>{evil.replace('<', '&lt;').replace('>', '&gt;')}</p>"


def test_the_parts_page_and_the_gate_name_open_suggestions_with_the_way_to_them(compiler, report, part, block):
    home(compiler, part, retyped(out(compiler, part).content, 2, p(r("新文。"))))
    assert "1 条建议待处理" in compiler.get(reverse("admin:reports_part_change", args=[part.pk])).content.decode()
    found = [each for each in examine(report).obstacles if each.check == "suggestions"]
    assert [(each.severity.value, each.what, each.about) for each in found] == [
        ("blocks", "Word 文件“改.docx”带回的一条建议尚未处理。", "新文。")
    ]
    assert Doors(report, [part]).address(found[0]) == address(part)


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same_whatever_came_home(compiler, part, django_assert_num_queries, times):
    for number in range(times):
        Block.objects.create(part=part, order=number, text_zh_hans="<p>文。</p>")
    file = out(compiler, part).content
    for number in range(times):
        file = retyped(file, number + 2, p(r("新文。")))
    home(compiler, part, file)
    # Session, user, roles (3); part; checkout; count and page of suggestions, their blocks; the same for the clean ones; decided ones;
    # copies; files; the frame's own.
    with django_assert_num_queries(QUERIES):
        assert len(compiler.get(address(part)).context["shown"]) == times


QUERIES = 16

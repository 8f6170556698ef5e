"""On the pages: who works on a part, what others' saving is told, taking, giving back, taking over."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from reports.checkout import take
from reports.models import Block, Part, PartCheckout
from tests import make
from tests.forms import filled
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make.user(Role.COMPILER, name="王编纂")


@pytest.fixture
def taken(part, other):
    return take(part, by=other)


def change(row):
    return reverse(f"admin:reports_{row._meta.model_name}_change", args=[row.pk])


def act(client, part, act, **more):
    return client.post(reverse("admin:reports_part_checkout", args=[part.pk]), {"act": act, **more})


def page(client, row):
    return client.get(change(row)).content.decode()


def test_saving_a_part_that_nobody_has_says_nothing_and_holds_it(compiler, part):
    assert compiler.save(change(part), title_zh_hans="新题").status_code == 302
    assert [(row.part, row.is_silent) for row in PartCheckout.objects.all()] == [(part, True)]


def test_what_another_has_is_read_and_not_saved_and_what_was_typed_stands_in_the_form(compiler, part, taken):
    block = Block.objects.create(part=part, text_zh_hans="<p>文</p>")
    for row, typed in ((part, "title_zh_hans"), (block, "title_zh_hans")):
        assert "王编纂 自" in page(compiler, row)
        answer = compiler.save(change(row), **{typed: "我写的"})
        assert answer.status_code == 200
        assert any("王编纂" in str(each) and "没有丢失" in str(each) for each in answer.context["adminform"].form.non_field_errors())
        assert 'value="我写的"' in answer.content.decode()
        row.refresh_from_db()
        assert row.title_zh_hans != "我写的"


def test_nothing_is_added_to_it_or_moved_into_it(compiler, report, part, taken):
    add = reverse("admin:reports_block_add", query={"part": part.pk, "kind": "prose"})
    assert compiler.save(add, text_zh_hans="<p>新</p>").status_code == 200
    there = Part.objects.create(report=report, key="two", order=1, title_zh_hans="第二章")
    block = Block.objects.create(part=there, text_zh_hans="<p>文</p>")
    assert compiler.save(change(block), part=part.pk).status_code == 200
    assert list(part.blocks.all()) == []


def test_nothing_of_it_is_deleted(compiler, part, taken):
    block = Block.objects.create(part=part, text_zh_hans="<p>文</p>")
    for row in (block, part):
        answer = compiler.post(reverse(f"admin:reports_{row._meta.model_name}_delete", args=[row.pk]), {"post": "yes"}, follow=True)
        assert "王编纂 自" in answer.content.decode()
    assert (Part.objects.count(), Block.objects.count()) == (1, 1)


def test_a_case_placed_in_it_is_neither_taken_over_nor_shortened(compiler, whole, taken):
    placement = whole["placement"]
    address = reverse("admin:reports_block_shorten", args=[placement.block_id, placement.pk])
    opened = filled(compiler.get(address), "shorten")
    name = next(name for name in opened if name.startswith("zh_hans-") and not name.endswith(("-do", "-own")))
    answer = compiler.post(address, opened | {name: "短。"})
    assert answer.status_code == 200
    assert "因此没有保存" in answer.content.decode()
    assert filled(answer, "shorten")[name] == "短。"
    placement.refresh_from_db()
    assert (placement.print_text_zh_hans or "") == ""


def test_it_is_taken_given_back_with_a_note_and_the_note_is_read(compiler, part, other):
    assert act(compiler, part, "take")["Location"] == change(part)
    assert "您自" in page(compiler, part)
    act(compiler, part, "give_back", note="第二节已改完")
    shown = page(signed_in(other), part)
    assert "目前没有人在修改本部分" in shown
    assert "第二节已改完" in shown


def test_it_is_taken_over_with_a_reason_alone(compiler, part, taken, other):
    act(compiler, part, "take")
    assert PartCheckout.objects.get(given_back_at=None).by == other
    act(compiler, part, "take", reason="今天付印")
    assert "接手：今天付印" in page(compiler, part)
    assert signed_in(other).save(change(part), title_zh_hans="迟了").status_code == 200


def test_the_buttons_come_back_to_the_block_they_stand_beside(compiler, part):
    block = Block.objects.create(part=part, text_zh_hans="<p>文</p>")
    elsewhere = Block.objects.create(
        part=Part.objects.create(report=part.report, key="two", order=1, title_zh_hans="二"), text_zh_hans="<p>文</p>"
    )
    assert act(compiler, part, "take", block=block.pk)["Location"] == change(block)
    assert act(compiler, part, "give_back", block=elsewhere.pk)["Location"] == change(part)


def test_the_desk_says_who_works_on_what(compiler, report, part, taken):
    assert "王编纂 自" in compiler.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()


def test_it_asks_for_a_post(compiler, part):
    assert compiler.get(reverse("admin:reports_part_checkout", args=[part.pk])).status_code == 404

"""What a call asks for, who may hand in late, and how its end is moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases import calls
from cases.models import Call, CallKind
from cases.workflow import StepRefused, missing, take
from tests import make

pytestmark = pytest.mark.django_db


def call(days_left=9, **columns):
    now = timezone.now()
    return Call.objects.create(
        **{"year": 2031, "title_zh_hans": "征集", "opens_at": now - timedelta(days=30), "closes_at": now + timedelta(days=days_left)}
        | columns
    )


def test_a_case_without_a_call_is_asked_for_nothing_more():
    assert missing(make.case()) == []


def test_a_call_asks_for_fields_and_rows_and_its_kind_for_more():
    asked = call(required=["title_en", "pictures"])
    kind = CallKind.objects.create(call=asked, name_zh_hans="企业", required=["quotations", "title_en"])
    case = make.case(call=asked, kind=kind, title_en="")
    assert missing(case) == ["请填写英文标题。", "请至少提供一张图片。", "请至少提供一段引语。"]


def test_a_text_beyond_the_calls_limit_is_told_with_both_numbers():
    case = make.case(
        call=call(limits={"summary_zh_hans": 5, "body_zh_hans": 3}), summary_zh_hans="一二三四五六", body_zh_hans="<p>一二</p><p>三</p>"
    )
    assert missing(case) == ["摘要（中文）：最多 5 个字符，现有 6 个。"]


def test_a_kinds_limit_goes_before_its_calls():
    asked = call(limits={"summary_zh_hans": 5})
    kind = CallKind.objects.create(call=asked, name_zh_hans="企业", limits={"summary_zh_hans": 50})
    assert missing(make.case(call=asked, kind=kind, summary_zh_hans="一二三四五六")) == []


def test_after_the_end_nobody_hands_in_until_it_is_extended():
    closed = call(days_left=-1)
    case = make.case(call=closed)
    with pytest.raises(StepRefused) as refused:
        take("submit", case=case, by=case.changed_by)
    assert refused.value.code == "call"
    calls.extend(closed, closes_at=timezone.now() + timedelta(days=3), by=make.user(Role.REVIEWER))
    case.refresh_from_db()
    take("submit", case=case, by=case.changed_by)
    assert case.state == "submitted"


def test_extending_tells_active_editors_who_were_invited_or_have_something_to_hand_in_and_nobody_else():
    asked = call()
    waiting, done, stranger = make.organisation(), make.organisation(), make.organisation()
    person, gone = make.editor(waiting), make.editor(waiting)
    gone.is_active = False
    gone.save()
    make.case(waiting, call=asked, by=person)
    make.submitted(make.case(done, call=asked))
    make.editor(stranger)
    assert calls.extend(asked, closes_at=asked.closes_at + timedelta(days=1), by=make.user(Role.REVIEWER)) == [person]


@pytest.mark.parametrize("days", [-1, 0, 8])
def test_an_end_that_is_not_later_is_refused(days):
    asked = call()
    before = asked.closes_at
    with pytest.raises(calls.CallRefused):
        calls.extend(asked, closes_at=timezone.now() + timedelta(days=days), by=make.user(Role.REVIEWER))
    assert Call.objects.get(pk=asked.pk).closes_at == before


def test_a_company_extends_nothing():
    asked = call()
    with pytest.raises(calls.CallRefused):
        calls.extend(asked, closes_at=asked.closes_at + timedelta(days=1), by=make.editor(make.organisation()))


def test_of_two_who_extend_at_once_the_second_is_told():
    first, second = call(), Call.objects.get(year=2031)
    reviewer = make.user(Role.REVIEWER)
    calls.extend(first, closes_at=first.closes_at + timedelta(days=2), by=reviewer)
    with pytest.raises(calls.CallRefused):
        calls.extend(second, closes_at=second.closes_at + timedelta(days=1), by=reviewer)


def test_its_numbers():
    asked = call()
    make.case(call=asked)
    make.submitted(make.case(call=asked))
    assert calls.numbers(asked) == calls.Numbers(invited=0, joined=0, begun=2, handed_in=1, published=0)

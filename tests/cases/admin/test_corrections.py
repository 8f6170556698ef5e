"""The page of corrections, for the reviewer who proposes and for the company that decides."""

import pytest

from accounts.enums import Role
from cases.correcting import send
from cases.models import Case, Correction
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def case(company, editor, reviewer):
    made = make.submitted(make.case(company, by=editor, title_zh_hans="园区", body_zh_hans="<p>企业建成了园区。产量翻番。</p>"))
    take("start_review", case=made, by=reviewer)
    Case.objects.filter(pk=made.pk).update(title_zh_hans="<b>风能</b>园区", body_zh_hans="<p>企业建成园区。产量增长一倍。</p>")
    made.refresh_from_db()
    return made


@pytest.fixture
def page(client):
    def ask(person, case, data=None):
        client.force_login(person)
        address = f"/admin/cases/case/{case.pk}/corrections/"
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return ask


def sent(case, reviewer):
    send(case=case, by=reviewer, message="请看。", version=case.version)
    return list(Correction.objects.order_by("pk"))


def test_the_reviewer_sees_the_pairs_and_sends_them(page, case, reviewer, editor):
    shown = page(reviewer, case).text
    assert shown.count('class="before-after"') == 3
    assert "&lt;b&gt;风能&lt;/b&gt;" in shown
    refused = page(reviewer, case, {"act": "send", "version": case.version, "message": ""})
    assert (refused.status_code, Correction.objects.count()) == (422, 0)
    page(reviewer, case, {"act": "send", "version": case.version, "message": "请看。", "due": "2027-03-31"})
    case.refresh_from_db()
    assert (case.state, case.title_zh_hans, case.assignment.company_due.isoformat()) == ("changes_requested", "园区", "2027-03-31")


def test_the_company_decides_pair_by_pair_and_all_at_once(page, case, reviewer, editor, client):
    title, first, second = sent(case, reviewer)
    assert page(editor, case).text.count("/corrections/") >= 1
    page(editor, case, {"act": f"refuse {title.pk}", "why": "<i>名称</i>已注册"})
    page(editor, case, {"act": f"accept {first.pk}"})
    assert Case.objects.get().body_zh_hans == "<p>企业建成园区。产量翻番。</p>"
    page(editor, case, {"act": "accept"})
    assert Case.objects.get().body_zh_hans == "<p>企业建成园区。产量增长一倍。</p>"
    assert list(Correction.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "accepted", "accepted"]
    assert "&lt;i&gt;名称&lt;/i&gt;已注册" in page(reviewer, case).text
    assert second.state == "open"


def test_the_form_leads_to_what_waits(client, case, reviewer, editor):
    client.force_login(reviewer)
    assert "把我的修改发给企业" in client.get(f"/admin/cases/case/{case.pk}/change/").text
    sent(case, reviewer)
    client.force_login(editor)
    assert "对 3 处修改作决定" in client.get(f"/admin/cases/case/{case.pk}/change/").text


def test_a_flagged_pair_says_so_and_offers_no_taking(page, case, reviewer, editor):
    title, *_rest = sent(case, reviewer)
    Case.objects.update(title_zh_hans="别的题目")
    shown = page(editor, case).text
    assert f'value="accept {title.pk}"' not in shown
    assert f'value="refuse {title.pk}"' in shown
    assert shown.count('class="flag"') == 1


def test_others_neither_see_nor_decide(page, case, reviewer, editor):
    title, *_rest = sent(case, reviewer)
    other = make.editor(make.organisation("theirs"))
    asked = [
        {"act": "accept"},
        {"act": f"accept {title.pk}"},
        {"act": "refuse", "why": "不"},
        {"act": "send", "version": 1, "message": "看"},
    ]
    assert page(other, case).status_code == 404
    assert [page(other, case, data).status_code for data in asked] == [404] * 4
    assert [page(make.user(Role.COMPILER), case, data).status_code for data in asked] == [404] * 4
    assert [page(reviewer, case, data).status_code for data in asked[:3]] == [404] * 3
    assert page(editor, case, asked[3]).status_code == 404
    assert [page(editor, case, {"act": act}).status_code for act in ("accept x", "accept 99999999999999999999", "", "burn")] == [404] * 4
    assert set(Correction.objects.values_list("state", flat=True)) == {"open"}


def test_a_pair_of_another_case_is_not_decided_here(page, case, reviewer, editor, company):
    sent(case, reviewer)
    mine = make.case(company, by=editor)
    title = Correction.objects.order_by("pk").first()
    page(editor, mine, {"act": f"accept {title.pk}"})
    title.refresh_from_db()
    assert title.state == "open"

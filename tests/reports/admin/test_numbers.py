"""The number audit on the report desk and on a case's form."""

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from reports.models import Block, Part, Settlement
from tests import make
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db

WRONG = "<p>全年减排6.42万吨。</p>"


def address(report):
    return reverse("admin:reports_report_numbers", args=[report.pk])


@pytest.fixture
def block(part):
    return Block.objects.create(part=part, kind="prose", text_zh_hans=WRONG)


def headings(response):
    return re.findall(r"<h2>(.*?)</h2>", response.content.decode().partition('id="content-main"')[2])


def digest_on(response):
    return re.search(r'name="digest" value="(\w+)"', response.content.decode())[1]


def test_each_finding_leads_to_its_place(compiler, report, block):
    page = compiler.get(address(report))
    assert headings(page) == ["“6.42万吨”没有对应的记录。"]
    assert f'href="{reverse("admin:reports_block_change", args=[block.pk])}#id_text_zh_hans"' in page.content.decode()


def test_findings_are_filtered_by_rule_severity_part_and_state(compiler, report, block):
    other = Part.objects.create(report=report, key="two", title_zh_hans="二", order=2)
    Block.objects.create(part=other, kind="prose", text_zh_hans="<p>2024年2月30日投产。</p>")
    both = ["没有这一天：2024年2月30日。", "“6.42万吨”没有对应的记录。"]

    def shown(query):
        return headings(compiler.get(f"{address(report)}?{query}"))

    assert shown("") == both
    assert (shown("rule=dates"), shown("severity=hint"), shown("part=two")) == (both[:1], both[1:], both[:1])
    assert (shown("state=settled"), shown("state=all"), shown("rule=nonsense"), shown("page=99")) == ([], both, both, both)


def test_a_finding_is_accepted_with_a_reason_and_opened_again(compiler, report, block):
    page = compiler.get(address(report))
    digest = digest_on(page)
    answer = compiler.post(address(report), {"digest": digest, "outcome": "accepted", "reason": "来源为访谈。"}, follow=True)
    assert (headings(answer), Settlement.objects.get().reason) == ([], "来源为访谈。")
    settled = compiler.get(f"{address(report)}?state=settled")
    assert "来源为访谈。" in settled.content.decode()
    compiler.post(address(report), {"digest": digest, "outcome": "open"})
    assert Settlement.objects.count() == 0


def test_without_a_reason_it_is_refused_in_words(compiler, report, block):
    digest = digest_on(compiler.get(address(report)))
    answer = compiler.post(address(report), {"digest": digest, "outcome": "accepted", "reason": ""}, follow=True)
    assert "请说明为何按原样接受该发现。" in answer.content.decode()
    assert Settlement.objects.count() == 0


def test_a_finding_that_is_gone_meanwhile_is_said_to_be(compiler, report, block):
    digest = digest_on(compiler.get(address(report)))
    Block.objects.filter(pk=block.pk).update(text_zh_hans="<p>没有数字。</p>")
    answer = compiler.post(address(report), {"digest": digest, "outcome": "accepted", "reason": "x"}, follow=True)
    assert "该发现已不存在" in answer.content.decode()


def test_a_report_that_cannot_be_composed_says_what_lacks(compiler, report, part):
    Block.objects.create(part=part, kind="tiles")
    assert "报告暂时无法读取" in compiler.get(address(report)).content.decode()


def test_an_operator_reads_and_settles_nothing(report, block):
    operator = signed_in(make.user(Role.OPERATOR))
    page = operator.get(address(report))
    assert (page.status_code, 'name="digest"' in page.content.decode()) == (200, False)
    assert operator.post(address(report), {"digest": "x", "outcome": "fixed"}).status_code == 404


def test_hostile_text_comes_out_as_text(compiler, report, part):
    Block.objects.create(part=part, kind="themes").items.create(
        label_zh_hans="x", text_zh_hans="<script>alert(1)</script>6.42万吨 %(x)s %s。"
    )
    page = compiler.get(address(report)).content.decode()
    assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page, "%(x)s %s" in page) == (False, True, True)


def test_the_page_costs_the_same_for_one_finding_and_for_three(compiler, report, part, block, django_assert_num_queries):
    compiler.get(address(report))
    # Session, user with roles (3), the report; twenty or so to compose; settlements, parts, blocks, cases.
    with django_assert_num_queries(QUERIES):
        compiler.get(address(report))
    for number, words in enumerate(("培训员工3810人次", "出口整车58.5万辆"), 1):
        Block.objects.create(part=part, kind="prose", order=number, text_zh_hans=f"<p>{words}。</p>")
    with django_assert_num_queries(QUERIES):
        assert len(headings(compiler.get(address(report)))) == 3


QUERIES = 20


# --- A single case -----------------------------------------------------------------------------------------------


@pytest.fixture
def case():
    case = make.case(body_zh_hans="<p>公司改造了生产线，年节电量860万千瓦时，另减排6.42万吨。</p>", body_en="")
    case.figures.all().delete()
    return case


def of_case(case):
    return reverse("admin:case_numbers", args=[case.pk])


def test_a_case_lists_its_numbers_without_a_figure_and_those_that_differ(case):
    case.figures.create(label_zh_hans="年节电量", value="680", unit="万千瓦时")
    page = signed_in(make.editor(case.organisation)).get(of_case(case))
    assert headings(page) == ["文中写860万千瓦时，记录“年节电量”为680 万千瓦时。", "“6.42万吨”没有对应的记录。"]
    assert f'href="{reverse("admin:cases_case_change", args=[case.pk])}#id_body_zh_hans"' in page.content.decode()


def test_a_case_without_findings_says_so(case):
    case.body_zh_hans = "<p>公司改造了生产线。</p>"
    case.save()
    assert "彼此没有矛盾" in signed_in(make.editor(case.organisation)).get(of_case(case)).content.decode()


def test_the_numbers_of_another_companys_case_are_not_there(case):
    assert signed_in(make.editor(make.organisation())).get(of_case(case)).status_code == 404
    assert signed_in(make.user(Role.REVIEWER)).get(of_case(case)).status_code == 200


def test_its_form_and_the_step_of_handing_in_lead_there(case):
    editor = signed_in(make.editor(case.organisation))
    assert of_case(case) in editor.get(reverse("admin:cases_case_change", args=[case.pk])).content.decode()

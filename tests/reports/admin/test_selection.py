"""The selection board, its quotas and its log in the admin."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Kind, Role
from cases.workflow import take
from reports.models import Block, Part, Selection
from reports.selection import choose, quotas_of
from tests import make
from tests.forms import filled
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db


def board(report, query=""):
    return reverse("admin:reports_report_selection", args=[report.pk]) + query


def published(**columns):
    case = make.case(**columns)
    make.published(case)
    return case


@pytest.fixture
def case():
    return published(goals=(7, 13), concept="green", title_zh_hans="电网改造")


def decide(client, report, *cases, query="", **typed):
    return client.post(
        board(report, query), {"case": [case.pk for case in cases], "decision": "chosen", "reason": "好"} | typed, follow=True
    )


def side(response):
    """The words of the aside: quotas and matrix, without tags."""
    html = response.content.decode().partition('class="board-side"')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def titles(response):
    return re.findall(r'<td class="case"><a[^>]*>(.*?)</a>', response.content.decode())


def test_a_published_case_stands_on_the_board_with_what_one_needs_to_choose(compiler, report, case):
    make.case(title_zh_hans="草稿")
    page = compiler.get(board(report))
    assert titles(page) == ["电网改造"]
    row = re.sub(r"<[^>]+>|\s+", " ", page.content.decode().partition("<tbody>")[2].partition("</tr>")[0])
    assert " ".join(row.split()) == f"电网改造 {case.organisation} · 2021 · 1 项数据 绿色 7 13 待定"


def test_checked_cases_are_chosen_with_one_reason_or_each_with_its_own(compiler, report, case):
    other, third = published(), published()
    page = decide(compiler, report, case, other, **{f"reason-{other.pk}": "自己的理由", f"reason-{third.pk}": "未勾选"})
    assert "入选：2 个案例。" in page.content.decode()
    assert dict(report.selections.values_list("case", "reason")) == {case.pk: "好", other.pk: "自己的理由"}


def test_the_reason_that_stands_already_gives_way_to_the_one_for_all(compiler, report, case):
    decide(compiler, report, case)
    decide(compiler, report, case, decision="reserve", reason="篇幅", **{f"reason-{case.pk}": "好"})
    assert list(report.selections.values_list("state", "reason")) == [("reserve", "篇幅")]
    decide(compiler, report, case, decision="declined", reason="", **{f"reason-{case.pk}": "篇幅"})
    assert list(report.selections.values_list("state", "reason")) == [("declined", "篇幅")]


def test_what_was_typed_and_checked_is_there_again_when_it_is_refused(compiler, report, case):
    other = published()
    page = compiler.post(board(report), {"case": [case.pk], "decision": "chosen", "reason": "", f"reason-{other.pk}": "打了一半"})
    assert (page.status_code, Selection.objects.count()) == (422, 0)
    html = page.content.decode()
    assert f"“{case}”：请填写理由。" in html
    assert re.search(rf'name="case" value="{case.pk}" id="case-{case.pk}" checked', html)
    assert 'value="打了一半"' in html
    page = compiler.post(board(report), {"decision": "chosen", "reason": "写好的理由"})
    assert (page.status_code, 'value="写好的理由"' in page.content.decode()) == (422, True)


def test_after_a_decision_the_filter_is_as_it_was(compiler, report, case):
    page = decide(compiler, report, case, query="?concept=green&state=undecided")
    assert page.redirect_chain == [(board(report, "?concept=green&state=undecided"), 302)]
    assert titles(page) == []


def test_candidates_are_found_by_words_facets_decision_kind_and_newness(compiler, report, case):
    city = published(owner=make.organisation("city", kind=Kind.GOVERNMENT), goals=(9,), title_zh_hans="智慧城市")
    decide(compiler, report, city)
    shown = {
        query: titles(compiler.get(board(report, query)))
        for query in (
            "?q=电网",
            "?sdg=9",
            "?state=chosen",
            "?state=undecided",
            "?kind=government",
            "?newcomers=on&sdg=7",
            "?organisation=city",
        )
    }
    assert shown == {
        "?q=电网": ["电网改造"],
        "?sdg=9": ["智慧城市"],
        "?state=chosen": ["智慧城市"],
        "?state=undecided": ["电网改造"],
        "?kind=government": ["智慧城市"],
        "?newcomers=on&sdg=7": ["电网改造"],
        "?organisation=city": ["智慧城市"],
    }
    for query in (
        "?concept=nonsense",
        "?state=nonsense&kind=x&page=99&sort=x",
        "?sdg=" + "&sdg=".join(map(str, range(30))),
        "?q=" + "长" * 300,
    ):
        assert compiler.get(board(report, query)).status_code == 200


def test_quotas_and_the_matrix_stand_beside(compiler, report, case):
    published(goals=(9,), concept="innovation")
    report.quotas.create(aspect="cases", minimum=3)
    report.quotas.create(aspect="owner", maximum=0)
    decide(compiler, report, case)
    page = compiler.get(board(report))
    said = side(page)
    assert "全部案例 1 / ≥ 3 还差 2" in said
    assert "首次入选单位 1" in said
    assert f"{case.organisation} 1 / ≤ 0 超出 1" in said
    html = page.content.decode()
    for concept, goal, cell in (("green", 7, "1"), ("innovation", 9, "+1")):
        assert re.search(
            rf'href="{re.escape(board(report))}\?concept={concept}&amp;sdg={goal}"[^>]*><span[^>]*>[^<]*</span>{re.escape(cell)}</a>', html
        )
    hidden = '<span class="hidden-words">{}</span>'
    empty = f"{hidden.format('共享 · 1: ')}·{hidden.format('没有已发布案例')}"
    assert empty in html


def test_a_chosen_case_leads_to_the_form_that_places_it_and_then_to_its_block(compiler, report, part, case):
    decide(compiler, report, case)
    address = reverse("admin:reports_block_add", query={"part": part.pk, "kind": "case", "case": case.pk})
    assert f'href="{address.replace("&", "&amp;")}"' in compiler.get(board(report)).content.decode()
    compiler.save(address)
    block = Block.objects.get()
    assert [placement.revision.case for placement in block.placements.all()] == [case]
    page = compiler.get(board(report)).content.decode()
    assert ("已入选，尚未放置" in page, reverse("admin:reports_block_change", args=[block.pk]) in page) == (False, True)


def test_of_many_cases_to_place_the_first_are_named_and_the_others_counted(compiler, report, part, monkeypatch):
    monkeypatch.setattr("reports.admin.selection.TO_PLACE", 1)
    first, second = published(), published()
    decide(compiler, report, first)
    decide(compiler, report, second)
    said = side(compiler.get(board(report))).partition("已入选，尚未放置")[2]
    assert said.strip().startswith(f"{first.title_zh_hans} 放置 {first.title_zh_hans} 另有1项")


@pytest.mark.parametrize("asked", ["x", "999999999", "-1"])
def test_a_link_that_names_no_published_case_presets_nothing(compiler, part, asked):
    draft = make.case()
    for pk in (asked, draft.pk):
        page = compiler.get(reverse("admin:reports_block_add", query={"part": part.pk, "kind": "case", "case": pk}))
        assert filled(page, "block_form")["case"] == ""


def test_a_chosen_case_that_was_withdrawn_is_said_to_be_and_taken_back(compiler, report, case):
    decide(compiler, report, case)
    case.refresh_from_db()
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="x")
    assert "已入选，后被撤下 电网改造" in side(compiler.get(board(report)))
    page = decide(compiler, report, case, decision="dropped", reason="案例已撤下。")
    assert ("已入选，后被撤下" in side(page), Selection.objects.count()) == (False, 0)


def test_an_operator_reads_and_decides_nothing(report, case):
    operator = signed_in(make.user(Role.OPERATOR))
    page = operator.get(board(report))
    assert (page.status_code, 'name="decision"' in page.content.decode()) == (200, False)
    assert operator.post(board(report), {"case": case.pk, "decision": "chosen", "reason": "x"}).status_code == 404
    assert Selection.objects.count() == 0


def test_hostile_text_comes_out_as_text(compiler, report, case):
    nasty = "<script>alert(1)</script>%(x)s"
    decide(compiler, report, case, reason=nasty)
    for address in (board(report), reverse("admin:reports_report_choices", args=[report.pk])):
        page = compiler.get(address).content.decode()
        assert ("<script>alert(1)" in page, "&lt;script&gt;alert(1)" in page) == (False, True)
    assert compiler.post(board(report), {"case": ["1 OR 1", "9" * 40, "①"], "decision": "chosen", "reason": "x"}).status_code == 422


def test_the_board_costs_the_same_for_one_case_and_for_three(compiler, report, part, case, django_assert_num_queries):
    decide(compiler, report, case)
    compiler.get(board(report))
    # Session, user, roles, rights (2), the report (2); placements, owners of earlier reports, decisions, the site's version, quotas, parts,
    # a page of cases.
    with django_assert_num_queries(QUERIES):
        compiler.get(board(report))
    decide(compiler, report, published(concept="green"), published())
    compiler.get(board(report))
    with django_assert_num_queries(QUERIES):
        assert len(titles(compiler.get(board(report)))) == 3


QUERIES = 14


# --- Quotas ----------------------------------------------------------------------------------------------------------


def quotas_page(report):
    return reverse("admin:reports_report_quotas", args=[report.pk])


def form_of(client, report, **typed):
    return filled(client.get(quotas_page(report)), "quotas_form") | typed


def test_quotas_are_set_on_a_form_changed_and_taken_off(compiler, report, case):
    typed = {"quota-0-what": "cases=", "quota-0-minimum": "20", "quota-0-maximum": "30", "quota-1-what": "owner=", "quota-1-maximum": "2"}
    answer = compiler.post(quotas_page(report), form_of(compiler, report, **typed), follow=True)
    assert "配额已保存。" in answer.content.decode()
    assert [(q.aspect, q.value, q.minimum, q.maximum) for q in quotas_of(report)] == [("cases", "", 20, 30), ("owner", "", None, 2)]
    compiler.post(
        quotas_page(report),
        form_of(
            compiler, report, **{"quota-0-minimum": "", "quota-0-maximum": "", "quota-2-what": "concept=green", "quota-2-minimum": "1"}
        ),
    )
    assert [(q.aspect, q.value, q.minimum, q.maximum) for q in quotas_of(report)] == [("owner", "", None, 2), ("concept", "green", 1, None)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quota-0-minimum": "3"}, "请选择这个数字是对什么的要求。"),
        ({"quota-0-what": "cases=", "quota-0-minimum": "3", "quota-0-maximum": "2"}, "“至多”小于“至少”。"),
        (
            {"quota-0-what": "cases=", "quota-0-minimum": "1", "quota-1-what": "cases=", "quota-1-minimum": "2"},
            "上面已有这一项，请在那里填写。",
        ),
        ({"quota-0-what": "nonsense=1", "quota-0-minimum": "1"}, "nonsense=1"),
        ({"quota-0-what": "cases=", "quota-0-minimum": "多"}, "quota-0-minimum"),
    ],
)
def test_a_wrong_row_is_refused_at_its_field_and_nothing_is_lost(compiler, report, typed, sentence):
    answer = compiler.post(quotas_page(report), form_of(compiler, report, **typed))
    assert (answer.status_code, sentence in answer.content.decode(), quotas_of(report)) == (422, True, ())
    assert filled(answer, "quotas_form")["quota-0-minimum"] == typed["quota-0-minimum"]


def test_somebody_elses_quotas_are_not_overwritten_unseen(compiler, report):
    typed = form_of(compiler, report, **{"quota-0-what": "cases=", "quota-0-minimum": "20"})
    report.quotas.create(aspect="newcomer", minimum=5)
    answer = compiler.post(quotas_page(report), typed)
    assert (answer.status_code, "首次入选单位: 至少 5" in answer.content.decode()) == (422, True)
    # Shown once, the second click knows them.
    compiler.post(quotas_page(report), filled(answer, "quotas_form"))
    assert [(q.aspect, q.minimum) for q in quotas_of(report)] == [("cases", 20)]


# --- The log ---------------------------------------------------------------------------------------------------------


def test_the_log_is_read_and_taken_along_with_formulas_made_harmless(compiler, report, case):
    by = make.user(Role.COMPILER)
    choose(report, {case.pk: "=1+1"}, decision="chosen", by=by)
    choose(report, {case.pk: "篇幅"}, decision="declined", by=by)
    page = compiler.get(reverse("admin:reports_report_choices", args=[report.pk])).content.decode()
    assert [word in page for word in ("入选 →", "不选", "篇幅", "=1+1", str(by))] == [True] * 5
    answer = compiler.get(reverse("admin:reports_report_choices_csv", args=[report.pk]))
    assert re.fullmatch(r'attachment; filename="selection-2030-[\d-]+\.csv"', answer["Content-Disposition"])
    rows = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert [row[1:] for row in rows] == [
        ["案例编号", "标题", "单位", "报告年度", "原决定", "决定", "理由", "操作人"],
        [str(case.pk), "电网改造", str(case.organisation), "2021", "", "入选", "'=1+1", str(by)],
        [str(case.pk), "电网改造", str(case.organisation), "2021", "入选", "不选", "篇幅", str(by)],
    ]
    sheet = load_workbook(io.BytesIO(compiler.get(reverse("admin:reports_report_choices_xlsx", args=[report.pk])).content)).active
    assert [[cell.value for cell in row][7] for row in sheet.rows] == ["理由", "'=1+1", "篇幅"]
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "inlineStr"}


def test_a_report_that_cases_were_chosen_for_is_not_deleted(compiler, report, case):
    decide(compiler, report, case)
    assert compiler.get(reverse("admin:reports_report_delete", args=[report.pk])).status_code == 404


def test_the_log_costs_the_same_for_one_line_and_for_three(compiler, report, case, django_assert_num_queries):
    address = reverse("admin:reports_report_choices", args=[report.pk])
    decide(compiler, report, case)
    compiler.get(address)
    # Session, user, roles, rights (2), the report (2); how many lines there are, and a page of them.
    with django_assert_num_queries(LOG_QUERIES):
        compiler.get(address)
    decide(compiler, report, published(), published())
    compiler.get(address)
    with django_assert_num_queries(LOG_QUERIES):
        compiler.get(address)


LOG_QUERIES = 9


def test_the_desk_leads_to_the_board(compiler, report):
    Part.objects.create(report=report, key="one", title_zh_hans="一")
    assert board(report) in compiler.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()

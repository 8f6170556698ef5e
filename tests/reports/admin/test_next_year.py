"""Next year's report made at one click, its figures filled in, its cases and its call looked for; in the admin."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from cases.models import Call
from reports.models import Block, BlockItem, Indicator, Observation, Part, Report
from reports.placements import place_case
from reports.rolling import roll_forward
from tests import make
from tests.forms import filled
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db


def address(report, page="next_year"):
    return reverse(f"admin:reports_report_{page}", args=[report.pk])


@pytest.fixture
def tiles(part, observation):
    Observation.objects.filter(pk=observation.pk).update(period="2029")
    observation.refresh_from_db()
    block = Block.objects.create(part=part, kind="tiles", title_zh_hans="大数字")
    BlockItem.objects.create(block=block, observation=observation)
    return block


def rolled(report, year=2031):
    from cases.document import Text

    return roll_forward(report, year=year, title=Text("下一年", "The next"))


# --- Making it -------------------------------------------------------------------------------------------------------


def test_the_page_says_what_will_be_made_and_one_click_makes_it(compiler, report, part, tiles):
    Part.objects.create(report=report, parent=part, key="within", title_zh_hans="其中", order=1)
    report.title_zh_hans, report.title_en = "2030 年度报告", "Report of 2030"
    report.save()
    page = compiler.get(address(report))
    typed = filled(page, "next_form")
    assert typed == {"year": "2031", "title_zh_hans": "2031 年度报告", "title_en": "Report of 2031", "parts": ["one", "within"]}
    assert "1 个数据块" in page.content.decode()
    answer = compiler.post(address(report), typed, follow=True)
    made = Report.objects.get(year=2031)
    assert answer.redirect_chain == [(address(made, "last_year"), 302)]
    assert list(made.parts.values_list("key", "title_zh_hans").order_by("order")) == [("one", part.title_zh_hans), ("within", "其中")]
    log = reverse("admin:reports_report_history", args=[made.pk])
    assert "由 2030 年报告生成。" in compiler.get(log).content.decode()


def test_a_part_that_is_not_checked_stays_behind(compiler, report, part):
    Part.objects.create(report=report, key="topic", title_zh_hans="专题", order=1)
    compiler.post(address(report), filled(compiler.get(address(report)), "next_form") | {"parts": ["one"]})
    assert list(Report.objects.get(year=2031).parts.values_list("key", flat=True)) == ["one"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": "2031"}, "已有 2031 年报告：请打开该报告，或填写其他年份。"),
        ({"year": "2030"}, "请填写 2030 年之后的年份。"),
        ({"year": "9999"}, "2199"),
        ({"title_zh_hans": ""}, "标题（中文）"),
        ({"parts": ["nonsense"]}, "nonsense"),
    ],
)
def test_what_cannot_be_made_is_refused_at_its_field_and_nothing_is_lost(compiler, report, part, typed, sentence):
    there = Report.objects.create(year=2031, title_zh_hans="已有的")
    page = compiler.get(address(report))
    assert ("已有 2031 年报告。" in page.content.decode(), str(there) in page.content.decode()) == (True, True)
    answer = compiler.post(address(report), filled(page, "next_form") | {"title_en": "Typed"} | typed)
    assert (answer.status_code, sentence in answer.content.decode().partition("error-summary")[2]) == (422, True)
    assert (filled(answer, "next_form")["title_en"], Report.objects.count()) == ("Typed", 2)


def test_a_second_click_is_told_that_it_is_made(compiler, report, part):
    typed = filled(compiler.get(address(report)), "next_form")
    answers = [compiler.post(address(report), typed).status_code for _click in range(2)]
    assert (answers, Report.objects.filter(year=2031).count()) == ([302, 422], 1)


def test_an_operator_reads_and_makes_nothing(report, part):
    operator = signed_in(make.user(Role.OPERATOR))
    assert (operator.get(address(report)).status_code, operator.post(address(report), {"year": "2031"}).status_code) == (200, 404)
    assert Report.objects.count() == 1


def test_the_desk_leads_to_its_pages(compiler, report):
    desk = compiler.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()
    assert [address(report, page) in desk for page in ("next_year", "figures", "last_year")] == [True] * 3


# --- The call --------------------------------------------------------------------------------------------------------


def test_the_call_of_the_year_is_shown_or_whoever_may_opens_it_filled_in(report, part):
    person = make.user(Role.COMPILER)
    assert "尚未发起，由审核员或发布员发起。" in signed_in(person).get(address(report)).content.decode()
    Membership.objects.create(user=person, role=Role.REVIEWER, organisation=make.association())
    client = signed_in(person)
    link = re.search(r'href="(/admin/cases/call/add/\?[^"]+)"', client.get(address(report)).content.decode())[1].replace("&amp;", "&")
    form = filled(client.get(link), "call_form")
    assert (form["year"], form["title_zh_hans"], form["title_en"]) == ("2031", "2031年度案例征集", "Call for cases 2031")
    now = timezone.now()
    call = Call.objects.create(year=2031, title_zh_hans="征集在此", opens_at=now, closes_at=now + timedelta(days=9))
    assert ("征集在此" in (page := client.get(address(report)).content.decode()), f"/admin/cases/call/{call.pk}/" in page) == (True, True)


# --- Figures ---------------------------------------------------------------------------------------------------------


def row_of(page):
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r'<p class="last">(.*?)</p>', page.content.decode(), re.S)]


def test_last_years_value_stands_beside_the_place_for_this_years(compiler, report, tiles, observation):
    Observation.objects.filter(pk=observation.pk).update(source_zh_hans="年鉴")
    made = rolled(report)
    page = compiler.get(address(made, "figures"))
    assert row_of(page) == ["上年 0.20 亿千瓦时 · 2029年 年鉴"]
    prefix = f"figure-{observation.pk}"
    assert filled(page, "figures_form") == {
        f"{prefix}-value": "",
        f"{prefix}-qualifier": "",
        f"{prefix}-unit": "亿千瓦时",
        f"{prefix}-period": "2030",
        f"{prefix}-source_zh_hans": "",
        f"{prefix}-source_en": "",
    }


def test_only_what_is_filled_in_is_saved_and_shows_as_filled(compiler, report, tiles, observation):
    other = Observation.objects.create(indicator=Indicator.objects.create(key="x", label_zh_hans="另一"), period="2029", value="1")
    BlockItem.objects.create(block=tiles, observation=other, order=1)
    made, page = rolled(report), "figures"
    typed = filled(compiler.get(address(made, page)), "figures_form")
    typed |= {f"figure-{observation.pk}-value": "0.30", f"figure-{observation.pk}-source_zh_hans": "新年鉴"}
    answer = compiler.post(address(made, page), typed, follow=True)
    assert ("已保存 1 项数据。" in answer.content.decode(), row_of(answer)) == (True, ["上年 1 · 2029年"])
    assert row_of(compiler.get(f"{address(made, page)}?state=filled"))[1] == "本年 0.30 亿千瓦时 · 2030年 新年鉴"
    assert [str(item.observation.value) for item in BlockItem.objects.filter(block__part__report=made, observation__isnull=False)] == [
        "0.30"
    ]
    assert "没有填写数字，未保存。" in compiler.post(address(made, page), {}, follow=True).content.decode()


@pytest.mark.parametrize(("name", "value", "sentence"), [("value", "约三", "不是"), ("period", "明年", "明年"), ("unit", "长" * 50, "40")])
def test_a_wrong_figure_is_refused_at_its_field_and_nothing_is_lost(compiler, report, tiles, observation, name, value, sentence):
    made = rolled(report)
    prefix = f"figure-{observation.pk}"
    typed = filled(compiler.get(address(made, "figures")), "figures_form") | {f"{prefix}-value": "5", f"{prefix}-{name}": value}
    answer = compiler.post(address(made, "figures"), typed)
    assert (answer.status_code, sentence in answer.content.decode().partition("error-summary")[2]) == (422, True)
    assert (filled(answer, "figures_form")[f"{prefix}-{name}"], Observation.objects.count()) == (value, 1)


def test_what_somebody_else_has_filled_in_meanwhile_is_shown_and_nothing_typed_is_lost(compiler, report, tiles, observation):
    made = rolled(report)
    prefix = f"figure-{observation.pk}"
    typed = filled(compiler.get(address(made, "figures")), "figures_form") | {f"{prefix}-value": "5"}
    Observation.objects.create(indicator=observation.indicator, period="2030", value="4", unit="亿千瓦时")
    answer = compiler.post(address(made, "figures"), typed)
    assert (answer.status_code, row_of(answer)[1]) == (422, "本年 4 亿千瓦时 · 2030年")
    assert filled(answer, "figures_form")[f"{prefix}-value"] == "5"


def test_a_period_that_has_a_value_is_refused_in_words(compiler, report, tiles, observation):
    made = rolled(report)
    typed = filled(compiler.get(address(made, "figures")), "figures_form") | {
        f"figure-{observation.pk}-value": "5",
        f"figure-{observation.pk}-period": "2029",
    }
    answer = compiler.post(address(made, "figures"), typed)
    assert (answer.status_code, "在该期间已有数值" in answer.content.decode()) == (422, True)


def test_a_place_that_waits_says_last_years_value_in_its_blocks_form(compiler, report, tiles):
    block = Block.objects.get(part__report=rolled(report))
    page = compiler.get(reverse("admin:reports_block_change", args=[block.pk])).content.decode()
    assert "（上年：0.20 亿千瓦时 · 2029年）" in page


def test_figures_cost_the_same_for_one_and_for_three(compiler, report, tiles, django_assert_num_queries):
    made = rolled(report)
    compiler.get(address(made, "figures"))
    # Session, user, roles, rights (2), the report (2); the report before (twice), its items, what is known already.
    with django_assert_num_queries(FIGURES):
        compiler.get(address(made, "figures"))
    for number in (1, 2):
        indicator = Indicator.objects.create(key=f"more-{number}", label_zh_hans="更多")
        BlockItem.objects.create(
            block=tiles, observation=Observation.objects.create(indicator=indicator, period="2029", value="1"), order=number
        )
    with django_assert_num_queries(FIGURES):
        assert len(row_of(compiler.get(address(made, "figures")))) == 3


FIGURES = 11


# --- Cases -----------------------------------------------------------------------------------------------------------


def test_cases_of_last_year_stand_with_what_continues_them(compiler, report, part, django_assert_num_queries):
    def placed(title):
        case = make.case(title_zh_hans=title, year=2030)
        make.published(case)
        place_case(Block.objects.create(part=part, kind="case"), case)
        return case

    first, made = placed("第一个"), rolled(report)
    compiler.get(address(made, "last_year"))
    # Session, user, roles, rights (2), the report (2); the report before (twice), its cases, what continues them, others of their owners;
    # the call.
    with django_assert_num_queries(CASES):
        compiler.get(address(made, "last_year"))
    placed("第二个")
    later = make.case(first.organisation, title_zh_hans="续报", continues=first, year=2031)
    make.published(later)
    make.published(make.case(first.organisation, title_zh_hans="另一个", year=2031))
    placed("第三个")
    with django_assert_num_queries(CASES):
        page = compiler.get(address(made, "last_year")).content.decode()
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.S)]
    owner = str(first.organisation)
    assert rows[0] == f"第一个 {owner} 续报 已发布 1 个已发布案例 到选案页查看"
    assert [row.split()[0] for row in rows] == ["第一个", "第二个", "第三个"]
    assert all(row.endswith("暂无 —") for row in rows[1:])


CASES = 13

"""The readiness gate on the report desk: counted, filtered, each entry a click from its place; and freezing past it."""

import re

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.reviewing import say
from reports import editions
from reports.models import Block, CitedDocument, Edition, Part, ShortLink
from reports.placements import place_case
from tests import make
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_files(monkeypatch):
    monkeypatch.setattr(editions, "FILES", ())


def address(report, query=""):
    return reverse("admin:reports_report_readiness", args=[report.pk]) + query


def shown(response):
    """Each entry's sentence with the first link under it, but for what no test here signs."""
    page = response.content.decode()
    sentences = re.findall(r'<p class="obstacle-what">(.*?) <span', page)
    links = re.findall(r'<p class="obstacle-where"><a href="(.*?)"', page)
    return [(what, link) for what, link in zip(sentences, links, strict=True) if not link.endswith(("/signing/", "/approvals/"))]


def counts(response):
    """Of each check that has something to look at: how many in order, how many open."""
    page = response.content.decode()
    rows = re.findall(
        r'<tr class="is-(\w+)">\s*<th scope="row">(?:<a [^>]*>)?([^<]+).*?<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>', page, re.DOTALL
    )
    return {name: (done, re.sub("<.*?>", "", left)) for state, name, done, left in rows if state != "idle"}


@pytest.fixture
def block(report, part):
    Part.objects.update(title_en="One")
    return Block.objects.create(part=part, text_zh_hans="<p>没有英文。</p>")


def test_each_entry_leads_to_its_place(compiler, report, part, block):
    case = make.case()
    make.published(case)
    placed = Block.objects.create(part=part, kind="case", order=1)
    place_case(placed, case)
    thread = say(case=case, field="title_zh_hans", text="？", by=make.user(Role.REVIEWER, name="王审核"), visibility="inside")
    link = ShortLink.objects.create(code="film", title_zh_hans="影片", title_en="Film")
    Block.objects.create(part=part, kind="video", order=2, link=link)
    document = CitedDocument.objects.create(key="plan", title_zh_hans="规划", title_en="Plan")
    Block.objects.create(part=part, order=3, text_zh_hans="<p>正文。</p>", text_en="<p>Text.</p>").cites.add(document)
    of_case = reverse("admin:cases_case_change", args=[case.pk])
    assert [entry for entry in shown(compiler.get(address(report))) if "节电量" not in entry[0]] == [
        ("企业尚未对印出的内容盖章确认。", of_case),
        ("王审核的批注尚未解决。", f"{of_case}#comment-{thread.pk}"),
        ("此处文字没有英文。", reverse("admin:reports_block_change", args=[block.pk])),
        ("引用的文件既没有发文机关，也没有日期。", reverse("admin:reports_citeddocument_change", args=[document.pk])),
        ("扫码后只见“视频地址尚未确定”的页面。", reverse("admin:reports_shortlink_change", args=[link.pk])),
    ]


def test_a_parts_own_words_lead_to_the_part_and_the_reports_to_its_settings(compiler, report, part):
    type(report).objects.update(title_en="")
    Part.objects.update(title_en="")
    Block.objects.create(part=part, text_zh_hans="<p>正文。</p>", text_en="<p>Text.</p>")
    assert [link for _, link in shown(compiler.get(address(report)))] == [
        reverse("admin:reports_report_change", args=[report.pk]) + "#settings",
        reverse("admin:reports_part_change", args=[part.pk]),
    ]


def test_a_finding_of_the_number_audit_leads_to_its_words_and_to_where_it_is_settled(compiler, report, part):
    block = Block.objects.create(part=part, text_zh_hans="<p>2024年2月30日投产。</p>")
    page = compiler.get(address(report, "?check=numbers"))
    assert shown(page) == [("没有这一天：2024年2月30日。", reverse("admin:reports_block_change", args=[block.pk]) + "#id_text_zh_hans")]
    audit = re.search(r'href="([^"]*/numbers/[^"]*)"', page.content.decode())[1]
    wanted, _, anchor = audit.partition("#")
    assert f'id="{anchor}"' in compiler.get(wanted).content.decode()


def test_what_is_in_order_is_counted_beside_what_is_open(compiler, report, part, block):
    Block.objects.create(part=part, order=1, text_zh_hans="<p>正文。</p>", text_en="<p>Text.</p>")
    assert counts(compiler.get(address(report))) == {
        "内容块完整": ("2", "无"),
        # The report's own title, the part's, the second block; the first block lacks it.
        "英文文字": ("3", "1"),
        "文字长度": ("2", "无"),
        "字形": ("8", "无"),
        "签署": ("0", "1"),
    }


def test_entries_are_filtered_by_severity_check_and_part_and_grouped_by_part(compiler, report, part, block):
    document = CitedDocument.objects.create(key="plan", title_zh_hans="规划", title_en="Plan")
    other = Part.objects.create(report=report, key="two", title_zh_hans="二", title_en="Two", order=2)
    Block.objects.create(part=other, text_zh_hans="<p>也没有。</p>").cites.add(document)

    def found(query):
        return [sentence for sentence, _ in shown(compiler.get(address(report, query)))]

    english, cited = "此处文字没有英文。", "引用的文件既没有发文机关，也没有日期。"
    assert found("") == [english, english, cited]
    assert (found("?severity=warns"), found("?check=english&part=two"), found("?part=one")) == ([cited], [english], [english])
    assert found("?check=nonsense&page=99") == [english, english, cited]
    headings = re.findall(r"<h3>(.*?)</h3>", compiler.get(address(report, "?group=part")).content.decode())
    assert headings == [str(part.title), "二"]


def test_the_desk_asks_for_the_counts_alone(compiler, report, block):
    desk = compiler.get(reverse("admin:reports_report_change", args=[report.pk])).content.decode()
    assert f'hx-get="{address(report)}" hx-trigger="load"' in desk
    box = compiler.get(address(report), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in box, "1项妨碍付印" in box, "hx-get" in box) == (False, True, False)


def test_an_operator_reads_it_and_nobody_posts_to_it(compiler, report, block):
    assert signed_in(make.user(Role.OPERATOR)).get(address(report)).status_code == 200
    assert compiler.post(address(report)).status_code == 405


def test_hostile_text_comes_out_as_text(compiler, report, part):
    Block.objects.create(part=part, text_zh_hans="<p>x</p>", title_zh_hans="<script>alert(1)</script>中 %(x)s %s")
    page = compiler.get(address(report)).content.decode()
    assert ("<script>alert(1)" in page, "%(x)s %s" in page) == (False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_entry_and_for_three(compiler, report, part, count, django_assert_num_queries):
    for number in range(count):
        Block.objects.create(part=part, order=number, text_zh_hans="<p>没有英文。</p>")
    compiler.get(address(report))
    # Session, user with roles (4), the report; eight to compose; settlements, placed (4), shortened, suggestions from Word, signatures (6),
    # short links; parts, blocks, cases, documents.
    with django_assert_num_queries(QUERIES):
        assert len(shown(compiler.get(address(report)))) == count


QUERIES = 32


# --- Freezing past it ------------------------------------------------------------------------------------------------


def freeze(client, report, **typed):
    return client.post(reverse("admin:reports_report_freeze", args=[report.pk]), typed, follow=True)


def test_freezing_asks_for_a_reason_and_keeps_what_was_typed(compiler, report, block):
    page = freeze(compiler, report, note="给理事会").content.decode()
    assert ("仍要定版吗？" in page, ">\n给理事会</textarea>" in page, "请说明在有事项妨碍付印时仍然定版的理由。" in page) == (
        True,
        True,
        False,
    )
    again = freeze(compiler, report, note="给理事会", reason="  ").content.decode()
    assert ("请说明在有事项妨碍付印时仍然定版的理由。" in again, Edition.objects.count()) == (True, 0)


def test_the_reason_stands_on_the_editions_page(compiler, report, block):
    page = freeze(compiler, report, note="给理事会", reason="盖章下周补齐").content.decode()
    assert ("英文文字 1" in page, "盖章下周补齐" in page, Edition.objects.get().note) == (True, True, "给理事会")


def test_an_edition_from_before_the_gate_says_nothing_of_it(compiler, whole):
    page = compiler.get(reverse("admin:reports_edition_change", args=[whole["edition"].pk])).content.decode()
    assert "定版时未解决" not in page

"""The day of a case in a real browser, from the invitation to the public page, as those who take part see it.

Its pictures are kept in `tests/output/day-of-a-case/`, numbered in the order of the day; OUTPUT names another folder.
"""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import Role
from cases.enums import CaseState, RevisionReason
from cases.models import AuditEntry, Call, Case, Seal
from cases.outbox import send_due
from cases.sealing import standing
from cases.stamp import short
from tests import make
from tests.browser.people import PASSWORD
from tests.cases.intake.documents import NUMBERING, STYLES, blip, docx, p, png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALBUM = "day-of-a-case"

WORD = docx(
    p("城市配电网弹性改造示范", "T")
    + p("申报单位：浙江弹性电网有限公司")
    + p("实施地点：浙江海宁")
    + p("背景", "1")
    + p("海宁尖山新区分布式光伏占比高，电网峰谷差逐年扩大。")
    + p("做法", "1")
    + p("公司投资２．４亿元建设弹性电网，服务超过2000万个用户。")
    + p("建设调度中心", before='<w:numPr><w:numId w:val="2"/></w:numPr>')
    + p("改造线路", before='<w:numPr><w:numId w:val="2"/></w:numPr>')
    + f"<w:p>{blip('rId1')}</w:p>"
    + p("图1 弹性电网调度大厅"),
    media=[png()],
    styles=STYLES,
    numbering=NUMBERING,
    footnotes=f"<w:footnote>{p('数据来自公司2020年社会责任报告。')}</w:footnote>",
)


@pytest.fixture
def call(vocabularies: None) -> Call:
    now = timezone.now()
    return Call.objects.create(
        year=2026,
        title_zh_hans="2026年度案例征集",
        opens_at=now - timezone.timedelta(1),
        closes_at=now + timezone.timedelta(30),
        required=["place_zh_hans", "figures", "pictures"],
        limits={"title_zh_hans": 30, "summary_zh_hans": 200},
    )


def link_in_the_mail_to(address: str) -> str:
    """The worker sends what is due; the one mail to this address leads to a page of ours."""
    send_due()
    (message,) = [message for message in mail.outbox if message.to == [address]]
    found = re.search(r"https?://[^/\s]+(/(?:invitations|approvals)/\S+)", str(message.body))
    assert found is not None, message.body
    return found[1]


def test_the_day_of_a_case(call, somebody, keep, complaints, settings):
    settings.MAIL_WAIT_MINUTES = 0
    company = make.organisation("elastic-grid", name_zh_hans="浙江弹性电网有限公司", short_name_zh_hans="弹性电网")
    for role, name, email in (
        (Role.REVIEWER, "沈审核", "reviewer@example.org"),
        (Role.PUBLISHER, "傅发布", "publisher@example.org"),
        (Role.PUBLISHER, "丁发布", "second@example.org"),
    ):
        make.user(role, name=name, email=email, password=PASSWORD)
    editor, director, reviewer, publisher, second, public = (somebody() for _ in range(6))

    # The association invites the company.
    reviewer.signs_in("reviewer@example.org")
    reviewer.opens(f"/admin/cases/call/{call.pk}/invitations/")
    reviewer.page.fill("[name=lines]", "浙江弹性电网有限公司, lin@example.org")
    reviewer.presses("先预览")
    reviewer.presses("全部邀请")
    reviewer.shows("lin@example.org")
    keep(reviewer, "invited")

    # Its editor makes an account by the link in the mail.
    editor.opens(link_in_the_mail_to("lin@example.org"))
    editor.shows("邀请您代表“弹性电网”提交案例", "2026年度案例征集")
    keep(editor, "invitation")
    editor.page.fill("[name=name]", "林编辑")
    editor.page.fill("[name=password]", PASSWORD)
    editor.page.fill("[name=again]", PASSWORD)
    editor.presses("注册账号")
    editor.shows("2026年度案例征集")
    keep(editor, "workbench-of-the-company")

    # The Word file becomes a draft; what the file holds besides waits beside it.
    editor.follows("用 Word 文件新建")
    editor.page.set_input_files("[name=file]", {"name": "弹性电网.docx", "mimeType": "application/octet-stream", "buffer": WORD})
    keep(editor, "word-file")
    editor.presses("生成草稿")
    editor.follows("文件中的其他内容")
    editor.shows("2.4 亿元", "数据来自公司2020年社会责任报告。")
    keep(editor, "what-else-the-file-held")
    editor.page.get_by_label(re.compile("2.4")).check()
    editor.presses("采纳为数据")
    editor.follows("继续填写表单")
    case = Case.objects.get()
    assert (case.title_zh_hans, case.place_zh_hans, case.call, case.organisation) == ("城市配电网弹性改造示范", "浙江海宁", call, company)
    assert [picture.caption_zh_hans for picture in case.pictures.all()] == ["图1 弹性电网调度大厅"]
    assert [(figure.qualifier, str(figure.value), figure.unit) for figure in case.figures.all()] == [("", "2.4", "亿元")]

    # What is missing is said, and handing in waits for it.
    gaps = editor.page.locator(".missing li")
    expect(gaps).to_have_text(["请填写中文摘要。", "请选择 1 至 4 个可持续发展目标。"])
    keep(editor, "missing-fields")
    editor.presses("保存并提交")
    expect(gaps).to_have_text(["请填写中文摘要。", "请选择 1 至 4 个可持续发展目标。"])
    editor.follows("返回表单")
    editor.page.fill("#id_summary_zh_hans", "海宁尖山新区以弹性电网承接高比例分布式光伏。")
    editor.page.get_by_label(re.compile("7 .*经济适用的清洁能源")).check()
    editor.saves()
    expect(gaps).to_have_count(0)

    # Handed in.
    editor.presses("保存并提交")
    editor.presses("确认提交")
    editor.shows("已提交：“城市配电网弹性改造示范”。")
    keep(editor, "handed-in")

    # A reviewer asks for something at a field.
    change = f"/admin/cases/case/{case.pk}/change/"
    reviewer.opens(change)
    reviewer.presses("保存并开始审核")
    reviewer.opens(f"/admin/cases/case/{case.pk}/comments/?field=summary_zh_hans")
    reviewer.page.fill("#say-text", "摘要请写明投资金额。")
    reviewer.presses("提交意见")
    keep(reviewer, "comment")
    reviewer.opens(f"/admin/cases/case/{case.pk}/step/request_changes/")
    reviewer.page.fill("#message", "请按意见修改摘要后再次提交。")
    reviewer.presses("确认退回修改")
    reviewer.shows("已附说明退回修改")

    # The company answers, corrects, hands in again.
    editor.opens("/admin/")
    keep(editor, "request-on-the-workbench")
    editor.follows("城市配电网弹性改造示范")
    editor.shows("请按意见修改摘要后再次提交。", "摘要请写明投资金额。")
    expect(editor.page.locator(".journal, .present p")).to_have_count(0)
    keep(editor, "request")
    editor.page.fill("#id_summary_zh_hans", "公司投资2.4亿元，海宁尖山新区以弹性电网承接高比例分布式光伏。")
    editor.saves()
    thread = editor.page.locator(".thread").first
    thread.locator("summary").click()
    thread.locator("textarea").fill("已补充投资金额。")
    editor.presses("提交回复")
    editor.presses("标为已答复")
    keep(editor, "answered")

    # The company's director, who has no account, reads it by a link and confirms it.
    editor.follows("链接确认")
    editor.page.fill("#email", "director@example.org")
    editor.presses("发送链接")
    keep(editor, "approval-asked")
    director.opens(link_in_the_mail_to("director@example.org"))
    director.shows("请您确认“弹性电网”的这个案例（第 2 版）。", "公司投资2.4亿元")
    director.page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    keep(director, "approval")
    director.page.fill("#name", "李总")
    director.presses("我确认此案例")
    director.shows("感谢您的答复")
    keep(director, "approved")
    editor.opens(change)
    editor.presses("保存并提交")
    editor.presses("确认提交")
    editor.shows("已提交")

    # It is accepted by somebody who has corrected nothing since; whoever corrected last does not publish.
    publisher.signs_in("publisher@example.org")
    publisher.opens(change)
    publisher.presses("保存并开始审核")
    publisher.presses("标为已解决")
    publisher.page.fill("#id_place_zh_hans", "浙江海宁尖山新区")
    publisher.saves()
    publisher.presses("保存并通过审核")
    publisher.shows("已通过审核")
    keep(publisher, "accepted")
    publisher.follows("发布…")
    publisher.presses("确认发布")
    publisher.shows("您是最后修改此案例的人，须由他人发布。")
    keep(publisher, "four-eyes")
    assert Case.objects.get().state == CaseState.ACCEPTED

    # The company has the sheet of the accepted text stamped and gives it back; the association ticks it off.
    editor.opens(change)
    editor.follows("盖章与回执")
    sheet = editor.downloads("案例确认单（PDF）")
    assert sheet.startswith(b"%PDF-")
    editor.page.set_input_files("#file", {"name": "盖章.pdf", "mimeType": "application/pdf", "buffer": sheet})
    editor.presses("提交")
    editor.shows("盖章确认单已收到")
    keep(editor, "stamped-sheet")
    reviewer.opens(f"/admin/cases/case/{case.pk}/seal/")
    reviewer.presses("核对无误")
    keep(reviewer, "ticked-off")
    now = standing(Case.objects.get())
    assert (now.name, now.revision.reason) == ("sealed", RevisionReason.ACCEPTED)
    reviewer.shows(short(Seal.objects.get().digest))
    reviewer.opens("/admin/cases/case/?stamp=sealed")
    reviewer.shows("城市配电网弹性改造示范", "已盖章")
    keep(reviewer, "list-of-stamped-cases")

    # Somebody else publishes.
    second.signs_in("second@example.org")
    second.opens(change)
    second.follows("发布…")
    expect(second.page.locator(".stamp")).to_contain_text("已盖章")
    keep(second, "before-publication")
    second.presses("确认发布")
    second.shows("已发布：“城市配电网弹性改造示范”。")
    keep(second, "published")
    second.follows("查看已发布的页面")

    # The public reads it, without an account.
    public.opens(second.page.url)
    expect(public.page.locator("h1")).to_have_text("城市配电网弹性改造示范")
    public.shows("公司投资2.4亿元", "浙江海宁尖山新区", "浙江弹性电网有限公司", "图1 弹性电网调度大厅", "亿元")
    public.page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    keep(public, "public-page")

    assert [change.action for change in case.state_changes.order_by("pk")] == [
        *("submit", "start_review", "request_changes"),
        *("submit", "start_review", "accept", "publish"),
    ]
    assert AuditEntry.objects.filter(case_number=case.pk, action="sealed").count() == 2
    assert "\n".join(complaints) == ""

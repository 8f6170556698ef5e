"""Sheets and receipts read back from their PDFs."""

import io

import pytest
from pypdf import PdfReader

from accounts.enums import Role
from cases.enums import RevisionReason
from cases.models import Case, Figure, Quotation
from cases.revisions import document_of, freeze
from cases.sealing import check, give, standing
from cases.stamp import sealed_digest, short
from reports import sheets
from reports.writers.errors import WriterFailed
from tests import make
from tests.cases.test_sealing import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    owner = make.organisation("one", name_zh_hans="一公司", name_en="Company One")
    case = make.case(owner, title_zh_hans="标题甲", title_en="A <title>", body_zh_hans="<p>正文在此。</p>", body_en="<p>The text.</p>")
    Figure.objects.create(
        case=case, label_zh_hans="减排量", label_en="Saved", value="1.2", unit="万吨", qualifier="yue", period="2021", order=1
    )
    Quotation.objects.create(case=case, text_zh_hans="原话在此", text_en="Words said", speaker_en="Ms Wang")
    make.picture(case, caption_zh_hans="图的说明", caption_en="The caption")
    return make.submitted(case)


def read(pdf):
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def lacking(text, words):
    return [word for word in words if "".join(word.split()) not in text]


def test_the_confirmation_sheet_says_what_will_be_printed_in_both_languages_and_has_a_place_for_the_stamp(client, case):
    revision = case.revisions.get()
    client.force_login(case.created_by)
    answer = client.get(f"/admin/sheets/{case.pk}/1/")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "private, no-store")
    text = read(answer.content)
    words = [
        "案例确认单",
        f"案例编号 Case {case.pk}",
        short(sealed_digest(document_of(revision))),
        "一公司",
        "Company One",
        "标题甲",
        "A <title>",
    ]
    words += [
        "正文在此。",
        "The text.",
        "减排量",
        "约1.2万吨",
        "Saved: about 12,000 tonnes",
        "原话在此",
        "Words said",
        "图的说明",
        "The caption",
    ]
    assert lacking(text, [*words, "单位盖章 Stamp", "负责人签字 Signature", "日期 Date"]) == []


def test_the_sheet_of_changes_says_only_what_changed(client, case):
    check(give(case, revision=case.revisions.get(), file=sheet(), by=case.created_by), by=make.user(Role.REVIEWER), accept=True)
    case.figures.filter(label_zh_hans="减排量").update(value="1.3")
    Case.objects.filter(pk=case.pk).update(title_zh_hans="标题乙")
    freeze(Case.objects.get(pk=case.pk), reason=RevisionReason.KEPT, by=case.created_by)
    assert standing(case).name == "void"
    client.force_login(case.created_by)
    text = read(client.get(f"/admin/sheets/{case.pk}/2/changes/").content)
    words = ["变更确认单", "原 Before 标题甲", "现 Now 标题乙", "减排量：约 1.2万吨（2021", "减排量：约 1.3万吨（2021", "单位盖章 Stamp"]
    assert lacking(text, words) == []
    assert lacking(text, ["正文在此。", "原话在此", "图的说明", "节电量"]) == ["正文在此。", "原话在此", "图的说明", "节电量"]


def test_there_is_no_sheet_of_changes_where_nothing_was_stamped(client, case):
    client.force_login(case.created_by)
    assert client.get(f"/admin/sheets/{case.pk}/1/changes/").status_code == 404


def test_the_receipt_says_who_sent_what_when(client, case):
    change = case.state_changes.get(action="submit")
    client.force_login(case.created_by)
    text = read(client.get(f"/admin/receipts/{change.pk}/").content)
    words = [f"{case.pk}-1-{change.pk}", "标题甲", str(change.by), change.revision.digest, "figures 2", "quotations 1", "pictures 1"]
    assert lacking(text, words) == []
    assert lacking(text, ["单位盖章"]) == ["单位盖章"]


def test_a_sheet_that_cannot_be_made_leads_back_with_a_sentence(client, case, monkeypatch):
    class Broken:
        def write(self, *args, **kwargs):
            raise WriterFailed("no")

    monkeypatch.setattr(sheets, "STAMPED", Broken())
    client.force_login(case.created_by)
    answer = client.get(f"/admin/sheets/{case.pk}/1/", follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["确认单暂时无法生成，请一分钟后再试。"]

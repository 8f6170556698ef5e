"""The site's own Word form: what it asks, and that each answer comes back to its field, through other programs too."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.intake.form import form_of, words_of
from cases.intake.reading import read_docx
from cases.models import Call, Case
from tests import make
from tests.cases.intake.filling import ANSWERS, filled_form, recorded

pytestmark = pytest.mark.django_db
KEPT = Path(__file__).parent / "kept"


@pytest.fixture
def call():
    made = Call.objects.create(
        year=2030,
        title_zh_hans="二〇三〇年案例征集",
        title_en="Call for cases 2030",
        opens_at="2020-01-01T00:00Z",
        closes_at="2099-01-01T00:00Z",
        guidance_zh_hans="写清做法。\n写清成效。",
        guidance_en="Say what was done.",
        required=["title_en", "figures"],
        limits={"summary_zh_hans": 200},
    )
    made.kinds.create(name_zh_hans="绿色工厂", name_en="Green factories", guidance_zh_hans="附监测数据。", limits={"body_zh_hans": 1500})
    return made


def text_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return re.findall(r"<w:t[^>]*>([^<]*)</w:t>", package.read("word/document.xml").decode())


def test_the_form_prints_what_its_call_and_kind_ask(call):
    said = text_of(form_of(call, call.kinds.get()))
    assert said[:9] == [
        "二〇三〇年案例征集",
        "Call for cases 2030",
        "绿色工厂 · Green factories",
        "写清做法。",
        "写清成效。",
        "Say what was done.",
        "附监测数据。",
        "请在右侧或表格的空格中填写；带 * 的必须填写，其余可以先空着。需要更多行时，在 Word 中插入即可。",
        "Fill in the empty cells; those with * must be filled in, the others may wait. Insert rows where you need more.",
    ]
    stars = [each for each in said if each.endswith("*")]
    assert stars == [
        "案例标题（中文） *",
        "案例标题（英文） *",
        "摘要（中文） *",
        "正文（中文） *",
        "可持续发展目标：一至四个，第一个为主要目标 *",
        "关键数据：一行一个 *",
    ]
    limits = [each for each in said if each.startswith("不超过")]
    assert [re.findall(r"\d+", each)[0] for each in limits] == ["120", "120", "120", "120", "200", "600", "1500"]


def test_an_empty_form_says_nothing_and_leaves_nothing_but_its_own_words(call):
    found = read_docx(form_of(call))
    printed = words_of(call)
    assert (found.title, found.body, found.rows, found.pictures, found.named) == ("", "", {}, (), ())
    assert [each.text for each in found.left_over if " ".join(each.text.split()) not in printed] == []
    assert found.placed + found.left == found.characters


@pytest.fixture(params=["as filled in", "without content controls", "without labels"])
def form_way(request):
    return request.param


def test_every_answer_comes_back_to_its_field(call, form_way):
    data = filled_form(form_of(call, call.kinds.get()), form_way)
    found = read_docx(data)
    assert recorded(found) == ANSWERS
    assert found.placed + found.left == found.characters


def test_a_table_in_an_answer_is_one_of_that_text(call):
    form = filled_form(form_of(call, call.kinds.get()), "as filled in")
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:tc>" for word in ("MW", "GDP"))
    after = "<w:p><w:r><w:t>第二段。</w:t></w:r></w:p>"
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    document = parts["word/document.xml"].decode()
    assert document.count(after) == 1
    parts["word/document.xml"] = document.replace(after, f"{after}<w:tbl><w:tr>{cells}</w:tr></w:tbl><w:p/>").encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    found = read_docx(file.getvalue())
    table = "<table><tbody><tr><td><p>MW</p></td><td><p>GDP</p></td></tr></tbody></table>"
    assert (found.body, found.body_en) == (ANSWERS["body"] + table, ANSWERS["body_en"])
    assert found.placed + found.left == found.characters


def test_every_answer_becomes_a_row_of_the_draft_and_of_the_form_itself_nothing_is_left_over(client, call):
    company = make.organisation("ours", name_zh_hans="国网浙江省电力有限公司")
    client.force_login(make.editor(company))
    kind = call.kinds.get()
    data = filled_form(form_of(call, kind), "as filled in")
    client.post("/admin/cases/case/word/", {"organisation": company.pk, "file": SimpleUploadedFile("表.docx", data)})
    case = Case.objects.get()
    assert [row.text for row in case.left_over.all()] == []
    assert (case.call, case.kind, case.title_zh_hans, case.title_en) == (call, kind, ANSWERS["title"], ANSWERS["title_en"])
    assert (case.summary_zh_hans, case.summary_en, case.body_en) == (ANSWERS["summary"], ANSWERS["summary_en"], ANSWERS["body_en"])
    assert (case.body_zh_hans, case.place_zh_hans, case.place_en, case.period) == (
        ANSWERS["body"], ANSWERS["place"], ANSWERS["place_en"], "2019/2021",
    )  # fmt: skip
    tags = [(tag.tag.slug, tag.rank, tag.reason_zh_hans, tag.reason_en) for tag in case.case_tags.all()]
    assert tags == [
        ("green", "primary", "", ""),
        ("innovation", "secondary", "", ""),
        ("7", "primary", "用上清洁能源。", "Clean energy is used."),
        ("13", "secondary", "减少排放。", "Emissions fall."),
    ]
    figures = [(f.label_zh_hans, f.label_en, str(f.value), f.unit, f.qualifier, f.period) for f in case.figures.all()]
    assert figures == [
        ("投资", "Investment", "2.40", "亿元", "chaoguo", "2020"),
        ("服务用户", "Users served", "2000", "万个", "", "2019/2021"),
    ]
    said = [(q.text_zh_hans, q.text_en, q.speaker_zh_hans, q.role_zh_hans) for q in case.quotations.all()]
    assert said == [("停电少了。", "Fewer cuts.", "张三", "村民")]
    pictures = [(p.caption_zh_hans, p.caption_en, p.credit_zh_hans) for p in case.pictures.all()]
    assert pictures == [("调度大厅", "Control room", "李四")]
    assert [(v.title_zh_hans, v.url) for v in case.videos.all()] == [("弹性电网", "https://v.example.org/1")]


def test_an_answer_that_its_row_cannot_hold_is_left_over_as_it_was_written(client, call):
    company = make.organisation("ours")
    client.force_login(make.editor(company))
    data = filled_form(form_of(call), "as filled in")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b">2.40<", ">大约2.40<".encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    client.post("/admin/cases/case/word/", {"organisation": company.pk, "file": SimpleUploadedFile("表.docx", buffer.getvalue())})
    case = Case.objects.get()
    assert [figure.label_zh_hans for figure in case.figures.all()] == ["服务用户"]
    assert [row.text for row in case.left_over.filter(where="long")] == ["投资\tInvestment\t大约2.40\t亿元\t超过\t2020"]


SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed; the files that it saved are read below")
def test_what_libreoffice_saves_now_comes_back_whole(call, tmp_path):
    """Opened and saved by the program itself, in an office of its own."""
    given = tmp_path / "form.docx"
    given.write_bytes(filled_form(form_of(call, call.kinds.get()), "as filled in"))
    out = tmp_path / "out"
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", str(out), str(given)], check=True, timeout=120, capture_output=True)
    found = read_docx((out / "form.docx").read_bytes())
    assert recorded(found) == ANSWERS
    assert found.placed + found.left == found.characters


@pytest.mark.parametrize("name", sorted(path.name for path in KEPT.glob("*.docx")))
def test_what_libreoffice_saved_comes_back_whole(name):
    """Forms filled in and saved by LibreOffice, kept: they are read where it is not installed too."""
    found = read_docx((KEPT / name).read_bytes())
    assert recorded(found) == ANSWERS
    assert found.placed + found.left == found.characters


def test_there_is_a_kept_form_to_read():
    assert list(KEPT.glob("*.docx"))


# --- Who takes it ------------------------------------------------------------------------------------------------------


def test_the_form_is_offered_on_the_page_of_new_cases_and_of_its_call(client, call):
    client.force_login(make.editor(make.organisation("ours")))
    link = f'href="/admin/cases/case/word/form/?call={call.pk}&amp;kind={call.kinds.get().pk}"'
    assert link in client.get("/admin/cases/case/word/").text
    assert link in client.get(f"/admin/cases/call/{call.pk}/change/").text
    answer = client.get(f"/admin/cases/case/word/form/?call={call.pk}&kind={call.kinds.get().pk}")
    assert answer.content == form_of(call, call.kinds.get())
    assert answer["Content-Disposition"].startswith('attachment; filename="case-form-2030-')
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("query", ["?call=999", "?call=7&kind=0", "?kind=999999999999999"])
def test_a_form_of_no_call_is_not_there_or_is_the_open_one(client, call, query):
    client.force_login(make.editor(make.organisation("ours")))
    assert client.get(f"/admin/cases/case/word/form/{query}").status_code == (404 if "call" in query else 200)


def test_nobody_without_an_office_takes_a_form(client, call):
    client.force_login(make.user())
    assert client.get("/admin/cases/case/word/form/").status_code == 404
    client.logout()
    assert client.get("/admin/cases/case/word/form/").status_code in {302, 404}


def test_markup_in_a_call_stays_text(call):
    call.guidance_zh_hans = "<w:p/>&\x00\x07]]>"
    call.title_zh_hans = '"><x>'
    said = text_of(form_of(call))
    assert escape("<w:p/>&]]>") in said
    assert read_docx(form_of(call)).title == ""

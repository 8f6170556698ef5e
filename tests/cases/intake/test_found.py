"""What an untidy document says besides its Chinese text: English, quotations, concepts and goals, videos, pictures, files within."""

import io
import zipfile

import pytest

from cases.intake.reading import read_docx
from cases.intake.telling import languages, named
from cases.models import Case
from tests import make
from tests.cases.intake.documents import ENGLISH, TEXT, UNTIDY, blip, docx, p, png
from tests.cases.intake.test_drafts import give

LETTERHEAD = {"a letterhead": "header", "a picture struck out": "deleted"}


def test_english_beneath_the_chinese_goes_into_the_english_fields():
    found = read_docx(UNTIDY["English beneath the Chinese"])
    assert (found.title, found.title_en) == ("弹性电网", "A Resilient Power Grid")
    assert found.body == f"<p>背景</p><p>{TEXT}</p><p>结语。</p>"
    assert found.body_en == f"<p>Background</p><p>{ENGLISH}</p><p>ISO 14001</p>"


def test_english_in_labelled_fields_goes_into_the_english_ones():
    found = read_docx(UNTIDY["English in labelled fields"])
    assert (found.title, found.title_en, found.summary, found.summary_en) == (
        "弹性电网", "A Resilient Grid", "一句话。", "In a word, it holds.",
    )  # fmt: skip
    assert (found.body, found.body_en) == (f"<p>{TEXT}</p>", f"<p>{ENGLISH}</p>")


def test_a_document_in_english_fills_the_english_fields_alone():
    found = read_docx(UNTIDY["a document in English"])
    assert (found.title, found.title_en, found.body, found.body_en) == ("", "A Resilient Grid", "", f"<p>{ENGLISH}</p>")


def test_a_name_in_latin_letters_is_no_english_text():
    assert languages(["5G", "中文。", "ISO 14001", "电网。", "Background", ENGLISH, "2020"]) == [
        "zh_hans", "zh_hans", "zh_hans", "zh_hans", "en", "en", "en",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持SDG 7和SDG７、目标13", [("goal", "7"), ("goal", "13")]),
        ("可持续发展目标 17", [("goal", "17")]),
        ("目标2000万户，目标5个，目标3.5%，目标18", []),
        ("绿色发展理念与开放理念", [("concept", "绿色"), ("concept", "开放")]),
        ("绿色发展，创新驱动", []),
    ],
)
def test_goals_and_concepts_are_those_that_are_named_as_such(text, expected):
    assert list(named(text)) == expected


def test_a_paragraph_that_somebody_says_is_a_quotation_and_a_word_in_quotes_is_none():
    found = read_docx(UNTIDY["a quotation with its speaker"])
    assert found.rows["quotations"] == (
        {"text_zh_hans": "停电少了，日子亮了。", "speaker_zh_hans": "张三", "role_zh_hans": "村民", "marks": "“”——（）"},
        {"text_zh_hans": "我们还要做得更好。", "speaker_zh_hans": "总经理李四", "role_zh_hans": "", "marks": "表示：“”"},
    )
    assert found.body == f"<p>{TEXT}</p>"
    assert read_docx(UNTIDY["a quotation in a sentence"]).rows == {}


def test_videos_are_found_by_their_label_their_address_and_the_link_beneath():
    found = read_docx(UNTIDY["videos"])
    assert found.rows["videos"] == ({"title_zh_hans": "弹性电网", "url": "https://v.qq.com/x/1"},)
    assert found.links == (("另见", "https://www.bilibili.com/video/BV1?p=2"), ("观看短片", "https://v.youku.com/3"))


def test_a_link_of_the_text_keeps_its_address_if_it_is_one_to_follow():
    assert read_docx(UNTIDY["links that lead elsewhere"]).body == (
        '<p>点我</p><p><a href="https://example.org/?a=1&amp;b=%22" rel="noopener nofollow">官网</a></p>'
    )


def test_captions_stand_above_as_well_as_below():
    found = read_docx(UNTIDY["captions above"])
    assert [each.caption for each in found.pictures] == ["图1 调度大厅", "图2 变电站"]
    assert found.body == "<p>图书馆也用上了电。</p>"


def test_a_caption_in_english_is_the_english_one_and_a_third_is_left_over():
    found = read_docx(UNTIDY["two captions"])
    assert [(each.caption, each.caption_en) for each in found.pictures] == [("图1 调度大厅", "Figure 1 The control room")]
    assert [(each.where, each.text) for each in found.left_over] == [("caption", "图1：旧图注")]


def test_files_within_the_file_are_named():
    found = read_docx(UNTIDY["other files within"])
    assert [(each.where, each.text) for each in found.unread] == [
        ("part", "word/afchunk.htm"),
        ("part", "word/embeddings/oleObject1.bin"),
        ("part", "word/embeddings/sheet1.xlsx"),
    ]


def test_a_picture_that_the_file_does_not_hold_is_named_and_not_opened():
    assert [(each.where, each.text) for each in read_docx(UNTIDY["a picture outside the file"]).unread] == [
        ("outside", "file:///etc/passwd")
    ]


# --- Every picture is accounted for -----------------------------------------------------------------------------------


def media_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("word/media/")}


@pytest.mark.parametrize("name", UNTIDY)
def test_every_picture_of_the_file_is_read_once(name):
    assert {each.part: each.data for each in read_docx(UNTIDY[name]).pictures} == media_of(UNTIDY[name])


@pytest.mark.parametrize("name", LETTERHEAD)
def test_what_was_not_meant_for_the_case_stands_aside(name):
    assert [each.where for each in read_docx(UNTIDY[name]).pictures] == [LETTERHEAD[name]]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in UNTIDY if media_of(UNTIDY[name])])
def test_pictures_in_are_those_placed_those_left_over_and_those_that_cannot_be_taken(client, name):
    company = make.organisation("ours")
    editor = make.editor(company)
    give(client, editor, company, UNTIDY[name])
    case = Case.objects.get()
    left = list(case.left_over.exclude(part=""))
    media = media_of(UNTIDY[name])
    assert case.pictures.count() + len(left) == len(media)
    for row in left:
        assert row.where in {"header", "deleted", "unreadable"}
        answer = client.get(f"/admin/cases/case/{case.pk}/left-over/{row.pk}/picture/")
        assert answer.content == media[row.part]
        assert answer["Content-Disposition"] == f'attachment; filename="{row.part.rpartition("/")[2]}"'
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


@pytest.mark.django_db
def test_a_picture_left_over_can_be_taken_into_the_case_by_those_whose_it_is(client):
    company = make.organisation("ours")
    editor = make.editor(company)
    give(client, editor, company, UNTIDY["a letterhead"])
    case = Case.objects.get()
    row = case.left_over.get()
    address = f"/admin/cases/case/{case.pk}/left-over/{row.pk}/picture/"
    client.force_login(make.editor(make.organisation("theirs")))
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    client.force_login(editor)
    client.post(address)
    row.refresh_from_db()
    assert (case.pictures.count(), row.settled_by) == (1, editor)
    case.attachments.all().delete()
    assert client.get(address).status_code == 404


def test_a_picture_shown_in_the_text_and_in_the_letterhead_is_of_the_case():
    both = docx(p("标题行") + f"<w:p>{blip('rId1')}</w:p>", header1=f"<w:p>{blip('rId1')}</w:p>", media=[png()])
    assert [each.where for each in read_docx(both).pictures] == [""]


@pytest.mark.django_db
def test_a_part_with_a_name_that_breaks_lines_is_handed_out_under_a_plain_one(client):
    company = make.organisation("ours")
    editor = make.editor(company)
    odd = 'word/media/a\r\nX: 1";.png'
    give(client, editor, company, docx(p("标题行"), files={odd: b"no picture"}))
    case = Case.objects.get()
    answer = client.get(f"/admin/cases/case/{case.pk}/left-over/{case.left_over.get().pk}/picture/")
    assert (answer.content, answer["Content-Disposition"]) == (b"no picture", 'attachment; filename="aX1.png"')

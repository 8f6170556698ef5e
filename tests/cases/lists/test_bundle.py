"""A zip of a list with its Word files and pictures: looked through whole before anything is made, then made whole or not at all."""

import io
import zipfile

import pytest

from cases.enums import ListState
from cases.intake.document import Intake, LeftOver, Offered
from cases.lists import runs
from cases.lists.bundle import Bundle, is_bundle
from cases.lists.killable import Unreadable
from cases.lists.making import overruled
from cases.models import Case, CaseList
from tests import make
from tests.cases.intake.documents import blip, docx, p, png
from tests.cases.lists.sheets import GOALS, TITLE, xlsx

pytestmark = pytest.mark.django_db
WORD, PICTURES = "Word 文件", "图片文件"
HEADS = [TITLE, "摘要（中文）", GOALS, WORD, PICTURES]
DOCUMENT = docx(p("智能电网", "1") + p("第一段写了二十个字以上的正文，说清楚做了什么事情。") + p(before=blip("rId9")), media=[png()])


def packed(files, *, encoding=""):
    """Names in an encoding are written as by a program that knows nothing of UTF-8."""
    kept = io.BytesIO()
    names = {}
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            raw = name.encode(encoding) if encoding else b""
            stand_in = f"{number}{'x' * (len(raw) - 1)}" if encoding else name
            names[stand_in.encode()] = raw
            archive.writestr(stand_in, data)
    whole = kept.getvalue()
    for stand_in, raw in names.items() if encoding else ():
        whole = whole.replace(stand_in, raw)
    return whole


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


def give(editor, files):
    return give_packed(editor, packed(files))


def give_packed(editor, data):
    owner = editor.memberships.get().organisation
    made = runs.hand_in(data, name="案例.zip", organisation=owner, call=None, year=2030, by=editor)
    return CaseList.objects.get(pk=made.pk)


def told(case_list):
    return [(each["row"], each["column"], each["sentence"]) for each in case_list.problems]


def test_a_row_becomes_a_draft_of_its_word_file_with_what_the_list_says_and_its_pictures(editor):
    rows = [["电网案例", "清单的摘要", "7", "文档/电网.DOCX", "现场 1.jpg、b.png"], ["只有标题", "", "", "", ""]]
    files = {"清单.xlsx": xlsx(HEADS, *rows), "a/电网.docx": DOCUMENT, "a/现场 1.jpg": make.picture_file().read(), "b.png": png("#111111")}
    given = give(editor, files)
    assert (given.state, told(given), given.total) == (ListState.READY, [], 2)
    assert runs.confirm(given, by=editor)
    first, second = Case.objects.order_by("pk")
    if first.title_zh_hans != "电网案例":
        first, second = second, first
    assert (second.title_zh_hans, second.pictures.count()) == ("只有标题", 0)
    assert (first.year, first.summary_zh_hans, "第一段写了" in first.body_zh_hans) == (2030, "清单的摘要", True)
    assert first.pictures.count() == 3
    assert [attachment.title_zh_hans for attachment in first.attachments.all()] == ["电网"]
    assert [(tag.tag.code, tag.rank) for tag in first.case_tags.filter(tag__vocabulary="goal")] == [("7", "primary")]
    # The file's own title gave way to the list's, and is kept.
    assert "智能电网" in [left.text for left in first.left_over.all()]
    assert CaseList.objects.get().made == [first.pk, second.pk]


def test_the_same_zip_is_not_read_twice(editor):
    # Packed anew it would be another file: a zip says when.
    data = packed({"a.xlsx": xlsx(HEADS, ["一", "", "", "", ""])})
    give_packed(editor, data)
    with pytest.raises(runs.ListRefused):
        give_packed(editor, data)


def test_every_file_that_is_wrong_is_told_with_row_and_column_and_nothing_is_made(editor):
    rows = [
        ["一", "", "", "没有.docx", "a.jpg"],
        ["二", "", "", "旧.docx", "坏.png"],
        ["三", "", "", "a.jpg", "a.jpg"],
    ]
    files = {
        "清单.xlsx": xlsx(HEADS, *rows),
        "a.jpg": make.picture_file().read(),
        "旧.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
        "坏.png": b"no picture",
        "多余.jpg": make.picture_file().read(),
    }
    given = give(editor, files)
    assert given.state == ListState.REFUSED
    found = told(given)
    assert found[0] == (0, "", "没有哪一行写了“多余.jpg”；请在相应行写上，或从压缩包中去掉。")
    assert found[1] == (2, "D", "压缩包里没有“没有.docx”；请放入该文件，或改正文件名。")
    assert (found[2][:2], found[2][2].startswith("旧.docx: ")) == ((3, "D"), True)
    assert (found[3][:2], found[3][2].startswith("坏.png: ")) == ((3, "E"), True)
    assert found[4:] == [
        (4, "D", "第 2 行已用了“a.jpg”；一个文件只属于一个案例。"),
        (4, "E", "第 2 行已用了“a.jpg”；一个文件只属于一个案例。"),
    ]
    assert not Case.objects.exists()


def test_a_text_stands_in_the_list_or_in_the_word_file_and_not_in_both(editor):
    given = give(editor, {"清单.xlsx": xlsx([*HEADS, "正文（中文）"], ["一", "", "", "a.docx", "", "正文"]), "a.docx": DOCUMENT})
    assert told(given) == [(2, "F", "正文已在 Word 文件里；请清空此格，或不要填写 Word 文件。")]


def test_a_list_alone_that_names_files_says_that_they_come_with_it_in_a_zip(editor):
    owner = editor.memberships.get().organisation
    data = xlsx(HEADS, ["一", "", "", "a.docx", ""])
    made = runs.hand_in(data, name="a.xlsx", organisation=owner, call=None, year=2030, by=editor)
    assert told(CaseList.objects.get(pk=made.pk)) == [(2, "D", "清单里写了文件名；请把清单和这些文件打成一个 zip 一起提交。")]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.docx": DOCUMENT}, "压缩包里有 0 个 Excel 清单（.xlsx），请只放一个。"),
        ({"a.xlsx": b"", "b/b.xlsx": b""}, "压缩包里有 2 个 Excel 清单（.xlsx），请只放一个。"),
        ({"l.xlsx": b"", "a/图.jpg": b"", "b/图.jpg": b""}, "压缩包里有多个名为“图.jpg”的文件，请让每个文件的名称各不相同。"),
        ({"l.xlsx": b"0" * 70_000_000}, "压缩包解开后远大于文件应有的大小。请重新打包，或分成几个提交。"),
    ],
)
def test_a_zip_that_is_not_to_be_taken_says_why(files, sentence):
    with pytest.raises(Unreadable) as refused:
        Bundle(packed(files))
    assert str(refused.value.sentence) == sentence


def test_names_are_read_as_chinese_windows_and_others_write_them_and_what_systems_put_beside_is_left_out():
    files = {"清单.xlsx": b"x", "照片/现场.jpg": b"y"}
    assert Bundle(packed(files, encoding="gb18030")).names == ("现场.jpg",)
    assert Bundle(packed(files, encoding="utf-8")).names == ("现场.jpg",)
    assert Bundle(packed(files | {"__MACOSX/._现场.jpg": b"", "Thumbs.db": b"", "~$清单.xlsx": b"", "e/": b""})).names == ("现场.jpg",)


def test_a_path_that_leads_out_of_the_zip_is_a_name_like_any_other():
    bundle = Bundle(packed({"l.xlsx": b"x", "../../etc/passwd.jpg": b"y", "c:\\secret\\b.jpg": b"z"}))
    assert bundle.names == ("passwd.jpg", "b.jpg")
    assert (bundle.read("passwd.jpg"), bundle.find("..\\..\\etc\\PASSWD.jpg")) == (b"y", "passwd.jpg")


def test_a_workbook_is_no_bundle_and_neither_is_what_only_begins_like_a_zip():
    assert (is_bundle(xlsx([TITLE])), is_bundle(b"PK\x03\x04 no zip"), is_bundle(packed({"a.xlsx": b""}))) == (False, False, True)


def test_what_the_list_says_holds_and_the_file_s_other_words_are_left_over():
    intake = Intake(
        "题", "摘", "", "地", "<p>文</p>", (), (Offered("a", "1", "", "", "s"),), (LeftOver("box", "框"),), 9, concept="绿色", goals="7"
    )
    intake = overruled(intake, {"title_zh_hans": "新题", "place_zh_hans": "地", "summary_en": "New"}, {"goal"})
    assert (intake.title, intake.summary, intake.summary_en, intake.place, intake.concept, intake.goals) == (
        "新题",
        "摘",
        "New",
        "地",
        "绿色",
        "",
    )
    assert intake.left_over == (LeftOver("box", "框"), LeftOver("long", "题"), LeftOver("long", "7"))

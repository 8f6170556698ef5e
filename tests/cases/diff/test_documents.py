"""Two case documents compared."""

from dataclasses import replace
from decimal import Decimal

from cases.diff import BlockChange, FieldChange, Run, compare
from cases.diff.blocks import blocks_of, compare_blocks
from cases.document import CaseDocument, FigureDoc, OrganisationRef, PictureDoc, QuotationDoc, TagRef, Text, VideoDoc
from cases.text import clean_html

LONG = [
    "电网企业建设弹性电网，服务浙江经济社会发展。",
    "塞内加尔学生用上网络教室，教师接受培训。",
    "台达工厂安装光伏，减少碳排放。",
    "结语",
]


def html(*paragraphs):
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def body(before, after):
    return [(change.kind, change.text) for change in compare_blocks(blocks_of(before), blocks_of(after))]


CASE = CaseDocument("a", 2021, Text("标题", "Title"), Text("摘要"), Text(html(*LONG)), OrganisationRef("o", Text("公司")))


def figure(label, value="1", **more):
    return FigureDoc(Text(label), Decimal(value), **more)


def test_the_same_document_has_no_difference():
    assert not compare(CASE, CASE)


def test_a_changed_title_is_marked_in_its_language_only():
    found = compare(CASE, replace(CASE, title=Text("标题", "Titles")))
    assert found.fields == (FieldChange("title", "en", (Run("same", "Title"), Run("new", "s"))),)
    assert found.parts == ()


def test_a_moved_paragraph_is_moved_and_the_others_are_the_same():
    a, b, c, d = LONG
    assert body(html(a, b, c, d), html(b, c, a, d)) == [("same", b), ("same", c), ("moved", a), ("same", d)]


def test_a_paragraph_moved_and_slightly_changed_is_still_moved_with_its_marks():
    a, b, c, d = LONG
    changes = compare_blocks(blocks_of(html(a, b, c, d)), blocks_of(html(b, c, a.replace("浙江", "江苏"), d)))
    assert [change.kind for change in changes] == ["same", "same", "moved", "same"]
    assert [run.text for run in changes[2].runs if run.kind != "same"] == ["浙", "苏"] or "江苏" in "".join(
        run.text for run in changes[2].runs
    )


def test_paragraphs_come_and_go_where_they_stood():
    a, b, c, d = LONG
    assert body(html(a, b, c), html(a, c)) == [("same", a), ("gone", b), ("same", c)]
    assert body(html(a, c), html(a, d, c)) == [("same", a), ("new", d), ("same", c)]
    assert body(html(a), "") == [("gone", a)]
    assert body("", html(a, b)) == [("new", a), ("new", b)]


def test_another_look_is_told_from_another_text():
    plain, bold = "<p>弹性电网</p>", "<p><strong>弹性</strong>电网</p>"
    assert compare_blocks(blocks_of(plain), blocks_of(bold)) == [BlockChange("changed", "弹性电网", "paragraph", reformatted=True)]
    heading = compare_blocks(blocks_of(plain), blocks_of("<h3>弹性电网</h3>"))
    assert heading == [BlockChange("changed", "弹性电网", "h3", restyled="paragraph")]
    listed = compare_blocks(blocks_of("<ul><li>甲乙丙</li></ul>"), blocks_of("<ol><li>甲乙丙</li></ol>"))
    assert [(change.kind, change.restyled) for change in listed] == [("changed", "item")]


def test_figures_are_known_again_by_label_whatever_their_order():
    before = replace(CASE, figures=(figure("投资", "2.4", unit="亿元"), figure("学校", "60"), figure("旧的", "3")))
    after = replace(CASE, figures=(figure("学校", "60"), figure("投资", "2.5", unit="亿元", qualifier="yue"), figure("新的", "9")))
    found = {(change.kind, change.shown.label.zh_hans): [field.name for field in change.fields] for change in compare(before, after).parts}
    assert found == {("gone", "旧的"): [], ("changed", "投资"): ["value", "qualifier"], ("new", "新的"): []}


def test_a_part_at_another_place_has_moved():
    pictures = tuple(PictureDoc(str(n), ".jpg", 1, 1, Text(f"图{n}")) for n in range(3))
    found = compare(replace(CASE, pictures=pictures), replace(CASE, pictures=(pictures[2], pictures[0], pictures[1]))).parts
    assert [(change.kind, change.shown.digest) for change in found] == [("moved", "2")]


def test_tags_pictures_quotations_organisations_and_videos_are_compared():
    before = replace(
        CASE,
        tags=(TagRef("goal", "7", Text("能源"), code="7"), TagRef("topic", "x", Text("题"))),
        pictures=(PictureDoc("d", ".jpg", 1, 1, Text("图")),),
        quotations=(QuotationDoc(Text("原话"), speaker=Text("某人")),),
        videos=(VideoDoc(Text("片"), "https://a.example"),),
    )
    after = replace(
        before,
        tags=(TagRef("goal", "7", Text("能源"), code="7", rank="primary", reason=Text("因为")),),
        pictures=(PictureDoc("d", ".jpg", 1, 1, Text("图"), focus=(10, 10)),),
        quotations=(QuotationDoc(Text("改过的话"), speaker=Text("某人")),),
        organisations=(OrganisationRef("p", Text("伙伴")),),
        videos=(),
    )
    assert [(change.part, change.kind, [field.name for field in change.fields]) for change in compare(before, after).parts] == [
        ("organisation", "new", []),
        ("tag", "gone", []),
        ("tag", "changed", ["rank", "reason"]),
        ("quotation", "changed", ["text"]),
        ("picture", "changed", ["focus"]),
        ("video", "gone", []),
    ]


def test_tables_are_compared_row_by_row_with_how_their_words_are_set():
    head, first, second = ("<tr><th>项</th><th>数</th></tr>", "<tr><td>全年节约用电</td><td>{}</td></tr>", "<tr><td>乙</td><td></td></tr>")

    def table(*rows):
        return clean_html(f"<table>{''.join(rows)}</table>")

    before = table(head, first.format("12吨"), second)
    found = compare_blocks(blocks_of(before), blocks_of(table(head, second, first.format("<strong>12吨</strong>"))))
    assert [(change.kind, change.text, change.style) for change in found] == [
        ("same", "项 | 数", "head"),
        ("moved", "乙 |", "row"),
        ("changed", "全年节约用电 | 12吨", "row"),
    ]
    assert [change.reformatted for change in found] == [False, False, True]
    (changed,) = (each for each in compare_blocks(blocks_of(before), blocks_of(before.replace("12", "13"))) if each.kind == "changed")
    assert [run.text for run in changed.runs if run.kind != "same"] == ["2", "3"]

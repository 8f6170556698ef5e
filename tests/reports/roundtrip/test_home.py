"""A part sent out, worked on in both places, and taken back; the suggestions decided on."""

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from cases.intake.document import Refused
from reports.checkout import Taken, take
from reports.models import Block, BlockItem, Illustration, Part, Report, Statement, Suggestion, WordCopy
from reports.placements import place_case
from reports.roundtrip.coming import LONGEST_FIELD, come_home
from reports.roundtrip.deciding import MovedOn, accept, clean_of, decline, open_of, seen, standings
from reports.roundtrip.going import send_out
from reports.roundtrip.reading import read_home
from tests import make
from tests.reports.roundtrip.files import changed, commented, deleted, inserted, on, p, parts_of, r, retyped

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER, name="编纂")


@pytest.fixture
def part():
    report = Report.objects.create(year=2030, title_zh_hans="报告", title_en="Report")
    return Part.objects.create(report=report, kind="chapter", key="one", title_zh_hans="第一章", title_en="One")


@pytest.fixture
def block(part):
    return Block.objects.create(part=part, text_zh_hans="<p>绿色发展。</p>", text_en="<p>Green.</p>")


@pytest.fixture
def sent(part, block, compiler):
    return send_out(part, language="zh_hans", by=compiler)[1]


TITLE, TEXT = 1, 2


def numbers(copy):
    return {key: int(number) for number, (key, _text) in copy.fields.items()}


def brought(part):
    return [
        (each.kind, each.number, each.text, each.people, each.remarks)
        for each in Suggestion.objects.filter(origin__copy__part=part).order_by("pk")
    ]


def test_every_text_of_the_part_and_of_what_is_within_it_goes_out_and_nothing_else_can_be_edited(part, block, compiler):
    within = Part.objects.create(report=part.report, parent=part, key="two", order=1, title_zh_hans="第一节")
    Part.objects.create(report=part.report, key="three", order=2, title_zh_hans="第二章")
    themes = Block.objects.create(part=within, kind="themes", title_zh_hans="措施")
    item = BlockItem.objects.create(block=themes, label_zh_hans="一", text_zh_hans="做法\n两行")
    quotation = Block.objects.create(part=within, kind="quotation", order=1)
    statement = Statement.objects.create(block=quotation, text_zh_hans="绿水青山", speaker_zh_hans="某人", speaker_en="Somebody")
    photos = Block.objects.create(part=within, kind="photos", order=2)
    picture = Illustration.objects.create(block=photos, file=make.picture_file(), caption_zh_hans="图")
    cased = Block.objects.create(part=within, kind="case", order=3)
    case = make.case(title_zh_hans="案例题", body_zh_hans="<p>案例自己的话。</p>")
    make.published(case)
    placement = place_case(cased, case)
    copy, file = send_out(part, language="zh_hans", by=compiler)
    assert list(copy.fields.values()) == [
        [f"part-{part.pk}-title", "第一章"],
        [f"block-{block.pk}-text", "<p>绿色发展。</p>"],
        [f"part-{within.pk}-title", "第一节"],
        [f"block-{themes.pk}-title", "措施"],
        [f"item-{item.pk}-label", "一"],
        [f"item-{item.pk}-text", "做法\n两行"],
        [f"quotation-{statement.pk}-text", "绿水青山"],
        [f"quotation-{statement.pk}-speaker", "某人"],
        [f"picture-{picture.pk}-caption", "图"],
    ]
    assert {"案例题", "案例自己的话。"} <= set(copy.frame)
    assert "第二章" not in parts_of(file)["word/document.xml"]
    assert come_home(part, file, name="x.docx", by=compiler).made == 0
    placement.print_text_zh_hans, placement.print_text_en = "<p>短。</p>", ""
    placement.save()
    assert numbers(send_out(part, language="zh_hans", by=compiler)[0])[f"placement-{placement.pk}-print_text"] == 10
    # In English what has Chinese alone is asked for, and the print text, which is not shortened there, is not.
    english = send_out(part, language="en", by=compiler)[0]
    assert "第一章" not in english.frame
    assert [text for _key, text in english.fields.values()] == ["One", "<p>Green.</p>", "", "", "", "", "", "Somebody", ""]


def test_a_change_is_a_suggestion_with_who_made_it_and_what_was_said(part, sent, compiler):
    file = retyped(sent, TEXT, p(on(0, r("绿色")), deleted("发展"), inserted("低碳发展"), r("。")))
    assert come_home(part, commented(file, "用新提法"), name="C:\\稿\\改.docx", by=compiler).made == 1
    assert brought(part) == [
        ("change", TEXT, "<p>绿色低碳发展。</p>", [["李编辑", "2030-05-06"]], [["李编辑", "2030-05-06", "绿色", "用新提法"]])
    ]
    assert Suggestion.objects.get().origin.name == "改.docx"


def test_what_others_did_meanwhile_is_no_suggestion_and_both_at_once_is_a_conflict(part, block, sent, compiler):
    block.text_zh_hans = "<p>绿色发展，久久为功。</p>"
    block.save()
    file = retyped(sent, TITLE, p(r("第一章 绿色")))
    come_home(part, file, name="1.docx", by=compiler)
    come_home(part, retyped(sent, TEXT, p(r("绿色低碳发展。"))), name="2.docx", by=compiler)
    rows = standings(list(open_of(part).select_related("origin__copy").order_by("pk")))
    assert [(each.suggestion.text, each.went, each.now, each.is_clean, each.is_conflict) for each in rows] == [
        ("第一章 绿色", "第一章", "第一章", True, False),
        ("<p>绿色低碳发展。</p>", "<p>绿色发展。</p>", "<p>绿色发展，久久为功。</p>", False, True),
    ]
    assert [each.suggestion.pk for each in clean_of(part)] == [rows[0].suggestion.pk]


def test_what_stands_here_already_is_not_suggested(part, block, sent, compiler):
    block.text_zh_hans = "<p>绿色低碳发展。</p>"
    block.save()
    assert come_home(part, retyped(sent, TEXT, p(r("绿色低碳发展。"))), name="1.docx", by=compiler).made == 0


def test_another_look_alone_is_a_suggestion(part, sent, compiler):
    come_home(part, retyped(sent, TEXT, p(r("绿色", "<w:b/>"), r("发展。"))), name="1.docx", by=compiler)
    assert brought(part) == [("change", TEXT, "<p><strong>绿色</strong>发展。</p>", [], [])]


def test_nothing_is_dropped_in_silence(part, sent, compiler):
    def change(document):
        start = document.index("<w:tbl>")
        end = document.index("</w:tbl>") + len("</w:tbl>")
        return (document[:start] + document[end:]).replace("<w:p/><w:sectPr", p(on(0, r("补写一段"))) + "<w:sectPr")

    come_home(part, commented(changed(sent, change), "放哪里？"), name="1.docx", by=compiler)
    assert brought(part) == [
        ("missing", TITLE, "第一章", [], []),
        ("note", None, "", [], [["李编辑", "2030-05-06", "补写一段", "放哪里？"]]),
        ("unplaced", None, "补写一段", [], []),
    ]


def test_a_comment_without_a_change_is_a_note(part, sent, compiler):
    come_home(part, commented(retyped(sent, TEXT, p(on(0, r("绿色发展。")))), "好"), name="1.docx", by=compiler)
    assert brought(part) == [("note", TEXT, "<p>绿色发展。</p>", [], [["李编辑", "2030-05-06", "绿色发展。", "好"]])]


def test_the_same_file_and_the_same_change_come_home_once(part, sent, compiler):
    file = commented(retyped(sent, TEXT, p(on(0, r("改了。")))), "好")
    assert (come_home(part, file, name="1.docx", by=compiler).made, come_home(part, file, name="2.docx", by=compiler).is_known) == (1, True)
    decline(part, Suggestion.objects.get().pk, by=compiler)
    more = retyped(file, TITLE, p(r("新题")))
    assert come_home(part, more, name="3.docx", by=compiler).made == 1
    assert [(kind, number, text) for kind, number, text, *_more in brought(part)] == [
        ("change", TEXT, "<p>改了。</p>"),
        ("change", TITLE, "新题"),
    ]


# --- What is not taken -----------------------------------------------------------------------------------------------


def why(part, data, by):
    with pytest.raises((Refused, ValidationError)) as raised:
        come_home(part, data, name="1.docx", by=by)
    assert Suggestion.objects.count() == 0
    return str(getattr(raised.value, "sentence", "")) or " ".join(raised.value.messages)


def test_a_file_of_another_part_or_of_nobody_is_refused_with_a_sentence(part, sent, compiler):
    other = Part.objects.create(report=part.report, key="two", order=1, title_zh_hans="第二章")
    assert why(other, sent, compiler).startswith("这份文件属于")
    assert "第一章" in why(other, sent, compiler)
    WordCopy.objects.all().delete()
    assert why(part, sent, compiler).startswith("这份文件不是从这里送出的")
    assert "损坏" in why(part, b"no", compiler)


def test_a_text_beyond_measure_is_refused(part, sent, compiler):
    assert "文字远多于" in why(part, retyped(sent, TEXT, p(r("长" * (LONGEST_FIELD + 1)))), compiler)


# --- Deciding --------------------------------------------------------------------------------------------------------


@pytest.fixture
def suggestion(part, sent, compiler):
    come_home(part, retyped(sent, TEXT, p(r("绿色低碳发展。"))), name="1.docx", by=compiler)
    return Suggestion.objects.get()


def taken_over(part, suggestion, by, now="<p>绿色发展。</p>"):
    return accept(part, suggestion.pk, by=by, seen_text=seen(now))


def test_an_accepted_text_stands_in_its_place_once(part, block, suggestion, compiler):
    field = taken_over(part, suggestion, compiler)
    block.refresh_from_db()
    suggestion.refresh_from_db()
    assert (field.key, block.text_zh_hans, block.text_en) == (f"block-{block.pk}-text", "<p>绿色低碳发展。</p>", "<p>Green.</p>")
    assert (suggestion.state, suggestion.decided_by) == ("accepted", compiler)
    with pytest.raises(ValidationError):
        taken_over(part, suggestion, compiler)
    with pytest.raises(ValidationError):
        decline(part, suggestion.pk, by=compiler)


def test_a_text_that_has_moved_on_is_not_written_over(part, block, suggestion, compiler):
    Block.objects.filter(pk=block.pk).update(text_zh_hans="<p>别人写的。</p>")
    with pytest.raises(MovedOn):
        taken_over(part, suggestion, compiler)
    block.refresh_from_db()
    assert block.text_zh_hans == "<p>别人写的。</p>"
    taken_over(part, suggestion, compiler, now="<p>别人写的。</p>")
    block.refresh_from_db()
    assert block.text_zh_hans == "<p>绿色低碳发展。</p>"


def test_a_text_that_somebody_else_has_brought_to_its_place_is_accepted_as_it_stands(part, block, suggestion, compiler):
    Block.objects.filter(pk=block.pk).update(text_zh_hans="<p>绿色低碳发展。</p>")
    assert [(each.is_there, each.is_conflict) for each in standings(list(open_of(part).select_related("origin__copy")))] == [(True, False)]
    taken_over(part, suggestion, compiler)
    assert list(open_of(part)) == []


def test_what_somebody_else_has_is_not_written(part, block, suggestion, compiler):
    take(part, by=make.user(Role.COMPILER))
    with pytest.raises(Taken):
        taken_over(part, suggestion, compiler)
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


def test_a_block_that_is_gone_takes_nothing(part, block, suggestion, compiler):
    block.delete()
    with pytest.raises(ValidationError):
        taken_over(part, suggestion, compiler, now="")
    decline(part, suggestion.pk, by=compiler)
    suggestion.refresh_from_db()
    assert suggestion.state == "refused"


@pytest.mark.parametrize(
    ("number", "typed", "now"), [(TITLE, "长" * 161, "第一章"), (TITLE, "", "第一章"), (TEXT, "", "<p>绿色发展。</p>")]
)
def test_what_a_form_would_refuse_is_refused(part, block, sent, compiler, number, typed, now):
    come_home(part, retyped(sent, number, p(r(typed))), name="1.docx", by=compiler)
    with pytest.raises(ValidationError):
        taken_over(part, Suggestion.objects.get(), compiler, now=now)
    part.refresh_from_db()
    block.refresh_from_db()
    assert (part.title_zh_hans, block.text_zh_hans) == ("第一章", "<p>绿色发展。</p>")


def test_an_emptied_english_text_is_taken(part, block, compiler):
    sent = send_out(part, language="en", by=compiler)[1]
    come_home(part, retyped(sent, TEXT, p()), name="1.docx", by=compiler)
    taken_over(part, Suggestion.objects.get(), compiler, now="<p>Green.</p>")
    block.refresh_from_db()
    assert (block.text_zh_hans, block.text_en) == ("<p>绿色发展。</p>", "")


def test_each_sort_of_row_takes_its_text(part, compiler):
    themes = Block.objects.create(part=part, kind="themes", order=1, title_zh_hans="措施")
    item = BlockItem.objects.create(block=themes, label_zh_hans="一", text_zh_hans="做法")
    statement = Statement.objects.create(block=Block.objects.create(part=part, kind="quotation", order=2), text_zh_hans="绿水青山")
    picture = Illustration.objects.create(opener_of=part, file=make.picture_file(), caption_zh_hans="图")
    case = make.case()
    make.published(case)
    placement = place_case(Block.objects.create(part=part, kind="case", order=3), case)
    placement.print_text_zh_hans = "<p>短。</p>"
    placement.save()
    copy, file = send_out(part, language="zh_hans", by=compiler)
    for number in range(1, len(copy.fields) + 1):
        file = retyped(file, number, p(r(f"新{number}")))
    come_home(part, file, name="1.docx", by=compiler)
    keys = {key: number for number, (key, _text) in copy.fields.items()}
    kept = picture.file.name
    for standing in clean_of(part):
        accept(part, standing.suggestion.pk, by=compiler, seen_text=standing.seen)
    found = {}
    for row, sort, column in (
        *((part, "part", "title"), (themes, "block", "title"), (item, "item", "label"), (item, "item", "text")),
        *((statement, "quotation", "text"), (picture, "picture", "caption"), (placement, "placement", "print_text")),
    ):
        row.refresh_from_db()
        found[f"{sort}-{row.pk}-{column}"] = getattr(row, f"{column}_zh_hans")
    assert found == {key: f"<p>新{number}</p>" if key.startswith("placement") else f"新{number}" for key, number in keys.items()}
    assert picture.file.name == kept


def test_a_suggestion_of_another_part_is_not_there(part, suggestion, compiler):
    other = Part.objects.create(report=part.report, key="two", order=1, title_zh_hans="第二章")
    with pytest.raises(ValidationError):
        accept(other, suggestion.pk, by=compiler, seen_text="")


def test_what_went_out_can_be_read_in_the_file(sent):
    assert read_home(sent).fields[TEXT].texts["rich"] == "<p>绿色发展。</p>"

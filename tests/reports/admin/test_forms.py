"""Forms of parts, blocks and the bank: what is asked for, what is refused with which sentence, what is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext

from reports.admin.kinds import ASKS, item_lines, may_become
from reports.enums import BlockKind
from reports.models import Block, BlockItem, CitedDocument, Indicator, Observation, Part, Placement, Report, ShortLink
from tests import make
from tests.reports.admin.test_desk import newer

pytestmark = pytest.mark.django_db


def change(row):
    return reverse(f"admin:reports_{row._meta.model_name}_change", args=[row.pk])


def add(model, **place):
    return reverse(f"admin:reports_{model}_add", query=place)


def errors(answer):
    """Every sentence of the form and its rows."""
    form = answer.context["adminform"].form
    found = [str(each) for field in form.errors.values() for each in field]
    for inline in answer.context["inline_admin_formsets"]:
        found += [str(each) for each in inline.formset.non_form_errors()]
        found += [str(each) for row in inline.formset.errors for field in row.values() for each in field]
    return found


# --- Parts ---------------------------------------------------------------------------------------------------------


def test_a_new_part_goes_last_within_its_parent(compiler, report, part):
    other = Part.objects.create(report=report, key="z", order=1, title_zh_hans="第二章")
    answer = compiler.save(add("part", within=part.pk), title_zh_hans="新节", key="new")
    made = Part.objects.get(key="new")
    assert answer["Location"] == f"/admin/reports/report/{report.pk}/change/#part-{made.pk}"
    assert (made.parent, made.report) == (part, report)
    assert list(report.parts.order_by("order")) == [part, made, other]


def test_a_key_in_use_names_the_part_that_has_it_and_keeps_what_was_typed(compiler, report, part):
    answer = compiler.save(add("part", report=report.pk), title_zh_hans="又一章", key="one")
    assert errors(answer) == [f"本报告中“{part}”已使用标识“one”，请另取一个。"]
    assert 'value="又一章"' in answer.content.decode()
    assert report.parts.count() == 1


def test_a_part_is_not_put_within_itself_or_what_is_within_it(compiler, report, part):
    within = Part.objects.create(report=report, parent=part, key="two", order=1, title_zh_hans="节")
    for wrong in (part, within):
        answer = compiler.save(change(part), parent=wrong.pk)
        assert errors(answer) == ["一个部分不能置于自身之内；请选择不在其下的部分。"]
    part.refresh_from_db()
    assert part.parent is None


def test_a_missing_chinese_title_is_asked_for_by_name(compiler, report):
    answer = compiler.save(add("part", report=report.pk), key="new")
    assert errors(answer) == ["请填写“标题（中文）”。"]


def test_a_part_of_a_report_that_is_not_there_is_not_found(compiler, report):
    assert compiler.get(add("part", report=report.pk + 1)).status_code == 404
    assert compiler.get(add("part", within=99)).status_code == 404


# --- Blocks: what each kind asks -------------------------------------------------------------------------------------


def test_a_row_asks_only_for_what_its_kind_reads():
    for kind in BlockKind:
        asked = {name.removesuffix("_zh_hans").removesuffix("_en") for line in item_lines(kind) for name in line}
        assert asked == set(kind.reads)


def test_a_block_changes_its_kind_only_where_nothing_is_lost():
    assert may_become(BlockKind.QUOTATION) == [BlockKind.QUOTATION, BlockKind.EPIGRAPH]
    assert may_become(BlockKind.CASE) == [BlockKind.CASE]
    assert BlockKind.TABLE not in may_become(BlockKind.TILES)
    assert BlockKind.TILES in may_become(BlockKind.TABLE)


@pytest.mark.parametrize("kind", BlockKind.values)
def test_the_form_of_each_kind_opens_and_shows_its_own_fields(compiler, part, kind):
    answer = compiler.get(add("block", part=part.pk, kind=kind))
    assert answer.status_code == 200
    form = answer.context["adminform"]
    shown = {name for fieldset in form for line in fieldset for name in (field.field.name for field in line)}
    wanted = {name for field in ASKS[BlockKind(kind)].fields for name in (field if isinstance(field, tuple) else [field])}
    assert shown == wanted | {"part"}


def test_the_kind_is_asked_first(compiler, part):
    page = compiler.get(add("block", part=part.pk)).content.decode()
    assert all(f"?part={part.pk}&amp;kind={kind}" in page for kind in BlockKind.values)


def test_a_block_is_written_with_its_rows_and_goes_last(compiler, part, observation):
    first = Block.objects.create(part=part, text_zh_hans="<p>一</p>")
    typed = {"title_zh_hans": "数字", "items-0-observation": observation.pk, "items-0-label_zh_hans": "节电"}
    answer = compiler.save(add("block", part=part.pk, kind="tiles"), **typed)
    made = Block.objects.exclude(pk=first.pk).get()
    assert answer["Location"].endswith(f"#block-{made.pk}")
    assert (made.kind, made.order, made.title_zh_hans) == ("tiles", 1, "数字")
    assert [(item.observation, item.label_zh_hans, item.order) for item in made.items.all()] == [(observation, "节电", 0)]


@pytest.mark.parametrize("kind", ["tiles", "case", "quotation"])
def test_a_second_click_makes_no_second_block(compiler, part, observation, kind):
    case = make.case()
    make.published(case)
    address = add("block", part=part.pk, kind=kind)
    more = {
        "tiles": {"items-0-observation": observation.pk},
        "case": {"case": case.pk},
        "quotation": {"quotation-0-text_zh_hans": "话"},
    }[kind]
    form = compiler.form(address, **more)
    first, second = compiler.post(address, form), compiler.post(address, form)
    assert first["Location"] == second["Location"]
    assert part.blocks.count() == 1
    # What says something else is another block.
    compiler.post(address, form | {"items-0-label_zh_hans": "别的", "quotation-0-text_zh_hans": "别的话"})
    assert part.blocks.count() == (1 if kind == "case" else 2)


def test_a_row_without_a_number_in_the_order_goes_last(compiler, part, observation):
    block = Block.objects.create(part=part, kind="table")
    first = BlockItem.objects.create(block=block, order=4, observation=observation)
    compiler.save(change(block) + "?rows=1", **{"items-1-observation": observation.pk})
    assert [(item.pk == first.pk, item.order) for item in block.items.all()] == [(True, 4), (False, 5)]


def test_an_observation_that_is_not_there_is_refused_at_its_field(compiler, part):
    answer = compiler.save(add("block", part=part.pk, kind="table"), **{"items-0-observation": "4711"})
    assert errors(answer) == ["该项已不存在；请从所提供的选项中重新选择。"]


def test_prose_without_its_chinese_is_refused_and_the_english_kept(compiler, part):
    answer = compiler.save(add("block", part=part.pk, kind="prose"), text_en="<p>Only English</p>")
    assert errors(answer) == ["请填写此内容块的中文正文。"]
    assert "Only English" in answer.content.decode()


def test_prose_is_cleaned_on_its_way_in(compiler, part):
    compiler.save(add("block", part=part.pk, kind="prose"), text_zh_hans="<p>好<script>alert(1)</script><img src=x onerror=y></p>")
    assert Block.objects.get().text_zh_hans == "<p>好</p>"


def test_a_quotation_needs_its_words(compiler, part):
    answer = compiler.save(add("block", part=part.pk, kind="quotation"))
    assert errors(answer) == ["请填写“引语（中文）”。"]
    assert Block.objects.count() == 0


def test_a_video_needs_its_short_link(compiler, part):
    answer = compiler.save(add("block", part=part.pk, kind="video"))
    assert errors(answer) == ["请选择二维码指向的短链接。"]


def test_a_file_that_is_no_picture_is_refused_in_words(compiler, part):
    address = add("block", part=part.pk, kind="photos")
    form = compiler.form(address, **{"pictures-0-caption_zh_hans": "图"})
    answer = compiler.post(address, form | {"pictures-0-file": SimpleUploadedFile("x.jpg", b"not a picture")})
    assert errors(answer) == [gettext("The file is no picture that can be read; give a JPEG, PNG or WebP.")]


def test_a_photo_is_kept_with_its_caption(compiler, part):
    address = add("block", part=part.pk, kind="photos")
    form = compiler.form(address, **{"pictures-0-caption_zh_hans": "图"})
    compiler.post(address, form | {"pictures-0-file": make.picture_file()})
    picture = Block.objects.get().pictures.get()
    assert (picture.caption_zh_hans, picture.order, len(picture.digest)) == ("图", 0, 64)


def test_a_block_that_changes_its_part_goes_last_there(compiler, report, part):
    other = Part.objects.create(report=report, key="z", order=1, title_zh_hans="第二章")
    Block.objects.create(part=other, text_zh_hans="<p>一</p>", order=6)
    block = Block.objects.create(part=part, text_zh_hans="<p>二</p>")
    compiler.save(change(block), part=other.pk)
    block.refresh_from_db()
    assert (block.part, block.order) == (other, 7)


def test_after_deleting_the_desk_opens_at_the_part(compiler, report, part):
    block = Block.objects.create(part=part, text_zh_hans="<p>一</p>")
    answer = compiler.post(reverse("admin:reports_block_delete", args=[block.pk]), {"post": "yes"})
    assert answer["Location"] == f"/admin/reports/report/{report.pk}/change/#part-{part.pk}"
    assert not part.blocks.exists()


# --- Cases placed ----------------------------------------------------------------------------------------------------


def test_a_published_case_is_placed_at_its_public_revision(compiler, part):
    case = make.case()
    publication = make.published(case)
    compiler.save(add("block", part=part.pk, kind="case"), case=case.pk)
    assert Placement.objects.get().revision == publication.revision


def test_an_unpublished_case_is_answered_with_a_sentence(compiler, part):
    case = make.case()
    answer = compiler.save(add("block", part=part.pk, kind="case"), case=case.pk)
    assert errors(answer) == [f"“{case}”尚未发布，不能放置。"]
    assert f'<option value="{case.pk}" selected>{case}</option>' in answer.content.decode()
    assert Block.objects.count() == 0


def test_a_case_posted_into_a_block_of_another_kind_is_refused(compiler, part):
    case = make.case()
    make.published(case)
    answer = compiler.save(add("block", part=part.pk, kind="prose"), text_zh_hans="<p>文</p>", case=case.pk)
    assert errors(answer) == ["只有“案例”类型的内容块才能放置案例。"]
    assert Placement.objects.count() == 0


def test_only_published_cases_are_offered(compiler):
    shown, hidden = make.case(title_zh_hans="看得见"), make.case(title_zh_hans="看不见")
    make.published(shown)
    offered = compiler.get(reverse("admin:reports_block_cases"), {"term": "看"}).json()["results"]
    assert [row["id"] for row in offered] == [str(shown.pk)]
    assert hidden.pk != shown.pk


def test_a_print_text_is_kept_while_a_newer_revision_is_taken_over(compiler, whole):
    revision = newer(whole["case"])
    compiler.save(change(whole["cased"]), **{"placements-0-print_text_zh_hans": "<p>短</p>"})
    address = reverse("admin:reports_block_newer", args=[whole["cased"].pk, whole["placement"].pk])
    page = compiler.get(address).content.decode()
    assert "采用第 2 版，替换第 1 版" in page
    assert "新标题" in page
    compiler.post(address, {"number": revision.number})
    placement = Placement.objects.get()
    assert (placement.revision, placement.print_text_zh_hans) == (revision, "<p>短</p>")


def test_a_revision_that_the_person_did_not_see_is_not_taken_over(compiler, whole):
    newer(whole["case"])
    address = reverse("admin:reports_block_newer", args=[whole["cased"].pk, whole["placement"].pk])
    answer = compiler.post(address, {"number": "7"}, follow=True)
    assert "期间第 2 版已发布；请重新比较后再采用。" in answer.content.decode()
    assert Placement.objects.get().revision.number == 1


def test_placing_a_case_anew_keeps_its_print_text(compiler, whole):
    Placement.objects.update(print_text_zh_hans="<p>短</p>")
    revision = newer(whole["case"])
    compiler.save(change(whole["cased"]), case=whole["case"].pk)
    placement = Placement.objects.get()
    assert (placement.revision, placement.print_text_zh_hans) == (revision, "<p>短</p>")


# --- Two people at once ----------------------------------------------------------------------------------------------


def test_the_second_to_save_sees_both_texts_and_loses_nothing(compiler, part):
    block = Block.objects.create(part=part, title_zh_hans="旧", title_en="Old", text_zh_hans="<p>文</p>")
    mine = compiler.form(change(block), title_zh_hans="我的")
    compiler.save(change(block), title_zh_hans="他的", title_en="Theirs")
    answer = compiler.post(change(block), mine)
    assert errors(answer) == ["在您打开之后，已有他人保存过。您的内容没有丢失：请在下方比较后再次保存。"]
    assert [(each.theirs, each.yours) for each in answer.context["differences"]] == [("他的", "我的")]
    page = answer.content.decode()
    # What only they changed shows their text; saving again keeps both.
    assert 'value="我的"' in page
    assert 'value="Theirs"' in page


def test_a_row_that_somebody_added_meanwhile_is_noticed(compiler, part, observation):
    block = Block.objects.create(part=part, kind="table")
    mine = compiler.form(change(block), title_zh_hans="我的")
    BlockItem.objects.create(block=block, observation=observation)
    assert compiler.post(change(block), mine).context["adminform"].form.is_stale


def test_moving_a_block_meanwhile_is_no_conflict(compiler, report, part):
    block = Block.objects.create(part=part, text_zh_hans="<p>文</p>")
    Block.objects.create(part=part, text_zh_hans="<p>二</p>", order=1)
    mine = compiler.form(change(block), title_zh_hans="我的")
    compiler.post(reverse("admin:reports_report_move", args=[report.pk]), {"move": f"block-{block.pk}:down"})
    assert compiler.post(change(block), mine).status_code == 302
    block.refresh_from_db()
    assert (block.title_zh_hans, block.order) == ("我的", 1)


# --- Reports, the bank, documents, links -------------------------------------------------------------------------------


def test_a_year_in_use_says_so(compiler, report):
    answer = compiler.save(add("report"), year="2030", title_zh_hans="又一份")
    assert errors(answer) == ["该年份已有报告；请打开它，或填写其他年份。"]


def test_what_is_public_is_not_deleted(compiler, report):
    Report.objects.update(is_public=True)
    assert compiler.get(reverse("admin:reports_report_delete", args=[report.pk])).status_code == 404


def test_a_public_reports_web_edition_follows_the_desk(compiler, report, part, client):
    Report.objects.update(is_public=True)
    block = Block.objects.create(part=part, text_zh_hans="<p>旧文</p>")
    assert "旧文" in client.get("/reports/2030/one/").content.decode()
    compiler.save(change(block), text_zh_hans="<p>新文</p>")
    assert "新文" in client.get("/reports/2030/one/").content.decode()


def test_a_value_keeps_its_digits_and_a_unit_in_it_is_refused(compiler, observation):
    indicator = observation.indicator
    compiler.save(change(indicator), **{"observations-0-value": "1,234.50"})
    assert str(Observation.objects.get().value) == "1234.50"
    answer = compiler.save(change(indicator), **{"observations-0-value": "12万"})
    assert "“12万”" in errors(answer)[0]
    assert 'value="12万"' in answer.content.decode()


def test_two_values_of_one_period_need_two_places(compiler, observation):
    indicator = observation.indicator
    typed = {"observations-1-value": "2", "observations-1-period": "2020"}
    answer = compiler.save(change(indicator) + "?rows=1", **typed)
    assert "两个数值的时期和出处位置相同，请为其中一个另填位置。" in errors(answer)
    compiler.save(change(indicator) + "?rows=1", **typed, **{"observations-1-place": "one"})
    assert indicator.observations.count() == 2
    # They may change places.
    compiler.save(change(indicator), **{"observations-0-place": "one", "observations-1-place": ""})
    assert list(indicator.observations.order_by("pk").values_list("place", flat=True)) == ["one", ""]


def test_an_indicator_lists_the_blocks_that_show_it(compiler, whole):
    page = compiler.get(change(whole["indicator"]))
    assert page.context["shown_in"] == [whole["block"]]


def test_an_indicators_key_in_use_is_said_at_the_key(compiler, observation):
    answer = compiler.save(add("indicator"), label_zh_hans="又一个", key="power-saved")
    assert errors(answer) == ["“标识”已被使用，请另取一个。"]
    assert Indicator.objects.count() == 1


def test_a_value_that_a_block_shows_is_not_deleted(compiler, whole):
    answer = compiler.save(change(whole["indicator"]), **{"observations-0-DELETE": "on"})
    assert answer.status_code == 200
    assert Observation.objects.count() == 1


def test_two_values_of_one_period_are_told_apart_where_they_are_chosen(compiler, observation):
    Observation.objects.create(indicator=observation.indicator, period="2020", value="0.3", unit="亿千瓦时", place="one")
    offered = compiler.get(reverse("admin:reports_observation_offers"), {"term": "节电"}).json()["results"]
    assert [row["text"].partition(": ")[2] for row in offered] == ["0.20 亿千瓦时 · 2020年", "0.3 亿千瓦时 · 2020年 · one"]


def test_a_short_link_leads_to_https_alone_and_keeps_its_printed_address(compiler, whole):
    link = whole["shortlink"]
    answer = compiler.save(change(link), target="http://example.org/")
    assert errors(answer) == ["请填写以 https:// 开头的地址，或暂时留空。"]
    compiler.save(change(link), target="https://example.org/", code="other")
    link = ShortLink.objects.get()
    assert (link.target, link.code) == ("https://example.org/", "film")


def test_a_document_that_a_block_cites_is_found_by_its_title(compiler, whole):
    whole["block"].cites.add(whole["citeddocument"])
    assert compiler.get(change(whole["citeddocument"])).status_code == 200
    assert CitedDocument.objects.count() == 1

"""A company hands in a case, and loses nothing on the way."""

import struct
import zlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import Role
from cases.admin.case import CaseAdmin, Stale
from cases.enums import CaseState, Claim, Rank, Vocabulary
from cases.models import Attachment, Call, Case, Figure, Picture, Tag
from cases.workflow import take
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def case(company, editor):
    return make.case(company, by=editor)


@pytest.fixture
def form(client, editor):
    """`form(case)` opens the case's form; `form(case, data)` sends it."""
    client.force_login(editor)

    def ask(case=None, data=None, **extra):
        address = f"/admin/cases/case/{case.pk}/change/" if case else "/admin/cases/case/add/"
        return client.post(address, data | extra) if data is not None else client.get(address)

    return ask


def fields(response):
    return filled(response, "case_form")


def errors(response):
    """What the list above the form says, as plain lines."""
    found = [f"{field.label}: {error}" for field in response.context["adminform"].form for error in field.errors]
    found += list(response.context["adminform"].form.non_field_errors())
    for inline in response.context["inline_admin_formsets"]:
        found += [f"{field.label}: {error}" for form in inline.formset.forms for field in form for error in field.errors]
    return found


def test_a_new_case_belongs_to_its_editors_company_and_answers_the_open_call(form, company, editor, open_call):
    data = fields(form())
    assert "organisation" not in data
    response = form(None, data | {"title_zh_hans": "新案例"}, _continue="1")
    case = Case.objects.get()
    assert response["Location"] == f"/admin/cases/case/{case.pk}/change/"
    assert (case.organisation, case.call, case.year, case.created_by, case.changed_by, case.state) == (
        company,
        open_call,
        2021,
        editor,
        editor,
        CaseState.DRAFT,
    )


@pytest.fixture
def open_call():
    now = timezone.now()
    return Call.objects.create(year=2021, title_zh_hans="征集", opens_at=now - timedelta(1), closes_at=now + timedelta(1))


def test_clicking_save_twice_makes_one_case(form, open_call):
    data = fields(form()) | {"title_zh_hans": "只有一个"}
    assert [form(None, data).status_code for _ in range(2)] == [302, 302]
    assert Case.objects.count() == 1


def test_a_missing_chinese_title_is_named_and_nothing_typed_is_lost(form, open_call):
    data = fields(form()) | {"title_en": "Only English", "summary_zh_hans": "写好的摘要"}
    response = form(None, data)
    assert errors(response) == ["标题（中文）: 请填写“标题（中文）”。"]
    assert '<a href="#id_title_zh_hans">' in response.text
    assert (fields(response)["title_en"], fields(response)["summary_zh_hans"]) == ("Only English", "写好的摘要")


def test_text_and_parts_are_saved_and_the_text_is_cleaned(form, case):
    data = fields(form(case)) | {
        "body_zh_hans": '<p onclick="x()">安全</p><script>alert(1)</script>',
        "quotations-TOTAL_FORMS": "1",
        "quotations-0-text_zh_hans": "说得好。",
        "quotations-0-form": "verbatim",
        "quotations-0-order": "0",
    }
    form(case, data)
    case.refresh_from_db()
    assert (case.body_zh_hans, [q.text_zh_hans for q in case.quotations.all()], case.version) == ("<p>安全</p>", ["说得好。"], 2)


def test_a_number_with_a_stray_unit_says_where_the_unit_goes(form, case):
    response = form(case, fields(form(case)) | {"figures-0-value": "1600万千瓦时"})
    assert errors(response) == ["数值: “1600万千瓦时”不是单纯的数字；请只填数字（如 12.5），单位和限定词请填入各自的栏目。"]
    assert fields(response)["figures-0-value"] == "1600万千瓦时"
    assert str(Figure.objects.get().value) == "1600"


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("2019/2016", "时间: 时间段 2019/2016 的终点早于起点，请把较早的日期写在前面。"),
        (
            "去年",
            "时间: “去年”不是有效日期；请填写年份（2020）、年月（2020-09）、日期（2020-09-17），或用斜线连接两个日期。",
        ),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_an_example(form, case, period, sentence):
    assert errors(form(case, fields(form(case)) | {"period": period})) == [sentence]


def test_a_file_that_is_no_picture_is_refused_and_the_caption_kept(form, case):
    data = fields(form(case)) | {
        "pictures-TOTAL_FORMS": "1",
        "pictures-0-file": SimpleUploadedFile("photo.png", b"not a picture"),
        "pictures-0-caption_zh_hans": "厂房",
        "pictures-0-order": "0",
    }
    response = form(case, data)
    assert errors(response) == ["图片文件: 此文件不是可识别的图片，请提供 JPEG、PNG 或 WebP。"]
    assert fields(response)["pictures-0-caption_zh_hans"] == "厂房"
    assert "请重新选择文件" in response.text


def test_a_picture_beyond_fifty_megapixels_is_refused_on_its_header(form, case):
    data = fields(form(case)) | {
        "pictures-TOTAL_FORMS": "1",
        "pictures-0-file": SimpleUploadedFile("huge.png", png_header(30_000, 30_000)),
        "pictures-0-caption_zh_hans": "大图",
        "pictures-0-order": "0",
    }
    response = form(case, data)
    assert response.status_code == 200
    assert len(errors(response)) == 1
    assert Picture.objects.count() == 0


def png_header(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_picture_is_kept_and_shown_by_its_own_scoped_address(form, case, client):
    data = fields(form(case)) | {
        "pictures-TOTAL_FORMS": "1",
        "pictures-0-file": make.picture_file(),
        "pictures-0-caption_zh_hans": "厂房",
        "pictures-0-order": "0",
    }
    assert form(case, data).status_code == 302
    address = f"/admin/pictures/{Picture.objects.get().digest}/480/"
    assert address in form(case).text
    response = client.get(address)
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (200, "image/webp", "private, no-store")


def test_an_attachment_is_kept_under_its_contents_name_and_handed_back_under_its_title(form, case, client):
    data = fields(form(case)) | {
        "attachments-TOTAL_FORMS": "1",
        "attachments-0-file": SimpleUploadedFile("机密 盖章.pdf", b"%PDF-1.7 x"),
        "attachments-0-title_zh_hans": "盖章页",
        "attachments-0-order": "0",
    }
    assert form(case, data).status_code == 302
    kept = Attachment.objects.get()
    assert "机密" not in kept.file.name
    response = client.get(f"/admin/attachments/{kept.pk}/")
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E7%9B%96%E7%AB%A0%E9%A1%B5.pdf"


def test_concepts_and_goals_are_ticked_weighed_and_given_reasons(form, case):
    green = Tag.objects.get(vocabulary=Vocabulary.CONCEPT, slug="green")
    seven, thirteen = Tag.objects.of(Vocabulary.GOAL).filter(code__in=["7", "13"])
    data = fields(form(case)) | {
        f"concepts-{green.pk}": "on",
        f"concepts-{green.pk}-zh": "减排",
        f"goals-{thirteen.pk}": "on",
        "goals-primary": str(thirteen.pk),
        f"goals-{thirteen.pk}-en": "Less carbon",
    }
    form(case, data)
    assert [(i.tag.slug, i.rank, i.reason_zh_hans, i.reason_en) for i in case.case_tags.order_by("tag__vocabulary", "tag__order")] == [
        ("green", Rank.PRIMARY, "减排", ""),
        ("7", Rank.SECONDARY, "理由。", "A reason."),
        ("13", Rank.PRIMARY, "", "Less carbon"),
    ]
    assert seven.slug == "7"


def test_topics_are_typed_with_commas_of_any_kind_and_found_by_synonym(form, case):
    Tag.objects.create(vocabulary=Vocabulary.TOPIC, slug="dual-carbon", name_zh_hans="双碳", synonyms=["碳达峰碳中和"])
    Tag.objects.create(vocabulary=Vocabulary.TOPIC, slug="storage", name_zh_hans="储能")
    form(case, fields(form(case)) | {"topics": "碳达峰碳中和；储能、储能"})
    assert {item.tag.slug for item in case.case_tags.filter(tag__vocabulary=Vocabulary.TOPIC)} == {"dual-carbon", "storage"}


def test_an_unknown_topic_is_named_and_what_was_typed_stays(form, case):
    response = form(case, fields(form(case)) | {"topics": "元宇宙"})
    assert errors(response) == ["主题词: 没有“元宇宙”这个主题词。请选用已有的主题词，或请协会添加。"]
    assert fields(response)["topics"] == "元宇宙"


def test_a_tag_of_another_vocabulary_cannot_be_smuggled_in(form, case):
    goal = Tag.objects.of(Vocabulary.GOAL).first()
    response = form(case, fields(form(case)) | {"sectors": str(goal.pk)})
    assert errors(response) == ["行业: 请从列表中选择。"]


# --- What an editor cannot set ------------------------------------------------------------------------------------


def test_fields_that_are_not_theirs_are_ignored(form, case):
    form(
        case, fields(form(case)) | {"state": "published", "slug": "mine", "version": "99", "figures-0-claim": "checked", "title_en": "New"}
    )
    case.refresh_from_db()
    assert (case.state, case.slug.startswith("case-number"), case.version, case.title_en) == (CaseState.DRAFT, True, 2, "New")
    assert case.figures.get().claim == Claim.DECLARED


def test_a_foreign_companys_id_is_not_there_and_nothing_is_changed(form, case):
    other = make.organisation("theirs")
    assert form(case, fields(form(case)) | {"organisation": str(other.pk), "title_en": "Taken"}).status_code == 404
    case.refresh_from_db()
    assert (case.organisation.slug, case.title_en) == ("ours", Case.objects.get(pk=case.pk).title_en)
    assert case.title_en != "Taken"


def test_another_companys_case_cannot_be_named_as_umbrella(form, case):
    other = make.case(title_zh_hans="暗夜")
    response = form(case, fields(form(case)) | {"parent": str(other.pk)})
    assert response.status_code == 200
    assert "暗夜" not in response.text
    assert Case.objects.get(pk=case.pk).parent is None


def test_a_checked_figure_is_self_declared_again_once_the_company_changes_it(form, case):
    Figure.objects.update(claim=Claim.CHECKED)
    form(case, fields(form(case)) | {"figures-0-note_zh_hans": "备注"})
    assert case.figures.get().claim == Claim.CHECKED
    form(case, fields(form(case)) | {"figures-0-value": "1700"})
    assert case.figures.get().claim == Claim.DECLARED


def test_saving_without_a_change_makes_nobody_the_last_editor(form, case, company, client):
    colleague = make.editor(company)
    form(case)
    client.force_login(colleague)
    form(case, fields(form(case)))
    case.refresh_from_db()
    assert (case.changed_by != colleague, case.version) == (True, 1)


# --- Two at once ------------------------------------------------------------------------------------------------------


def test_the_second_saver_sees_both_texts_and_loses_nothing(form, case):
    first, second = fields(form(case)), fields(form(case))
    form(case, first | {"title_zh_hans": "先存的", "place_zh_hans": "杭州"})
    response = form(case, second | {"title_zh_hans": "后存的", "summary_zh_hans": "后写的摘要"})
    assert [(d.label, d.theirs, d.yours) for d in response.context["differences"]] == [("标题（中文）", "先存的", "后存的")]
    again = fields(response)
    # Only they touched the place, so their text is taken over; only this person touched the summary.
    assert (again["title_zh_hans"], again["summary_zh_hans"], again["place_zh_hans"]) == ("后存的", "后写的摘要", "杭州")
    case.refresh_from_db()
    assert (case.title_zh_hans, case.version) == ("先存的", 2)
    assert form(case, again | {"take-title_zh_hans": "mine"}).status_code == 302
    case.refresh_from_db()
    assert (case.title_zh_hans, case.summary_zh_hans, case.place_zh_hans, case.version) == ("后存的", "后写的摘要", "杭州", 3)


def test_rows_and_tags_that_both_changed_are_compared_too(form, case):
    first, second = fields(form(case)), fields(form(case))
    goal = case.case_tags.get().tag
    form(case, first | {"figures-0-value": "1", f"goals-{goal.pk}-zh": "他们的"})
    response = form(case, second | {"figures-0-value": "2", f"goals-{goal.pk}-zh": "我的"})
    found = [(d.label, d.theirs, d.yours) for d in response.context["differences"]]
    assert found == [
        ("可持续发展目标", "经济适用的清洁能源（首要）: 他们的 / A reason.", "经济适用的清洁能源（首要）: 我的 / A reason."),
        ("数据 “节电量”: 数值", "1", "2"),
    ]


def test_between_the_check_and_the_write_the_database_lets_one_through(case, editor, rf):
    request = rf.post("/")
    request.user, request.case_formsets = editor, []
    checked = SimpleNamespace(cleaned_data={"seen": 1}, changed_data=["title_zh_hans"])
    Case.objects.filter(pk=case.pk).update(version=2, title_zh_hans="快的")
    with pytest.raises(Stale):
        admin.site.get_model_admin(Case).save_model(request, case, checked, change=True)
    assert Case.objects.get(pk=case.pk).title_zh_hans == "快的"


def test_whoever_was_overtaken_is_asked_again_and_not_refused(form, case, monkeypatch):
    save = CaseAdmin.save_model

    def overtaken(*arguments, **more):
        monkeypatch.setattr(CaseAdmin, "save_model", save)
        raise Stale

    monkeypatch.setattr(CaseAdmin, "save_model", overtaken)
    assert form(case, fields(form(case)) | {"title_zh_hans": "慢的"}).status_code == 302
    case.refresh_from_db()
    assert case.title_zh_hans == "慢的"


def test_what_was_typed_while_the_case_moved_on_is_shown_and_not_saved(form, case, editor):
    data = fields(form(case)) | {"title_zh_hans": "写到一半"}
    take("submit", case=case, by=editor)
    response = form(case, data, _continue="1")
    assert (response.status_code, "写到一半" in response.text) == (409, True)
    case.refresh_from_db()
    assert case.title_zh_hans != "写到一半"


# --- What a page costs --------------------------------------------------------------------------------------------------


def test_the_list_costs_the_same_for_one_case_and_for_three(client, django_assert_num_queries):
    # Session, user, memberships, two about permissions that are Django's own; years, concepts and goals, companies; count, rows, tags.
    client.force_login(make.user(Role.REVIEWER))
    for _ in range(2):
        make.case(concept="green")
        with django_assert_num_queries(11):
            assert client.get("/admin/cases/case/").status_code == 200
        make.case(), make.case()


def test_the_workbench_costs_the_same_for_one_case_and_for_three(client, company, editor, django_assert_num_queries):
    # Session, user, memberships, two about permissions; call; then each column with its count, what is asked of its cases, and
    # whether figures are asked for.
    def one_of_each():
        make.case(company, by=editor)
        make.submitted(make.case(company, by=editor))
        make.published(make.case(company, by=editor))

    client.force_login(editor)
    for _ in range(2):
        one_of_each()
        with django_assert_num_queries(11):
            client.get("/admin/")
        one_of_each()


def test_an_organisation_named_twice_in_one_save_is_said_so(form, case):
    named = make.organisation("named")
    make.published(make.case(named))
    data = fields(form(case)) | {
        "participations-TOTAL_FORMS": "2",
        **{f"participations-{row}-organisation": str(named.pk) for row in (0, 1)},
        **{f"participations-{row}-order": "0" for row in (0, 1)},
        "_save": "1",
    }
    response = form(case, data)
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors()
    assert not case.participations.exists()


@pytest.mark.parametrize("number", ["9" * 5000, "x", "\x00"])
def test_what_cannot_be_an_id_is_refused_and_breaks_nothing(form, case, number):
    data = fields(form(case))
    assert form(case, data | {"organisation": number}).status_code in {200, 302, 404}
    assert form(case, data | {"parent": number}).status_code == 200
    case.refresh_from_db()
    assert (case.organisation.slug, case.parent) == ("ours", None)


def test_an_action_leaves_aside_what_is_no_id(client, case):
    client.force_login(make.user(Role.REVIEWER))
    answer = client.post("/admin/cases/case/", {"action": "start_review", "_selected_action": ["abc", "9" * 5000]})
    assert answer.status_code in {200, 302}

"""Excel lists in the admin: given, followed, answered, by those whose they are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Organisation
from cases.enums import ListState
from cases.lists import tasks
from cases.models import Case, CaseList
from tests import make
from tests.cases.lists.sheets import TITLE, xlsx

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/caselist/add/"


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ours():
    return make.organisation("ours")


@pytest.fixture
def editor(ours):
    return signed_in(make.editor(ours))


def give(client, data, **posted):
    file = SimpleUploadedFile("清单.xlsx", data)
    return client.post(ADD, {"file": file, "year": "2030", "organisation": Organisation.objects.get(slug="ours").pk} | posted)


def page_of(client, answer):
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def post(client, case_list, name):
    return client.post(reverse(f"admin:cases_caselist_{name}", args=[case_list.pk]))


def test_the_way_from_the_file_to_the_drafts(editor):
    page = page_of(editor, give(editor, xlsx([TITLE], ["节能一"], ["节能二"])))
    assert "将建立 2 个草稿" in page
    assert "节能二" in page
    assert Case.objects.count() == 0
    page = page_of(editor, post(editor, CaseList.objects.get(), "confirm"))
    assert "已建立 2 个草稿" in page
    assert sorted(Case.objects.values_list("title_zh_hans", flat=True)) == ["节能一", "节能二"]


def test_what_is_wrong_stands_row_by_row_and_nothing_can_be_confirmed(editor):
    page = page_of(editor, give(editor, xlsx([TITLE, "状态"], ["长" * 121, "x"])))
    assert "有 121 个字符，最多 120 个。" in page
    assert "清单不能指定这一项" in page
    assert "confirm/" not in page
    post(editor, CaseList.objects.get(), "confirm")
    assert Case.objects.count() == 0


def test_markup_in_a_list_is_text_on_its_page(editor):
    page = page_of(editor, give(editor, xlsx([TITLE, "<img src=x>"], ["<script>alert(1)</script>", ""])))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    page = page_of(editor, give(editor, xlsx([TITLE], ["<script>alert(1)</script>"])))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_list_for_an_organisation_that_is_not_theirs_is_not_taken(editor):
    answer = give(editor, xlsx([TITLE], ["甲"]), organisation=make.organisation("theirs").pk)
    assert (answer.status_code, CaseList.objects.count()) == (422, 0)


def test_no_file_no_year_and_a_wrong_file_are_said_on_the_form(editor):
    assert "请选择征集，或填写报告年度。" in give(editor, xlsx([TITLE], ["甲"]), year="").content.decode()
    assert "这不是 Excel 工作簿。" in give(editor, b"%PDF").content.decode()
    assert editor.post(ADD, {}).status_code == 422
    assert CaseList.objects.count() == 0


def test_the_same_file_leads_to_the_list_that_is_there(editor):
    data = xlsx([TITLE], ["甲"])
    assert give(editor, data)["Location"] == give(editor, data)["Location"]


def test_the_page_follows_while_the_list_is_read_and_then_no_more(editor, monkeypatch):
    monkeypatch.setattr(tasks.runs, "read", lambda pk, reader: None)
    address = give(editor, xlsx([TITLE], ["甲"]))["Location"]
    page = editor.get(address).content.decode()
    assert f'hx-get="{address}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    part = editor.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div class="list-standing"')
    post(editor, CaseList.objects.get(), "discard")
    assert CaseList.objects.get().state == ListState.DISCARDED
    assert "hx-get" not in editor.get(address).content.decode()


def test_a_colleague_answers_and_others_do_not_find_it(editor, ours):
    give(editor, xlsx([TITLE], ["甲"]))
    case_list = CaseList.objects.get()
    for person in (make.editor(make.organisation("theirs")), make.user(Role.COMPILER), make.user(Role.OPERATOR)):
        assert post(signed_in(person), case_list, "confirm").status_code == 404
        assert signed_in(person).get(reverse("admin:cases_caselist_change", args=[case_list.pk])).status_code == 404
    assert Case.objects.count() == 0
    post(signed_in(make.editor(ours)), case_list, "confirm")
    assert Case.objects.count() == 1


def test_the_form_is_handed_out_in_the_language_of_the_page(editor):
    for prefix, name in (("", "cases-form-zh.xlsx"), ("/en", "cases-form-en.xlsx")):
        answer = editor.get(f"{prefix}/admin/cases/caselist/form/")
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("times", [1, 3])
def test_the_list_of_lists_takes_the_same_number_of_queries_at_one_and_at_three(editor, django_assert_num_queries, times):
    for number in range(times):
        give(editor, xlsx([TITLE], [f"甲{number}"]))
    editor.get("/admin/cases/caselist/")
    # Session, user, memberships, the library's own permissions (2); how many lists, and the lists with organisation and person.
    with django_assert_num_queries(7):
        editor.get("/admin/cases/caselist/")

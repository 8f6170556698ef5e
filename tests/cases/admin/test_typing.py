"""What is typed is kept on the server for its writer alone, put back without being saved, and others are seen."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases import working_copies
from cases.enums import CaseState
from cases.models import Case, Presence, Revision, WorkingCopy
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db

TAB, OTHER_TAB = "a" * 16, "b" * 16


@pytest.fixture
def company():
    return make.organisation("ours", name_zh_hans="甲公司")


@pytest.fixture
def editor(company):
    return make.user(Role.EDITOR, company, name="李明")


@pytest.fixture
def case(company, editor):
    return make.case(company, by=editor)


@pytest.fixture
def send(client):
    """`send(person, case, values)` as the form's script does; without values a sign of life."""

    def ask(person, case, values=None, *, tab=TAB, **more):
        client.force_login(person)
        address = f"/admin/cases/case/{case.pk}/typed/" if case else "/admin/cases/case/add/typed/"
        content = {"tab": tab, "user": person.pk} | ({"values": values} if values is not None else {}) | more
        return client.post(address, json.dumps(content), content_type="application/json")

    return ask


@pytest.fixture
def form(client):
    def ask(person, case=None, data=None):
        client.force_login(person)
        address = f"/admin/cases/case/{case.pk}/change/" if case else "/admin/cases/case/add/"
        return client.post(address, data) if data is not None else client.get(address)

    return ask


def typed_into(response, **values):
    """A form's content as the script sends it, with something typed into it."""
    content = filled(response, "case_form") | values
    return {name: texts if isinstance(texts, list) else [texts] for name, texts in content.items()}


def row(case):
    return Case.objects.filter(pk=case.pk).values().get()


# --- Kept -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_nothing_of_the_case_changes(send, case, editor):
    before = row(case)
    answer = send(editor, case, {"title_en": ["Typed \x00 and \ud83d lost"], "_tab": ["x"], "csrfmiddlewaretoken": ["secret"]})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["at"])
    assert working_copies.values_of(WorkingCopy.objects.get()) == {"title_en": ["Typed \x00 and \ud83d lost"]}
    assert row(case) == before
    assert Revision.objects.count() == 0


def test_a_form_has_one_copy_and_a_second_tab_its_own(send, case, editor):
    for text in ("first", "second"):
        send(editor, case, {"title_en": [text]})
    send(editor, case, {"title_en": ["elsewhere"]}, tab=OTHER_TAB)
    kept = {copy.tab: working_copies.values_of(copy)["title_en"] for copy in WorkingCopy.objects.all()}
    assert kept == {TAB: ["second"], OTHER_TAB: ["elsewhere"]}


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"tab": "x"}', b"[" * 90_000],
)
def test_what_is_no_forms_content_is_refused_in_peace(client, case, editor, content):
    client.force_login(editor)
    assert client.post(f"/admin/cases/case/{case.pk}/typed/", content, content_type="application/json").status_code == 400
    assert WorkingCopy.objects.count() == 0


@pytest.mark.parametrize(
    "values", [[], "x", {"a": "x"}, {"a": [1]}, {"a" * 201: ["x"]}, {"a": ["x" * 2_000_001]}, {str(n): [] for n in range(12_001)}]
)
def test_values_are_bounded(send, case, editor, values):
    assert send(editor, case, values).status_code == 400
    assert WorkingCopy.objects.count() == 0


def test_copies_are_few_and_do_not_stay_for_ever(send, case, editor):
    send(editor, case, {"title_en": ["old"]}, tab="c" * 16)
    WorkingCopy.objects.update(saved_at=timezone.now() - timedelta(31))
    for number in range(7):
        send(editor, case, {"title_en": [str(number)]}, tab=f"{number:016x}")
    kept = [working_copies.values_of(copy)["title_en"] for copy in WorkingCopy.objects.all()]
    assert kept == [["6"], ["5"], ["4"], ["3"], ["2"]]


def test_only_whoever_may_edit_the_case_keeps_text_of_it(send, case, editor):
    stranger, elsewhere = make.user(), make.editor(make.organisation("theirs"))
    colleague = make.editor(case.organisation)
    answers = [send(person, case, {"title_en": ["x"]}).status_code for person in (stranger, elsewhere, colleague, make.user(Role.COMPILER))]
    assert answers == [404, 404, 200, 409]
    assert [copy.user for copy in WorkingCopy.objects.all()] == [colleague]


def test_text_of_one_person_is_not_kept_as_anothers_who_signed_in_meanwhile(send, case, editor):
    answer = send(editor, case, {"title_en": ["x"]}, user=editor.pk + 1)
    assert (answer.status_code, answer.json()) == (409, {"problem": "user"})
    assert WorkingCopy.objects.count() == 0


def test_keeping_asks_for_the_token_against_forgery_and_a_page_can_renew_it(case, editor):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    address, content = f"/admin/cases/case/{case.pk}/typed/", json.dumps({"tab": TAB, "user": editor.pk, "values": {}})
    assert client.post(address, content, content_type="application/json").status_code == 403
    renewed = client.get(address).json()
    assert renewed["user"] == editor.pk
    answer = client.post(address, content, content_type="application/json", headers={"X-CSRFToken": renewed["csrf"]})
    assert answer.status_code == 200


# --- Put back and discarded ----------------------------------------------------------------------------------------------


def test_a_kept_text_is_offered_put_back_with_its_rows_and_then_saved(send, form, case, editor):
    figures = {"figures-TOTAL_FORMS": ["1"], "figures-0-label_zh_hans": ["装机容量"], "figures-0-value": ["12.5"], "figures-0-period": [""]}
    send(editor, case, typed_into(form(editor, case), title_en="Typed and lost") | figures)
    before = row(case)
    copy = WorkingCopy.objects.get()
    offered = form(editor, case)
    assert [each.pk for each in offered.context["copies"]] == [copy.pk]
    assert "恢复" in offered.text
    put_back = form(editor, case, {"_put_back": copy.pk})
    data = filled(put_back, "case_form")
    assert (put_back.status_code, data["title_en"], data["figures-0-label_zh_hans"]) == (200, "Typed and lost", "装机容量")
    assert put_back.context["adminform"].form.non_field_errors() == ["您的文字已恢复，尚未保存。请看一遍，然后保存。"]
    assert row(case) == before
    assert form(editor, case, data | {"_continue": "1"}).status_code == 302
    case.refresh_from_db()
    assert (case.title_en, [figure.label_zh_hans for figure in case.figures.all()]) == ("Typed and lost", ["装机容量"])
    assert WorkingCopy.objects.count() == 0


def test_a_new_cases_text_is_offered_and_put_back_too(send, form, editor):
    send(editor, None, typed_into(form(editor), title_zh_hans="新案例"))
    offered = form(editor)
    put_back = form(editor, None, {"_put_back": offered.context["copies"][0].pk})
    assert filled(put_back, "case_form")["title_zh_hans"] == "新案例"
    assert Case.objects.count() == 0


def test_a_text_begun_before_somebody_else_saved_shows_both_when_put_back(send, form, case, editor, company):
    send(editor, case, typed_into(form(editor, case), title_en="Mine"))
    colleague = make.editor(company)
    form(colleague, case, filled(form(colleague, case), "case_form") | {"title_en": "Theirs", "_continue": "1"})
    put_back = form(editor, case, {"_put_back": WorkingCopy.objects.get().pk})
    assert [(each.theirs, each.yours) for each in put_back.context["differences"]] == [("Theirs", "Mine")]
    assert Case.objects.get(pk=case.pk).title_en == "Theirs"


def test_a_discarded_text_is_gone(send, form, case, editor):
    send(editor, case, {"title_en": ["x"]})
    assert form(editor, case, {"_discard_copy": WorkingCopy.objects.get().pk}).status_code == 302
    assert WorkingCopy.objects.count() == 0


def test_a_colleague_neither_sees_nor_puts_back_nor_discards_anothers_text(send, form, case, editor, company):
    send(editor, case, {"title_en": ["zqtypedqz"]})
    colleague = make.editor(company)
    assert form(colleague, case).context["copies"] == []
    pk = WorkingCopy.objects.get().pk
    for button in ("_put_back", "_discard_copy"):
        answer = form(colleague, case, {button: pk})
        assert (answer.status_code, "zqtypedqz" in answer.text) == (404, False)
    assert WorkingCopy.objects.count() == 1


@pytest.mark.parametrize("pk", ["x", "0", "9" * 30, "²"])
def test_odd_ids_are_not_there(form, case, editor, pk):
    assert form(editor, case, {"_put_back": pk}).status_code == 404


def test_a_form_that_the_case_moved_away_from_is_kept_whole(form, case, editor):
    data = filled(form(editor, case), "case_form") | {"title_en": "Too late", "figures-TOTAL_FORMS": "1", "figures-0-label_en": "A row"}
    Case.objects.filter(pk=case.pk).update(state=CaseState.SUBMITTED)
    assert form(editor, case, data | {"_continue": "1"}).status_code == 409
    kept = working_copies.values_of(WorkingCopy.objects.get())
    assert (kept["title_en"], kept["figures-0-label_en"]) == (["Too late"], ["A row"])
    Case.objects.filter(pk=case.pk).update(state=CaseState.DRAFT)
    assert len(form(editor, case).context["copies"]) == 1


# --- Who else is here ------------------------------------------------------------------------------------------------------


def test_each_sees_the_other_and_ones_own_second_window(send, case, editor, company):
    colleague = make.user(Role.EDITOR, company, name="王芳")
    assert send(editor, case).json()["others"] == []
    said = send(colleague, case, tab=OTHER_TAB).json()["others"]
    assert [re.sub(r"\d\d:\d\d", "12:01", text) for text in said] == ["李明正在编辑本案例（自12:01起）。"]
    mine = send(editor, case, tab="c" * 16).json()["others"]
    assert [re.sub(r"\d\d:\d\d", "12:01", text) for text in mine] == [
        "您在另一个窗口中打开了本案例（自12:01起）。",
        "王芳正在编辑本案例（自12:01起）。",
    ]


def test_whoever_leaves_or_falls_silent_is_no_longer_said_to_be_here(send, case, editor, company):
    colleague = make.editor(company)
    send(editor, case)
    assert len(send(colleague, case, tab=OTHER_TAB).json()["others"]) == 1
    send(editor, case, leave=True)
    assert send(colleague, case, tab=OTHER_TAB).json()["others"] == []
    send(editor, case)
    Presence.objects.filter(user=editor).update(seen_at=timezone.now() - timedelta(seconds=76))
    assert send(colleague, case, tab=OTHER_TAB).json()["others"] == []


def test_a_company_is_told_of_the_association_without_a_name(send, form, case, editor):
    reviewer = make.user(Role.REVIEWER, name="陈评审")
    working_copies.be_present(user=reviewer, case=case, tab=OTHER_TAB)
    said = send(editor, case).json()["others"]
    assert [re.sub(r"\d\d:\d\d", "12:01", text) for text in said] == ["协会正在编辑本案例（自12:01起）。"]
    assert "陈评审" not in form(editor, case).text


# --- A large form ------------------------------------------------------------------------------------------------------------


def test_a_case_with_a_hundred_parts_saves_whole(form, case, editor):
    data = filled(form(editor, case), "case_form") | {"figures-TOTAL_FORMS": "60", "quotations-TOTAL_FORMS": "40"}
    for number in range(60):
        data |= {f"figures-{number}-label_zh_hans": f"指标{number}", f"figures-{number}-value": str(number), f"figures-{number}-order": "0"}
        data |= {f"figures-{number}-status": "fact"}
    for number in range(40):
        data |= {
            f"quotations-{number}-text_zh_hans": f"话{number}",
            f"quotations-{number}-form": "verbatim",
            f"quotations-{number}-order": "0",
        }
    assert form(editor, case, data | {"_continue": "1"}).status_code == 302
    assert (case.figures.count(), case.quotations.count()) == (60, 40)


@pytest.mark.parametrize(
    "more",
    [{f"figures-{number}-label_en": "x" for number in range(12_001)}, {"body_en": "x" * (5 * 1024 * 1024 + 1)}],
    ids=["too many fields", "too many characters"],
)
def test_a_form_beyond_the_bounds_says_so_and_leaves_what_was_kept(send, form, case, editor, more):
    send(editor, case, typed_into(form(editor, case), title_en="Kept while typing"))
    before = row(case)
    answer = form(editor, case, {"title_en": "Sent"} | more)
    assert (answer.status_code, "表单内容过多，无法一次保存" in answer.text) == (413, True)
    assert row(case) == before
    assert working_copies.values_of(WorkingCopy.objects.get())["title_en"] == ["Kept while typing"]

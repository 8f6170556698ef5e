"""Two people, or three, save the same case: each field and each row is settled by itself, and nothing is overwritten in silence."""

import pytest

from cases.models import Case, Figure, Quotation
from tests import make
from tests.forms import filled

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("zq")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def company():
    return make.organisation("ours")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def case(company, editor):
    case = make.case(company, by=editor)
    Quotation.objects.create(case=case, text_zh_hans="电网要更有弹性。", speaker_zh_hans="张工")
    return case


@pytest.fixture
def form(client, editor):
    client.force_login(editor)

    def ask(case, data=None):
        address = f"/admin/cases/case/{case.pk}/change/"
        return client.post(address, data | {"_continue": "1"}) if data is not None else client.get(address)

    return ask


@pytest.fixture
def opened(form, case):
    """The form as two people opened it at the same moment."""
    return filled(form(case), "case_form")


def asked(response):
    return [(each.name, each.theirs, each.yours) for each in response.context["differences"]]


def add_figure(data, number, **columns):
    row = {"label_zh_hans": "", "value": "1", "status": "fact", "order": "0"} | columns
    return data | {"figures-TOTAL_FORMS": str(number + 1)} | {f"figures-{number}-{name}": text for name, text in row.items()}


def test_without_an_answer_nothing_is_saved_and_the_question_stays(form, case, opened):
    form(case, opened | {"title_en": "First"})
    data = filled(form(case, opened | {"title_en": "Second"}), "case_form")
    again = form(case, data)
    assert (again.status_code, asked(again)) == (200, [("title_en", "First", "Second")])
    assert "请在下方选择保留谁的文字。" in again.text
    assert Case.objects.get(pk=case.pk).title_en == "First"


@pytest.mark.parametrize(
    ("answer", "typed", "kept"),
    [("theirs", "Second", "First"), ("mine", "Second", "Second"), ("edit", "Both", "Both")],
)
def test_theirs_mine_and_edited_are_saved_as_answered(form, case, opened, answer, typed, kept):
    form(case, opened | {"title_en": "First"})
    data = filled(form(case, opened | {"title_en": "Second"}), "case_form")
    assert form(case, data | {"title_en": typed, "take-title_en": answer}).status_code == 302
    assert Case.objects.get(pk=case.pk).title_en == kept


@pytest.mark.parametrize("answer", ["theirs", "mine"])
def test_a_third_person_who_saves_meanwhile_is_met_again(form, case, opened, answer):
    form(case, opened | {"title_en": "First"})
    data = filled(form(case, opened | {"title_en": "Second"}), "case_form")
    form(case, filled(form(case), "case_form") | {"title_en": "Third"})
    again = form(case, data | {"take-title_en": answer})
    assert asked(again) == [("title_en", "Third", "Second")]
    assert Case.objects.get(pk=case.pk).title_en == "Third"


def test_what_only_the_other_person_changed_is_taken_over_and_said(form, case, opened):
    form(case, opened | {"place_zh_hans": "杭州", "figures-0-value": "7"})
    answer = form(case, opened | {"title_en": "Mine"})
    data = filled(answer, "case_form")
    assert (data["place_zh_hans"], data["figures-0-value"], data["title_en"], asked(answer)) == ("杭州", "7", "Mine", [])
    assert answer.context["taken_over"] == ["只有对方改动了以下各项，表单已采用对方的文字：地点（中文）、数据 “节电量”: 数值。"]
    assert form(case, data).status_code == 302
    case.refresh_from_db()
    assert (case.place_zh_hans, case.title_en, [str(figure.value) for figure in case.figures.all()]) == ("杭州", "Mine", ["7"])


def test_a_row_is_settled_field_by_field(form, case, opened):
    form(case, opened | {"figures-0-value": "7", "figures-0-unit": "亿元"})
    pk = case.figures.get().pk
    answer = form(case, opened | {"figures-0-value": "8", "figures-0-label_en": "Mine"})
    assert asked(answer) == [(f"figures.{pk}.value", "7", "8")]
    assert form(case, filled(answer, "case_form")).status_code == 200
    assert form(case, filled(answer, "case_form") | {f"take-figures.{pk}.value": "theirs"}).status_code == 302
    assert list(case.figures.values_list("value", "unit", "label_en")) == [(case.figures.get().value, "亿元", "Mine")]
    assert str(case.figures.get().value) == "7"


def test_rows_that_each_has_added_are_both_kept(form, case, opened):
    form(case, add_figure(opened, 1, label_zh_hans="他们的"))
    answer = form(case, add_figure(opened, 1, label_zh_hans="我的"))
    data = filled(answer, "case_form")
    assert [data[f"figures-{number}-label_zh_hans"] for number in range(3)] == ["节电量", "他们的", "我的"]
    assert "对方新增了：数据 “他们的”。" in answer.text
    assert form(case, data).status_code == 302
    assert sorted(case.figures.values_list("label_zh_hans", flat=True)) == ["他们的", "我的", "节电量"]


def test_a_row_that_they_removed_and_this_person_did_not_touch_is_gone(form, case, opened):
    form(case, opened | {"figures-0-DELETE": "on"})
    answer = form(case, opened | {"title_en": "Mine"})
    assert (asked(answer), filled(answer, "case_form")["figures-TOTAL_FORMS"]) == ([], "0")
    assert "对方删除了：数据 “节电量”。" in answer.text
    assert form(case, filled(answer, "case_form")).status_code == 302
    assert case.figures.count() == 0


@pytest.mark.parametrize(("answer", "values"), [("mine", ["8"]), ("theirs", [])])
def test_a_row_that_they_removed_and_this_person_changed_is_asked_for(form, case, opened, answer, values):
    pk = case.figures.get().pk
    form(case, opened | {"figures-0-DELETE": "on"})
    shown = form(case, opened | {"figures-0-value": "8"})
    assert [(name, theirs, "8" in yours) for name, theirs, yours in asked(shown)] == [(f"figures.{pk}", "（已删除）", True)]
    data = filled(shown, "case_form")
    assert form(case, data).status_code == 200
    assert form(case, data | {f"take-figures.{pk}": answer}).status_code == 302
    assert [str(figure.value) for figure in case.figures.all()] == values


@pytest.mark.parametrize(("answer", "values"), [("mine", []), ("theirs", ["7"])])
def test_a_row_that_this_person_removes_and_they_changed_is_asked_for(form, case, opened, answer, values):
    pk = case.figures.get().pk
    form(case, opened | {"figures-0-value": "7"})
    shown = form(case, opened | {"figures-0-DELETE": "on"})
    assert [(name, yours) for name, _theirs, yours in asked(shown)] == [(f"figures.{pk}", "（已删除）")]
    assert form(case, filled(shown, "case_form") | {"figures-0-DELETE": "on", f"take-figures.{pk}": answer}).status_code == 302
    assert [str(figure.value) for figure in case.figures.all()] == values


def test_a_picture_that_the_other_removed_and_a_caption_that_this_person_typed_lose_nothing(form, case):
    make.picture(case)
    opened = filled(form(case), "case_form")
    form(case, opened | {"pictures-0-DELETE": "on"})
    shown = form(case, opened | {"pictures-0-caption_zh_hans": "新图注"})
    assert filled(shown, "case_form")["pictures-0-caption_zh_hans"] == "新图注"
    assert case.pictures.count() == 0


def test_the_differences_are_marked_by_characters_in_both_texts(form, case, opened):
    form(case, opened | {"title_zh_hans": "电网更有弹性"})
    shown = form(case, opened | {"title_zh_hans": "电网更加柔性"})
    (difference,) = shown.context["differences"]
    assert [(run.kind, run.text) for run in difference.their_runs] == [("same", "电网更"), ("gone", "有弹"), ("same", "性")]
    assert [(run.kind, run.text) for run in difference.your_runs] == [("same", "电网更"), ("new", "加柔"), ("same", "性")]
    assert "电网更<mark>有弹</mark>性" in shown.text


def test_a_change_of_emphasis_alone_is_asked_too(form, case, opened):
    form(case, opened | {"body_en": "<p><strong>Text.</strong></p>"})
    shown = form(case, opened | {"body_en": "<p><em>Text.</em></p>"})
    assert asked(shown) == [("body_en", "Text.", "Text.")]
    assert "文字相同，只有强调、标题、列表或链接不同。" in shown.text


def test_hostile_text_on_both_sides_is_shown_as_text(form, case, opened):
    form(case, opened | {"title_en": HOSTILE, "figures-0-note_en": HOSTILE})
    shown = form(case, opened | {"title_en": HOSTILE + "2", "figures-0-note_en": HOSTILE + "3"})
    assert len(asked(shown)) == 2
    assert "<script>alert" not in shown.text
    assert "<img src=x" not in shown.text


@pytest.mark.parametrize("name", ["figures.", "figures.x", "figures.1.DELETE", "nothing", "../x", "figures.99999999999999999999.value"])
def test_odd_questions_and_answers_change_nothing_and_break_nothing(form, case, opened, name):
    assert form(case, opened | {"asked": name, f"take-{name}": "theirs", "title_en": "Mine"}).status_code == 302
    assert (Case.objects.get(pk=case.pk).title_en, Figure.objects.count()) == ("Mine", 1)

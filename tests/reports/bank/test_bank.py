"""Indicators by Excel: taken out and given back they change nothing; what a list says is shown first, and done whole or not at all."""

import io

import pytest
from django.utils import translation
from hypothesis import Phase
from hypothesis import given as given_any
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from accounts.enums import Role
from cases.enums import ListState, Qualifier, Status
from cases.lists import cells
from cases.lists.killable import Cells
from cases.lists.way import ListRefused, discard
from reports.bank import runs
from reports.bank.columns import COLUMNS, workbook
from reports.bank.plan import bank_of, plan
from reports.bank.reading import read_rows
from reports.models import Indicator, IndicatorList, Observation
from tests import make
from tests.cases.lists.sheets import saved, xlsx
from tests.cases.lists.sheets import workbook as sheets

pytestmark = pytest.mark.django_db

HEADS = ["标识", "指标（中文）", "时间", "数值", "计量单位", "限定词", "状态", "来源（中文）"]
ROW = ["power-saved", "节电量", "2030", "0.20", "亿千瓦时", "约", "", "某公司"]


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER)


def give(by, *rows, heads=HEADS):
    return IndicatorList.objects.get(pk=runs.hand_in(xlsx(heads, *rows, title="指标"), name="bank.xlsx", by=by).pk)


def take(by, *rows, heads=HEADS):
    one = give(by, *rows, heads=heads)
    assert one.problems == []
    assert runs.confirm(one, mark=runs.planned(one).mark, by=by)


def bank():
    return [
        (row.indicator.key, row.indicator.label_zh_hans, row.period, row.place, str(row.value), row.unit, row.qualifier, row.status)
        for row in Observation.objects.select_related("indicator")
    ]


def shown(one):
    return [
        (step.number, step.kind, [(each.label, each.before, each.after) for each in step.differences]) for step in runs.planned(one).steps
    ]


# --- Given, shown, taken over --------------------------------------------------------------------------------------


def test_a_list_is_shown_first_and_changes_nothing_by_itself(compiler):
    one = give(compiler, ROW)
    assert (one.state, one.total, Indicator.objects.count()) == (ListState.READY, 1, 0)
    assert shown(one) == [
        (
            2,
            "new",
            [
                ("指标（中文）", "", "节电量"),
                ("限定词", "", "约"),
                ("数值", "", "0.20"),
                ("计量单位", "", "亿千瓦时"),
                ("状态", "", "事实"),
                ("来源（中文）", "", "某公司"),
            ],
        )
    ]


def test_confirmed_it_stands_in_the_bank_and_the_same_file_changes_nothing(compiler):
    take(compiler, ROW)
    assert bank() == [("power-saved", "节电量", "2030", "", "0.20", "亿千瓦时", "yue", "fact")]
    again = give(compiler, ROW)
    assert shown(again) == [(2, "same", [])]
    assert runs.planned(again).does_nothing


def test_a_changed_value_is_shown_beside_the_one_before_and_what_the_list_does_not_name_stays(compiler):
    take(compiler, ROW, ["water", "节水", "2030", "5", "吨", "", "", ""])
    one = give(compiler, ["power-saved", "", "2030", "0.3", "亿千瓦时", "", "目标", "某公司"])
    assert shown(one) == [(2, "changed", [("限定词", "约", ""), ("数值", "0.20", "0.3"), ("状态", "事实", "目标")])]
    assert runs.confirm(one, mark=runs.planned(one).mark, by=compiler)
    assert bank() == [
        ("power-saved", "节电量", "2030", "", "0.3", "亿千瓦时", "", "target"),
        ("water", "节水", "2030", "", "5", "吨", "", "fact"),
    ]


def test_a_column_that_is_not_there_keeps_what_the_bank_has(compiler):
    take(compiler, ROW)
    take(compiler, ["power-saved", "2030", "7"], heads=["标识", "时间", "数值"])
    assert bank() == [("power-saved", "节电量", "2030", "", "7", "亿千瓦时", "yue", "fact")]


def test_an_indicator_without_a_value_is_a_row_of_its_own(compiler):
    take(compiler, ["water", "节水", "", "", "", "", "", ""])
    assert [(row.key, row.label_zh_hans, row.observations.count()) for row in Indicator.objects.all()] == [("water", "节水", 0)]


def test_it_is_taken_over_once_and_called_off_never(compiler):
    one = give(compiler, ROW)
    mark = runs.planned(one).mark
    assert [runs.confirm(one, mark=mark, by=compiler), runs.confirm(one, mark=mark, by=compiler)] == [True, False]
    assert not discard(one)
    one.refresh_from_db()
    assert (one.state, one.confirmed_by, one.get_state_display()) == (ListState.DONE, compiler, "已写入指标库")


def test_where_the_bank_has_changed_since_nothing_is_taken_over(compiler):
    take(compiler, ROW)
    one = give(compiler, [*ROW[:3], "9", *ROW[4:]])
    mark = runs.planned(one).mark
    Observation.objects.update(value="8")
    with pytest.raises(ListRefused, match="指标库"):
        runs.confirm(one, mark=mark, by=compiler)
    one.refresh_from_db()
    assert (one.state, bank()[0][4]) == (ListState.READY, "8")
    assert runs.confirm(one, mark=runs.planned(one).mark, by=compiler)
    assert bank()[0][4] == "9"


def test_all_or_nothing(compiler, monkeypatch):
    one = give(compiler, ROW)
    monkeypatch.setattr(runs, "raise_version", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        runs.confirm(one, mark=runs.planned(one).mark, by=compiler)
    one.refresh_from_db()
    assert (one.state, Indicator.objects.count()) == (ListState.READY, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_taking_over_costs_the_same_for_one_row_and_for_three(compiler, rows, django_assert_num_queries):
    take(compiler, *([f"old-{n}", "旧", "2029", "1", "", "", "", ""] for n in range(rows)))
    one = give(
        compiler,
        *([f"old-{n}", "改名", "2029", "2", "", "", "", ""] for n in range(rows)),
        *([f"new-{n}", "新", "2030", "1"] for n in range(rows)),
    )
    mark = runs.planned(one).mark
    # The state, the bank's two, indicators made and changed, values made and changed, the site's version; savepoints.
    with django_assert_num_queries(11):
        runs.confirm(one, mark=mark, by=compiler)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.OPERATOR])
def test_only_compilers_give_and_confirm(compiler, role):
    one = give(compiler, ROW)
    other = make.user(role)
    with pytest.raises(ListRefused):
        runs.hand_in(xlsx(HEADS, ROW), name="x.xlsx", by=other)
    with pytest.raises(ListRefused):
        runs.confirm(one, mark=runs.planned(one).mark, by=other)
    assert Indicator.objects.count() == 0


# --- What is wrong is said, row by row ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["", "节电量", "2030", "1", "", "", "", ""], "A"),
        (["节电", "节电量", "2030", "1", "", "", "", ""], "A"),
        (["x" * 121, "节电量", "2030", "1", "", "", "", ""], "A"),
        (["power", "", "2030", "1", "", "", "", ""], "A"),
        (["power", "节" * 10_000, "2030", "1", "", "", "", ""], "B"),
        (["power", "节电量", "去年", "1", "", "", "", ""], "C"),
        (["power", "节电量", "2030", "约 5 万", "", "", "", ""], "D"),
        (["power", "节电量", "2030", "1e9", "", "", "", ""], "D"),
        (["power", "节电量", "2030", "9" * 40, "", "", "", ""], "D"),
        (["power", "节电量", "2030", "", "吨", "", "", ""], "D"),
        (["power", "节电量", "2030", "1", "吨" * 41, "", "", ""], "E"),
        (["power", "节电量", "2030", "1", "", "大概", "", ""], "F"),
        (["power", "节电量", "2030", "1", "", "", "传说", ""], "G"),
    ],
)
def test_one_wrong_cell_refuses_the_list_and_names_row_and_column(compiler, row, column):
    one = give(compiler, ROW, row)
    assert one.state == ListState.REFUSED
    assert {(problem["row"], problem["column"]) for problem in one.problems} >= {(3, column)}
    assert all(problem["sentence"] for problem in one.problems)
    assert not runs.confirm(one, mark="", by=compiler)


def test_a_row_without_an_identifier_says_all_else_that_is_wrong_with_it(compiler):
    one = give(compiler, ["新", "节电", "去年", "五", "", "大概", "", ""])
    assert [(problem["row"], problem["column"]) for problem in one.problems] == [(2, "A"), (2, "C"), (2, "D"), (2, "F")]


def test_two_rows_that_contradict_each_other_are_refused(compiler):
    one = give(compiler, ROW, [*ROW[:1], "别的名字", *ROW[2:]])
    assert [(problem["row"], problem["column"]) for problem in one.problems] == [(3, "B"), (3, "C")]


def test_full_width_digits_and_separators_are_read_and_a_date_is_a_period(compiler):
    take(compiler, ["power", "节电", "２０３０－０９", "１，２３４．５０", "", "", "", ""])
    assert bank() == [("power", "节电", "2030-09", "", "1234.50", "", "", "fact")]


def test_a_formula_holds_as_its_value_or_is_refused_with_a_sentence(compiler):
    book = sheets(HEADS, ["power", "节电", "2030", "=1+1", "", "", "", ""], title="指标")
    one = IndicatorList.objects.get(pk=runs.hand_in(saved(book), name="x.xlsx", by=compiler).pk)
    assert [(problem["row"], problem["column"]) for problem in one.problems if "公式" in problem["sentence"]] == [(2, "D")]


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04" + b"0" * runs.BYTES])
def test_what_is_no_workbook_is_refused_at_the_door(compiler, data):
    with pytest.raises(ListRefused):
        runs.hand_in(data, name="x.xlsx", by=compiler)
    assert not IndicatorList.objects.exists()


def test_a_damaged_workbook_says_so_on_its_page(compiler):
    one = IndicatorList.objects.get(pk=runs.hand_in(b"PK\x03\x04damaged", name="x\0\ud800.xlsx", by=compiler).pk)
    assert (one.state, one.name, bool(one.error)) == (ListState.REFUSED, "x.xlsx", True)


def test_more_rows_than_are_taken_are_refused(compiler):
    one = give(compiler, *([f"k-{n}", "名", "2030", "1"] for n in range(5_001)))
    assert [problem["row"] for problem in one.problems] == [0]


# --- Out and in again ------------------------------------------------------------------------------------------------


def exported(language="zh-hans"):
    with translation.override(language):
        bank = Indicator.objects.prefetch_related("observations").order_by("key")
        return workbook([(row, value) for row in bank for value in (list(row.observations.all()) or [None])])


def round_trip(language="zh-hans"):
    with translation.override(language):
        held = cells.read(exported(language))
        found = Cells(held["sheet"], tuple((number, tuple(texts)) for number, texts in held["rows"]))
        reading = read_rows(found, known=set(Indicator.objects.values_list("key", flat=True)))
        return reading.problems, plan(reading.rows, bank_of(reading.rows))


def test_every_cell_of_the_export_is_a_text_and_none_begins_a_formula():
    row = Indicator.objects.create(key="evil", label_zh_hans='=HYPERLINK("http://x")', label_en="+1", method_zh_hans="@sum")
    Observation.objects.create(indicator=row, value="-5", source_zh_hans="＝1", note_zh_hans="'=1")
    cells = [cell for line in load_workbook(io.BytesIO(exported())).worksheets[0].iter_rows(min_row=2) for cell in line if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["evil", '\'=HYPERLINK("http://x")', "'+1", "-5", "事实", "否", "'＝1", "''=1", "'@sum"]
    assert round_trip()[1].does_nothing


def test_the_empty_form_has_every_heading_in_both_languages():
    for language, first in (("zh-hans", "标识 *"), ("en", "Identifier *")):
        with translation.override(language):
            heads = [cell.value for cell in next(load_workbook(io.BytesIO(workbook([]))).worksheets[0].iter_rows())]
            assert heads == [first, *(str(column.label) for column in COLUMNS[1:])]


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
numbers = st.from_regex(r"\A-?[0-9]{1,12}(\.[0-9]{1,6})?\Z")
periods = st.sampled_from(["", "2020", "2020-09", "2016/2019", "../2021-08", "2020-02-29"])
values = st.fixed_dictionaries(
    {
        "value": numbers,
        "unit": words,
        "qualifier": st.sampled_from(Qualifier.values),
        "status": st.sampled_from(Status.values),
        "is_change": st.booleans(),
        "source_zh_hans": words,
        "source_en": words,
        "note_zh_hans": words,
        "note_en": words,
    }
)
indicators = st.fixed_dictionaries(
    {
        "label_zh_hans": words.filter(lambda text: text.strip()),
        "label_en": words,
        "method_zh_hans": words,
        "method_en": words,
        "values": st.dictionaries(st.tuples(periods, st.sampled_from(["", "one", "two"])), values, max_size=3),
    }
)


class RoundTrip(TestCase):
    @hypothesis_settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
    @given_any(st.lists(indicators, min_size=1, max_size=4), st.sampled_from(["zh-hans", "en"]))
    def test_taken_out_and_given_back_the_bank_stays_as_it_is(self, bank, language):
        for number, columns in enumerate(bank):
            held = columns.pop("values")
            row = Indicator.objects.create(key=f"key-{number}", **columns)
            for (period, place), value in held.items():
                Observation.objects.create(indicator=row, period=period, place=place, **value)
        problems, doing = round_trip(language)
        assert problems == []
        assert [step for step in doing.steps if step.kind != "same"] == []
        assert doing.does_nothing

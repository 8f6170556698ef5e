"""The list of cases to take away: what is filtered, of the rows that one sees, with no cell that a spreadsheet would run."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from cases.admin.taking import HEADINGS, table_of
from cases.models import Case
from tests import make

pytestmark = pytest.mark.django_db
CSV, XLSX = "/admin/cases/case/list.csv", "/admin/cases/case/list.xlsx"


@pytest.fixture
def ours():
    return make.organisation("ours", name_zh_hans="我们")


@pytest.fixture
def editor(client, ours):
    person = make.editor(ours)
    client.force_login(person)
    return person


def rows_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="cases-')
    assert "no-store" in answer["Cache-Control"]
    if answer["Content-Type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_a_row_says_what_the_list_and_the_form_say(client, ours, editor, address):
    case = make.case(ours, by=editor, goals=(13, 7), concept="green", title_zh_hans="电网", place_zh_hans="浙江", period="2020")
    head, row = rows_of(client.get(address))
    assert len(head) == len(HEADINGS)
    assert row[:-1] == [
        *("电网", case.title_en, "我们", "草稿", "2021", "", "", "绿色", "13、7", "", "浙江", "2020"),
        *(case.summary_zh_hans, case.summary_en, "节电量 约1600万千瓦时"),
    ]


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_only_what_is_filtered_and_seen_is_in_the_file(client, ours, editor, address):
    make.case(ours, by=editor, title_zh_hans="一", year=2021)
    make.case(ours, by=editor, title_zh_hans="二", year=2022)
    make.case(make.organisation("theirs"), title_zh_hans="别人的")
    assert [row[0] for row in rows_of(client.get(address))[1:]] == ["二", "一"]
    assert [row[0] for row in rows_of(client.get(f"{address}?year=2022"))[1:]] == ["二"]
    assert [row[0] for row in rows_of(client.get(f"{address}?q=一"))[1:]] == ["一"]
    client.force_login(make.user(Role.REVIEWER))
    assert len(rows_of(client.get(address))) == 4


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_a_text_that_looks_like_a_formula_is_none(client, ours, editor, address):
    make.case(ours, by=editor, title_zh_hans="=HYPERLINK(1)", summary_zh_hans="+1", title_en="＠x", place_zh_hans="-1")
    row = rows_of(client.get(address))[1]
    assert (row[0], row[1], row[10], row[12]) == ("'=HYPERLINK(1)", "'＠x", "'-1", "'+1")
    if address == XLSX:
        sheet = load_workbook(io.BytesIO(client.get(address).content)).worksheets[0]
        assert "f" not in {cell.data_type for cell in sheet[2]}


@pytest.mark.parametrize("address", [CSV, XLSX])
@pytest.mark.parametrize("query", ["?organisation__cases__title__contains=x", "?o=99999&p=x", "?year=x"])
def test_what_no_filter_says_gives_nothing_away(client, ours, editor, address, query):
    make.case(make.organisation("theirs"), title_zh_hans="别人的")
    answer = client.get(address + query)
    assert answer.status_code in {200, 302, 400, 404}
    assert "别人的" not in answer.content.decode("utf-8", "replace")


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_whoever_sees_no_cases_takes_none(client, address):
    client.force_login(make.user())
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_cases_cost_the_same(ours, count):
    for _n in range(count):
        make.case(ours)
    with CaptureQueriesContext(connection) as asked:
        assert len(table_of(Case.objects.order_by("pk")).rows) == count
    # cases with organisation, call and kind; tags; figures
    assert len(asked) == 3


def test_the_page_leads_to_its_own_filtered_list(client, ours, editor):
    make.case(ours, by=editor, year=2022)
    text = client.get("/admin/cases/case/?year=2022").text
    assert '/admin/cases/case/list.csv?year=2022"' in text
    assert '/admin/cases/case/list.xlsx?year=2022"' in text

"""The pages of requests for figures: the association asks and checks, a company answers its own and finds no other."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from reports.models import AskedFigure, Block, BlockItem, FigureRequest, Indicator, Observation, Part, Report
from tests import make
from tests.forms import filled
from tests.reports.admin.rows import signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/reports/figurerequest/add/"
LIST = "/admin/reports/figurerequest/"
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}‮=1+1'\""


@pytest.fixture
def company():
    return make.organisation("ours", name_zh_hans="我方公司")


@pytest.fixture
def editor(company):
    return signed_in(make.editor(company))


def asked(compiler, company, number=1, **typed):
    """Asked through the page."""
    keys = []
    for place in range(number):
        row = Indicator.objects.create(key=f"key-{place}", label_zh_hans=f"指标{place}")
        Observation.objects.create(indicator=row, period="2029", value="100", unit="吨", place=company.slug)
        keys.append(row.pk)
    address = reverse("admin:reports_figurerequest_add", query={"indicator": keys})
    form = filled(compiler.get(address), "ask_form") | {"organisations": [company.pk]} | typed
    answer = compiler.post(address, form)
    assert answer.status_code == 302, answer.content.decode()
    return FigureRequest.objects.latest("pk")


def page(request):
    return reverse("admin:reports_figurerequest_change", args=[request.pk])


def form_of(client, request):
    return filled(client.get(page(request)), "figurerequest_form")


def typed_into(figure, **columns):
    return {f"figure-{figure.pk}-{name}": value for name, value in columns.items()}


def test_indicators_ticked_in_the_bank_are_asked_for(compiler, company, editor):
    row = Indicator.objects.create(key="power", label_zh_hans="节电量")
    answer = compiler.post("/admin/reports/indicator/", {"action": "ask_companies", "_selected_action": [row.pk], "index": 0})
    assert answer["Location"] == f"{ADD}?indicator={row.pk}"
    request = asked(compiler, company, note=HOSTILE)
    figure = AskedFigure.objects.get()
    assert (figure.period, figure.unit, str(figure.last.value), request.note) == ("2030", "吨", "100", HOSTILE)


@pytest.mark.parametrize(
    "typed", [{"due": "2020-01-01"}, {"due": "x"}, {"organisations": ["1'"]}, {"organisations": []}, {"note": "长" * 1001}]
)
def test_a_wrong_request_says_why_and_asks_nobody(compiler, company, editor, typed):
    row = Indicator.objects.create(key="power", label_zh_hans="节电量")
    form = filled(compiler.get(f"{ADD}?indicator={row.pk}"), "ask_form") | {"organisations": [company.pk]} | typed
    answer = compiler.post(f"{ADD}?indicator={row.pk}", form)
    assert (answer.status_code, FigureRequest.objects.count()) == (422, 0)


@pytest.mark.parametrize("query", ["", "?indicator=x", "?report=1'", "?report=" + "9" * 40, "?indicator=" + "9" * 18])
def test_an_address_that_names_nothing_offers_the_bank(compiler, query):
    answer = compiler.get(ADD + query)
    assert answer.status_code == 200
    assert "/admin/reports/indicator/" in answer.content.decode()


def test_what_a_report_still_lacks_is_offered_and_fills_its_places(compiler, company, editor):
    before = Report.objects.create(year=2029, title_zh_hans="上年报告")
    power = Indicator.objects.create(key="power", label_zh_hans="节电量")
    last = Observation.objects.create(indicator=power, period="2028", value="7", unit="吨", place="one")
    part = Part.objects.create(report=before, kind="chapter", key="one", title_zh_hans="一")
    BlockItem.objects.create(block=Block.objects.create(part=part, kind="tiles"), observation=last)
    report = Report.objects.create(year=2030, title_zh_hans="报告")
    offered = f"{ADD}?report={report.pk}"
    assert offered in compiler.get(reverse("admin:reports_report_figures", args=[report.pk])).content.decode()
    form = filled(compiler.get(offered), "ask_form") | {"organisations": [company.pk]}
    # Nothing is ticked.
    assert compiler.post(offered, form).status_code == 422
    assert compiler.post(offered, form | {f"last-{last.pk}-chosen": "on"}).status_code == 302
    figure = AskedFigure.objects.get()
    assert (figure.period, figure.unit, figure.last, figure.place) == ("2029", "吨", last, "one")


def test_a_company_saves_with_gaps_and_hands_in_and_the_association_accepts(compiler, company, editor):
    request = asked(compiler, company, 2)
    first, second = AskedFigure.objects.all()
    assert "100" in editor.get(page(request)).content.decode()
    editor.post(page(request), form_of(editor, request) | typed_into(first, value="１，２０．５０", source="年报") | {"_save": "1"})
    first.refresh_from_db()
    assert (str(first.value), first.source) == ("120.50", "年报")
    editor.post(page(request), form_of(editor, request) | {"_give": "1"})
    request.refresh_from_db()
    assert request.state == "open"
    editor.post(page(request), form_of(editor, request) | typed_into(second, remark="没有") | {"_give": "1"})
    request.refresh_from_db()
    assert request.state == "given"
    compiler.post(page(request), form_of(compiler, request) | {"_accept_all": "1"})
    request.refresh_from_db()
    assert request.state == "done"
    assert [str(row.value) for row in Observation.objects.filter(period="2030")] == ["120.50"]


def test_a_figure_is_sent_back_with_a_word_that_the_company_reads(compiler, company, editor):
    request = asked(compiler, company)
    figure = AskedFigure.objects.get()
    editor.post(page(request), form_of(editor, request) | typed_into(figure, value="120") | {"_give": "1"})
    silent = compiler.post(page(request), form_of(compiler, request) | typed_into(figure, verdict="return") | {"_check": "1"})
    assert silent.status_code == 422
    compiler.post(
        page(request), form_of(compiler, request) | typed_into(figure, verdict="return", word=f"单位？{HOSTILE}") | {"_check": "1"}
    )
    body = editor.get(page(request)).content.decode()
    assert "单位？&lt;script&gt;" in body
    assert "<script>alert" not in body


def test_a_value_far_from_last_years_is_kept_with_a_warning_and_handed_in_once_it_is_confirmed(compiler, company, editor):
    request = asked(compiler, company)
    figure = AskedFigure.objects.get()
    editor.post(page(request), form_of(editor, request) | typed_into(figure, value="10000") | {"_give": "1"})
    figure.refresh_from_db()
    request.refresh_from_db()
    assert (str(figure.value), request.state) == ("10000", "open")
    assert f'name="figure-{figure.pk}-is_sure"' in editor.get(page(request)).content.decode()
    editor.post(page(request), form_of(editor, request) | typed_into(figure, is_sure="on") | {"_give": "1"})
    request.refresh_from_db()
    assert request.state == "given"


def test_two_colleagues_lose_nothing_to_each_other(compiler, company, editor):
    request = asked(compiler, company, 2)
    first, second = AskedFigure.objects.all()
    colleague = signed_in(make.editor(company))
    both = form_of(editor, request)
    colleague.post(page(request), both | typed_into(first, value="101") | {"_save": "1"})
    # Another row is saved beside it.
    editor.post(page(request), both | typed_into(second, value="102") | {"_save": "1"})
    assert [str(row.value) for row in AskedFigure.objects.all()] == ["101", "102"]
    # The same row shows theirs, keeps what was typed, and is saved the second time.
    answer = editor.post(page(request), both | typed_into(first, value="99") | {"_save": "1"})
    assert answer.status_code == 422
    assert "101" in answer.content.decode()
    editor.post(page(request), filled(answer, "figurerequest_form") | {"_save": "1"})
    assert [str(row.value) for row in AskedFigure.objects.all()] == ["99", "102"]


@pytest.mark.parametrize(
    "typed",
    [
        {"value": "约 5 万"},
        {"value": "1\0"},
        {"value": "9" * 10_000},
        {"as_of": "昨天"},
        {"as_of": "99999-01-01"},
        {"qualifier": "no such"},
        {"source": "源" * 151},
        {"source": "a\0b"},
        {"remark": "长" * 10_000},
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(compiler, company, editor, typed):
    request = asked(compiler, company)
    figure = AskedFigure.objects.get()
    answer = editor.post(page(request), form_of(editor, request) | typed_into(figure, **typed) | {"_save": "1"})
    assert answer.status_code == 422
    figure.refresh_from_db()
    assert (figure.value, figure.source, figure.remark) == (None, "", "")


def test_hostile_text_in_every_field_is_read_back_as_text(compiler, company, editor):
    request = asked(compiler, company, note=HOSTILE)
    figure = AskedFigure.objects.get()
    editor.post(page(request), form_of(editor, request) | typed_into(figure, value="120", source=HOSTILE, remark=HOSTILE) | {"_give": "1"})
    figure.refresh_from_db()
    assert (figure.source, figure.remark) == (HOSTILE, HOSTILE)
    body = compiler.get(page(request)).content.decode()
    assert "<script>alert" not in body
    assert body.count("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}") == 3


def test_another_companys_people_and_strangers_find_nothing(client, compiler, company, editor):
    request = asked(compiler, company, note="只给我方")
    stranger = signed_in(make.editor(make.organisation("theirs")))
    for method in (stranger.get, stranger.post):
        assert method(page(request)).status_code == 404
        assert method(f"{LIST}{request.pk}/history/").status_code == 404
        assert method(ADD).status_code == 404
    listed = stranger.get(LIST)
    assert listed.status_code == 200
    assert "我方公司" not in listed.content.decode()
    assert client.get(page(request)).status_code == 302
    assert editor.get(ADD).status_code == 404
    assert "我方公司" in editor.get(LIST).content.decode()


def test_a_reviewer_finds_nothing_and_an_operator_only_reads(compiler, company, editor):
    request = asked(compiler, company)
    assert signed_in(make.user(Role.REVIEWER)).get(page(request)).status_code == 404
    operator = signed_in(make.user(Role.OPERATOR))
    body = operator.get(page(request)).content.decode()
    assert "_withdraw" not in body
    operator.post(page(request), {"_withdraw": "1"})
    request.refresh_from_db()
    assert request.state == "open"


def test_a_request_is_withdrawn_and_the_company_can_send_nothing_more(compiler, company, editor):
    request = asked(compiler, company)
    form = form_of(editor, request) | typed_into(AskedFigure.objects.get(), value="120")
    compiler.post(page(request), {"_withdraw": "1"})
    assert editor.post(page(request), form | {"_give": "1"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, AskedFigure.objects.get().value) == ("withdrawn", None)


def test_the_workbench_names_what_waits(compiler, company, editor):
    request = asked(compiler, company)
    assert page(request) in editor.get("/admin/").content.decode()
    assert page(request) not in compiler.get("/admin/").content.decode()
    FigureRequest.objects.update(state="given", due=timezone.localdate() - dt.timedelta(days=1))
    assert page(request) not in editor.get("/admin/").content.decode()
    assert page(request) in compiler.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_for_one_figure_and_for_three(compiler, company, editor, number, django_assert_num_queries):
    request = asked(compiler, company, number)
    editor.get(page(request))
    # Session, person, memberships; the request, whether it is seen; figures; the log.
    with django_assert_num_queries(11):
        assert editor.get(page(request)).status_code == 200
    FigureRequest.objects.update(state="given")
    with django_assert_num_queries(11):
        assert compiler.get(page(request)).status_code == 200

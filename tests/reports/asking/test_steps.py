"""Requests for figures: asked, filled in with gaps, handed in, checked; what is accepted is in the bank, and nothing else is."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases import reminders
from cases.access import scope
from cases.models import Mail, MailSettings
from cases.reminders import waiting_for
from reports.asking import steps, telling
from reports.asking.distance import is_far
from reports.asking.steps import Answer, AskRefused, Verdict, Wanted
from reports.models import AskedFigure, Block, BlockItem, FigureRequest, Indicator, Observation, Part, Report, RequestStep
from tests import make

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + dt.timedelta(days=14)


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER)


@pytest.fixture
def company():
    return make.organisation("ours", name_zh_hans="我方公司", name_en="Our Company")


@pytest.fixture
def editor(company):
    return make.editor(company)


@pytest.fixture
def power():
    return Indicator.objects.create(key="power", label_zh_hans="节电量", label_en="Power saved")


@pytest.fixture
def water():
    return Indicator.objects.create(key="water", label_zh_hans="节水量", label_en="Water saved")


@pytest.fixture
def asked(compiler, company, editor, power, water):
    Observation.objects.create(indicator=power, period="2029", value="100", unit="吨", place="ours")
    Observation.objects.create(indicator=power, period="2028", value="1", unit="吨", place="ours")
    [request] = steps.ask([company], [Wanted(power, "2030", "吨"), Wanted(water, "2030", "吨")], due=SOON, note="请填", by=compiler)
    return request


def state(request):
    request.refresh_from_db()
    return request.state


def figures(request):
    return list(AskedFigure.objects.filter(request=request))


def answered(request, editor, *values):
    answers = [Answer(Decimal(value)) if value else Answer(remark="没有统计") for value in values]
    steps.fill(request, dict(zip([row.pk for row in figures(request)], answers, strict=True)), by=editor)


def bank(period="2030"):
    rows = Observation.objects.filter(period=period).select_related("indicator")
    return [(row.indicator.key, str(row.value), row.unit, row.place, row.status, row.source_zh_hans) for row in rows]


# --- The way -----------------------------------------------------------------------------------------------------------


def test_the_whole_way_from_asking_to_the_bank(asked, compiler, editor):
    assert [(str(row.last.value) if row.last else None, row.place) for row in figures(asked)] == [("100", "ours"), (None, "ours")]
    first, second = figures(asked)
    steps.fill(asked, {first.pk: Answer(Decimal("120.50"), "yue", dt.date(2030, 12, 31), "年报")}, by=editor)
    assert bank() == []
    with pytest.raises(AskRefused):
        steps.hand_in(asked, by=editor)
    steps.fill(asked, {second.pk: Answer(remark="尚未统计")}, by=editor)
    steps.hand_in(asked, by=editor)
    assert (state(asked), bank()) == ("given", [])
    assert steps.check(asked, {row.pk: Verdict(True) for row in figures(asked)}, by=compiler) == "done"
    assert bank() == [("power", "120.50", "吨", "ours", "fact", "我方公司提供：年报（截至2030-12-31）")]
    assert [(row.step, row.by, row.number) for row in RequestStep.objects.all()] == [
        ("asked", compiler, 0),
        ("filled", editor, 1),
        ("filled", editor, 1),
        ("given", editor, 0),
        ("done", compiler, 0),
    ]
    kinds = Mail.objects.filter(kind__in=telling.KINDS).order_by("pk").values_list("kind", "to")
    assert list(kinds) == [("figures_asked", editor.pk), ("figures_given", compiler.pk), ("figures_accepted", editor.pk)]


def test_one_sent_back_is_corrected_while_what_was_accepted_stands(asked, compiler, editor):
    answered(asked, editor, "120", "5")
    steps.hand_in(asked, by=editor)
    first, second = figures(asked)
    assert steps.check(asked, {first.pk: Verdict(True), second.pk: Verdict(False, "单位应为吨")}, by=compiler) == "returned"
    assert [row[:2] for row in bank()] == [("power", "120")]
    # What was accepted is not the company's to change any more.
    assert steps.fill(asked, {first.pk: Answer(Decimal("9")), second.pk: Answer(Decimal("6"))}, by=editor) == 1
    steps.hand_in(asked, by=editor)
    assert [row.state for row in figures(asked)] == ["accepted", "open"]
    assert steps.check(asked, {second.pk: Verdict(True)}, by=compiler) == "done"
    assert [row[:2] for row in bank()] == [("power", "120"), ("water", "6")]


def test_some_may_be_checked_later(asked, compiler, editor):
    answered(asked, editor, "120", "5")
    steps.hand_in(asked, by=editor)
    assert steps.check(asked, {figures(asked)[0].pk: Verdict(True)}, by=compiler) == "given"
    assert [row[:2] for row in bank()] == [("power", "120")]


def test_sending_back_needs_a_word_and_nothing_is_done_without(asked, compiler, editor):
    answered(asked, editor, "120", "5")
    steps.hand_in(asked, by=editor)
    first, second = figures(asked)
    with pytest.raises(AskRefused, match="更正"):
        steps.check(asked, {first.pk: Verdict(True), second.pk: Verdict(False, " ")}, by=compiler)
    assert (state(asked), bank()) == ("given", [])


def test_where_the_bank_has_the_value_already_nothing_is_accepted(asked, compiler, editor, water):
    answered(asked, editor, "120", "5")
    steps.hand_in(asked, by=editor)
    Observation.objects.create(indicator=water, period="2030", value="1", place="ours")
    with pytest.raises(AskRefused, match="节水量"):
        steps.check(asked, {row.pk: Verdict(True) for row in figures(asked)}, by=compiler)
    assert [row[:2] for row in bank()] == [("water", "1")]


# --- Far from last year's ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "last", "far"),
    [
        ("100", "100", False),
        ("999", "100", False),
        ("1000", "100", True),
        ("10", "100", True),
        ("11", "100", False),
        ("-100", "100", True),
        ("0", "100", True),
        ("0", "0", False),
        ("5", "0", True),
        ("-9", "-100", True),
        ("-50", "-100", False),
        ("0.020", "0.20", True),
    ],
)
def test_what_is_far(value, last, far):
    assert is_far(Decimal(value), Decimal(last)) is far


def test_a_value_far_from_last_years_is_kept_and_wants_a_word_before_it_is_handed_in(asked, editor):
    answered(asked, editor, "1000", "5")
    first = figures(asked)[0]
    assert [row.pk for row, _sentence in steps.missing(steps.figures_of(asked))] == [first.pk]
    with pytest.raises(AskRefused):
        steps.hand_in(asked, by=editor)
    # Sure of another value than the one that stands there is sure of nothing.
    steps.fill(asked, {first.pk: Answer(Decimal("2000"), is_sure=True)}, by=editor)
    assert [row.is_sure for row in figures(asked)] == [False, False]
    steps.fill(asked, {first.pk: Answer(Decimal("2000"), is_sure=True)}, by=editor)
    steps.hand_in(asked, by=editor)
    assert state(asked) == "given"


# --- Many companies, a report --------------------------------------------------------------------------------------------


def test_many_companies_are_asked_at_once_and_none_sees_what_another_gave(compiler, company, editor, power):
    other = make.organisation("theirs")
    make.editor(other)
    report_wide = Observation.objects.create(indicator=power, period="2029", value="700", unit="吨", place="foreword")
    Observation.objects.create(indicator=power, period="2029", value="555", unit="吨", place="theirs")
    made = steps.ask([company, other], [Wanted(power, "2030", "吨", report_wide)], due=SOON, by=compiler)
    told = [(row.organisation.slug, [(str(f.last.value) if f.last else None, f.place) for f in figures(row)]) for row in made]
    assert told == [("ours", [(None, "ours")]), ("theirs", [("555", "theirs")])]


def test_of_a_single_company_the_value_fills_the_places_of_the_report_that_wait_for_it(compiler, company, editor, power):
    last = Observation.objects.create(indicator=power, period="2029", value="700", unit="吨", place="foreword")
    part = Part.objects.create(report=Report.objects.create(year=2031, title_zh_hans="报告"), kind="chapter", key="one", title_zh_hans="一")
    item = BlockItem.objects.create(block=Block.objects.create(part=part, kind="tiles"), follows=last)
    [asked] = steps.ask([company], [Wanted(power, "2030", "吨", last)], due=SOON, by=compiler)
    answered(asked, editor, "710")
    steps.hand_in(asked, by=editor)
    steps.check(asked, {row.pk: Verdict(True) for row in figures(asked)}, by=compiler)
    item.refresh_from_db()
    assert (str(item.observation.value), item.observation.place) == ("710", "foreword")


def test_the_value_of_another_company_is_not_shown_even_where_a_report_names_it(compiler, company, editor, power):
    make.organisation("theirs")
    last = Observation.objects.create(indicator=power, period="2029", value="555", unit="吨", place="theirs")
    [asked] = steps.ask([company], [Wanted(power, "2030", "吨", last)], due=SOON, by=compiler)
    assert [(row.last, row.place) for row in figures(asked)] == [(None, "ours")]


@pytest.mark.parametrize("due", [SOON - dt.timedelta(days=30)])
def test_what_cannot_be_asked_says_why_and_makes_nothing(compiler, company, power, due):
    for organisations, wanted, until in (
        ([], [Wanted(power, "2030")], SOON),
        ([company], [], SOON),
        ([company], [Wanted(power, "2030")], due),
        ([company], [Wanted(power, "2030"), Wanted(power, "2030")], SOON),
        ([company], [Wanted(power, "2030")] * 101, SOON),
    ):
        with pytest.raises(AskRefused):
            steps.ask(organisations, wanted, due=until, by=compiler)
    assert (FigureRequest.objects.count(), Mail.objects.count()) == (0, 0)


# --- Who ----------------------------------------------------------------------------------------------------------------


def test_another_company_sees_and_does_nothing(asked, compiler):
    stranger = make.editor(make.organisation("theirs"))
    for act in (lambda: steps.fill(asked, {}, by=stranger), lambda: steps.hand_in(asked, by=stranger)):
        with pytest.raises(AskRefused):
            act()
    assert [list(scope(model.objects.all(), stranger)) for model in (FigureRequest, AskedFigure, RequestStep)] == [[], [], []]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.OPERATOR])
def test_only_compilers_ask_check_and_withdraw(asked, company, editor, power, role):
    other = editor if role == Role.EDITOR else make.user(role)
    for act in (
        lambda: steps.ask([company], [Wanted(power, "2031")], due=SOON, by=other),
        lambda: steps.check(asked, {}, by=other),
        lambda: steps.withdraw(asked, by=other),
    ):
        with pytest.raises(AskRefused):
            act()
    assert (state(asked), FigureRequest.objects.count()) == ("open", 1)


def test_of_two_acts_at_once_the_second_finds_it_moved_on(asked, compiler, editor):
    answered(asked, editor, "120", "5")
    seen_by_both = FigureRequest.objects.get(pk=asked.pk)
    steps.hand_in(asked, by=editor)
    with pytest.raises(AskRefused):
        steps.hand_in(seen_by_both, by=editor)
    with pytest.raises(AskRefused):
        steps.fill(seen_by_both, {}, by=editor)
    steps.withdraw(asked, by=compiler)
    with pytest.raises(AskRefused):
        steps.check(seen_by_both, {}, by=compiler)
    with pytest.raises(AskRefused):
        steps.withdraw(seen_by_both, by=compiler)
    assert RequestStep.objects.filter(step="given").count() == 1


def test_nothing_of_a_failed_check_remains(asked, compiler, editor, monkeypatch):
    answered(asked, editor, "120", "5")
    steps.hand_in(asked, by=editor)
    monkeypatch.setattr(telling, "accepted", lambda request: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        steps.check(asked, {row.pk: Verdict(True) for row in figures(asked)}, by=compiler)
    assert (state(asked), bank(), [row.state for row in figures(asked)]) == ("given", [], ["open", "open"])


# --- Reminders --------------------------------------------------------------------------------------------------------------


def test_a_reminder_goes_once_for_each_date_and_to_nobody_who_wants_none(asked, editor):
    assert telling.remind() == 0
    FigureRequest.objects.update(due=timezone.localdate() + dt.timedelta(days=2))
    assert [telling.remind(), telling.remind()] == [1, 0]
    FigureRequest.objects.update(due=timezone.localdate() + dt.timedelta(days=3))
    assert telling.remind() == 1
    FigureRequest.objects.update(state="given", due=timezone.localdate())
    assert telling.remind() == 0


# --- Each morning ------------------------------------------------------------------------------------------------------


def test_the_morning_counts_what_is_to_be_answered_and_what_is_to_be_checked(asked, compiler, company, editor):
    reviewer, stranger = make.user(Role.REVIEWER), make.editor(make.organisation("theirs"))
    people, today = (compiler, editor, reviewer, stranger), timezone.localdate()

    def counted(day=today):
        return [+waiting_for(user, day) for user in people]

    assert counted() == [{}, {"figures": 1}, {}, {}]
    assert counted(SOON + dt.timedelta(days=1)) == [{}, {"figures": 1, "late": 1}, {}, {}]
    answered(asked, editor, "120", None)
    steps.hand_in(asked, by=editor)
    assert counted(SOON + dt.timedelta(days=1)) == [{"figures_given": 1}, {}, {}, {}]
    steps.withdraw(asked, by=compiler)
    assert counted() == [{}, {}, {}, {}]


@pytest.mark.parametrize("number", [1, 3])
def test_the_morning_s_mail_costs_the_same_for_any_number_of_requests(company, editor, compiler, power, number, django_assert_num_queries):
    for _each in range(number):
        steps.ask([company], [Wanted(power, "2030")], due=SOON, by=compiler)
    waiting_for(editor, SOON)
    # Cases: late and late to read, own, mine; requests: to answer, late.
    with django_assert_num_queries(6):
        waiting_for(editor, SOON)


def test_the_morning_s_mail_names_requests(asked, editor, monkeypatch):
    monkeypatch.setattr(reminders, "MORNING", 0)
    MailSettings.objects.create(user=editor, digest=True)
    Mail.objects.all().delete()
    assert (reminders.remind(), reminders.remind()) == (1, 0)
    mail = Mail.objects.get()
    assert (mail.subject, "等您单位填报的数据：1 份。" in mail.body, "我方公司" in mail.body) == ("今日待办：1 项", True, False)

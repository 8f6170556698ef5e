"""Decisions on cases: the one door, its log that nobody alters, quotas, and what is chosen so far."""

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Kind, Role
from cases.search.query import Query
from cases.workflow import take
from reports.coverage import Wanted
from reports.models import Block, Choice, Part, Quota, Report, Selection
from reports.placements import place_case
from reports.selection import (
    Refused,
    candidates,
    choose,
    mark_of,
    owners_before,
    quotas_of,
    set_quotas,
    standing,
    suggested_part,
)
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return Report.objects.create(year=2030, title_zh_hans="报告")


@pytest.fixture
def compiler():
    return make.user(Role.COMPILER)


def published(**columns):
    case = make.case(**columns)
    make.published(case)
    return case


def log_of(report):
    return list(report.choices.order_by("pk").values_list("case", "before", "decision", "reason"))


def test_a_case_is_chosen_with_a_reason_and_the_log_says_so(report, compiler):
    case = published()
    (line,) = choose(report, {case.pk: "  数据\n有来源。 "}, decision="chosen", by=compiler)
    row = Selection.objects.get()
    assert (row.report, row.case, row.state, row.reason, row.by, row.at) == (report, case, "chosen", "数据 有来源。", compiler, line.at)
    assert (log_of(report), line.by) == ([(case.pk, "", "chosen", "数据 有来源。")], compiler)


def test_a_later_decision_takes_the_place_of_the_first_and_both_stay_in_the_log(report, compiler):
    case = published()
    for decision, reason in (("chosen", "好"), ("reserve", "篇幅"), ("dropped", "再议")):
        choose(report, {case.pk: reason}, decision=decision, by=compiler)
    assert Selection.objects.count() == 0
    assert log_of(report) == [
        (case.pk, "", "chosen", "好"),
        (case.pk, "chosen", "reserve", "篇幅"),
        (case.pk, "reserve", "dropped", "再议"),
    ]


def test_the_same_decision_again_says_nothing_new_and_another_reason_does(report, compiler):
    case = published()
    choose(report, {case.pk: "好"}, decision="chosen", by=compiler)
    assert choose(report, {case.pk: "好"}, decision="chosen", by=compiler) == []
    assert len(choose(report, {case.pk: "更好"}, decision="chosen", by=compiler)) == 1
    assert choose(report, {published().pk: "x"}, decision="dropped", by=compiler) == []


def test_of_several_cases_all_are_decided_on_or_none(report, compiler):
    first, second, draft = published(), published(), make.case()
    with pytest.raises(Refused, match="未发布"):
        choose(report, {first.pk: "好", draft.pk: "好"}, decision="chosen", by=compiler)
    assert (Selection.objects.count(), Choice.objects.count()) == (0, 0)
    assert len(choose(report, {first.pk: "好", second.pk: "也好"}, decision="chosen", by=compiler)) == 2


@pytest.mark.parametrize(
    ("reason", "decision", "sentence"),
    [("  ", "chosen", "请填写理由"), ("长" * 301, "chosen", "理由太长，最多 300 字"), ("好", "nonsense", "请选择决定")],
)
def test_without_a_reason_or_a_decision_nothing_is_decided(report, compiler, reason, decision, sentence):
    with pytest.raises(Refused, match=sentence):
        choose(report, {published().pk: reason}, decision=decision, by=compiler)
    assert Choice.objects.count() == 0


@pytest.mark.parametrize("decision", ["chosen", "reserve", "declined", "dropped"])
def test_what_is_not_published_or_not_there_is_not_decided_on(report, compiler, decision):
    for pk in (make.case().pk, 10**9):
        with pytest.raises(Refused, match="未发布"):
            choose(report, {pk: "好"}, decision=decision, by=compiler)


def test_a_chosen_case_that_is_withdrawn_shows_as_such_and_counts_no_more(report, compiler):
    case = published()
    choose(report, {case.pk: "好"}, decision="chosen", by=compiler)
    case.refresh_from_db()
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="x")
    stands = standing(report)
    assert ([held.title.zh_hans for held in stands.withdrawn], stands.chosen, stands.marks) == ([case.title_zh_hans], [], [])
    with pytest.raises(Refused):
        choose(report, {case.pk: "仍要"}, decision="reserve", by=compiler)
    choose(report, {case.pk: "已撤下"}, decision="dropped", by=compiler)
    assert standing(report).held == ()


def test_the_log_is_altered_by_nobody(report, compiler):
    (line,) = choose(report, {published().pk: "好"}, decision="chosen", by=compiler)
    for attempt in (line.save, line.delete, Choice.objects.all().delete, lambda: Choice.objects.update(reason="x")):
        with pytest.raises(TypeError):
            attempt()
    from django.db import connection

    for statement in ("UPDATE reports_choice SET reason = 'x'", "DELETE FROM reports_choice"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Choice.objects.get().reason == "好"


def test_a_chosen_case_carries_the_marks_that_quotas_count(report, compiler):
    government = make.organisation("city", kind=Kind.GOVERNMENT)
    case = published(owner=government, goals=(7, 13), concept="green")
    choose(report, {case.pk: "好"}, decision="chosen", by=compiler)
    (marks,) = standing(report).marks
    assert marks == {"concept=green", "sdg=7", "sdg=13", "owner=city", "kind=government", "newcomer=city"}


def test_an_organisation_is_new_unless_an_earlier_report_has_a_case_of_it(report, compiler):
    known, new = published(owner=make.organisation("known")), published(owner=make.organisation("new"))
    for year in (2029, 2031):
        part = Part.objects.create(report=Report.objects.create(year=year, title_zh_hans="x"), key="one", title_zh_hans="一")
        place_case(Block.objects.create(part=part, kind="case"), known if year == 2029 else new)
    choose(report, {known.pk: "好", new.pk: "好"}, decision="chosen", by=compiler)
    assert owners_before(report) == {"known"}
    assert [mark for marks in standing(report).marks for mark in marks if mark.startswith("newcomer")] == ["newcomer=new"]


def test_what_is_chosen_knows_whether_it_is_placed_and_where_it_would_go(report, compiler):
    first = Part.objects.create(report=report, key="one", title_zh_hans="一")
    from cases.models import Tag

    green = Part.objects.create(
        report=report, key="green", title_zh_hans="绿", order=1, concept=Tag.objects.get(slug="green", vocabulary="concept")
    )
    placed, waiting, plain = published(), published(concept="green"), published()
    choose(report, {placed.pk: "好", waiting.pk: "好", plain.pk: "好"}, decision="chosen", by=compiler)
    block = Block.objects.create(part=first, kind="case")
    place_case(block, placed)
    stands = standing(report)
    assert [(held.selection.case_id, held.block) for held in stands.chosen] == [(placed.pk, block.pk), (waiting.pk, None), (plain.pk, None)]
    assert [suggested_part(held.marks, [first, green]).key for held in stands.unplaced] == ["green", "one"]
    assert suggested_part(frozenset(), []) is None


def test_candidates_are_narrowed_by_decision_kind_and_newness_and_counted_so(report, compiler):
    company, city = make.organisation("company"), make.organisation("city", kind=Kind.GOVERNMENT)
    chosen, open_, of_city = published(owner=company, goals=(7,)), published(owner=company, goals=(9,)), published(owner=city, goals=(9,))
    part = Part.objects.create(report=Report.objects.create(year=2029, title_zh_hans="x"), key="one", title_zh_hans="一")
    place_case(Block.objects.create(part=part, kind="case"), of_city)
    choose(report, {chosen.pk: "好"}, decision="chosen", by=compiler)
    stands = standing(report)

    def found(**asked):
        found = candidates(Query(), stands, **asked)
        return {publication.case_id for publication in found.page(1)}, found.counts["sdg"]

    assert found() == ({chosen.pk, open_.pk, of_city.pk}, {"7": 1, "9": 2})
    assert found(state="undecided") == ({open_.pk, of_city.pk}, {"9": 2})
    assert found(state="chosen") == ({chosen.pk}, {"7": 1})
    assert found(state="declined") == (set(), {})
    assert found(kind="government") == ({of_city.pk}, {"9": 1})
    assert found(newcomers=True, state="undecided") == ({open_.pk}, {"9": 1})


# --- Quotas ----------------------------------------------------------------------------------------------------------


def test_quotas_take_the_place_of_those_that_were_seen(report):
    first = (Wanted("cases", "", 20, 30), Wanted("owner", "", None, 2))
    set_quotas(report, first, seen=mark_of(()))
    assert quotas_of(report) == first
    with pytest.raises(Refused, match="已被他人改动"):
        set_quotas(report, (), seen=mark_of(()))
    set_quotas(report, (), seen=mark_of(first))
    assert quotas_of(report) == ()


@pytest.mark.parametrize("numbers", [{}, {"minimum": 3, "maximum": 2}])
def test_the_database_refuses_a_quota_without_a_number_or_reversed(report, numbers):
    with pytest.raises(DatabaseError), transaction.atomic():
        Quota.objects.create(report=report, aspect="cases", **numbers)


def test_the_database_keeps_one_quota_of_a_thing(report):
    Quota.objects.create(report=report, aspect="sdg", value="7", minimum=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Quota.objects.create(report=report, aspect="sdg", value="7", minimum=2)


def test_what_is_decided_costs_the_same_for_one_case_and_for_three(report, compiler, django_assert_num_queries):
    choose(report, {published().pk: "好"}, decision="chosen", by=compiler)
    # Decisions with their cases and owners; placements; owners of earlier reports.
    with django_assert_num_queries(3):
        assert len(standing(report).chosen) == 1
    choose(report, {published().pk: "好", published().pk: "好"}, decision="chosen", by=compiler)
    with django_assert_num_queries(3):
        assert [str(held.organisation) for held in standing(report).chosen]

"""Findings settled: accepted with a reason, marked as fixed, open again when the words or the number change."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Role
from reports.models import Block, Part, Report, Settlement
from reports.settling import judged, open_findings, reopen, settle
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return Report.objects.create(year=2030, title_zh_hans="报告")


@pytest.fixture
def block(report):
    part = Part.objects.create(report=report, key="one", title_zh_hans="一")
    return Block.objects.create(part=part, kind="prose", text_zh_hans="<p>全年减排6.42万吨。</p>")


def found(report):
    return [(row.finding.rule, row.is_open) for row in judged(report)]


def test_a_finding_is_open_until_it_is_accepted_with_a_reason(report, block):
    (row,) = judged(report)
    assert (row.finding.rule, row.is_open, row.settlement) == ("untied", True, None)
    by = make.user(Role.COMPILER)
    settlement = settle(report, row.finding, outcome="accepted", reason=" 来源为访谈。 ", by=by)
    assert (settlement.rule, settlement.part, settlement.field, settlement.about, settlement.outcome, settlement.reason, settlement.by) == (
        "untied",
        "one",
        "text",
        "全年减排6.42万吨。",
        "accepted",
        "来源为访谈。",
        by,
    )
    assert (found(report), open_findings(report)) == ([("untied", False)], [])


def test_it_comes_back_with_the_old_reason_when_the_words_change(report, block):
    settle(report, judged(report)[0].finding, outcome="accepted", reason="来源为访谈。", by=make.user(Role.COMPILER))
    block.text_zh_hans = "<p>全年减排6.48万吨。</p>"
    block.save()
    (row,) = judged(report)
    assert (row.is_open, row.settlement, row.earlier.reason) == (True, None, "来源为访谈。")


def test_it_stays_settled_when_the_block_moves_and_other_words_change(report, block):
    settle(report, judged(report)[0].finding, outcome="accepted", reason="访谈", by=make.user(Role.COMPILER))
    Block.objects.create(part=block.part, kind="prose", order=0, text_zh_hans="<p>新的一段。</p>")
    Block.objects.filter(pk=block.pk).update(order=5, text_zh_hans="<p>前面另有一句。全年减排6.42万吨。</p>")
    assert found(report) == [("untied", False)]


def test_what_is_marked_as_fixed_and_is_found_still_is_open(report, block):
    settle(report, judged(report)[0].finding, outcome="fixed", reason="", by=make.user(Role.COMPILER))
    (row,) = judged(report)
    assert (row.is_open, row.settlement.outcome) == (True, "fixed")


def test_a_second_decision_takes_the_place_of_the_first_and_reopening_takes_it_back(report, block):
    finding, by = judged(report)[0].finding, make.user(Role.COMPILER)
    settle(report, finding, outcome="fixed", reason="", by=by)
    settle(report, finding, outcome="accepted", reason="访谈", by=by)
    assert list(report.settlements.values_list("outcome", "reason")) == [("accepted", "访谈")]
    reopen(report, finding)
    assert list(report.settlements.all()) == []


@pytest.mark.parametrize(
    ("outcome", "reason", "field"), [("accepted", "  ", "reason"), ("accepted", "长" * 601, "reason"), ("gone", "x", "outcome")]
)
def test_without_a_reason_or_an_outcome_nothing_is_settled(report, block, outcome, reason, field):
    with pytest.raises(ValidationError) as refused:
        settle(report, judged(report)[0].finding, outcome=outcome, reason=reason, by=make.user(Role.COMPILER))
    assert (list(refused.value.message_dict), Settlement.objects.count()) == ([field], 0)


def test_the_database_keeps_both_promises(report):
    by = make.user(Role.COMPILER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(report=report, digest="a" * 64, rule="untied", outcome="accepted", by=by)
    Settlement.objects.create(report=report, digest="a" * 64, rule="untied", outcome="fixed", by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(report=report, digest="a" * 64, rule="untied", outcome="fixed", by=by)

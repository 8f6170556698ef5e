"""Many do the same with a request, or with a list of indicators, at the same moment: one does, and the bank has each value once."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from cases.lists.way import ListRefused
from cases.models import SiteVersion
from reports.asking import steps
from reports.asking.steps import Answer, AskRefused, Verdict, Wanted
from reports.bank import runs
from reports.models import AskedFigure, FigureRequest, Indicator, IndicatorList, Observation, RequestStep
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time anyway"),
]
EIGHT = 8


@pytest.fixture
def compiler():
    SiteVersion.objects.get_or_create(pk=1)
    return make.user(Role.COMPILER)


def at_once(act, by):
    """What each of eight gets for it: the answer, or the kind of refusal."""
    barrier, outcomes = threading.Barrier(EIGHT), []

    def work():
        try:
            person = User.objects.get(pk=by.pk)
            barrier.wait(timeout=60)
            outcomes.append(act(person))
        except (AskRefused, ListRefused) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(EIGHT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(map(str, outcomes))


def test_a_request_is_handed_in_once_and_accepted_once(compiler):
    company = make.organisation("ours")
    editor = make.editor(company)
    power = Indicator.objects.create(key="power", label_zh_hans="节电量")
    due = timezone.localdate() + dt.timedelta(days=9)
    [asked] = steps.ask([company], [Wanted(power, "2030", "吨")], due=due, by=compiler)
    figure = AskedFigure.objects.get()
    steps.fill(asked, {figure.pk: Answer(Decimal("5"))}, by=editor)
    seen = FigureRequest.objects.get(pk=asked.pk)
    assert at_once(lambda person: steps.hand_in(seen, by=person), editor) == ["AskRefused"] * 7 + ["None"]
    assert at_once(lambda person: steps.check(seen, {figure.pk: Verdict(True)}, by=person), compiler) == ["AskRefused"] * 7 + ["done"]
    assert [str(row.value) for row in Observation.objects.all()] == ["5"]
    assert list(RequestStep.objects.values_list("step", flat=True)) == ["asked", "filled", "given", "done"]


def test_a_list_is_taken_over_once(compiler):
    rows = [{"number": 2, "key": "power", "indicator": {"label_zh_hans": "节电量"}, "value": {"period": "2030", "place": "", "value": "5"}}]
    given = IndicatorList.objects.create(name="x.xlsx", digest="0" * 64, state="ready", rows=rows, total=1, by=compiler)
    mark = runs.planned(given).mark
    assert at_once(lambda person: runs.confirm(given, mark=mark, by=person), compiler) == ["False"] * 7 + ["True"]
    assert [(row.indicator.key, str(row.value)) for row in Observation.objects.all()] == [("power", "5")]

"""The way of a list of indicators: given, read, shown beside the bank, confirmed. The only door to its state, and from it to the bank."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cases.enums import ListState
from cases.lists.killable import Stopped, Unreadable, read_cells
from cases.lists.way import BYTES, ListRefused, is_being_read, look_at, moved, safe_name, settle, take_up_again
from cases.search.held import raise_version
from cases.validators import MEGABYTE
from reports.bank.columns import OF_INDICATOR, TEXTS
from reports.bank.plan import Plan, bank_of, plan
from reports.bank.reading import BankRow, read_rows
from reports.models import Indicator, IndicatorList, Observation

AT_ONCE = 500
# With the columns that the languages fall back on.
INDICATOR_COLUMNS = ("label", "method", *OF_INDICATOR)
VALUE_COLUMNS = ("value", "qualifier", "status", "is_change", "source", "note", *TEXTS)


def hand_in(data: bytes, *, name: str, by: Any) -> IndicatorList:
    """Keep the file and have it read. ListRefused for what is no Excel workbook, and for whoever compiles no reports."""
    from reports.bank.tasks import read_indicators

    _allow(by)
    if len(data) > BYTES:
        raise ListRefused(too_large(len(data)))
    look_at(data)
    with transaction.atomic():
        made = IndicatorList.objects.create(name=safe_name(name), data=data, digest=hashlib.sha256(data).hexdigest(), by=by)
        read_indicators.enqueue(made.pk, get_language() or "zh-hans")
    return made


def read(pk: int, reader: str) -> None:
    """Read a list that waits for it. What is wrong stands on the list, in the reader's language."""
    found = IndicatorList.objects.filter(pk=pk, state=ListState.READING).first()
    if found is None:
        return
    with override(reader):
        try:
            cells = read_cells(bytes(found.data or b""), stop=lambda: not is_being_read(IndicatorList, pk))
            known = set(Indicator.objects.values_list("key", flat=True))
            reading = read_rows(cells, known=known, progress=lambda done, of: moved(IndicatorList, pk, done, of))
        except Stopped:
            return
        except Unreadable as unreadable:
            refused: dict[str, Any] = {"state": ListState.REFUSED, "error": str(unreadable.sentence), "finished_at": timezone.now()}
            settle(IndicatorList, pk, ListState.READING, **refused)
            return
    settle(
        IndicatorList,
        pk,
        ListState.READING,
        state=ListState.REFUSED if reading.wrong else ListState.READY,
        sheet=reading.sheet[:100],
        rows=[row.as_json() for row in reading.rows],
        problems=[problem.as_json() for problem in reading.problems],
        wrong=reading.wrong,
        done=len(reading.rows),
        total=len(reading.rows),
        finished_at=timezone.now() if reading.wrong else None,
    )


def planned(given: IndicatorList) -> Plan:
    """What a list that was read would do to the bank as it is now. Two queries."""
    rows = rows_of(given)
    return plan(rows, bank_of(rows))


def rows_of(given: IndicatorList) -> list[BankRow]:
    return [BankRow(**row) for row in given.rows]


def confirm(given: IndicatorList, *, mark: str, by: Any) -> bool:
    """Take the list over: all of it in one transaction, or nothing. False where it was answered already.

    `mark` is that of the plan which the person has seen; ListRefused where the bank has changed since.
    """
    _allow(by)
    with transaction.atomic():
        # First, and conditional: whoever comes second waits here for the first, and then finds nothing to do.
        if not settle(IndicatorList, given.pk, ListState.READY, state=ListState.DONE, confirmed_by=by.pk, finished_at=timezone.now()):
            return False
        rows = rows_of(given)
        doing = plan(rows, bank_of(rows, lock=True))
        if doing.mark != mark:
            raise ListRefused(_("The bank has changed since you looked; see below what the list would do now."))
        _write(doing)
    return True


def _write(doing: Plan) -> None:
    if nameless := next((row for row in doing.new_indicators if not row.label_zh_hans), None):
        raise ListRefused(_("The bank has no indicator “%(key)s”; a new one needs its Chinese name.") % {"key": nameless.key})
    with override("zh-hans"):
        Indicator.objects.bulk_create(doing.new_indicators, batch_size=AT_ONCE)
        Indicator.objects.bulk_update(doing.changed_indicators, INDICATOR_COLUMNS, batch_size=AT_ONCE)
        for value in doing.new_values:
            value.indicator = value.indicator  # its key is known now
        Observation.objects.bulk_create(doing.new_values, batch_size=AT_ONCE)
        Observation.objects.bulk_update(doing.changed_values, VALUE_COLUMNS, batch_size=AT_ONCE)
    # Rows written together send no signals.
    raise_version()


def again(given: IndicatorList) -> bool:
    """Ask once more for reading that broke off."""
    from reports.bank.tasks import read_indicators

    with transaction.atomic():
        if not take_up_again(given):
            return False
        read_indicators.enqueue(given.pk, get_language() or "zh-hans")
    return True


def too_large(bytes_: int) -> str:
    size = {"size": round(bytes_ / MEGABYTE, 1), "most": BYTES // MEGABYTE}
    return _("The file has %(size)s MB; a list has at most %(most)s.") % size


def _allow(user: Any) -> None:
    if not user.has_perm("reports.change_indicator"):
        raise ListRefused(_("Only whoever compiles reports may change the bank of indicators."))

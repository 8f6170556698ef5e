"""The way of a request for figures: asked, filled in, handed in, checked, withdrawn. The only door to its state.

Each step locks the request, looks at its state, and does all or nothing in one transaction; of two at once the second finds it moved on.
Mail is posted in the same transaction.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import organisation_ids
from cases.document import Text
from cases.enums import Qualifier, Status
from reports.asking import telling
from reports.asking.distance import is_far
from reports.enums import AskState, AskStep, FigureState
from reports.models import AskedFigure, BlockItem, FigureRequest, Indicator, Observation, RequestStep

# What one page can show and one person answer.
MOST_FIGURES = 100
MOST_COMPANIES = 200
# As many as the workbench lists.
MOST_WAITING = 8


class AskRefused(Exception):
    """Carries the sentence for whoever wanted the step."""


@dataclass(frozen=True)
class Wanted:
    """What is asked; `last` is the value of the year before that a report shows and waits for the next of."""

    indicator: Indicator
    period: str
    unit: str = ""
    last: Observation | None = None


@dataclass(frozen=True)
class Answer:
    """A company's answer to one figure; without a value `remark` says why."""

    value: Decimal | None = None
    qualifier: str = Qualifier.NONE
    as_of: dt.date | None = None
    source: str = ""
    remark: str = ""
    is_sure: bool = False


@dataclass(frozen=True)
class Verdict:
    """The association's word on one figure: accepted, or sent back with `word`."""

    is_accepted: bool
    word: str = ""


# --- Asked ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(
    organisations: Collection[Organisation], wanted: Collection[Wanted], *, due: dt.date, note: str = "", by: Any
) -> list[FigureRequest]:
    """A request for each organisation, all or none; each of their people gets a mail. AskRefused says what is wrong.

    Of a single company the value goes to the place that the report knows; of several each has the place of its own name, and sees
    beside the field what it gave itself the year before and nobody else's.
    """
    _allow(by)
    if not organisations or not wanted:
        raise AskRefused(_("Choose at least one company and one figure."))
    if len(wanted) > MOST_FIGURES or len(organisations) > MOST_COMPANIES:
        most = {"figures": MOST_FIGURES, "companies": MOST_COMPANIES}
        raise AskRefused(_("At most %(figures)s figures and %(companies)s companies at once.") % most)
    if due < timezone.localdate():
        raise AskRefused(_("The date to answer by has passed; give a later one."))
    own = _own_values(organisations, wanted)
    others = set(Organisation.objects.values_list("slug", flat=True))
    made = []
    for organisation in organisations:
        asked = FigureRequest.objects.create(organisation=organisation, due=due, note=note.strip(), by=by)
        figures = []
        for order, each in enumerate(wanted):
            earlier = own.get((organisation.slug, each.indicator.pk, each.unit), [])
            last, place = next((row for row in earlier if row.period < each.period), None), organisation.slug
            if each.last is not None and len(organisations) == 1 and each.last.place not in others - {organisation.slug}:
                last, place = each.last, each.last.place
            columns: dict[str, Any] = {"indicator": each.indicator, "period": each.period, "unit": each.unit, "order": order}
            is_change = bool(each.last and each.last.is_change)
            figures.append(AskedFigure(request=asked, place=place, last=last, is_change=is_change, **columns))
        if len({(row.indicator_id, row.period, row.place) for row in figures}) < len(figures):
            raise AskRefused(_("The same indicator is asked twice for one period; keep one of the two."))
        AskedFigure.objects.bulk_create(figures)
        _log(asked, AskStep.ASKED, by)
        telling.asked_for(asked, len(figures))
        made.append(asked)
    return made


def _own_values(organisations: Collection[Organisation], wanted: Iterable[Wanted]) -> dict[tuple[str, int, str], list[Observation]]:
    """What each organisation gave itself, the newest first, by its slug, indicator and unit. One query."""
    places = [organisation.slug for organisation in organisations]
    rows = Observation.objects.filter(indicator__in={each.indicator.pk for each in wanted}, place__in=places, status=Status.FACT)
    found: dict[tuple[str, int, str], list[Observation]] = defaultdict(list)
    for row in rows.order_by("-period", "-pk"):
        found[row.place, row.indicator_id, row.unit].append(row)
    return found


# --- Filled in and handed in ------------------------------------------------------------------------------------------


def fill(asked: FigureRequest, answers: Mapping[int, Answer], *, by: Any) -> int:
    """Save what a company's person typed, by the figure's key; gaps are fine. How many figures are other than before.

    A value far from last year's is sure only once it was said so of this very value.
    """
    with transaction.atomic():
        held = _held(asked, by)
        figures = [row for row in figures_of(held) if row.pk in answers and row.state != FigureState.ACCEPTED]
        changed = [row for row in figures if _put(row, answers[row.pk])]
        AskedFigure.objects.bulk_update(changed, ["value", "qualifier", "as_of", "source", "remark", "is_sure"])
        if changed:
            _log(held, AskStep.FILLED, by, len(changed))
    return len(changed)


def _put(row: AskedFigure, answer: Answer) -> bool:
    before = answer_of(row)
    for name in ("value", "qualifier", "as_of", "source", "remark"):
        setattr(row, name, getattr(answer, name))
    row.is_sure = answer.is_sure and str(before.value) == str(answer.value)
    return answer_of(row) != before or str(before.value) != str(row.value)


def answer_of(row: AskedFigure) -> Answer:
    return Answer(row.value, row.qualifier, row.as_of, row.source, row.remark, row.is_sure)


def figures_of(asked: FigureRequest) -> list[AskedFigure]:
    """Two queries: the value of last year comes along."""
    return list(AskedFigure.objects.filter(request=asked).select_related("indicator", "last").order_by("order", "pk"))


def is_doubtful(row: AskedFigure) -> bool:
    """Whether the value lies far from last year's, and nobody has said yet that it is meant so."""
    return not row.is_sure and row.last is not None and row.last.unit == row.unit and is_far(row.value, row.last.value)


def missing(figures: Iterable[AskedFigure]) -> list[tuple[AskedFigure, str]]:
    """What keeps a request from being handed in, figure by figure, as sentences."""
    found = []
    for row in figures:
        if row.state == FigureState.ACCEPTED:
            continue
        if row.value is None and not row.remark:
            found.append((row, _("Give a value, or say in the remark why there is none.")))
        elif is_doubtful(row):
            found.append((row, _("This is far from last year’s value. Check number and unit; if it is right, tick that it is.")))
    return found


def hand_in(asked: FigureRequest, *, by: Any) -> None:
    """To the association. AskRefused while something is missing."""
    with transaction.atomic():
        held = _held(asked, by)
        figures = figures_of(held)
        if missing(figures):
            raise AskRefused(_("Some figures are not ready to be handed in; each says what it needs."))
        again = [row for row in figures if row.state == FigureState.RETURNED]
        for row in again:
            row.state = FigureState.OPEN
        AskedFigure.objects.bulk_update(again, ["state"])
        _move(held, AskState.GIVEN, AskStep.GIVEN, by)
        telling.handed_in(held)


# --- Checked -----------------------------------------------------------------------------------------------------------


def check(asked: FigureRequest, verdicts: Mapping[int, Verdict], *, by: Any) -> AskState:
    """Accept figures and send others back, all at once or nothing. What is accepted is in the bank at the end of the transaction.

    Where none is left to check, the request goes back to the company, or is done. AskRefused names the figure that cannot be taken.
    """
    _allow(by)
    with transaction.atomic():
        held = FigureRequest.objects.select_for_update().get(pk=asked.pk)
        if held.state != AskState.GIVEN:
            raise AskRefused(_moved_on())
        figures = figures_of(held)
        checked = [row for row in figures if row.pk in verdicts and row.state == FigureState.OPEN]
        for row in checked:
            verdict = verdicts[row.pk]
            if not verdict.is_accepted and not verdict.word.strip():
                raise AskRefused(_("“%(figure)s”: say what the company should correct.") % {"figure": row})
            row.state = FigureState.ACCEPTED if verdict.is_accepted else FigureState.RETURNED
            row.word = "" if verdict.is_accepted else verdict.word.strip()
            if verdict.is_accepted and row.value is not None:
                row.made = _into_bank(held, row)
        AskedFigure.objects.bulk_update(checked, ["state", "word", "made"])
        if any(row.state == FigureState.OPEN for row in figures):
            if checked:
                _log(held, AskStep.CHECKED, by, len(checked))
        elif any(row.state == FigureState.RETURNED for row in figures):
            _move(held, AskState.RETURNED, AskStep.RETURNED, by)
            telling.sent_back(held, sum(row.state == FigureState.RETURNED for row in figures))
        else:
            _move(held, AskState.DONE, AskStep.DONE, by)
            telling.accepted(held)
    return AskState(held.state)


def _into_bank(asked: FigureRequest, row: AskedFigure) -> Observation:
    """The fact, with the company named as its source, and into every place of a report that waits for it."""
    source = source_of(asked.organisation, row)
    made = Observation(
        indicator=row.indicator,
        period=row.period,
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        status=Status.FACT,
        is_change=row.is_change,
        source_zh_hans=source.zh_hans,
        source_en=source.en,
        place=row.place,
    )
    try:
        made.full_clean()
    except ValidationError as error:
        known = Observation.objects.filter(indicator=row.indicator, period=row.period, place=row.place).exists()
        sentence = _("the bank has a value of this period and place already.") if known else " ".join(error.messages)
        raise AskRefused(_("“%(figure)s”: %(sentence)s") % {"figure": row, "sentence": sentence}) from None
    made.save()
    if row.last_id:
        BlockItem.objects.filter(follows=row.last_id, observation=None).update(observation=made)
    return made


def source_of(organisation: Organisation, row: AskedFigure) -> Text:
    """“某公司提供：年报（截至2030-12-31）”, as far as it fits."""
    as_of = row.as_of.isoformat() if row.as_of else ""
    zh = f"{organisation.name_zh_hans}提供" + (f"：{row.source}" if row.source else "") + (f"（截至{as_of}）" if as_of else "")
    en = f"Given by {organisation.name_en or organisation.name_zh_hans}" + (f": {row.source}" if row.source else "")
    return Text(zh[:200], (en + (f" (as of {as_of})" if as_of else ""))[:200])


def withdraw(asked: FigureRequest, *, by: Any) -> None:
    """The association asks no longer. What was accepted stays in the bank."""
    _allow(by)
    with transaction.atomic():
        held = FigureRequest.objects.select_for_update().get(pk=asked.pk)
        if AskState(held.state).is_over:
            raise AskRefused(_moved_on())
        _move(held, AskState.WITHDRAWN, AskStep.WITHDRAWN, by)


# --- Guards ------------------------------------------------------------------------------------------------------------


def waiting_for(user: Any) -> list[FigureRequest]:
    """Requests that the person can go on with: their company's to answer, a compiler's to check. One query, or none."""
    mine = _to_answer(user) | _to_check(user)
    return list(FigureRequest.objects.filter(mine).select_related("organisation").order_by("due", "pk")[:MOST_WAITING]) if mine else []


def count_waiting(sender: Any, *, user: Any, today: dt.date, **signal: Any) -> dict[str, int]:
    """`cases.signals.waiting_asked`: how many to answer, of these overdue, and how many to check."""
    answer, check = _to_answer(user), _to_check(user)
    rows = FigureRequest.objects.filter(answer) if answer else FigureRequest.objects.none()
    given = FigureRequest.objects.filter(check).count() if check else 0
    return {"figures": rows.count(), "figures_given": given, "late": rows.filter(due__lt=today).count()}


def _to_answer(user: Any) -> Q:
    """Empty, which is false, for somebody who answers for no company."""
    owned = organisation_ids(user)
    return Q(organisation__in=owned, state__in=[state.value for state in AskState if state.is_with_company]) if owned else Q()


def _to_check(user: Any) -> Q:
    return Q(state=AskState.GIVEN) if may_check(user) else Q()


def may_answer(user: Any, asked: FigureRequest) -> bool:
    return asked.organisation_id in organisation_ids(user) and AskState(asked.state).is_with_company


def may_check(user: Any) -> bool:
    return bool(user.has_perm("reports.change_figurerequest"))


def _allow(user: Any) -> None:
    if not may_check(user):
        raise AskRefused(_("Only whoever compiles reports may ask for figures and check them."))


def _held(asked: FigureRequest, by: Any) -> FigureRequest:
    """The request, locked, while it is the company's to answer."""
    held = FigureRequest.objects.select_for_update().get(pk=asked.pk)
    if not may_answer(by, held):
        raise AskRefused(_moved_on())
    return held


def _moved_on() -> str:
    return _("This request has moved on meanwhile; look at it again.")


def _move(asked: FigureRequest, state: AskState, step: AskStep, by: Any) -> None:
    asked.state = state
    asked.save(update_fields=["state"])
    _log(asked, step, by)


def _log(asked: FigureRequest, step: AskStep, by: Any, number: int = 0) -> None:
    RequestStep.objects.create(request=asked, step=step, by=by, number=number)

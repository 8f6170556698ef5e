"""From one report to the next year's: its structure with empty places, its quotas, the figures to fill in, the cases to continue.

No prose, quotation, photo, video or case goes along. A number goes along as a place that knows last year's value and waits for this
year's; a target or forecast stays the number it is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _

from cases.document import Text
from cases.enums import Status
from cases.models import Case, Publication
from cases.periods import Point, later, parse
from cases.search.held import raise_version
from reports.enums import BlockKind
from reports.models import Block, BlockItem, Observation, Part, Placement, Quota, Report, Signer
from reports.ordering import in_reading_order

# Places for texts: they keep their title alone.
TEXTS = frozenset({BlockKind.PROSE, BlockKind.THEMES, BlockKind.MEASURES})
# Places for numbers: they keep title and rows.
NUMBERS = frozenset({BlockKind.TILES, BlockKind.CHART, BlockKind.TABLE, BlockKind.BREAKDOWN, BlockKind.COMPARISON})
PLACES = TEXTS | NUMBERS
# What a report says of itself year after year; cover and logo are put in anew.
KEPT = ("publisher_zh_hans", "publisher_en", "source_statement_zh_hans", "source_statement_en", "in_english", "accent", "chapter_colours")


class Refused(Exception):
    """Carries the sentence for whoever wanted the next report, or a figure in it."""


# --- The next report -------------------------------------------------------------------------------------------------


@transaction.atomic
def roll_forward(report: Report, *, year: int, title: Text, keys: Collection[str] | None = None) -> Report:
    """The report of a later year, not public, in one transaction. `keys` names the parts that go along, those within others only with
    them; None: all. Refused for a year that has a report or is not later.
    """
    if year <= report.year:
        raise Refused(_("Give a year after %(year)s.") % {"year": report.year})
    # The lock: of two clicks the second is told what the first has made.
    Report.objects.select_for_update().get(pk=report.pk)
    if Report.objects.filter(year=year).exists():
        raise Refused(_("There is a report of %(year)s already: open it, or give another year.") % {"year": year})
    made = Report(year=year, title_zh_hans=title.zh_hans, title_en=title.en)
    for name in KEPT:
        setattr(made, name, getattr(report, name))
    made.full_clean()
    made.save()
    parts = _parts(report, made, keys)
    for carry in CARRIED:
        carry(report, made, parts)
    raise_version()  # what is made in bulk sends no signal
    return made


def _parts(report: Report, made: Report, keys: Collection[str] | None) -> dict[int, Part]:
    """The old part's pk → the new part. A query for each depth."""
    by_depth: dict[int, list[Part]] = defaultdict(list)
    for depth, part in in_reading_order(Part.objects.filter(report=report).order_by("order", "pk")):
        by_depth[depth].append(part)
    parts: dict[int, Part] = {}
    for depth in sorted(by_depth):
        going = [
            part for part in by_depth[depth] if (keys is None or part.key in keys) and (part.parent_id is None or part.parent_id in parts)
        ]
        new = [
            Part(
                report=made,
                parent=parts[part.parent_id] if part.parent_id else None,
                order=part.order,
                kind=part.kind,
                key=part.key,
                title_zh_hans=part.title_zh_hans,
                title_en=part.title_en,
                slogan_zh_hans=part.slogan_zh_hans,
                slogan_en=part.slogan_en,
                concept_id=part.concept_id,
            )
            for part in going
        ]
        parts |= dict(zip((part.pk for part in going), Part.objects.bulk_create(new), strict=True))
    return parts


def _blocks(report: Report, made: Report, parts: Mapping[int, Part]) -> None:
    """Five queries, whatever the number of blocks."""
    years = made.year - report.year
    old = list(Block.objects.filter(part__in=parts, kind__in=PLACES).order_by("part", "order", "pk"))
    new = [
        Block(
            part=parts[block.part_id],
            order=block.order,
            kind=block.kind,
            title_zh_hans=block.title_zh_hans,
            title_en=block.title_en,
            period=later(block.period, years),
            mark=block.mark,
        )
        for block in old
    ]
    blocks = dict(zip((block.pk for block in old), Block.objects.bulk_create(new), strict=True))
    numbers = [block.pk for block in old if block.kind in NUMBERS]
    items = list(BlockItem.objects.filter(block__in=numbers).select_related("observation").order_by("block", "order", "pk"))
    known = successors([item.observation for item in items if item.observation and item.observation.status == Status.FACT], years)

    def carried(item: BlockItem) -> BlockItem:
        last: Observation | None = item.observation
        waits = last is not None and last.status == Status.FACT
        return BlockItem(
            block=blocks[item.block_id],
            order=item.order,
            label_zh_hans=item.label_zh_hans,
            label_en=item.label_en,
            indicator_id=item.indicator_id,
            before_id=item.before_id,
            follows=last if waits else None,
            observation=known.get(last.pk) if last and waits else last,
        )

    BlockItem.objects.bulk_create([carried(item) for item in items])


def _quotas(report: Report, made: Report, parts: Mapping[int, Part]) -> None:
    rows = report.quotas.order_by("pk")
    Quota.objects.bulk_create(Quota(report=made, aspect=q.aspect, value=q.value, minimum=q.minimum, maximum=q.maximum) for q in rows)


def _chains(report: Report, made: Report, parts: Mapping[int, Part]) -> None:
    """Whoever may not sign in any more is left out of the chain."""
    rows = Signer.objects.filter(part__in=parts, user__is_active=True).order_by("part", "order", "pk")
    Signer.objects.bulk_create(Signer(part=parts[row.part_id], order=row.order, user_id=row.user_id, role=row.role) for row in rows)


# What hangs on a report or its parts and goes along: each is given the old report, the new one, and the old parts' pks with the new parts.
CARRIED: tuple[Callable[[Report, Report, Mapping[int, Part]], None], ...] = (_blocks, _quotas, _chains)


@dataclass(frozen=True)
class Going:
    """A part with how many places of it go along, and how many blocks stay behind."""

    depth: int
    part: Part
    texts: int
    numbers: int
    left: int


def preview(report: Report) -> list[Going]:
    """Two queries."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    blocks = Block.objects.filter(part__report=report).order_by()
    for part, kind, count in blocks.values_list("part", "kind").annotate(count=Count("pk")):
        counts[part][kind] = count

    def number(part: Part, kinds: Collection[str]) -> int:
        return sum(count for kind, count in counts[part.pk].items() if kind in kinds)

    parts = Part.objects.filter(report=report).order_by("order", "pk")
    rest = set(BlockKind.values) - PLACES
    return [Going(depth, part, number(part, TEXTS), number(part, NUMBERS), number(part, rest)) for depth, part in in_reading_order(parts)]


def previous(report: Report) -> Report | None:
    """The last report of an earlier year. One query."""
    return Report.objects.filter(year__lt=report.year).order_by("-year").first()


# --- Figures to fill in ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToFill:
    """A value that last year's report shows in `part`, and this year's where the bank has it; `period` is what that is of."""

    last: Observation
    part: Part
    period: str
    now: Observation | None


def figures_to_fill(report: Report) -> list[ToFill]:
    """Every fact that the report before shows, once, in its reading order; of a chart's series the newest. Five queries.

    Targets and forecasts are left out: a year later they are what they were.
    """
    before = previous(report)
    if before is None:
        return []
    years = report.year - before.year
    items = list(
        BlockItem.objects.filter(block__part__report=before)
        .select_related("block__part", "observation__indicator", "change__indicator")
        .order_by("block__part__order", "block__part", "block__order", "block", "order", "pk")
    )
    newest = _newest({item.indicator_id for item in items if item.indicator_id}, before.year)
    shown: dict[int, tuple[Observation, Part]] = {}
    for item in items:
        for observation in (item.observation, item.change, newest.get(item.indicator_id)):
            if observation is not None and observation.status == Status.FACT:
                shown.setdefault(observation.pk, (observation, item.block.part))
    known = successors([observation for observation, _part in shown.values()], years)
    return [ToFill(last, part, later(last.period, years), known.get(last.pk)) for last, part in shown.values()]


def _newest(indicators: Collection[int], year: int) -> dict[int | None, Observation]:
    """Of each indicator the last fact that the report of this year could show: of a year before it, else of its own. One query."""
    newest: dict[int | None, tuple[bool, Point, Observation]] = {}
    rows = Observation.objects.filter(indicator__in=indicators, status=Status.FACT).select_related("indicator")
    for row in rows.order_by("place", "pk"):
        parsed = parse(row.period)
        end = (parsed.end or parsed.start) if parsed else None
        if end is None or end.year > year:
            continue
        rank = (end.year < year, end)
        if row.indicator_id not in newest or newest[row.indicator_id][:2] < rank:
            newest[row.indicator_id] = (*rank, row)
    return {indicator: row for indicator, (_before, _end, row) in newest.items()}


def successors(observations: Iterable[Observation], years: int) -> dict[int, Observation]:
    """Of each observation the one so many years later, by its pk: of the same place, or the only one of that period. One query."""
    observations = [each for each in observations if each.period]
    found: dict[tuple[int, str], list[Observation]] = defaultdict(list)
    for row in Observation.objects.filter(indicator__in={each.indicator_id for each in observations}).select_related("indicator"):
        found[row.indicator_id, row.period].append(row)
    known = {}
    for each in observations:
        there = found[each.indicator_id, later(each.period, years)]
        alike = [row for row in there if row.place == each.place] or (there if len(there) == 1 else [])
        if alike:
            known[each.pk] = alike[0]
    return known


@dataclass(frozen=True)
class Filled:
    """This year's value as somebody gives it, in place of `last`."""

    last: Observation
    value: Decimal
    period: str
    unit: str = ""
    qualifier: str = ""
    source: Text = Text()


@transaction.atomic
def fill_in(report: Report, filled: Iterable[Filled]) -> list[Observation]:
    """Facts for the bank, put into every place of the report that waits for them; all or none. ValidationError names what is wrong."""
    made = []
    for each in filled:
        observation = Observation(
            indicator=each.last.indicator,
            period=each.period,
            value=each.value,
            unit=each.unit,
            qualifier=each.qualifier,
            status=Status.FACT,
            is_change=each.last.is_change,
            source_zh_hans=each.source.zh_hans,
            source_en=each.source.en,
            place=each.last.place,
        )
        if Observation.objects.filter(indicator=observation.indicator_id, period=each.period, place=each.last.place).exists():
            message = _("“%(indicator)s” has a value of this period already: look it up in the bank of indicators, or give another period.")
            raise ValidationError({"period": message % {"indicator": each.last.indicator}})
        observation.full_clean()
        observation.save()
        waiting = BlockItem.objects.filter(block__part__report=report, follows=each.last, observation=None)
        waiting.update(observation=observation)
        made.append(observation)
    return made


# --- Cases to continue -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Continued:
    """A case of the report before, with the title it has there. `later` carries it on, whatever its state; `others` are further cases of
    its owner that are published for this year.
    """

    title: Text
    case: Case
    later: Case | None
    is_published: bool
    others: int


def continuations(report: Report) -> list[Continued]:
    """Of the cases placed in the report before, in its order, without those nested in another. Three queries and one for that report."""
    title = KeyTransform("title", "revision__document")
    placements = list(
        Placement.objects.filter(block__part__report=previous(report), under=None)
        .select_related("revision__case__organisation")
        .defer("revision__document", "revision__case__body", "revision__case__body_zh_hans", "revision__case__body_en")
        .annotate(title_zh_hans=KeyTextTransform("zh_hans", title), title_en=KeyTextTransform("en", title))
        .order_by("block__part__order", "block__part", "block__order", "block")
    )
    cases = [placement.revision.case for placement in placements]
    live = Publication.objects.live().filter(case__year=report.year)
    continuing = Case.objects.filter(continues__in=cases).annotate(is_published=Exists(live.filter(case=OuterRef("pk"))))
    continuing = continuing.defer("body", "body_zh_hans", "body_en").order_by("year", "pk")
    carried: dict[int, Any] = {case.continues_id: case for case in continuing}
    owners = live.filter(case__organisation__in={case.organisation_id for case in cases}).order_by()
    numbers = dict(owners.values_list("case__organisation").annotate(Count("pk")))

    def row(placement: Any) -> Continued:
        case = placement.revision.case
        after = carried.get(case.pk)
        is_published = after is not None and after.is_published
        said = Text(placement.title_zh_hans or "", placement.title_en or "")
        return Continued(said, case, after, is_published, numbers.get(case.organisation_id, 0) - is_published)

    return [row(placement) for placement in placements]

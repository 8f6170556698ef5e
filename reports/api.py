"""The indicators of public reports. What no public report shows stays inside, whatever else an indicator has."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from cases.api.answers import DECIMAL, EDTF, Both, Failure, example, example_of, in_both, one_of
from cases.api.making import both
from cases.api.queries import Paged, page_of, parameters, read
from cases.enums import Qualifier, Status
from cases.forms import CaseFilter
from cases.quantities import plain
from cases.revisions import both as columns
from cases.search.words import MOST_TERMS
from reports.enums import BlockKind
from reports.models import BlockItem, Indicator, Observation

router = Router(tags=["indicators"], by_alias=True)


# --- What is answered ----------------------------------------------------------------------------------------------


class ObservationOut(BaseModel):
    """One value of an indicator, as printed. A source that contradicts itself gives two of one period."""

    model_config = example(
        value="31.31",
        unit="万亿元",
        period="2020",
        qualifier="",
        status="fact",
        change=False,
        source=in_both("国家统计局", "National Bureau of Statistics"),
        note=in_both("", ""),
    )

    value: str = Field(description="A decimal with the digits as printed", pattern=DECIMAL)
    unit: str = Field(description="As printed, with its Chinese scale: 万亿元 is a trillion yuan")
    period: str = Field(description=EDTF)
    qualifier: str = Field(description="The Chinese word printed with the number (超过, 约, 以上 …), or empty")
    status: str = one_of(Status, "What the number claims to be")
    change: bool = Field(description="The number is itself a growth rate or a difference")
    source: Both = Field(description="Empty where the report's own statement of sources holds")
    note: Both


class IndicatorOut(BaseModel):
    """What is measured, with its values in the order of their periods."""

    model_config = example(
        key="industrial-value-added", label=in_both("工业增加值", "Industrial value added"), observations=[example_of(ObservationOut)]
    )

    key: str
    label: Both
    observations: tuple[ObservationOut, ...]


class IndicatorList(BaseModel):
    """One page of the indicators that match."""

    model_config = example(count=1, results=[example_of(IndicatorOut)])

    count: int = Field(description="How many indicators match in all")
    results: tuple[IndicatorOut, ...]


# --- What is asked -------------------------------------------------------------------------------------------------


class IndicatorQuery(Paged):
    q = CaseFilter.base_fields["q"]
    year = forms.IntegerField(required=False, min_value=1900, max_value=2999)


@router.get(
    "/indicators",
    operation_id="indicators",
    summary="Indicators of public reports",
    response={200: IndicatorList, 404: Failure, 422: Failure},
    openapi_extra=parameters(
        IndicatorQuery, q="Words that the label must hold, in either language", year="Year of the public report that shows the indicator"
    ),
)
def indicators(request: HttpRequest) -> IndicatorList:
    """An indicator and each of its values are given when a public report shows them."""
    # Three queries: how many; the indicators of the page; their observations.
    form = read(IndicatorQuery, request)
    found = public_indicators(form.cleaned_data["year"])
    for word in form.cleaned_data["q"].split()[:MOST_TERMS]:
        found = found.filter(Q(label_zh_hans__icontains=word) | Q(label_en__icontains=word))
    count = found.count()
    number, size = page_of(form, count)
    page = found.order_by("key")[(number - 1) * size : number * size]
    return IndicatorList(count=count, results=tuple(indicator_out(indicator) for indicator in page))


# --- Which indicators and observations are public ------------------------------------------------------------------


def placing(column: str, year: int | None) -> QuerySet[BlockItem]:
    """Rows of public reports that show, by this column, the row asked about. A column that the block's kind does not read shows nothing."""
    kinds = [kind for kind in BlockKind if column in kind.reads]
    items = BlockItem.objects.filter(block__kind__in=kinds, block__part__report__is_public=True, **{column: OuterRef("pk")})
    return items if year is None else items.filter(block__part__report__year=year)


def public_indicators(year: int | None = None) -> QuerySet[Indicator]:
    """Those that a public report (of that year) shows, by a number or as a chart's series.

    Their observations come with them, each marked whether it is placed by itself.
    """
    placed = Q(Exists(placing("observation", year))) | Q(Exists(placing("before", year))) | Q(Exists(placing("change", year)))
    numbers = Observation.objects.filter(placed, indicator=OuterRef("pk"))
    observations = Observation.objects.annotate(is_placed=placed).order_by("period", "place", "pk")
    return (
        Indicator.objects.annotate(is_charted=Exists(placing("indicator", year)))
        .filter(Q(is_charted=True) | Exists(numbers))
        .prefetch_related(Prefetch("observations", observations))
    )


def public_observations(indicator: Any) -> list[Observation]:
    """Those placed by themselves, and of a chart's series what the chart draws: the first of each period."""
    drawn: set[str] = set()
    public = []
    for observation in indicator.observations.all():
        first = indicator.is_charted and bool(observation.period) and observation.period not in drawn
        drawn.add(observation.period)
        if first or observation.is_placed:
            public.append(observation)
    return public


def indicator_out(indicator: Indicator) -> IndicatorOut:
    return IndicatorOut(
        key=indicator.key,
        label=both(columns(indicator, "label")),
        observations=tuple(
            ObservationOut(
                value=plain(observation.value),
                unit=observation.unit,
                period=observation.period,
                qualifier=Qualifier(observation.qualifier).zh,
                status=observation.status,
                change=observation.is_change,
                source=both(columns(observation, "source")),
                note=both(columns(observation, "note")),
            )
            for observation in public_observations(indicator)
        ),
    )

"""What the explore page shows of cases, as charts and as tables from the same counts; held for each version of the site."""

from dataclasses import dataclass

from django.utils.translation import get_language

from cases.document import Text
from cases.enums import Facet
from cases.search.facets import FacetIndex
from cases.search.held import Held
from cases.search.names import Names, names_of
from cases.search.query import Query
from cases.tables import Cell, Table
from cases.views.counted import Bar, Counted, Row, bars, counted, counted_goals, crossed, matrix, years

NAMED = ("name_zh_hans", "name_en")


@dataclass(frozen=True)
class CaseCharts:
    """`sectors` and `regions` are the fullest first. `sectors_by_year` is empty while all cases are of one year."""

    goals: list[Counted]
    matrix: list[Row]
    years: tuple[Bar, ...]
    sectors: tuple[Bar, ...]
    regions: tuple[Bar, ...]
    sectors_by_year: list[Row]


held: Held[CaseCharts] = Held()


def case_charts(index: FacetIndex) -> CaseCharts:
    """No query when the names are held, two otherwise."""
    return held.at(index.version, lambda: _charts(index, names_of(index)), key=get_language())


def case_tables(index: FacetIndex) -> dict[str, Table]:
    """What the charts show, by the name of its file."""
    charts = case_charts(index)
    goals = {goal.value: goal for goal in charts.goals}
    tables = (
        Table(
            "matrix",
            ("concept", "concept_zh_hans", "concept_en", "goal", "goal_zh_hans", "goal_en", "cases"),
            tuple(
                (row.head.value, *_names(row.head.name), cell.value, *_names(goals[cell.value].name), cell.count)
                for row in charts.matrix
                for cell in row.cells
            ),
        ),
        Table("years", ("year", "cases"), tuple((bar.value, bar.count) for bar in charts.years)),
        Table("sectors", ("sector", *NAMED, "cases"), _of_bars(charts.sectors)),
        Table("regions", ("region", *NAMED, "cases"), _of_bars(charts.regions)),
        Table(
            "sectors-by-year",
            ("sector", *NAMED, "year", "cases"),
            tuple((row.head.value, *_names(row.head.name), cell.value, cell.count) for row in charts.sectors_by_year for cell in row.cells),
        ),
    )
    return {table.name: table for table in tables}


def _charts(index: FacetIndex, names: Names) -> CaseCharts:
    sectors = _by_count(index, names, Facet.SECTOR)
    every_year = years(index)
    heads = [counted(index, Facet.SECTOR, bar.value, bar.name) for bar in sectors]
    return CaseCharts(
        goals=counted_goals(index),
        matrix=matrix(index),
        years=bars(Query(), Facet.YEAR, every_year, _counts(index, Facet.YEAR), names[Facet.YEAR]),
        sectors=sectors,
        regions=_by_count(index, names, Facet.REGION),
        sectors_by_year=crossed(index, Facet.SECTOR, heads, Facet.YEAR, every_year) if len(every_year) > 1 else [],
    )


def _by_count(index: FacetIndex, names: Names, facet: Facet) -> tuple[Bar, ...]:
    counts = _counts(index, facet)
    values = sorted((value for value in names[facet] if counts.get(value)), key=lambda value: -counts[value])
    return bars(Query(), facet, values, counts, names[facet])


def _counts(index: FacetIndex, facet: Facet) -> dict[str, int]:
    return {value: len(ids) for value, ids in index.sets.get(facet, {}).items()}


def _names(name: Text) -> tuple[str, str]:
    return name.zh_hans, name.en


def _of_bars(shown: tuple[Bar, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((bar.value, *_names(bar.name), bar.count) for bar in shown)

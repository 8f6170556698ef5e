"""What is chosen so far in words: each quota with what lacks, how the rest is distributed, concepts crossed with goals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.enums import Kind
from cases.document import Text
from cases.enums import Facet
from cases.search.facets import FacetIndex
from cases.search.names import names_of
from cases.vocabularies import CONCEPTS, GOALS
from reports.admin.choosing import language
from reports.admin.pages import board_address
from reports.coverage import Line, Marks, Wanted, coverage, crossed
from reports.enums import Aspect, Decision
from reports.models import Report

# An aspect → by which name the board's address asks for it.
ASKED: dict[str, str] = {
    Aspect.CONCEPT: "concept",
    Aspect.SDG: "sdg",
    Aspect.SECTOR: "sector",
    Aspect.REGION: "region",
    Aspect.KIND: "kind",
    Aspect.OWNER: "organisation",
}


def facet_name(index: FacetIndex, facet: Facet, value: str) -> str:
    name = names_of(index)[facet].get(value, Text(value, value)).get(language())
    return f"{value} {name}" if facet == Facet.SDG and name != value else name


def known(index: FacetIndex) -> dict[str, list[str]]:
    """The values of each aspect that a quota may name, in the order that readers know."""
    names = names_of(index)
    values = {aspect: list(names[Facet(aspect.value)]) for aspect in (Aspect.CONCEPT, Aspect.SDG, Aspect.SECTOR, Aspect.REGION)}
    return values | {Aspect.KIND: list(Kind.values)}


def name_of(index: FacetIndex, aspect: Any, value: str) -> str:
    if not value:
        return str(aspect.label)
    if aspect == Aspect.KIND:
        return str(dict(Kind.choices).get(value, value))
    return facet_name(index, Facet(ASKED[aspect]), value)


@dataclass(frozen=True)
class Shown:
    """A line of the coverage in words, with the candidates of it."""

    line: Line
    name: str
    address: str


@dataclass(frozen=True)
class Group:
    aspect: Aspect
    lines: tuple[Shown, ...]


def groups_of(report: Report, index: FacetIndex, chosen: Sequence[Marks], quotas: Iterable[Wanted]) -> tuple[list[Group], list[Group]]:
    """What a quota wants, with the totals; and how the rest is distributed, without goals: these stand in the matrix."""
    counted = coverage(chosen, quotas, known(index))

    def shown(line: Line) -> Shown:
        if line.aspect == Aspect.NEWCOMER:
            way = board_address(report.pk, newcomers="on")
        elif line.value:
            way = board_address(report.pk, **{ASKED[line.aspect]: line.value})
        else:
            way = board_address(report.pk, state=Decision.CHOSEN)
        return Shown(line, name_of(index, Aspect(line.aspect), line.value), way)

    def groups(worth: Callable[[Line], bool]) -> list[Group]:
        found = [Group(aspect, tuple(shown(line) for line in counted[aspect] if worth(line))) for aspect in Aspect]
        return [group for group in found if group.lines]

    def is_wanted(line: Line) -> bool:
        # Of “at most two of each organisation” those alone that have more.
        return Aspect(line.aspect).is_one or (line.is_wanted and (line.aspect != Aspect.OWNER or not line.is_met))

    def is_rest(line: Line) -> bool:
        return not is_wanted(line) and line.have > (line.aspect == Aspect.OWNER) and line.aspect != Aspect.SDG

    return groups(is_wanted), groups(is_rest)


@dataclass(frozen=True)
class Cell:
    """`chosen` cases of a concept and a goal, and how many there would be to choose from."""

    concept: str
    name: str
    chosen: int
    published: int
    address: str


@dataclass(frozen=True)
class Goal:
    number: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    concepts: tuple[tuple[str, str], ...]
    goals: tuple[Goal, ...]


def matrix_of(report: Report, index: FacetIndex, chosen: Sequence[Marks]) -> Matrix:
    """Goals down, concepts across: it stands in a narrow column."""
    concepts = tuple((slug, Text(zh, en).get(language())) for slug, zh, en, _colour in CONCEPTS)
    goals = [(str(number), Text(zh, en).get(language())) for number, (zh, en, *_rest) in enumerate(GOALS, 1)]
    counts = crossed(chosen, [f"sdg={number}" for number, _name in goals], [f"concept={slug}" for slug, _name in concepts])
    of_concept, of_goal = index.sets.get(Facet.CONCEPT, {}), index.sets.get(Facet.SDG, {})

    def cell(slug: str, name: str, number: str, chosen: int) -> Cell:
        both = of_concept[slug].intersection_cardinality(of_goal[number]) if slug in of_concept and number in of_goal else 0
        return Cell(slug, name, chosen, both, board_address(report.pk, concept=slug, sdg=number))

    rows = [
        Goal(number, name, tuple(cell(slug, concept, number, have) for (slug, concept), have in zip(concepts, row, strict=True)))
        for (number, name), row in zip(goals, counts, strict=True)
    ]
    return Matrix(concepts, tuple(rows))

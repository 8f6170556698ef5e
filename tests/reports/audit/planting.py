"""What planted sets are made of: small books with one thing wrong in each, or nothing, and a count of what the audit makes of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from cases.document import CaseDocument, FigureDoc, OrganisationRef, Text
from reports.audit import Finding, audit_book
from reports.document import Block, Book, Breakdown, Callout, CaseBox, Datum, Part, Prose, Table, Tile, Tiles

YEAR = 2025


@dataclass(frozen=True)
class Planted:
    """A book and the rules of which one is to be broken in it; none for a true one. `also` may be said with it."""

    kind: str
    blocks: tuple[Block, ...]
    expected: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    year: int = YEAR

    @property
    def book(self) -> Book:
        part = Part("part", "section", Text("一节", "A section"), blocks=self.blocks)
        return Book(self.year, Text("报告", "Report"), Text(), Text(), Text(), (part,))

    def findings(self) -> tuple[Finding, ...]:
        return audit_book(self.book)


def datum(
    label: str,
    value: str,
    unit: str = "",
    qualifier: str = "",
    period: str = "2024",
    *,
    en: str = "",
    change: bool = False,
    key: str = "",
    status: str = "fact",
) -> Datum:
    return Datum(key or label, Text(label, en), Decimal(value), unit, qualifier, period, status, change)


def callout(zh: str, *data: Datum, en: str = "") -> Callout:
    return Callout(Text(f"<p>{zh}</p>" if zh else "", f"<p>{en}</p>" if en else ""), data=data)


def prose(zh: str = "", en: str = "") -> Prose:
    return Prose(Text(f"<p>{zh}</p>" if zh else "", f"<p>{en}</p>" if en else ""))


def table(*rows: Datum) -> Table:
    return Table(rows)


def tiles(*items: tuple[Datum, Datum | None]) -> Tiles:
    return Tiles(tuple(Tile(shown, shown.label, change) for shown, change in items))


def breakdown(total: Datum, *parts: Datum) -> Breakdown:
    return Breakdown(total, parts)


def case(
    body: str, *figures: tuple[str, str, str], summary: str = "", en: str = "", organisation: str = "远山电力有限公司", slug: str = "case"
) -> CaseBox:
    document = CaseDocument(
        slug=slug,
        year=YEAR,
        title=Text("一则案例", "A case"),
        summary=Text(summary),
        body=Text(f"<p>{body}</p>", f"<p>{en}</p>" if en else ""),
        organisation=OrganisationRef(slug, Text(organisation)),
        figures=tuple(FigureDoc(Text(label), Decimal(value), unit) for label, value, unit in figures),
    )
    return CaseBox(document, 1, document.body)


def wrong(kind: str, *blocks: Block, expected: str = "", also: str = "", year: int = YEAR) -> Planted:
    return Planted(kind, blocks, frozenset((expected or kind).split()), frozenset(also.split()), year)


def right(kind: str, *blocks: Block, year: int = YEAR) -> Planted:
    return Planted(kind, blocks, year=year)


@dataclass
class Score:
    planted: int = 0
    found: int = 0
    true: int = 0
    alarmed: int = 0
    extra: int = 0
    missed: list[Planted] = field(default_factory=list)
    alarms: list[tuple[Planted, Finding]] = field(default_factory=list)


def score(planted: Iterable[Planted]) -> dict[str, Score]:
    """By kind. A true book with any finding is a false alarm; of a planted one, findings that are neither expected nor their company."""
    scores: dict[str, Score] = defaultdict(Score)
    for each in planted:
        of_kind, findings = scores[each.kind], each.findings()
        if each.expected:
            of_kind.planted += 1
            if any(finding.rule in each.expected for finding in findings):
                of_kind.found += 1
            else:
                of_kind.missed.append(each)
            stray = [finding for finding in findings if finding.rule not in each.expected | each.also]
            of_kind.extra += bool(stray)
        else:
            of_kind.true += 1
            stray = list(findings)
            of_kind.alarmed += bool(stray)
        of_kind.alarms += [(each, finding) for finding in stray]
    return scores


def totals(scores: dict[str, Score]) -> tuple[float, float]:
    """Recall; and of all books, true and planted, the share in which something was said that should not have been."""
    planted, found = sum(s.planted for s in scores.values()), sum(s.found for s in scores.values())
    books, false = planted + sum(s.true for s in scores.values()), sum(s.alarmed + s.extra for s in scores.values())
    return found / planted, false / books


def printed(scores: dict[str, Score]) -> Iterator[str]:
    yield "| kind | planted | found | recall | true | false alarms | precision |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for kind, s in sorted(scores.items()):
        yield _row(kind, s)
    whole = Score()
    for s in scores.values():
        for name in ("planted", "found", "true", "alarmed", "extra"):
            setattr(whole, name, getattr(whole, name) + getattr(s, name))
    yield _row("all", whole)


def _row(kind: str, s: Score) -> str:
    false = s.alarmed + s.extra
    recall = f"{s.found / s.planted:.0%}" if s.planted else "–"
    precision = f"{s.found / (s.found + false):.0%}" if s.found + false else "–"
    return f"| {kind} | {s.planted} | {s.found} | {recall} | {s.true} | {false} | {precision} |"

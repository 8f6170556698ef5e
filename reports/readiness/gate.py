"""All checks of a report at once."""

from dataclasses import dataclass
from typing import Any

from reports.compose import sketch
from reports.document import Book
from reports.models import Report
from reports.readiness.checks import CHECKS
from reports.readiness.findings import Check, Obstacle, Severity
from reports.readiness.proof import Proof

CHINESE, BOTH = ("zh-hans",), ("zh-hans", "en")


@dataclass(frozen=True)
class Result:
    """What one check found: `done` things are in order."""

    check: Check
    done: int
    obstacles: tuple[Obstacle, ...]

    @property
    def blocks(self) -> bool:
        return any(obstacle.severity == Severity.BLOCKS for obstacle in self.obstacles)


@dataclass(frozen=True)
class Readiness:
    """`book` is the one that was looked at."""

    book: Book
    results: tuple[Result, ...]

    @property
    def obstacles(self) -> list[Obstacle]:
        return [obstacle for result in self.results for obstacle in result.obstacles]

    @property
    def blocking(self) -> list[Obstacle]:
        return [obstacle for obstacle in self.obstacles if obstacle.severity == Severity.BLOCKS]

    @property
    def warnings(self) -> list[Obstacle]:
        return [obstacle for obstacle in self.obstacles if obstacle.severity == Severity.WARNS]

    @property
    def clear(self) -> int:
        """How many checks found nothing."""
        return sum(1 for result in self.results if not result.obstacles)

    def tally(self) -> dict[str, dict[str, int]]:
        """Of each check that found something, how many of each severity: what an edition keeps of it."""
        return {
            result.check.code: {
                severity.value: count
                for severity in Severity
                if (count := sum(1 for obstacle in result.obstacles if obstacle.severity == severity))
            }
            for result in self.results
            if result.obstacles
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "checks": [
                {"check": result.check.code, "in_order": result.done, "open": [each.as_json() for each in result.obstacles]}
                for result in self.results
            ],
            "blocks": len(self.blocking),
            "warns": len(self.warnings),
        }


def examine(report: Report) -> Readiness:
    """Composes the report as far as that goes; the number audit is read from where it is kept, or done. A constant number of queries."""
    book, lacking = sketch(report)
    proof = Proof(
        report,
        book,
        BOTH if report.in_english else CHINESE,
        {(each.block.part.key, each.number): each.lacks for each in lacking},
    )
    results = []
    for check in CHECKS:
        found = list(check.look(proof))
        obstacles = tuple(each for each in found if each is not None)
        results.append(Result(check, len(found) - len(obstacles), obstacles))
    return Readiness(book, tuple(results))

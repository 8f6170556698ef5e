"""The readiness gate: one list of all that stands against printing a report, each entry with its place.

A check is a file in `checks` and a line in its registry. Most read the `Book` alone; what only the database knows (seals, comments,
what is public now, where a short link leads) a `Proof` fetches for all of them, in a constant number of queries.
"""

from reports.readiness.findings import Check, Door, Obstacle, Severity
from reports.readiness.gate import Readiness, Result, examine

__all__ = ["Check", "Door", "Obstacle", "Readiness", "Result", "Severity", "examine"]

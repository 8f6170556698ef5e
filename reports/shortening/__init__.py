"""A placed case's print text, shortened sentence by sentence and tied to its source: a changed source sentence flags what was made of it.

`groups` and `rebasing` are pure; `texts` reads and writes placements. `behind` is what a gate or a desk lists.
"""

from reports.shortening.groups import Group, align, from_json, printed, split, to_json, whole
from reports.shortening.rebasing import Answer, Row, answered, rebase
from reports.shortening.texts import (
    LANGUAGES,
    Behind,
    Length,
    Stale,
    behind,
    behind_of,
    groups_of,
    lengths,
    mark_of,
    rows_of,
    shorten,
    tie,
    would_change,
)

__all__ = [
    "LANGUAGES",
    "Answer",
    "Behind",
    "Group",
    "Length",
    "Row",
    "Stale",
    "align",
    "answered",
    "behind",
    "behind_of",
    "from_json",
    "groups_of",
    "lengths",
    "mark_of",
    "printed",
    "rebase",
    "rows_of",
    "shorten",
    "split",
    "tie",
    "to_json",
    "whole",
    "would_change",
]

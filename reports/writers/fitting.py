"""Pages a line or two longer, where that spares a page with next to nothing on it: what a typesetter does by hand.

A run is a stretch of pages that begins on one of its own (a feature, a chapter, a concept). Typst tells where each ends, in
`<run-end>`; the template then makes a run's pages so many lines longer.
"""

import math
from typing import TypedDict

# Of a page, in millimetres (reports/typst/tokens.typ): where text begins, how high it is, a line of it.
TOP, TEXT, LINE = 26.0, 244.0, 6.0
# How many lines longer than the others a page may be.
MOST = 2


class Run(TypedDict):
    """`first` and `last` are pages, `end` is where on the last one the text ends, in millimetres from its head."""

    name: str
    first: int
    last: int
    end: float


def fitted(runs: list[Run]) -> dict[str, int]:
    """Lines in addition, for the runs where one or two a page can take in a last page that is less than a quarter full."""
    longer = {}
    for run in runs:
        before = run["last"] - run["first"]
        tail = run["end"] - TOP
        if before and 0 < tail < TEXT / 4:
            lines = math.ceil(tail / LINE / before)
            if lines <= MOST:
                longer[run["name"]] = lines
    return longer


def refitted(longer: dict[str, int], before: list[Run], after: list[Run]) -> dict[str, int]:
    """The same once more, where that was not enough: what cannot be broken does not fill a page to its end."""
    pages = {run["name"]: run["last"] - run["first"] for run in before}
    still = {run["name"] for run in after if run["last"] - run["first"] >= pages[run["name"]]}
    return {name: MOST if name in still else lines for name, lines in longer.items()}

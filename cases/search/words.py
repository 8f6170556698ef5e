"""What people type into the search field, read as terms. Pure, and it never fails: whatever cannot be meant so is taken as plain words."""

import re
from dataclasses import dataclass
from typing import Literal

from cases.search.tokens import normalise

# More terms than this narrow nothing any more and cost a search each.
MOST_TERMS = 12
OPENING, CLOSING = '"“”„«「『', '"”“»」』'
_TERM = re.compile(
    rf"(?P<minus>[-－−])?(?:[{OPENING}](?P<exact>[^{OPENING}{CLOSING}]*)(?:(?P<closed>[{CLOSING}])|$)|(?P<word>[^\s{OPENING}{CLOSING}]+))"
)

# "SDG 7", "goal 7.2", "目标 7": one name.
_NUMBERED = re.compile(r"(?<![a-z])(sdgs?|goals?|targets?|目标)\s+(?=\d{1,2}(?![\d%]))", re.IGNORECASE)

Note = Literal["unclosed", "too_many", "only_excluded", "no_words"]


@dataclass(frozen=True)
class Term:
    """A run that a case must hold, or must not: `run` in normal form, `typed` as it was given."""

    run: str
    typed: str
    exact: bool = False
    excluded: bool = False


@dataclass(frozen=True)
class Words:
    terms: tuple[Term, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.excluded)


def read(q: str) -> Words:
    """`光伏 "green factory" -煤电` → three terms; spaces part them, quotes hold them together, a minus before one excludes it."""
    terms: dict[tuple[str, bool], Term] = {}
    unclosed = False
    for match in _TERM.finditer(_NUMBERED.sub(_one_word, q)):
        exact = match["exact"] is not None
        typed = match["exact"] if exact else match["word"]
        excluded = bool(match["minus"])
        unclosed = unclosed or (exact and not match["closed"])
        # A lone minus is no exclusion, and -5 is a number only to those who put it into quotes.
        if run := normalise(typed):
            terms.setdefault((run, excluded), Term(run, typed, exact, excluded))
    found = tuple(terms.values())[:MOST_TERMS]
    notes: list[Note] = []
    if len(terms) > MOST_TERMS:
        notes.append("too_many")
    if unclosed:
        notes.append("unclosed")
    if q.strip() and not found:
        notes.append("no_words")
    if found and all(term.excluded for term in found):
        notes.append("only_excluded")
    return Words(found, tuple(notes))


def _one_word(found: re.Match[str]) -> str:
    return found[1].rstrip("sS")

"""The checks of the gate, in the order in which they are listed. A new one is a file and a line here."""

from reports.readiness.checks import (
    citations,
    comments,
    english,
    glyphs,
    incomplete,
    lengths,
    links,
    newer,
    numbers,
    pictures,
    references,
    seals,
    shortened,
    signatures,
    suggestions,
    withdrawn,
)
from reports.readiness.findings import Check

CHECKS: tuple[Check, ...] = (
    incomplete.CHECK,
    numbers.CHECK,
    seals.CHECK,
    signatures.CHECK,
    comments.CHECK,
    suggestions.CHECK,
    newer.CHECK,
    shortened.CHECK,
    withdrawn.CHECK,
    english.CHECK,
    *pictures.CHECKS,
    lengths.CHECK,
    glyphs.CHECK,
    references.CHECK,
    citations.CHECK,
    links.CHECK,
)
BY_CODE = {check.code: check for check in CHECKS}
assert len(BY_CODE) == len(CHECKS), "each check has a code of its own"

"""Comparison that is right for Chinese: characters, not clauses; moved paragraphs as moved; figures, tags and pictures by what they are.

Pure: texts and documents in, values out. `marks` compares two texts, `compare` two case documents.
"""

from cases.diff.documents import (
    BlockChange,
    Comparison,
    FieldChange,
    PartChange,
    compare,
    matched_figures,
    matched_pictures,
    matched_quotations,
)
from cases.diff.pairs import Pair, pairs, taken
from cases.diff.texts import Run, marks, sentences

__all__ = [
    "BlockChange",
    "Comparison",
    "FieldChange",
    "Pair",
    "PartChange",
    "Run",
    "compare",
    "marks",
    "matched_figures",
    "matched_pictures",
    "matched_quotations",
    "pairs",
    "sentences",
    "taken",
]

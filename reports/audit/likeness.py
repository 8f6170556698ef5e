"""Whether two wordings speak of the same thing: Han characters by pairs, Latin words by how they begin."""

import re
from functools import lru_cache

HAN = re.compile("[\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+|\d[A-Za-z]+")
# Words that stand in every label and tell nothing apart.
EMPTY = {"with", "from", "over", "that", "this", "into", "than", "have", "were", "been", "which", "their", "year", "previ"}
BEGINNING = 5


@lru_cache(maxsize=50_000)
def pieces(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in HAN.findall(text):
        found.update(run[i : i + 2] for i in range(len(run) - 1))
        if len(run) == 1:
            found.add(run)
    for word in LATIN.findall(text):
        low = word.lower()[:BEGINNING]
        if (len(word) > 3 or any(char.isdigit() for char in word) or word.isupper()) and low not in EMPTY:
            found.add(low)
    return frozenset(found)


def coverage(label: str, words: str) -> float:
    """How much of a label stands in these words, from 0 to 1."""
    wanted = pieces(label)
    return len(wanted & pieces(words)) / len(wanted) if wanted else 0.0


def likeness(one: str, other: str) -> float:
    """How much two wordings share of all they say (Dice)."""
    a, b = pieces(one), pieces(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0

"""Which cases are near to one: those that share most of its tags, and of these the ones that say most of the same."""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import chain
from math import log
from typing import Any

from pyroaring import BitMap

from cases.document import CaseDocument
from cases.enums import Facet
from cases.search.facets import FacetIndex

# So many are compared by their words: a few times what a page shows, and few enough to be fetched with its other neighbours.
MOST_COMPARED = 12
HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[a-z][a-z0-9-]{2,}")


def sharing(pk: int, document: CaseDocument, index: FacetIndex) -> dict[int, int]:
    """Cases → how many goals, topics and sectors they share with this one; the most first, the newest first among equals.

    `levels[n]` holds the cases that share more than n of them; a case with k tags costs k² set operations and no query.
    """
    levels: list[BitMap] = []
    for facet, value in _tags(document):
        members = index.sets.get(facet, {}).get(value, BitMap())
        for n in range(len(levels), 0, -1):
            gained = levels[n - 1] & members
            if n == len(levels):
                levels.append(gained)
            else:
                levels[n] |= gained
        if levels:
            levels[0] |= members
        else:
            levels.append(members.copy())
    near: dict[int, int] = {}
    for shared in range(len(levels), 0, -1):
        left = MOST_COMPARED - len(near)
        if left <= 0:
            break
        others = levels[shared - 1] - BitMap([pk, *near])
        near |= dict.fromkeys(reversed(others[-left:]), shared)
    return near


def nearest_first(document: CaseDocument, others: Mapping[int, Mapping[str, Any]], shared: Mapping[int, int]) -> list[int]:
    """The others by their pk, the nearest first: the tags that each shares and the words that it shares count alike.

    They come as they are stored, since reading a dozen whole documents costs more than all the rest.
    """
    tags = len(_tags(document)) or 1
    ours = [document.title.zh_hans, document.title.en, document.summary.zh_hans, document.summary.en]
    theirs = {pk: [*other["title"].values(), *other["summary"].values()] for pk, other in others.items()}
    alike = likeness("\n".join(ours), {pk: "\n".join(texts) for pk, texts in theirs.items()})
    return sorted(others, key=lambda pk: shared[pk] / tags + alike[pk], reverse=True)


def likeness[K](text: str, others: Mapping[K, str]) -> dict[K, float]:
    """For each of the others the share, 0 to 1, of what it and `text` say that both say.

    A run weighs the more the fewer of these texts have it: what stands in all of them (有限公司, sustainable) tells nothing.
    """
    ours, theirs = runs(text), {key: runs(other) for key, other in others.items()}
    having = Counter(chain(ours, *theirs.values()))
    weights = {run: log((len(theirs) + 1) / n) for run, n in having.items()}

    def weight(of: frozenset[str]) -> float:
        return sum(map(weights.__getitem__, of))

    return {key: weight(ours & each) / (weight(ours | each) or 1) for key, each in theirs.items()}


def runs(text: str) -> frozenset[str]:
    """Every two neighbouring Han characters, every Latin word of three letters or more."""
    pairs = (stretch[at : at + 2] for stretch in HAN.findall(text) for at in range(len(stretch) - 1))
    return frozenset([*pairs, *LATIN.findall(text.casefold())])


def _tags(document: CaseDocument) -> list[tuple[Facet, str]]:
    return [
        *((Facet.SDG, goal.code) for goal in document.goals),
        *((Facet.TOPIC, topic.slug) for topic in document.tagged("topic")),
        *((Facet.SECTOR, sector.slug) for sector in document.tagged("sector")),
    ]

"""Which concepts, goals and topics a text speaks for, each with the words that led to it. Pure but for `lexicon`.

A clue counts once for each place it stands in (title, summary, text, figures' labels), more in front than behind, and more the fewer
tags it speaks for. One mention in passing says nothing: what stays under `LEAST` is not suggested.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, log2

from cases.document import CaseDocument
from cases.enums import Vocabulary
from cases.models import Tag
from cases.text import plain_text

SUGGESTED = (Vocabulary.CONCEPT, Vocabulary.GOAL, Vocabulary.TOPIC)
# Of a vocabulary as many at most; of goals as many as a case may have.
MOST = {Vocabulary.CONCEPT: 2, Vocabulary.GOAL: 4, Vocabulary.TOPIC: 8}
# What a mention weighs by where it stands.
PLACES = {"title": 4.0, "summary": 2.0, "labels": 1.5, "body": 1.0}
# About a mention in the title, or one in the summary with a few in the text.
LEAST = 4.0
# Of the strongest of its vocabulary a tag reaches this share, or it is noise beside it.
SHARE = 0.2
MOST_WORDS = 6
LATIN = re.compile(r"[a-z0-9&+-]")


@dataclass(frozen=True)
class Suggestion:
    """`words` led to it, the strongest first, each with how often it stands in the text."""

    tag: Tag
    score: float
    words: tuple[tuple[str, int], ...]


# A clue in one form → the tags it speaks for, and how it is written.
Lexicon = Mapping[str, tuple[str, tuple[Tag, ...]]]


def lexicon(tags: Iterable[Tag] | None = None) -> Lexicon:
    """From every tag's names, synonyms and clues; one query when none are given. The names of concepts and goals are no clues of
    themselves: 创新 stands in every text."""
    found: dict[str, tuple[str, list[Tag]]] = {}
    for tag in Tag.objects.filter(vocabulary__in=SUGGESTED) if tags is None else tags:
        names = (tag.name_zh_hans, tag.name_en, *tag.synonyms) if tag.vocabulary == Vocabulary.TOPIC else ()
        for word in (*names, *tag.clues):
            if word and len(form := even(word)) > 1:
                known = found.setdefault(form, (word, []))[1]
                if tag not in known:
                    known.append(tag)
    return {form: (word, tuple(known)) for form, (word, known) in found.items()}


def suggest(document: CaseDocument, words: Lexicon) -> list[Suggestion]:
    """By vocabulary in the order of `SUGGESTED`, the strongest first. Tags that the case has already are suggested too."""
    places = {name: [even(text) for text in texts if text] for name, texts in texts_of(document).items()}
    scores: dict[Tag, float] = defaultdict(float)
    led: dict[Tag, Counter[str]] = defaultdict(Counter)
    weights: dict[Tag, dict[str, float]] = defaultdict(dict)
    for form, (word, tags) in words.items():
        counts = {name: sum(mentions(form, text) for text in texts) for name, texts in places.items()}
        if not any(counts.values()):
            continue
        worth = sum(PLACES[name] * log2(1 + count) for name, count in counts.items())
        for tag in tags:
            rival = sum(other.vocabulary == tag.vocabulary for other in tags)
            weight = worth / (1 + log(rival))
            scores[tag] += weight
            led[tag][word] += sum(counts.values())
            weights[tag][word] = weight
    return [
        Suggestion(tag, scores[tag], tuple((word, led[tag][word]) for word in strongest(weights[tag])))
        for vocabulary in SUGGESTED
        for tag in best(vocabulary, scores)
    ]


def best(vocabulary: Vocabulary, scores: Mapping[Tag, float]) -> list[Tag]:
    ranked = sorted((tag for tag in scores if tag.vocabulary == vocabulary), key=lambda tag: (-scores[tag], tag.order, tag.slug))
    if not ranked:
        return []
    floor = max(LEAST, SHARE * scores[ranked[0]])
    return [tag for tag in ranked if scores[tag] >= floor][: MOST[vocabulary]]


def strongest(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda word: (-weights[word], word))[:MOST_WORDS]


def texts_of(document: CaseDocument) -> dict[str, list[str]]:
    def both(text: object) -> list[str]:
        return [getattr(text, "zh_hans", ""), getattr(text, "en", "")]

    return {
        "title": both(document.title),
        "summary": both(document.summary),
        "labels": [text for figure in document.figures for text in both(figure.label)],
        "body": [plain_text(text) for text in both(document.body)],
    }


def mentions(form: str, text: str) -> int:
    """How often a clue in one form stands in a text in one form. A Latin clue stands at the beginning of a word."""
    count = text.count(form)
    if not count or not LATIN.match(form):
        return count
    return len(re.findall(rf"(?<![a-z0-9]){re.escape(form)}", text))


def even(text: str) -> str:
    """Width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()

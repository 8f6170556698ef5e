"""Where in a text the words stand that it was found for: pieces to mark, and the stretch of a long text that holds most of them. Pure.

Words are runs in normal form (`cases.search.tokens`), texts are as they were written: `co2排放` marks `CO₂ 排放`.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from cases.document import CaseDocument, Text
from cases.search.tokens import is_word, normalise
from cases.text import plain_text

# Where a stretch is cut if it can be, best first: after a sentence, after a part of one, between words.
SENTENCE, PART, WORD = re.compile(r"[。！？；!?;\n]+|\.\s"), re.compile(r"[，、：,:]+"), re.compile(r"\s+")
ENDS = (SENTENCE, PART, WORD)
HAN = re.compile("[\u3400-\u9fff]")
# Some two lines of a card. Latin letters are half as wide.
LENGTH = 90
MORE = "…"


class Piece(NamedTuple):
    text: str
    marked: bool = False


class Span(NamedTuple):
    start: int
    end: int


def marked(text: str, runs: Sequence[str]) -> list[Piece]:
    """The whole text in pieces. Where its characters cannot be told apart in its normal form, in one piece without a mark."""
    return _pieces(text, _merged(_spans(text, runs)), 0, len(text))


def excerpt(text: str, runs: Sequence[str], *, closely: bool = True) -> list[Piece]:
    """The stretch of a long text with the most different runs, some `LENGTH` characters; nothing where there is none of them.

    `closely`: also where a run is written in another form; without, it is a matter of microseconds.
    """
    glance = [Span(*match.span()) for run in runs for match in _pattern(run, re.IGNORECASE).finditer(text)]
    found = _stretch(text, _best(text, glance), runs)
    if found or not closely:
        return found
    form = normalise(text)
    if not any(run in form for run in runs):
        return []
    return _stretch(text, _best(text, _spans(text, runs)), runs)


def texts(case: CaseDocument, language: str) -> Iterator[str]:
    """What of a case is searched, in one language, as it was written, the longest first; some are empty."""
    english = language == "en"

    def of(text: Text) -> str:
        return text.en if english else text.zh_hans

    yield plain_text(of(case.body))
    yield from (of(quotation.text) for quotation in case.quotations)
    yield of(case.title)
    yield of(case.summary)
    for figure in case.figures:
        yield from (of(text) for text in (figure.label, figure.note, figure.source))
    yield from (of(picture.caption) for picture in case.pictures)
    yield from (of(text) for tag in case.tags for text in (tag.reason, tag.name))
    yield from (of(text) for organisation in (case.organisation, *case.organisations) for text in (organisation.name, organisation.role))
    yield of(case.place)


def _stretch(text: str, span: Span | None, runs: Sequence[str]) -> list[Piece]:
    if span is None:
        return []
    pieces = marked(" ".join(text[span.start : span.end].split()), runs)
    if not any(piece.marked for piece in pieces):
        return []
    before, after = text[: span.start].strip(), text[span.end :].strip()
    return [*([Piece(MORE)] if before else []), *pieces, *([Piece(MORE)] if after else [])]


# --- Which characters -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=500)
def _pattern(run: str, flags: int = 0) -> re.Pattern[str]:
    """The run in a text that still has the spaces which a normal form drops: all but those between two words."""
    gaps = ("" if is_word(a + b) or " " in (a, b) else r"\s*" for a, b in pairwise(run))
    characters = [r"\s+" if character == " " else re.escape(character) for character in run]
    return re.compile("".join(part for pair in zip(characters, [*gaps, ""], strict=True) for part in pair), flags)


def _spans(text: str, runs: Sequence[str]) -> list[Span]:
    """Every place of every run, in the order of the runs."""
    clusters = list(text)
    forms = [_form(character) for character in clusters]
    if not _adds_up(forms, text):
        clusters = _clusters(text)
        forms = [_form(cluster) for cluster in clusters]
        if not _adds_up(forms, text):
            return []
    form = "".join(forms)
    begins = [0, *accumulate(map(len, forms))]
    places = [0, *accumulate(map(len, clusters))]
    return [
        Span(places[bisect_right(begins, match.start()) - 1], places[bisect_left(begins, match.end())])
        for run in runs
        for match in _pattern(run).finditer(form)
    ]


@lru_cache(maxsize=20_000)
def _form(cluster: str) -> str:
    return " " if cluster.isspace() else normalise(cluster)


def _adds_up(forms: Iterable[str], text: str) -> bool:
    """Whether the forms of its parts make the form of the whole, spaces apart."""
    return "".join(forms).replace(" ", "") == normalise(text).replace(" ", "")


def _clusters(text: str) -> list[str]:
    """Each character with what combines with it: an accent, a voicing mark."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.combining(unicodedata.normalize("NFKD", character)[0]):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that overlap or touch as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _pieces(text: str, spans: Iterable[Span], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    for span in spans:
        pieces += [Piece(text[start : span.start]), Piece(text[span.start : span.end], True)]
        start = span.end
    return [piece for piece in (*pieces, Piece(text[start:end])) if piece.text]


# --- Which stretch --------------------------------------------------------------------------------------------------


def _best(text: str, spans: Iterable[Span]) -> Span | None:
    """The stretch from which on the most different words stand near, the first of equals, with something before it."""
    spans = sorted(spans)
    if not spans:
        return None
    length = LENGTH if HAN.search(text, spans[0].start, spans[0].start + LENGTH) else 2 * LENGTH

    def words(first: Span) -> int:
        near = (span for span in spans if first.start <= span.start and span.end <= first.start + length)
        return len({text[span.start : span.end].casefold() for span in near})

    first = max(spans, key=words)
    start = _begin(text, min(first.start - length // 3, len(text) - length), first.start)
    return Span(start, _end(text, max(first.end, start + length * 2 // 3), start + length))


def _begin(text: str, low: int, high: int) -> int:
    """A place between the two where something begins: a sentence best, else a part of one, else a word."""
    if low <= 0:
        return 0
    for end in ENDS:
        if cuts := [match.end() for match in end.finditer(text, low, high)]:
            return cuts[-1 if end is SENTENCE else 0]
    return low


def _end(text: str, low: int, high: int) -> int:
    if high >= len(text):
        return len(text)
    for end in ENDS:
        if cuts := [match.end() for match in end.finditer(text, low, high)]:
            return cuts[-1]
    return max(low, high)

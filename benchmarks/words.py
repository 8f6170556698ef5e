"""Words to search for, of two, three and four characters: chosen by how many of the generated cases hold them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cases.document import CaseDocument
from cases.generated import words
from cases.generated.compose import compose_case
from cases.text import plain_text

# So many cases are composed to see what is common; the other cases are like them.
SAMPLE = 2_000
# Of each kind. One word is answered again and again from what the database has just read.
OF_EACH = 8
LENGTHS = (2, 3, 4)
HAN = re.compile("[\u4e00-\u9fff]+")
# How many of a hundred cases hold it: as many as can be, five, or as few as the sample shows.
SHARES = {"common": 1.0, "medium": 0.05, "rare": 0.0005}
LATIN = ("5G", "CO₂", "K12", "V2G", "RFID", "±800千伏", "±1100千伏", "MES")
PHRASES = ('"绿色发展不是口号"', '"碳达峰、碳中和"', '"人工智能" 物流', "数字孪生 车间 -园区", '"每度电" 节能', "光伏 储能 港口")


@dataclass(frozen=True)
class Kind:
    """Words of one length that are as frequent as each other; `share` is the middle one's."""

    length: int
    name: str
    words: tuple[str, ...]
    share: float

    def __str__(self) -> str:
        return f"{self.length} characters, {self.name}"


@cache
def kinds(seed: int) -> tuple[Kind, ...]:
    """Nine: each length, each frequency."""
    texts = [text_of(compose_case(number, seed)) for number in range(1, SAMPLE + 1)]
    return tuple(kind for length in LENGTHS for kind in _of_length(length, texts))


def text_of(document: CaseDocument) -> str:
    """Title, summary and text in Chinese."""
    return f"{document.title.zh_hans}\n{document.summary.zh_hans}\n{plain_text(document.body.zh_hans)}"


def _of_length(length: int, texts: list[str]) -> list[Kind]:
    candidates = _candidates(length)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(candidates & {text[i : i + length] for i in range(len(text))})
    found = []
    for name, share in SHARES.items():
        nearest = sorted(counts, key=lambda word: (abs(counts[word] - share * len(texts)), word))[:OF_EACH]
        found.append(Kind(length, name, tuple(nearest), sorted(counts[word] for word in nearest)[len(nearest) // 2] / len(texts)))
    return found


def _candidates(length: int) -> set[str]:
    """Words of this length and what much longer ones begin and end with: 高质量发展 → 高质量, 发展. Coined names are cut anywhere."""
    names = (dawn + light + kind for dawn, _ in words.DAWN for light, _ in words.LIGHT for kind, _ in words.UNDERTAKINGS)
    whole = [word for word in _listed() if len(word) == length or len(word) >= length + 2]
    found = {part for word in (*whole, *names) for part in (word[:length], word[-length:])}
    return {part for part in found if HAN.fullmatch(part)}


def _listed() -> Iterator[str]:
    for pairs in (words.THEMES, words.TECHNOLOGIES, words.SITES, words.OFFICES):
        yield from (zh for zh, _en in pairs)
    for several in words.SLOTS.values():
        yield from several

"""A print text read as groups: each stretch of it with the sentences of the source that it says.

Sentences are inline HTML, with their own markup opened and closed; two are the same when their words are. A table is one sentence.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, Literal

from cases.diff.pairs import BLOCK_TAG, pieces
from cases.text import words_of

SCHEMA = 1
# What ends in a point and ends no sentence.
ABBREVIATED = re.compile(r"(?:^|\W)(?:Co|Corp|Dr|e\.g|etc|i\.e|Inc|Ltd|Mr|Mrs|Ms|No|Prof|St|U\.S|vs)\.$")
Style = Literal["paragraph", "h3", "h4", "quote", "item", "numbered", "table"]
# How much of a print sentence's pairs of characters its source must hold; what a further source must add to it.
FROM, AND_FROM = 0.5, 0.2
# Of sentences that differ each is compared with each up to so many pairs; beyond, a print sentence counts as own words.
MOST_PAIRS = 40_000
WRAPPED = {
    "paragraph": "<p>{}</p>",
    "h3": "<h3>{}</h3>",
    "h4": "<h4>{}</h4>",
    "quote": "<blockquote><p>{}</p></blockquote>",
    "item": "<li><p>{}</p></li>",
    "numbered": "<li><p>{}</p></li>",
}
LISTS = {"item": "<ul>{}</ul>", "numbered": "<ol>{}</ol>"}


@dataclass(frozen=True)
class Sentence:
    """`opens`: it begins a paragraph, heading or item."""

    html: str
    style: Style = "paragraph"
    opens: bool = False


@dataclass(frozen=True)
class Group:
    """What is printed for some sentences of the source, as they stood when somebody last read them. Empty words: left out."""

    sources: tuple[str, ...]
    words: str = ""
    style: Style = "paragraph"
    opens: bool = False

    @property
    def kind(self) -> Literal["same", "shortened", "merged", "own", "out"]:
        if not self.words:
            return "out"
        if not self.sources:
            return "own"
        if len(self.sources) > 1:
            return "merged"
        return "same" if plain(self.words) == plain(self.sources[0]) else "shortened"


def plain(html: str) -> str:
    return words_of(html).strip()


def split(html: str) -> tuple[Sentence, ...]:
    """The sentences of a cleaned rich text."""
    found: list[Sentence] = []
    within: list[str] = []
    table: list[str] = []
    opens = True
    for piece in pieces(html, rich=True):
        if table or piece == "<table>":
            table.append(piece)
            if piece == "</table>":
                found.append(Sentence("".join(table), "table", opens=True))
                table, opens = [], True
        elif BLOCK_TAG.fullmatch(piece):
            opens = True
            if piece.startswith("</"):
                if within:
                    within.pop()
            else:
                within.append(piece.strip("<>"))
        elif found and not opens and ABBREVIATED.search(plain(found[-1].html)):
            found[-1] = replace(found[-1], html=f"{found[-1].html} {piece.strip()}")
        elif plain(piece):
            found.append(Sentence(piece.strip(), _style(within), opens))
            opens = False
    return tuple(found)


def _style(within: Sequence[str]) -> Style:
    styles: dict[str, Style] = {"ul": "item", "ol": "numbered", "h3": "h3", "h4": "h4"}
    for tag in reversed(within):
        if tag in styles:
            return styles[tag]
    return "quote" if "blockquote" in within else "paragraph"


def printed(groups: Iterable[Group], language: str) -> str:
    """The print text as HTML."""
    blocks: list[tuple[str, list[str]]] = []
    opens = True
    for group in groups:
        opens = opens or group.opens
        if not group.words:
            continue
        if opens or group.style == "table" or blocks[-1][0] != group.style:
            blocks.append((group.style, [group.words]))
        else:
            blocks[-1][1].append(group.words)
        opens = False
    html = ""
    for style, run in groupby(blocks, key=lambda block: block[0]):
        inner = "".join(_wrapped(style, joined(sentences, language)) for _style, sentences in run)
        html += LISTS.get(style, "{}").format(inner)
    return html


def _wrapped(style: str, words: str) -> str:
    """What somebody has made of a table that is none any more is a paragraph."""
    return words if style == "table" and words.startswith("<table>") else WRAPPED.get(style, WRAPPED["paragraph"]).format(words)


def joined(sentences: Iterable[str], language: str) -> str:
    """One after the other: parted by a space in English, and in Chinese between two Latin ones."""
    said: list[str] = []
    for sentence in filter(None, sentences):
        if said and (language == "en" or (plain(said[-1])[-1:].isascii() and plain(sentence)[:1].isascii())):
            said.append(" ")
        said.append(sentence)
    return "".join(said)


def whole(source: Sequence[Sentence]) -> tuple[Group, ...]:
    """Nothing shortened: every sentence as it is."""
    return tuple(Group((sentence.html,), sentence.html, sentence.style, sentence.opens) for sentence in source)


def sources_of(groups: Iterable[Group]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(source, group.style, group.opens and not number) for group in groups for number, source in enumerate(group.sources)
    )


# --- Which print sentence was made from what -------------------------------------------------------------------------


def align(source: Sequence[Sentence], print_text: Sequence[Sentence], language: str) -> tuple[Group, ...]:
    """The print text's sentences in their order with what each says of the source; what none says is left out where it stood.

    Every sentence of the source is in one group; the groups' words are the print text. A table is in a group of its own, so that what
    else is printed of its source counts as own words.
    """
    groups: list[Group] = []
    places: list[tuple[int, ...]] = []
    for sentence, (origin, goes_on) in zip(
        print_text, _origins([plain(s.html) for s in source], [plain(s.html) for s in print_text]), strict=True
    ):
        if goes_on and "table" in (groups[-1].style, sentence.style):
            origin = ()
        elif goes_on:
            groups[-1] = replace(groups[-1], words=joined((groups[-1].words, sentence.html), language))
            continue
        groups.append(Group(tuple(source[at].html for at in origin), sentence.html, sentence.style, sentence.opens))
        places.append(origin)
    said = {at for place in places for at in place}
    left_out = {at: Group((sentence.html,), "", sentence.style, sentence.opens) for at, sentence in enumerate(source) if at not in said}
    return _opened_by_print(woven(groups, places, left_out))


def woven[T](items: Sequence[T], places: Sequence[tuple[int, ...]], others: Mapping[int, T]) -> list[T]:
    """Items that hold these places of the source, with the others put in: each behind what holds the place before its own."""
    holder = {at: number for number, place in enumerate(places) for at in place}
    behind: dict[int, list[T]] = defaultdict(list)
    last = -1
    for at in sorted(holder.keys() | others.keys()):
        if at in others:
            behind[last].append(others[at])
        else:
            last = holder[at]
    return [*behind[-1], *(each for number, item in enumerate(items) for each in (item, *behind[number]))]


def _opened_by_print(groups: list[Group]) -> tuple[Group, ...]:
    """What is left out before a sentence that carries a paragraph on opens none: the print text has joined them."""
    carried = False
    for at in range(len(groups) - 1, -1, -1):
        if groups[at].words:
            carried = not groups[at].opens
        elif carried:
            groups[at] = replace(groups[at], opens=False)
    return tuple(groups)


def _origins(source: Sequence[str], print_text: Sequence[str]) -> list[tuple[tuple[int, ...], bool]]:
    """Of each print sentence the places of its sources, and whether it goes on saying what the one before it says."""
    exact = _exact(source, print_text)
    free = set(range(len(source))) - set(exact.values())
    if len(free) * (len(print_text) - len(exact)) > MOST_PAIRS:
        free = set()
    bags = {at: _bag(source[at]) for at in free}
    found: list[tuple[tuple[int, ...], bool]] = []
    last: tuple[int, ...] = ()
    for number, words in enumerate(print_text):
        goes_on = False
        if number in exact:
            last = (exact[number],)
        else:
            chosen = _covering(words, {at: bags[at] for at in free})
            again = _share(words, [bags[at] for at in last if at in bags])
            goes_on = again >= FROM and again > _share(words, [bags[at] for at in chosen])
            if not goes_on:
                last = tuple(sorted(chosen))
                free -= set(chosen)
        found.append((last, goes_on))
    return found


def _exact(source: Sequence[str], print_text: Sequence[str]) -> dict[int, int]:
    """Print sentences that are sentences of the source, wherever they stand."""
    free = occurrences(source)
    return {number: free[words].pop(0) for number, words in enumerate(print_text) if free.get(words)}


def occurrences(sentences: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(sentences):
        found[words].append(number)
    return found


def _covering(words: str, bags: dict[int, Counter[str]]) -> list[int]:
    """The source that says most of it, then each that says a good deal of what is left."""
    rest = _bag(words)
    total = rest.total()
    chosen: list[int] = []
    while rest and bags:
        gain, nearer, at = max((((rest & bag).total() / total, -number, number) for number, bag in bags.items()), default=(0, 0, 0))
        if gain < (AND_FROM if chosen else FROM / 2) or -nearer in chosen:
            break
        chosen.append(at)
        rest -= bags[at]
        bags = {number: bag for number, bag in bags.items() if number != at}
    return chosen if 1 - rest.total() / total >= FROM else []


def _share(words: str, bags: Sequence[Counter[str]]) -> float:
    bag = _bag(words)
    return (bag & sum(bags, Counter())).total() / bag.total() if bags else 0.0


def _bag(text: str) -> Counter[str]:
    """Pairs of neighbouring characters; a single character is its own pair."""
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


# --- Kept as JSON ----------------------------------------------------------------------------------------------------


def to_json(groups: dict[str, tuple[Group, ...]]) -> dict[str, Any]:
    """By language; languages without groups are left out."""
    return {"schema": SCHEMA} | {language: [asdict(group) for group in found] for language, found in groups.items() if found}


def from_json(value: dict[str, Any]) -> dict[str, tuple[Group, ...]]:
    """ValueError for a schema not known here."""
    if value and value.get("schema") != SCHEMA:
        raise ValueError(f"ties of schema {value.get('schema')}")
    return {
        language: tuple(Group(**group | {"sources": tuple(group["sources"])}) for group in found)
        for language, found in value.items()
        if language != "schema"
    }

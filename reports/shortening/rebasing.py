"""Groups beside the source of today, and what a person answers to them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cases import nodes as rich
from cases.diff.blocks import ALIKE, Block, nearest
from cases.diff.texts import Run, marks
from cases.text import words_of
from reports.shortening.groups import Group, Sentence, joined, occurrences, plain, woven

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Row:
    """A group and its sources as they stand now.

    `flag`: a source of what is printed has "changed" or is "gone"; a sentence of the source is "new" to whoever shortened.
    """

    group: Group
    now: tuple[str, ...]
    flag: Literal["", "changed", "gone", "new"] = ""

    @property
    def runs(self) -> list[Run]:
        """How the sources of today came from those that were read."""
        return marks("\n".join(map(plain, self.group.sources)), "\n".join(map(plain, self.now)))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Numbers that are printed and do not stand in the sources of today."""
        if not self.now or not self.group.words:
            return ()
        said = _numbers(self.now)
        return tuple(number for number in dict.fromkeys(_numbers([self.group.words])) if number not in said)


def _numbers(sentences: Iterable[str]) -> list[str]:
    return [number.replace(",", "") for html in sentences for number in NUMBER.findall(unicodedata.normalize("NFKC", plain(html)))]


def rebase(groups: Sequence[Group], source: Sequence[Sentence]) -> tuple[Row, ...]:
    """In the groups' order; a sentence that is new stands behind the one before it in the source.

    What was left out stays so without a word, whatever became of it; of what is printed a changed or gone source is flagged.
    """
    old = [plain(sentence) for group in groups for sentence in group.sources]
    new = [plain(sentence.html) for sentence in source]
    became = _became(old, new)
    rows: list[Row] = []
    places: list[tuple[int, ...]] = []
    at = 0
    for group in groups:
        own = range(at, at + len(group.sources))
        at = own.stop
        place = tuple(sorted(became[number] for number in own if number in became))
        now = tuple(source[number].html for number in place)
        moved_on = any(number not in became or old[number] != new[became[number]] for number in own)
        if moved_on and not group.words:
            if not now:
                continue
            group = replace(group, sources=now)
        flag: Literal["", "changed", "gone"] = "" if not (moved_on and group.words) else "changed" if now else "gone"
        rows.append(Row(group, now, flag))
        places.append(place)
    known = set(became.values())
    new_rows = {
        number: Row(Group((sentence.html,), "", sentence.style, sentence.opens), (sentence.html,), "new")
        for number, sentence in enumerate(source)
        if number not in known
    }
    return tuple(woven(rows, places, new_rows))


def _became(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which sentence became which: those that stayed, wherever they stand now, then the likest of the others."""
    free = occurrences(new)
    found = {number: free[words].pop(0) for number, words in enumerate(old) if free.get(words)}
    left = [number for number in range(len(old)) if number not in found]
    right = sorted(set(range(len(new))) - set(found.values()))
    pairs = nearest([Block(words, "") for words in old], [Block(words, "") for words in new], left, right, ALIKE, in_order=False)
    return found | dict(pairs)


# --- Answers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What a person gave for a row: plain words, whether its source was read, whether it goes with the row before it or is parted.

    No table goes with anything.
    """

    words: str
    is_read: bool = False
    joins: bool = False
    parts: bool = False


def answered(rows: Sequence[Row], answers: Mapping[int, Answer], language: str, own: str = "") -> tuple[Group, ...]:
    """The groups after a person's answers, by the rows' places. A flagged row stays as it was read until it is read or written anew.

    `own` are own words, put last.
    """
    groups: list[Group] = []
    for number, row in enumerate(rows):
        answer = answers.get(number, Answer(plain(row.group.words)))
        words = styled(answer.words, row.group.words or joined(row.now, language))
        touched = answer.is_read or plain(words) != plain(row.group.words)
        if row.flag and not touched:
            if row.flag != "new":
                groups.append(row.group)
            continue
        group = replace(row.group, sources=row.now, words=words)
        if not group.sources and not words:
            continue
        if answer.joins and groups and "table" not in (groups[-1].style, group.style):
            before = groups[-1]
            groups[-1] = replace(before, sources=before.sources + group.sources, words=joined((before.words, words), language))
        elif answer.parts:
            first, *others = group.sources
            groups.append(replace(group, sources=(first,)))
            groups += [Group((source,), "", group.style) for source in others]
        else:
            groups.append(group)
    if own.strip():
        groups.append(Group((), styled(own, "")))
    return tuple(groups)


def styled(words: str, like: str) -> str:
    """Plain words as inline HTML, set as `like` is set where both say the same: CO₂ keeps its small figure."""
    words = words.replace("\0", "").replace("\r\n", "\n").strip()
    if words == plain(like):
        return like
    if table := _filled(words, like):
        return table
    looks = _looks(like)
    before = "".join(text for text, _look in looks)
    at = 0
    made: list[rich.Run] = []
    for run in marks(before, words):
        for character in run.text:
            look = rich.Run("")
            if run.kind == "same":
                look = looks[at][1]
            if run.kind != "new":
                at += 1
            if run.kind == "gone":
                continue
            if made and replace(made[-1], text="") == look:
                made[-1] = replace(made[-1], text=made[-1].text + character)
            else:
                made.append(replace(look, text=character))
    return "".join(map(rich.run_html, made))


def _filled(words: str, like: str) -> str:
    """The table with these lines in it, which stand in the order of its own; empty where there are more or fewer, or `like` is none."""
    was, now = plain(like).split("\n"), words.split("\n")
    nodes = rich.parse_html(like) if like.startswith("<table>") else ()
    if len(nodes) != 1 or not isinstance(table := nodes[0], rich.Table) or len(was) != len(now):
        return ""
    # Empty cells before the first words are no lines of `plain`; the first line's end is the table's own.
    before = words_of(like).removeprefix("\n")
    lines = iter([*[""] * (len(before) - len(before.lstrip("\n"))), *now])
    rows = tuple(tuple(_refilled(cell, lines) for cell in row) for row in table.rows)
    return rich.table_html(replace(table, rows=rows))


def _refilled(cell: rich.Runs, lines: Iterator[str]) -> rich.Runs:
    """A cell as it is set where it says what it said."""
    said = "".join(run.text for run in cell)
    now = "\n".join(next(lines, "") for _line in said.split("\n"))
    return cell if now == said else (rich.Run(now),) if now else ()


def _looks(html: str) -> list[tuple[str, rich.Run]]:
    """Each character with how it is set."""
    nodes = rich.parse_html(f"<p>{html}</p>")
    runs = [run for node in nodes if isinstance(node, rich.Paragraph) for run in node.runs]
    return [(character, replace(run, text="")) for run in runs for character in run.text]

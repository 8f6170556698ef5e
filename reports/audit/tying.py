"""Numbers in texts tied to their records: by value first, then by what the words around them share with a record's label."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from reports.audit.clauses import clause, date_of, may_hold, sentence
from reports.audit.likeness import coverage
from reports.audit.reading.measures import COUNT, RANKED, TIMES, count_alike
from reports.audit.reading.mentions import Mention
from reports.audit.scenes import STATING, Passage, Reading, Record, Scene

# From another part or case, a number of few digits is a record's only where the words agree.
TELLING_DIGITS = 3
FAR_LIKENESS = 0.34


@dataclass(frozen=True)
class Tie:
    """A number in a text and the record it states; None where there is none."""

    scene: Scene
    passage: Passage
    mention: Mention
    record: Record | None = None

    @property
    def label(self) -> str:
        return self.record.label.get(self.passage.language) if self.record else ""


class Ties:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._far = _ByValue(reading.records)
        self.all: list[Tie] = []
        self.of_record: dict[Record, list[Tie]] = defaultdict(list)
        self.of_scene: dict[str, list[Tie]] = defaultdict(list)
        for scene in reading.scenes:
            near = _ByValue(scene.records)
            for passage in scene.passages:
                if passage.role in STATING:
                    for mention in passage.mentions:
                        if mention.kind != RANKED:
                            self._tie(scene, passage, mention, near)

    def _tie(self, scene: Scene, passage: Passage, mention: Mention, near: "_ByValue") -> None:
        found = list(near.agreeing(mention))
        if not found:
            found = [record for record in self._far.agreeing(mention) if _speaks_of(passage, mention, record)]
        best: Record | None
        if len(found) > 1:
            words, whole, date = clause(passage, mention), sentence(passage, mention), date_of(passage, mention)
            best = max(found, key=lambda record: rank(record, passage, mention, words, whole, may_hold(record.period, date)))
        else:
            best = found[0] if found else None
        tie = Tie(scene, passage, mention, best)
        self.all.append(tie)
        self.of_scene[scene.key].append(tie)
        if best is not None:
            self.of_record[best].append(tie)

    @cached_property
    def untied(self) -> list[Tie]:
        return [tie for tie in self.all if tie.record is None]


def rank(record: Record, passage: Passage, mention: Mention, words: str, whole: str, holds: bool) -> tuple[bool, float, bool, bool]:
    label = record.label.get(passage.language)
    alike = 0.7 * coverage(label, words) + 0.3 * coverage(label, whole)
    return holds, round(alike, 3), record.place.block == passage.place.block, record.bound.agrees(mention.bound)


def _speaks_of(passage: Passage, mention: Mention, record: Record) -> bool:
    return mention.digits >= TELLING_DIGITS or coverage(record.label.get(passage.language), sentence(passage, mention)) >= FAR_LIKENESS


def agree(mention: Mention, record: Record) -> bool:
    """Whether the number written can be the record's, as it is or rounded to the digits that are written."""
    if not mention.same_kind(record.kind) or not count_alike(mention.counter, record.counter):
        return False
    amount = abs(record.amount) if record.is_change or record.amount < 0 else record.amount
    value = abs(mention.value)
    if mention.high is not None:
        return amount in {value, mention.high}
    if amount == value:
        return True
    step, _ = record.steps
    return (mention.digits > 1 and not mention.minor and abs(amount - value) <= mention.step / 2) or (
        record.digits > 1 and abs(amount - value) <= step / 2
    )


class _ByValue:
    """Records by kind and value, so that a long book is read in good time."""

    def __init__(self, records: Iterable[Record]) -> None:
        by_kind: dict[str, list[tuple[Decimal, int, Record]]] = defaultdict(list)
        for number, record in enumerate(records):
            by_kind[record.kind].append((abs(record.amount), number, record))
        self.rows = {kind: sorted(rows, key=lambda row: row[:2]) for kind, rows in by_kind.items()}
        self.values = {kind: [row[0] for row in rows] for kind, rows in self.rows.items()}

    def agreeing(self, mention: Mention) -> Iterator[Record]:
        kinds = {TIMES, COUNT} if mention.kind in {TIMES, COUNT} else {mention.kind}
        # A record's own rounding is at most half of its value: seven digits of 0 are still far from it.
        low, high = abs(mention.value) / 2, abs(mention.high or mention.value) * 2
        for kind in kinds & self.rows.keys():
            values = self.values[kind]
            for _, _, record in self.rows[kind][bisect_left(values, low) : bisect_right(values, high)]:
                if agree(mention, record):
                    yield record

"""Growth told in times, with the two levels that it is said of: 42万→492万，是原来的11.7倍; from 4,000 to 20,000 sites, a fivefold rise.

What names another subject (速度是人工的20倍, 产值增长5倍 after numbers of machines) is not said of the levels beside it, and is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.audit.clauses import CLAUSE, date_of, sentence_span
from reports.audit.findings import Place
from reports.audit.reading.bounds import Bound
from reports.audit.reading.measures import POINTS, SHARE, TIMES
from reports.audit.reading.mentions import Mention
from reports.audit.scenes import Passage, Record, Scene

NO_LEVEL = {SHARE, POINTS, TIMES, "rank", "years", "months", "time"}
FROM_TO = {
    "zh-hans": re.compile(r"(?:由|从)[^。；]{0,120}?(?:增长|增加|提高|提升|上升|扩大|下降|降低|降|减少|升|增|缩短|发展|跃升|攀升)[至到为]"),
    "en": re.compile(r"\bfrom\b(?:[^.;]|\.(?=\d)){0,200}?\bto\b"),
}
ARROW = re.compile(r"\s*(?:→|⟶|➔|[-—=]+>)\s*")
# “是原来的” and “a fivefold rise” tell the whole, “增长” what came to it.
_ONCE = (
    r"(?:原来|原先|原有|此前|之前|以前|从前|过去|当初|起初|最初|初期|上年|去年|前一年|同期"
    r"|[\d一二三四五六七八九十]+年前|(?:19|20)\d\d年(?:同期|底|末|初)?)(?:水平|规模|数量)?的?"
)
_AND_SO = (
    r"(?:[，,、）)\s]|共|合计|累计|总共|整体|已|约|即|也就是|[\d一二三四五六七八九十两几]+年(?:来|间|内|中)?|(?:较|比)(?:上年|20\d\d年))*"
)
WHOLE = {
    "zh-hans": re.compile(rf"{_AND_SO}(?:是|为|达到?|相当于|(?:增长|增加|扩大|提高|提升|上升)[到至为])了?{_ONCE}"),
    "en": re.compile(r"[\s,;()–—-]*(?:(?:or|now|which is|that is|making it|this is|and|it) )?(?:an?|some)?\s*", re.IGNORECASE),
}
MORE = {
    "zh-hans": re.compile(rf"{_AND_SO}(?:增长|增加|扩大|提高|提升|上升|增|涨)了?"),
    "en": re.compile(r"[\s,;()–—-]*(?:or |and )?(?:up|an increase of|a rise of|increased|rose|grew|growth of)(?: by)?\s*", re.IGNORECASE),
}
# What has to follow “five times” and “fivefold”.
AS_MANY = re.compile(r"\s*as (?:much|many|large|high|big|great)(?=\s*[.,;)]|\s*$| as (?:in|at|before)\b)", re.IGNORECASE)
A_RISE = re.compile(r"\s*(?:increase|rise|growth|jump|gain|expansion)\b|(?=\s*[.,;)]|\s*$)", re.IGNORECASE)
DOUBLED = re.compile(r"(?:doubl|tripl|trebl|quadrupl)", re.IGNORECASE)
# Between a year and its level, where the thing is not named again.
REACHED = re.compile(r"年?(?:底|末|初)?[，,]?(?:已|则|仅|只)?(?:经)?(?:有|为|是|达到?|增至|增加到|增长到|升至|扩大到|突破|超过)?")
IN_YEAR = re.compile(r"\s*(?P<noun>[A-Za-z-]*)\s*in (?:19|20)\d\d")


@dataclass(frozen=True)
class Level:
    """A value at one of the two times, in a text or kept as a record."""

    text: str
    value: Decimal
    span: tuple[Decimal, Decimal]
    place: Place


@dataclass(frozen=True)
class Multiple:
    """What is said in times of two levels. `is_more`: of what came to the first, and not of the whole."""

    old: Level
    new: Level
    said: Mention
    is_more: bool

    @property
    def others(self) -> tuple[Place, Place]:
        return self.old.place, self.new.place

    @property
    def given(self) -> tuple[Decimal, Decimal]:
        """What may be meant: 4.9 times is told as four and as nearly five, “more than doubled” as long as it did not triple."""
        low, high = self.said.span
        return low, max(high + self.said.step, self.said.value + 1 if self.said.bound in {Bound.OVER, Bound.LEAST} else high)

    @property
    def possible(self) -> tuple[Decimal, Decimal]:
        """What the levels allow. 增长9倍 and 增长10倍 are both said of tenfold."""
        (a, b), (c, d) = self.old.span, self.new.span
        return c / b - self.is_more, d / a

    @property
    def follows(self) -> bool:
        return self.possible[0] <= self.given[1] and self.given[0] <= self.possible[1]


def in_text(passage: Passage) -> Iterator[Multiple]:
    for said in passage.mentions:
        if said.kind == TIMES and (pair := _levels_beside(passage, said)):
            old, new = pair
            is_more = _is_more(passage, said, after=new.end if new.end <= said.start else None)
            if is_more is not None:
                yield Multiple(_level(passage, old), _level(passage, new), said, is_more)


def beside_pairs(scene: Scene, passage: Passage) -> Iterator[Multiple]:
    """Of two values shown one beside the other (before and after), where the text names what they are and gives no levels of its own."""
    shown: dict[str, dict[str, Record]] = {}
    for record in scene.records:
        if record.place.field.startswith("pairs."):
            pair, _, side = record.place.field.rpartition(".")
            shown.setdefault(f"{record.place.block} {pair}", {})[side] = record
    for said in passage.mentions if shown else ():
        first, last = sentence_span(passage.text, said.start, said.end)
        if said.kind != TIMES or any(first <= m.start < last for m in passage.mentions if m.kind not in NO_LEVEL):
            continue
        for sides in shown.values():
            name = sides["before"].label.get(passage.language)
            at = passage.text.rfind(name, first, said.start) if name else -1
            is_more = _is_more(passage, said, after=at + len(name)) if at >= 0 else None
            if is_more is not None and min(each.span[0] for each in sides.values()) > 0:
                old, new = (
                    Level(each.shown(passage.language), each.amount, each.span, each.place) for each in (sides["before"], sides["after"])
                )
                yield Multiple(old, new, said, is_more)


def _level(passage: Passage, mention: Mention) -> Level:
    return Level(mention.text, mention.value, mention.span, passage.at(mention.start, mention.end))


def _levels_beside(passage: Passage, said: Mention) -> tuple[Mention, Mention] | None:
    """The only two levels of the sentence, if they are of one thing at two times and the later is the higher."""
    first, last = sentence_span(passage.text, said.start, said.end)
    levels = [m for m in passage.mentions if first <= m.start and m.end <= last and m.kind not in NO_LEVEL and not m.minor]
    if len(levels) != 2:
        return None
    old, new = levels
    if not new.same_kind(old.kind) or (old.counter and new.counter and old.counter != new.counter) or not 0 < old.span[0] < new.value:
        return None
    is_led = ARROW.fullmatch(passage.text[old.end : new.start]) or _goes_from(passage, first, old, new) or _is_dated(passage, old, new)
    return (old, new) if is_led else None


def _goes_from(passage: Passage, first: int, old: Mention, new: Mention) -> bool:
    found = FROM_TO[passage.language].search(passage.text, first, new.start + 1)
    return found is not None and found.start() < old.start and old.end <= found.end() and new.start - found.end() < 14


def _is_dated(passage: Passage, old: Mention, new: Mention) -> bool:
    """2020年有基站12万个，2024年达到60万个; 300 depots in 2020 and 900 depots in 2024."""
    if passage.language == "en":
        one, other = (IN_YEAR.match(passage.text, each.end) for each in (old, new))
        return one is not None and other is not None and one["noun"] == other["noun"] and one[0][-4:] < other[0][-4:]
    before, now = date_of(passage, old), date_of(passage, new)
    if before is None or now is None or not before.year < now.year or not old.end <= now.start:
        return False
    return REACHED.fullmatch(passage.text[now.end : new.start].strip()) is not None


def _is_more(passage: Passage, said: Mention, *, after: int | None) -> bool | None:
    """Whether growth or the whole is told; None where it is not told of these levels, which end at `after` or, without it, follow."""
    text = passage.text
    follows = text[said.end : said.end + 40]
    if after is None:
        leads = re.match(r"[\s,，]*(?:from\b|由|从)", follows)
        return False if leads and (said.text.startswith("翻") or DOUBLED.search(said.text) or "fold" in said.text) else None
    start = max([after, *(match.end() for match in CLAUSE.finditer(text, after, said.start))])
    lead = text[start : said.start]
    if passage.language == "zh-hans":
        if said.text.startswith("翻"):
            return False if re.fullmatch(_AND_SO, lead) else None
        return False if WHOLE["zh-hans"].fullmatch(lead) else True if MORE["zh-hans"].fullmatch(lead) else None
    if MORE["en"].fullmatch(lead):
        return "fold" not in said.text
    is_whole = A_RISE.match(follows) if "fold" in said.text else AS_MANY.match(follows)
    return False if is_whole and WHOLE["en"].fullmatch(lead) else None

"""A growth that does not follow from its two values: in a sentence, in a series, between two periods of an indicator.

What rounding allows is counted in, so 42万 → 492万 may be “ten times more”. Growth rates of value added and sales are often given at
constant prices; then the levels do not give them, and the finding says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_noop

from reports.audit.clauses import sentence_span, years
from reports.audit.findings import Finding, Place, Severity, Sureness
from reports.audit.likeness import likeness
from reports.audit.reading.bounds import Bound
from reports.audit.reading.measures import POINTS, SHARE, TIMES
from reports.audit.reading.mentions import Mention
from reports.audit.rules import multiples
from reports.audit.rules.base import Audit, Rule, at_record, in_text, plain
from reports.audit.rules.multiples import FROM_TO, Level
from reports.audit.scenes import Passage, Record, Scene

CODE = "growth"
GROWTH = re.compile(
    r"增长|增速|增幅|增加|降幅|下降|减少|提高|提升|上升|变化|growth|grow|ris(?:e|en)|increase|fall|declin|decreas|reduc|change",
    re.IGNORECASE,
)
YEARLY = re.compile(r"年均|年平均|a year|per year|annual|yearly", re.IGNORECASE)
PRICES = re.compile(r"可比|实际增长|不变价|名义|constant|real terms|comparable", re.IGNORECASE)
BY = {
    "zh-hans": re.compile(r"(?:增长|增加|提高|提升|上升|扩大|下降|降低|减少|降幅|增幅|缩短|升高|回落|净增|幅度|年均增长)[^，。；]{0,6}$"),
    "en": re.compile(
        r"(?:\bby|rise of|increase of|growth of|fall of|drop of|decline of|reduction of|cut of|up|down|grew|rose|fell"
        r"|growth rate of|gain of|adding|added)\s*(?:a |an )?$",
        re.IGNORECASE,
    ),
}
REACHED = {
    "zh-hans": re.compile(r"(?:达到|达|为|增至|总数|总量|累计|规模|总额|实现)[^，。；]{0,6}$"),
    "en": re.compile(r"(?:reached|reaching|to|was|were|came to|stood at|totalled)\s*(?:a total of )?$", re.IGNORECASE),
}
ADDED = {
    "zh-hans": re.compile(r"(?:净增|新增|增加|较上年增加|比上年增加)(?:了)?[^，。；]{0,3}$"),
    "en": re.compile(r"(?:net increase of|an increase of|up by|rose by|increased by|grew by|added|adding)\s*$", re.IGNORECASE),
}


def check(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        for passage in scene.passages:
            if passage.role not in {"label", "note"}:
                yield from _from_to(passage)
                yield from _by_so_much(passage)
                yield from _so_many_times(scene, passage)
    yield from _levels(audit)
    yield from _increments(audit)


UNLESS = gettext_noop(
    "The growth does not follow from the two values. If it is at constant prices or the earlier value was revised, say so beside it."
)


# --- Within a sentence -------------------------------------------------------------------------------------------


def _from_to(passage: Passage) -> Iterator[Finding]:
    """由A增长到B，增长p: the rate, the difference or the multiple against the two levels."""
    for match in FROM_TO[passage.language].finditer(passage.text):
        first, last = sentence_span(passage.text, match.start(), match.end())
        inside = [mention for mention in passage.mentions if first <= mention.start and mention.end <= last and mention.kind != "rank"]
        olds = [m for m in inside if match.start() < m.start and m.end <= match.end()]
        news = [m for m in inside if m.start >= match.end() - 1]
        if len(olds) != 1 or not news:
            continue
        # Of “1.2亿到1.5亿” the scale may stand once only; a reader knows, the reader here leaves it.
        old, new = olds[0], news[0]
        if not new.same_kind(old.kind) or new.start - match.end() > 14:
            continue
        for change in inside:
            if (
                change.kind == TIMES
                or change in (old, new)
                or change.start < match.start()
                or not BY[passage.language].search(passage.text[first : change.start])
            ):
                continue
            if change.start < new.end and change.start > old.end:
                continue
            dates = [date.year for date in passage.dates if first <= date.start < change.start and date.year]
            span = dates[-1] - dates[0] if len(dates) > 1 and YEARLY.search(passage.text[new.end : change.end + 8]) else 1
            yield from _judge(passage, old, new, change, span)


def _judge(passage: Passage, old: Mention, new: Mention, change: Mention, span: int) -> Iterator[Finding]:
    ranges = _possible(old, new, change, span)
    if ranges is None:
        return
    low, high, right, sign = ranges
    if high < change.span[0] or low > change.span[1]:
        others = (passage.at(old.start, old.end), passage.at(new.start, new.end))
        yield _does_not_follow(passage, old, new, change, f"{right}{sign}", others)


def _does_not_follow(
    passage: Passage, old: Mention | Level, new: Mention | Level, change: Mention, right: str, others: tuple[Place, ...] = ()
) -> Finding:
    return in_text(
        CODE,
        passage,
        change.start,
        change.end,
        Severity.ERROR,
        Sureness.LIKELY,
        gettext_noop("From %(old)s to %(new)s is %(right)s, the text says %(change)s."),
        gettext_noop("The change does not follow from the two values; what rounding allows was counted in."),
        arithmetic=f"{old.text} → {new.text}: {right} ≠ {change.text}",
        others=others,
        old=old.text,
        new=new.text,
        right=right,
        change=change.text,
    )


def _so_many_times(scene: Scene, passage: Passage) -> Iterator[Finding]:
    for told in (*multiples.in_text(passage), *multiples.beside_pairs(scene, passage)):
        if not told.follows:
            right = f"{plain(told.new.value / told.old.value, 1)}×"
            yield _does_not_follow(passage, told.old, told.new, told.said, right, told.others)


def _possible(old: Mention, new: Mention, change: Mention, span: int) -> tuple[Decimal, Decimal, str, str] | None:
    """What the change may be, from least to most, and what it is by the digits given."""
    (a, b), (c, d) = old.span, new.span
    if change.kind == POINTS and old.kind == SHARE:
        low, high = sorted((abs(c - b), abs(d - a)))
        return low, high, plain(abs(new.value - old.value)), " pp"
    if a <= 0 or old.kind == SHARE:
        return None
    if change.kind == SHARE:
        if span > 1:
            low, high = ((float(x) ** (1 / span) - 1) * 100 for x in (c / b, d / a))
            right = (float(new.value / old.value) ** (1 / span) - 1) * 100
            return Decimal(low), Decimal(high), f"{right:.1f}", " %"
        low, high = sorted((abs(c / b - 1) * 100, abs(d / a - 1) * 100))
        return low, high, plain(abs(new.value / old.value - 1) * 100, 1), " %"
    if change.kind == old.kind:
        low, high = sorted((abs(c - b), abs(d - a)))
        if old.value > new.value:
            low, high = sorted((abs(a - d), abs(b - c)))
        return low, high, plain(abs(new.value - old.value)), ""
    return None


def _by_so_much(passage: Passage) -> Iterator[Finding]:
    """达到931万个，净增90万个，增长12%: level and increase give the rate."""
    text = passage.text
    for rate in passage.mentions:
        if (
            rate.kind != SHARE
            or rate.value > 1000
            or not BY[passage.language].search(text[max(0, rate.start - 24) : rate.start])
            or PRICES.search(text)
        ):
            continue
        first, _ = sentence_span(text, rate.start, rate.end)
        before = [m for m in passage.mentions if first <= m.start and m.end <= rate.start and m.kind not in {SHARE, POINTS, TIMES, "rank"}]
        added = [m for m in before if ADDED[passage.language].search(text[max(0, m.start - 24) : m.start] + m.text[:0])]
        levels = [m for m in before if m not in added]
        if len(added) != 1 or len(levels) != 1 or not levels[0].same_kind(added[0].kind) or added[0].value >= levels[0].value:
            continue
        level, more = levels[0], added[0]
        (a, b), (c, d) = more.span, level.span
        low, high = a / (d - a) * 100, b / (c - b) * 100
        if high < rate.span[0] or low > rate.span[1]:
            right = more.value / (level.value - more.value) * 100
            yield in_text(
                CODE,
                passage,
                rate.start,
                rate.end,
                Severity.ERROR,
                Sureness.LIKELY,
                gettext_noop("%(more)s more, %(level)s in all, is a growth of %(right)s %%; the text says %(rate)s."),
                gettext_noop("The rate does not follow from the level and the increase; what rounding allows was counted in."),
                arithmetic=f"{more.text} ÷ ({level.text} − {more.text}) = {plain(right, 1)} % ≠ {rate.text}",
                others=(passage.at(level.start, level.end), passage.at(more.start, more.end)),
                more=more.text,
                level=level.text,
                right=plain(right, 1),
                rate=rate.text,
            )


# --- Between records ---------------------------------------------------------------------------------------------


def _levels(audit: Audit) -> Iterator[Finding]:
    """A declared growth against the level of its year and of the year before, where both are in the bank."""
    records = audit.reading.records
    levels: dict[str, dict[int, Record]] = defaultdict(dict)
    for record in records:
        span = years(record.period)
        if not record.is_change and span and span[0] == span[1] and record.kind not in {SHARE, "rank", TIMES}:
            levels[_thing(record)].setdefault(span[1], record)
    seen = set()
    for rate in records:
        span = years(rate.period)
        if not rate.is_change or rate.kind != SHARE or not span or span[0] != span[1] or (rate.indicator, rate.period) in seen:
            continue
        seen.add((rate.indicator, rate.period))
        pair = _pair(rate, span[1], levels)
        if pair is None:
            continue
        old, new = pair
        (a, b), (c, d) = old.span, new.span
        if a <= 0:
            continue
        low, high = (c / b - 1) * 100, (d / a - 1) * 100
        given = rate.span
        if old.bound == Bound.EXACT == new.bound and (high < given[0] or low > given[1]):
            right = plain((new.amount / old.amount - 1) * 100, 1)
            yield at_record(
                CODE,
                rate,
                Severity.ERROR,
                Sureness.POSSIBLE if PRICES.search(rate.note.zh_hans) else Sureness.LIKELY,
                gettext_noop("“%(label)s” is given as %(rate)s, but from %(old)s to %(new)s is %(right)s %%."),
                UNLESS,
                arithmetic=f"{new.shown('zh-hans')} ÷ {old.shown('zh-hans')} − 1 = {right} % ≠ {rate.shown('zh-hans')}",
                others=(old.place, new.place),
                label=rate.label.get("zh-hans"),
                rate=rate.shown("zh-hans"),
                old=old.shown("zh-hans"),
                new=new.shown("zh-hans"),
                right=right,
            )


CHANGING = re.compile(
    r"(?:比上年末?|较上年末?|同比|年均)?(?:增长率?|增速|增幅|增加|降幅|下降|减少|提高|变化|增减)$|^Growth (?:in|of) | growth$"
)


def thing(label: str) -> str:
    """What a label measures, without the words that say it is a change, a year or a year's end."""
    return re.sub(r"（.*?）|\(.*?\)|年末|各年|“十.五”期间|全年", "", CHANGING.sub("", label)).strip(" 的")


def _thing(record: Record) -> str:
    return thing(record.label.zh_hans)


def _pair(rate: Record, year: int, levels: dict[str, dict[int, Record]]) -> tuple[Record, Record] | None:
    name = thing(rate.label.zh_hans)
    if not name or name == rate.label.zh_hans:
        return None
    found = levels.get(name, {})
    if year in found and year - 1 in found:
        return found[year - 1], found[year]
    # 全部工业增加值 and 各年工业增加值 are one thing when the year's value is the same.
    for other, of_year in levels.items():
        if year in of_year and year - 1 in of_year and (likeness(name, other) >= 0.75):
            mine = found.get(year)
            if mine is not None and max(mine.span[0], of_year[year].span[0]) <= min(mine.span[1], of_year[year].span[1]):
                return of_year[year - 1], of_year[year]
    return None


def _increments(audit: Audit) -> Iterator[Finding]:
    """规模, 较上年增加, 增速: level and increase give the rate that is declared beside them."""
    records = audit.reading.records
    seen = set()
    by_block: dict[tuple[tuple[str, int, str], str], list[Record]] = defaultdict(list)
    for record in records:
        by_block[(record.place.part, -1, record.place.case), record.period].append(record)
    for group in by_block.values():
        rates = [r for r in group if r.is_change and r.kind == SHARE]
        mores = [r for r in group if r.is_change and r.kind not in {SHARE, POINTS, TIMES}]
        levels = [r for r in group if not r.is_change and r.kind not in {SHARE, POINTS, TIMES, "rank"}]
        for more in mores:
            name = re.sub(r"(?:较上年|比上年|全年)?(?:净增|增加|新增|增量|增减)$", "", more.label.zh_hans).removesuffix("规模")
            level = next((r for r in levels if r.kind == more.kind and _about(r, name)), None)
            rate = next((r for r in rates if thing(r.label.zh_hans).removesuffix("规模") == name), None)
            if not name or level is None or rate is None or rate.indicator in seen or not level.amount > abs(more.amount) > 0:
                continue
            seen.add(rate.indicator)
            (a, b), (c, d) = more.span, level.span
            low, high = a / (d - a) * 100, b / (c - b) * 100
            if high < rate.span[0] or low > rate.span[1]:
                right = plain(more.amount / (level.amount - more.amount) * 100, 1)
                yield at_record(
                    CODE,
                    rate,
                    Severity.ERROR,
                    Sureness.LIKELY,
                    gettext_noop("“%(label)s” is given as %(rate)s, but %(more)s more, %(level)s in all, is %(right)s %%."),
                    UNLESS,
                    arithmetic="{0} ÷ ({1} − {0}) = {2} % ≠ {3}".format(
                        *(r.shown("zh-hans") for r in (more, level)), right, rate.shown("zh-hans")
                    ),
                    others=(level.place, more.place),
                    label=rate.label.get("zh-hans"),
                    rate=rate.shown("zh-hans"),
                    more=more.shown("zh-hans"),
                    level=level.shown("zh-hans"),
                    right=right,
                )


def _about(record: Record, name: str) -> bool:
    return record.label.zh_hans.removesuffix("规模").removesuffix("总数") == name


RULE = Rule(CODE, gettext_noop("Growth that does not follow"), check)

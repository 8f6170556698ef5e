"""Chinese against English: the same numbers, units, kinds and dates on both sides, paragraph by paragraph."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_noop

from cases.quantities import split_unit
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.reading.measures import COUNT, EN, POINTS, SHARE, TIMES, ZH, same_kind
from reports.audit.reading.mentions import Date, Mention
from reports.audit.rules.base import Audit, Rule, in_text, plain
from reports.audit.scenes import Passage, Spot

SCALE, UNITS, PERCENT, NUMBERS, BOUNDS, DATES, ONE_SIDE = (
    "zh_en_scale",
    "zh_en_unit",
    "zh_en_percent",
    "zh_en_number",
    "zh_en_qualifier",
    "zh_en_date",
    "zh_en_one_side",
)
POWERS = {Decimal(10) ** power for power in (-12, -9, -8, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 8, 9, 12)}


def _spots(audit: Audit) -> Iterator[tuple[Spot, list[tuple[Mention, Mention]], list[Mention], list[Mention]]]:
    """Of each text in both languages: the pairs of numbers, and what is left over on either side."""
    for scene in audit.reading.scenes:
        for spot in scene.spots:
            if spot.zh.text and spot.en.text:
                for zh, en in paired(spot):
                    yield spot, *matched(zh, en)


def paired(spot: Spot) -> Iterator[tuple[list[Mention], list[Mention]]]:
    """Numbers of paragraphs that answer each other; of the whole text where the paragraphs are not as many."""
    zh, en = [m for m in spot.zh.mentions if m.kind != "rank"], [m for m in spot.en.mentions if m.kind != "rank"]
    stops = [_paragraphs(text) for text in (spot.zh.text, spot.en.text)]
    if len(stops[0]) != len(stops[1]):
        yield zh, en
        return
    for (a, b), (c, d) in zip(*stops, strict=True):
        yield [m for m in zh if a <= m.start < b], [m for m in en if c <= m.start < d]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line) + 1))
        at += len(line) + 1
    return spans


def matched(zh: list[Mention], en: list[Mention]) -> tuple[list[tuple[Mention, Mention]], list[Mention], list[Mention]]:
    pairs: list[tuple[Mention, Mention]] = []
    left, right = list(zh), list(en)
    for alike in (_same, _rounded):
        for one in list(left):
            other = next((other for other in right if alike(one, other)), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
    # What the other side says once for two (均超过99%) is said.
    return pairs, [m for m in left if not m.minor and not _is_said(m, en)], [m for m in right if not m.minor and not _is_said(m, zh)]


def _is_said(mention: Mention, others: list[Mention]) -> bool:
    return any(_same(mention, other) for other in others)


def _same(one: Mention, other: Mention) -> bool:
    return _alike(one, other) and abs(one.value) == abs(other.value) and (one.high or one.value) == (other.high or other.value)


def _alike(one: Mention, other: Mention) -> bool:
    return same_kind(one.kind, other.kind) or (_months(one) is not None and _months(one) == _months(other))


def _months(mention: Mention) -> Decimal | None:
    """两年 and 24 months are one length of time; a day's 24小时 and one day are of one kind already."""
    return mention.value * 12 if mention.kind == "years" else mention.value if mention.kind == "months" else None


def _rounded(one: Mention, other: Mention) -> bool:
    """三分之二 and 66.7 %, 翻一番 and doubled, 1.07 million and 107万."""
    if _months(one) is not None and _months(one) == _months(other):
        return True
    if not same_kind(one.kind, other.kind):
        # 翻一番 is 100 % more.
        folds, share = (one, other) if one.kind == TIMES else (other, one)
        return folds.kind == TIMES and share.kind == SHARE and share.value == (folds.value - 1) * 100
    # Units that are no power of ten of each other (亩 and hectares) are converted and rounded.
    close = one.kind in {"area", "length", "coal"} and abs(one.value - other.value) <= max(one.step, other.step) / 2
    return close or ((one.step > 1 or other.step > 1 or one.kind == SHARE) and "分" in one.text and abs(one.value - other.value) < 1)


@lru_cache(maxsize=1)
def check_numbers(audit: Audit) -> tuple[Finding, ...]:
    """The findings of all rules on numbers in both languages, which come of one comparison."""
    return tuple(_compared(audit))


def _compared(audit: Audit) -> Iterator[Finding]:
    for spot, pairs, left, right in _spots(audit):
        rest = list(right)
        for one in left:
            other = _partner(one, rest)
            if other is None:
                if spot.zh.role in {"title", "label"} and not one.digits > 1:
                    continue
                yield _one_sided(spot.zh, one)
                continue
            rest.remove(other)
            yield _unlike(spot, one, other)
        for other in rest:
            if spot.en.role not in {"title", "label"} or other.digits > 1:
                yield _one_sided(spot.en, other)
        yield from _bounds(spot, pairs)


def _partner(one: Mention, rest: list[Mention]) -> Mention | None:
    """What this number most likely became on the other side: the same digits, the same number, then its kind in order."""
    for fits in (
        lambda other: _digits(one) == _digits(other) and len(_digits(one)) > 0 and same_kind(one.kind, other.kind),
        lambda other: one.value == other.value or (_digits(one) == _digits(other) and one.digits > 1),
        lambda other: same_kind(one.kind, other.kind),
        lambda other: {one.kind, other.kind} == {SHARE, POINTS},
    ):
        found = next((other for other in rest if fits(other)), None)
        if found is not None:
            return found
    return None


def _digits(mention: Mention) -> str:
    return "".join(map(str, mention.value.normalize().as_tuple().digits)).strip("0")


def _unlike(spot: Spot, one: Mention, other: Mention) -> Finding:
    ratio = other.value / one.value if one.value else Decimal(0)
    facts = {"zh": one.text, "en": other.text}
    if {one.kind, other.kind} == {SHARE, POINTS}:
        rule = PERCENT
        says, why = (
            gettext_noop("Percent on one side, percentage points on the other: %(zh)s, %(en)s."),
            gettext_noop("From 40 %% to 44 %% is 4 percentage points, and 10 %%."),
        )
    elif not same_kind(one.kind, other.kind) or ratio == _unit_ratio(one, other) != 1:
        rule = UNITS
        says, why = (
            gettext_noop("The units differ: %(zh)s in Chinese, %(en)s in English."),
            gettext_noop("The same digits in two units are two quantities."),
        )
    elif ratio in POWERS:
        rule = SCALE
        says, why = (
            gettext_noop("The scale differs: %(zh)s in Chinese, %(en)s in English."),
            gettext_noop("English has no 万 and no 亿: 1亿 is 100 million, 1万 is 10 thousand."),
        )
    else:
        rule = NUMBERS
        says, why = (
            gettext_noop("The numbers differ: %(zh)s in Chinese, %(en)s in English."),
            gettext_noop("Both editions are of one report."),
        )
    arithmetic = f"{plain(one.value, 6)} ≠ {plain(other.value, 6)}" if same_kind(one.kind, other.kind) else f"{one.text} ≠ {other.text}"
    if rule == SCALE:
        arithmetic += f" (×{plain(ratio, 12)})"
    return in_text(
        rule,
        spot.en,
        other.start,
        other.end,
        Severity.ERROR,
        Sureness.LIKELY,
        says,
        why,
        arithmetic=arithmetic,
        others=(spot.zh.at(one.start, one.end),),
        **facts,
    )


def _unit_ratio(one: Mention, other: Mention) -> Decimal:
    """How many of the Chinese unit the English one is, scales apart: kg for 吨 is a thousandth."""
    zh, en = (
        ZH.get(split_unit(one.unit)[1]),
        EN.get(other.unit.removeprefix(other.unit.partition(" ")[0]).strip() or other.unit) or EN.get(other.unit),
    )
    return en.factor / zh.factor if zh and en else Decimal(1)


def _one_sided(passage: Passage, mention: Mention) -> Finding:
    if passage.language == "en":
        says = gettext_noop("%(number)s stands in the English text only.")
    else:
        says = gettext_noop("%(number)s stands in the Chinese text only.")
    sure = Sureness.LIKELY if mention.digits > 1 or mention.kind != COUNT else Sureness.POSSIBLE
    why = gettext_noop("Both editions are of one report.")
    return in_text(ONE_SIDE, passage, mention.start, mention.end, Severity.WARNING, sure, says, why, number=mention.text)


def _bounds(spot: Spot, pairs: list[tuple[Mention, Mention]]) -> Iterator[Finding]:
    for one, other in pairs:
        if one.bound.agrees(other.bound) or one.minor or other.minor or _elsewhere(spot, one, other):
            continue
        yield in_text(
            BOUNDS,
            spot.en,
            other.start,
            other.end,
            Severity.WARNING,
            Sureness.LIKELY,
            gettext_noop("The qualifiers differ: %(zh)s in Chinese, %(en)s in English."),
            gettext_noop("“More than” and “nearly” change what a number claims."),
            others=(spot.zh.at(one.start, one.end),),
            zh=one.text,
            en=other.text,
        )


LOOSE = {
    "zh-hans": ("超", "突破", "逾", "以上", "多", "余", "至少", "近", "不到", "不足", "约", "左右", "最多", "最大", "以下", "几"),
    "en": (
        *("more", "over", "exceed", "least", "upward", "passed", "above", "nearly", "almost", "less", "under"),
        *("about", "around", "approx", "roughly", "most", "up to"),
    ),
}


def _elsewhere(spot: Spot, one: Mention, other: Mention) -> bool:
    """The side without a qualifier has one near by: both passed 100 million, 最多能增加 ….."""
    if one.bound and other.bound:
        return False
    passage, mention = (spot.en, other) if one.bound else (spot.zh, one)
    near = passage.text[max(0, mention.start - 30) : mention.start].lower()
    return any(word in near for word in LOOSE[passage.language])


def check_dates(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        for spot in scene.spots:
            if spot.zh.text and spot.en.text:
                zh, en = spot.zh.dates, spot.en.dates
                yield from _missing(spot.zh, spot.en, zh, en)
                yield from _missing(spot.en, spot.zh, en, zh)


def _missing(here: Passage, there: Passage, dates: tuple[Date, ...], others: tuple[Date, ...]) -> Iterator[Finding]:
    said: set[tuple[int, int, int]] = set()
    for date in dates:
        key = (date.year, date.month, date.day)
        if key in said or any(date.agrees(other) for other in others) or (str(date.year) in there.text and not date.month):
            continue
        # A month without a year is often told another way: at the end of that month.
        if not date.year and not date.day and not any(other.month and not other.year for other in others):
            continue
        said.add(key)
        # It is told once, from the Chinese side, when both have a date that the other lacks.
        if here.language == "en" and any(not any(other.agrees(mine) for mine in dates) for other in others):
            continue
        yield in_text(
            DATES,
            here,
            date.start,
            date.end,
            Severity.ERROR if others else Severity.WARNING,
            Sureness.LIKELY if others else Sureness.POSSIBLE,
            gettext_noop("%(date)s stands in one language only; the other has: %(given)s."),
            gettext_noop("Both editions are of one report."),
            arithmetic=f"{date.edtf} ≠ {', '.join(other.edtf for other in others) or '—'}",
            date=date.text,
            given=", ".join(other.text for other in others) or "—",
        )


def only(rule: str) -> Callable[[Audit], Iterator[Finding]]:
    def check(audit: Audit) -> Iterator[Finding]:
        return (finding for finding in check_numbers(audit) if finding.rule == rule)

    return check


RULES = (
    Rule(SCALE, gettext_noop("Chinese and English: another scale"), only(SCALE)),
    Rule(UNITS, gettext_noop("Chinese and English: another unit"), only(UNITS)),
    Rule(PERCENT, gettext_noop("Chinese and English: percent and percentage points"), only(PERCENT)),
    Rule(NUMBERS, gettext_noop("Chinese and English: another number"), only(NUMBERS)),
    Rule(BOUNDS, gettext_noop("Chinese and English: another qualifier"), only(BOUNDS)),
    Rule(ONE_SIDE, gettext_noop("Number in one language only"), only(ONE_SIDE)),
    Rule(DATES, gettext_noop("Chinese and English: another date"), check_dates),
)

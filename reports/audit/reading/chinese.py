"""Reading Chinese: 超过1.2亿户, 200多名, 一万两千多公里, 近三成, 三分之二, 翻一番, 10%至15%, 截至2021年8月."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reports.audit.reading.bounds import WITHIN_ZH, ZH_AFTER, ZH_BEFORE, Bound
from reports.audit.reading.measures import COUNT, RANKED, SHARE, TIMES, ZH, Measure
from reports.audit.reading.mentions import Date, Found, Mention, Way
from reports.audit.reading.numerals import chinese_number
from reports.audit.reading.patterns import NUMBER, blank, digits, either, even, is_real

HAN = "零〇○一二三四五六七八九十百千万亿两"
SCALE = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千(?![瓦伏克米卡帕赫焦字])|百(?![分年])"
POWERS = {"万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "千万": 7, "百万": 6, "十万": 5, "亿": 8, "万": 4, "千": 3, "百": 2}
# What stands before 约 and 近 in words that are no qualifier: 节约, 制约, 最近, 附近.
NO_QUALIFIER = r"(?<![节公制合签契邀预条特大最附邻])"

FIGURE = re.compile(
    rf"(?:{NO_QUALIFIER}(?P<before>{either(ZH_BEFORE)})(?:了|有|至|到)?\s*)?"
    rf"(?P<currency>[¥$€£]|US\$)?(?P<sign>(?<![\d%A-Za-z])[-−])?"
    rf"(?P<number>{NUMBER}|[{HAN}]{{1,16}})\s*(?P<mid>[多余几])?\s*(?P<scale>{SCALE})?\s*(?P<mid2>[多余])?\s*"
    rf"(?P<first>{either(ZH)})?"
    rf"(?:\s*(?:至|到|~|—|–|-)\s*(?P<high>{NUMBER})\s*(?P<scale2>{SCALE})?\s*(?P<second>{either(ZH)})?)?"
    rf"\s*(?:(?P<after>{either(ZH_AFTER)})(?!\s*\d))?"
)
TENTH = re.compile(
    rf"(?:{NO_QUALIFIER}(?P<before>{either(ZH_BEFORE)}))?(?P<number>[一二三四五六七八九])成(?P<half>半)?(?![立为果功员本熟长交分都效就年品套型])"
)
PART = re.compile(
    rf"(?:{NO_QUALIFIER}(?P<before>{either(ZH_BEFORE)})(?:了)?)?(?P<under>[{HAN}]{{1,16}}|\d+)分之(?P<over>[{HAN}]{{1,16}}(?:点[{HAN}]{{1,16}})?|{NUMBER})(?:(?P<after>{either(ZH_AFTER)})(?!\s*\d))?"
)
FOLD = re.compile(r"翻(?:了)?(?P<number>[一两二三四五])番(?P<after>多)?")
HALF = re.compile(rf"(?:{NO_QUALIFIER}(?P<before>{either(ZH_BEFORE)}|过))?(?P<half>一半|半数)(?:(?P<after>{either(ZH_AFTER)})(?!\s*\d))?")
PLACE = re.compile(rf"第\s?(?P<number>\d+|[{HAN}]{{1,16}})\s?[位名]")

YEAR = r"(?:(?:19|20)\d\d|[一二][九〇○零][〇○零一二三四五六七八九]{2})"
UNTIL = r"截至|截止|截止到|至|到|到了"
DATE = re.compile(
    rf"(?P<until>{UNTIL})?(?P<year>{YEAR})\s*年(?:末|底|初|前|上半年|下半年|第?[一二三四]季度)?(?:\s*(?P<month>\d{{1,2}})\s*月(?:份|底|末|初|中旬|上旬|下旬)?"
    rf"(?:\s*(?P<day>\d{{1,2}})\s*日)?)?"
)
MONTH = re.compile(
    r"(?P<until>截至|到|至)?(?<!\d)(?P<month>\d{1,2})\s*月(?:份|底|末|初|中旬|上旬|下旬)?(?:\s*(?P<day>\d{1,2})\s*日)?(?!\w*月报)"
)
YEARS = re.compile(r"(?P<year>(?:19|20)\d\d)\s*年?\s*(?:—|–|-|~|至|到)\s*(?P<other>(?:19|20)\d\d)(?=\s*年|[^\d]|$)")

# Digits that belong to a name: titles, plans, models, goals, numbered things.
NAMES = re.compile(
    r"《[^》]{1,80}》|[“\"][^”\"\s]{0,6}[十百千万]{3,4}[^”\"]{0,4}[”\"]|十[一二三四五六七]五|案例\s?\d+(?![\d.]*\s?[\u4e00-\u9fff%])|双(?:一流|\d+)|二十国集团|一带一路"
    r"|(?:目标|附件|附录|方案|范围|阶段|图|表|专栏|版本|型号|编号|标准号?)\s?\d+(?:[.\-—–]\d+)*(?![\d.]*\s?[%个万亿家项])"
    rf"|第\s?(?:\d+|[{HAN}]{{1,16}})(?:\s?(?!位|名)[\u4e00-\u9fff])?|(?:\d+|[{HAN}]{{1,16}})号|\d+\s?强|\d+级|\d+\s?[×xX]\s?\d+|前\s?\d+\s?(?:名|位)|\d+(?:\.\d+){{2,}}"
    r"|(?<![A-Za-z])(?!RMB|CNY|USD|US\$|gCO)[A-Za-z][A-Za-z./&]*[- ]?[A-Za-z]*\d[A-Za-z0-9.-]*"
    r"|(?<![\d.,A-Za-z])\d+(?!(?:kWh|MWh|GWh|TWh|kW|MW|GW|kV|km|kg|TB|GB|PB|W|gCO)(?![A-Za-z]))[A-Za-z][A-Za-z0-9]*|\d{1,2}:\d\d|\d{3,4}-\d{6,8}"
)
# 近30年来, 近五年: how far one looks back, and no amount.
LOOKING_BACK = re.compile(
    rf"(?<!历时)(?<!长达)(?:最?近|过去|未来|今后|此后|连续|为期)\s?(?:\d+|[{HAN}]{{1,16}})多?(?:余)?\s?(?:年|个月|周|天|日)(?:来|内|间)?(?!以后|后|之久|的?时间)|百年|千年|万年|近年"
)
DOWN, UP = re.compile(r"下降|减少|降低|下滑|减排|缩减|回落|降幅|跌|降"), re.compile(r"增长|增加|提高|上升|提升|增幅|扩大|上涨|增至|升")
CLAUSE = re.compile(r"[，。；！？\n]")
SMALL_NUMBER = 10
# What a small number in words tells of in passing: 两个方面, 三年, “三元矛盾”.
PASSING = {COUNT, TIMES, "months", "years", "time", "length", "yuan"}
# 每百元: the base of a rate.
EVERY = re.compile(r"每\s?$")
HALF_A = re.compile(r"半(?P<unit>个小时|小时|年|个月|天)")


def read(text: str) -> Found:
    plain = even(text)
    dates = list(_dates(plain))
    hidden = [(date.start, date.end) for date in dates]
    hidden += [match.span() for match in NAMES.finditer(plain)]
    seen = blank(plain, hidden)
    mentions: list[Mention] = []
    for pattern, maker in (
        (PLACE, _place),
        (PART, _part),
        (TENTH, _tenth),
        (FOLD, _fold),
        (HALF, _half),
        (HALF_A, _half_a),
        (FIGURE, _figure),
    ):
        taken = []
        for match in pattern.finditer(plain if pattern is PLACE else seen):
            mention = maker(match, plain)
            if mention is not None:
                mentions.append(mention)
                taken.append((mention.start, mention.end))
        seen = blank(seen, taken)
    back = [match.span() for match in LOOKING_BACK.finditer(plain)]
    mentions = [replace(each, minor=True) if any(a <= each.start < b for a, b in back) else each for each in mentions]
    return Found(tuple(sorted(mentions, key=lambda mention: mention.start)), tuple(dates))


def _figure(match: re.Match[str], text: str) -> Mention | None:
    written, scale = match["number"], match["scale"]
    is_word = not written[0].isdigit()
    measure = _measure(match["second"] or match["first"], match["currency"])
    if is_word:
        number = chinese_number(written)
        if number is None or measure is None:
            return None
        if scale:  # the words of the number have taken their own scale
            return None
        value, step, coarse = digits(str(number))
        step = coarse
    else:
        value, step, coarse = digits(written)
    after = match["after"] or ""
    if after == "多" and measure is not None and measure.kind not in {TIMES, "years"}:
        after = ""
    end = match.end() - (len(match["after"] or "") if not after else 0)
    if match["sign"]:
        value = -value
    factor = (measure.factor if measure else Decimal(1)) * Decimal(10) ** POWERS.get(scale or "", 0)
    high = None
    if match["high"]:
        last = Decimal(10) ** POWERS.get(match["scale2"] or scale or "", 0)
        first = Decimal(10) ** POWERS.get(scale or match["scale2"] or "", 0)
        base = measure.factor if measure else Decimal(1)
        high = digits(match["high"])[0] * last * base
        factor = first * base
        if high <= value * factor:
            return None
    bound = WITHIN_ZH.get(match["mid"] or match["mid2"] or "") or ZH_AFTER.get(after) or ZH_BEFORE.get(match["before"] or "", Bound.EXACT)
    kind = measure.kind if measure else COUNT
    start = match.start("before") if match["before"] else match.start("currency") if match["currency"] else match.start("number")
    if match["sign"] and not match["before"]:
        start = match.start("sign")
    return Mention(
        start=start,
        end=len(match.string[:end].rstrip()),
        text=text[start:end].strip(),
        value=value * factor,
        kind=kind,
        unit=(scale or "") + (match["second"] or match["first"] or ""),
        bound=bound,
        step=step * factor,
        coarse=coarse * factor,
        high=high,
        minor=(is_word and value <= SMALL_NUMBER and kind in PASSING) or kind == "voltage" or EVERY.search(text[:start]) is not None,
        way=_way(text, start),
    )


def _measure(unit: str | None, currency: str | None) -> Measure | None:
    if currency:
        return Measure({"¥": "yuan", "€": "euros", "£": "pounds"}.get(currency, "US dollars"))
    return ZH[unit] if unit else None


def _tenth(match: re.Match[str], text: str) -> Mention | None:
    number = chinese_number(match["number"])
    if number is None:
        return None
    step = Decimal(5) if match["half"] else Decimal(10)
    return _special(match, text, number * 10 + (5 if match["half"] else 0), SHARE, step=step, bound=ZH_BEFORE.get(match["before"] or ""))


def _part(match: re.Match[str], text: str) -> Mention | None:
    under = (
        Decimal(match["under"])
        if match["under"].isdigit()
        else chinese_number(match["under"]) or {"百": 100, "千": 1000}.get(match["under"])
    )
    whole, _, rest = match["over"].partition("点")
    over = Decimal(match["over"].replace(",", "")) if match["over"][0].isdigit() else chinese_number(whole)
    if not under or over is None:
        return None
    if rest:
        over += Decimal("0." + "".join(str(chinese_number(char)) for char in rest))
    value = over / Decimal(under) * 100
    bound = ZH_BEFORE.get(match["before"] or "") or ZH_AFTER.get(match["after"] or "")
    return _special(match, text, round(value, 4), SHARE, step=Decimal(1), bound=bound)


def _fold(match: re.Match[str], text: str) -> Mention | None:
    times = chinese_number(match["number"])
    return (
        None if times is None else _special(match, text, 2**times, TIMES, step=Decimal("0.2"), bound=Bound.OVER if match["after"] else None)
    )


def _half(match: re.Match[str], text: str) -> Mention | None:
    bound = Bound.OVER if match["before"] == "过" else ZH_BEFORE.get(match["before"] or "") or ZH_AFTER.get(match["after"] or "")
    return _special(match, text, Decimal(50), SHARE, step=Decimal(5), bound=bound)


def _half_a(match: re.Match[str], text: str) -> Mention | None:
    measure = ZH[match["unit"]]
    return _special(match, text, measure.factor / 2, measure.kind, step=measure.factor / 2, minor=True)


def _place(match: re.Match[str], text: str) -> Mention | None:
    number = Decimal(match["number"]) if match["number"].isdigit() else chinese_number(match["number"])
    return None if number is None else _special(match, text, number, RANKED, minor=True)


def _special(
    match: re.Match[str], text: str, value: Decimal, kind: str, *, step: Decimal = Decimal(1), bound: Any = None, minor: bool = False
) -> Mention:
    start, end = match.span()
    return Mention(start, end, text[start:end], value, kind, "", bound or Bound.EXACT, step, step, None, minor, _way(text, start))


def _way(text: str, until: int) -> Way:
    """What the clause says of the change before the number."""
    clause = CLAUSE.split(text[max(0, until - 20) : until])[-1]
    down, up = (max((match.start() for match in pattern.finditer(clause)), default=-1) for pattern in (DOWN, UP))
    return "" if down == up else "down" if down > up else "up"


def _dates(text: str) -> Iterator[Date]:
    taken: list[tuple[int, int]] = []
    for match in YEARS.finditer(text):
        for name in ("year", "other"):
            yield Date(match.start(name), match.end(name), text[match.start() : match.end()], int(match[name]))
        taken.append(match.span())
    for match in DATE.finditer(text):
        if any(match.start("year") < end and start < match.end() for start, end in taken):
            continue
        year = match["year"]
        number = int(year) if year.isdigit() else int("".join(str(int(chinese_number(char) or 0)) for char in year))
        month, day = int(match["month"] or 0), int(match["day"] or 0)
        until = match["until"] in {"截至", "截止", "截止到", "到", "至"}
        yield Date(
            match.start("year"), match.end(), text[match.start() : match.end()], number, month, day, until, is_real(number, month, day)
        )
        taken.append((match.start("year"), match.end()))
    for match in MONTH.finditer(text):
        if not any(match.start("month") < end and start < match.end() for start, end in taken):
            month, day = int(match["month"]), int(match["day"] or 0)
            yield Date(match.start("month"), match.end(), match[0], 0, month, day, bool(match["until"]), is_real(0, month, day))

"""Reading English: more than 1.2 billion, nearly two thirds, 15 to 20%, RMB 3 million, five vaccines, by August 2021."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reports.audit.reading.bounds import EN_AFTER, EN_BEFORE, Bound
from reports.audit.reading.measures import COUNT, EN, RANKED, SHARE, TIMES
from reports.audit.reading.mentions import Date, Found, Mention, Way
from reports.audit.reading.numerals import SCALES_EN, TENS_EN, UNITS_EN, english_number
from reports.audit.reading.patterns import NUMBER, blank, digits, either, even, is_real

_ONES = either(UNITS_EN)
_WORDS = (
    rf"(?:(?:{either(TENS_EN)})(?:-(?:{_ONES}))?|(?:{_ONES}))(?:[ -]hundred(?: and (?:(?:{either(TENS_EN)})(?:-(?:{_ONES}))?|{_ONES}))?)?"
)
_SCALE = either(SCALES_EN)
CURRENCY = {
    "RMB": "yuan",
    "CNY": "yuan",
    "¥": "yuan",
    "US$": "US dollars",
    "USD": "US dollars",
    "$": "US dollars",
    "€": "euros",
    "EUR": "euros",
    "£": "pounds",
}
# Units that are signs stand right after the number, and words end where a word ends.
_SIGNS = [unit for unit in EN if not unit[-1].isalpha()]
_NAMED = [unit for unit in EN if unit[-1].isalpha() and unit not in {"¥", "US$"}]
UNIT = rf"(?:{either(_SIGNS)}|(?:{either(_NAMED)})(?![A-Za-z0-9]))"

FIGURE = re.compile(
    rf"(?:(?<![A-Za-z-])(?P<before>{either(EN_BEFORE)})\s+)?"
    rf"(?:(?P<currency>{either(CURRENCY)})\s?)?(?P<sign>(?<![\d%A-Za-z)])[-−])?"
    rf"(?P<number>(?<![\w.,]){NUMBER}|(?<![A-Za-z-])(?:{_WORDS})(?![A-Za-z]))"
    rf"(?:[ -]?(?P<scale>{_SCALE})(?![A-Za-z]))?"
    rf"(?:[ -]?(?P<first>{UNIT}))?"
    rf"(?:\s?(?:to|–|-|—)\s?(?P<high>{NUMBER})(?:[ -]?(?P<scale2>{_SCALE})(?![A-Za-z]))?(?:[ -]?(?P<second>{UNIT}))?)?"
    rf"(?:\s?(?P<after>{either(EN_AFTER)})(?![A-Za-z\d]))?",
    re.IGNORECASE,
)
PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10, "quarter": 4}
PART = re.compile(
    rf"(?:(?<![A-Za-z-])(?P<before>{either(EN_BEFORE)})\s+)?(?<![A-Za-z-])(?:(?P<over>an?|one|two|three|four|seven"
    rf"|nine)[ -])?(?P<under>{either(PARTS)})(?=\s(?:of|the)\b|[ ,.;)])",
    re.IGNORECASE,
)
FOLD = re.compile(
    r"\b(?P<more>(?:more than|over|nearly|almost) )?(?P<word>doubled|doubling|tripled|trebled|tripling|quadrupled"
    r"|twice|(?P<count>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|hundred)-?fold)\b"
)
FOLDS = {
    "twice": 2,
    "doubled": 2,
    "doubling": 2,
    "tripled": 3,
    "trebled": 3,
    "tripling": 3,
    "quadrupled": 4,
}
PLACE = re.compile(r"\bNo\.\s?(?P<number>\d+)")

MONTHS = {
    name: number
    for number, name in enumerate(
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"], 1
    )
}
_MONTH = either(MONTHS)
UNTIL = r"(?i:by|as of|up to|until|to|at)(?: the)?(?: end of| close of)?"
DATE = re.compile(
    rf"(?:\b(?P<until>{UNTIL})\s+)?(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?\b(?P<month>{_MONTH})\b(?:\s+(?P<day2>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?)?"
    rf"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
YEAR = re.compile(
    rf"(?:\b(?P<until>{UNTIL})\s+)?(?<![\d,.$€£¥])(?P<year>(?:19|20)\d\d)(?![\d%]|,\d|\.\d|s\b|\s?(?:{either(_NAMED)}|{_SCALE})\b)"
)

NAMES = re.compile(
    r"(?:SDGs?|Goals?|ISO|IEC|GB/T|Chapters?|Figures?|Fig\.|Tables?|Sections?|Parts?|Annex(?:es)?|Articles?|Phases?|Steps?|Scopes?|Levels?|Lines?|Tiers?|Class|Version"
    r"|Grades?|[Pp]ages?|pp?\.|Units?|Rooms?|Blocks?|Routes?|Highway|Article|Global|Top|top|Batch|Stage|Round|Type"
    r"|Box)\s\d+(?:[.\-–/:]\d+)*(?:(?:, | and |–| to )\d+)*(?![\d,]*\s?(?:%|per cent|million|billion))"
    r"|(?<![A-Za-z])(?!RMB|CNY|USD|EUR|US\$)[A-Z][A-Za-z./&]*-?\d[\w.-]*"
    r"|(?<![\d.,A-Za-z])\d+(?!(?:kWh|MWh|GWh|TWh|kW|MW|GW|kV|km2?|kg|TB|GB|PB|W|t|m|cm|mm|nm|ms|tce|bn|th|st|nd|rd|pp|gCO)(?![A-Za-z]))[A-Za-z][\w]*"
    r"|\b(?i:case|project|building|plant|workshop|phase|stage|chapter|figure|table|line|unit|room|step|goal|level)s? \d+(?![\d,.]*\s?[%\w])"
    r"|\d+(?:st|nd|rd|th)\b|\b(?:19|20)\d0s\b|\d+(?:\.\d+){2,}|\d{1,2}:\d\d|“[^”]{0,30}(?:Hundreds"
    r"|Thousands)[^”]{0,30}”|\bone (?:another|by one|of)\b|\bno one\b|#\d+|\d+/\d+"
    r"|\b(?!RMB|CNY|USD|EUR)[A-Z]{2,}\s\d+(?:\.\d+)*(?![\d,]*\s?(?:%|per cent|million|billion))"
    r"|\b[a-z]+-\d+\b(?!-)|(?<=[a-z’'] )[A-Z][a-z’']+[ -]\d{1,2}(?=[,.;:)]|\s–|$| (?:and|is|was|has)\b)"
    r"|\b[A-Z][a-z’']+-\d\b|\b[A-Z][a-z]+ [A-Z][a-z]+ \d(?![\d,.])"
)
LOOKING_BACK = re.compile(r"\b(?:past|last|next|coming|previous|recent|almost|nearly|of) (?:\d+|[a-z]+) (?:years?|months?|weeks?|days?)")
DOWN = re.compile(r"\b(?:fell|fall(?:en|s|ing)?|declin\w+|decreas\w+|reduc\w+|down|drop\w*|cut\w*|lower\w*|shrank|less)\b", re.IGNORECASE)
UP = re.compile(r"\b(?:rose|ris(?:e|en|es|ing)|grew|grow\w*|increas\w+|up|climb\w*|rais\w+|expand\w*|gain\w*|higher)\b", re.IGNORECASE)
CLAUSE = re.compile(r"[,.;!?\n](?:\s|$)")
SMALL_NUMBER = 12
PASSING = {COUNT, TIMES, "months", "years", "time", "length"}
# Per 100 yuan: the base of a rate.
PER = re.compile(r"\b(?:per|each|every)\s$", re.IGNORECASE)
FROM = re.compile(r"\bfrom (?:[^.;]|\.\d){1,40}? to (?=\D{0,3}\d)")
HALF_A = re.compile(r"\bhalf[ -](?:an? )?(?P<unit>hour|year|month|day)\b")


def read(text: str) -> Found:
    plain = even(text)
    dates = list(_dates(plain))
    names = [match.span() for match in NAMES.finditer(plain)]
    dates = [date for date in dates if not any(start <= date.start and date.end <= end for start, end in names)]
    # From 24.6% to 52.1% are two numbers, 24.6% to 52.1% is a range.
    seen = blank(
        plain, [(date.start, date.end) for date in dates] + names + [(match.end() - 3, match.end() - 1) for match in FROM.finditer(plain)]
    )
    mentions: list[Mention] = []
    for pattern, maker in ((PLACE, _place), (FOLD, _fold), (HALF_A, _half_a), (PART, _part), (FIGURE, _figure)):
        taken = []
        for match in pattern.finditer(seen):
            mention = maker(match, plain)
            if mention is not None:
                mentions.append(mention)
                taken.append((mention.start, mention.end))
        seen = blank(seen, taken)
    mentions = _inheriting(mentions, [match.end() for match in FROM.finditer(plain)])
    back = [match.span() for match in LOOKING_BACK.finditer(plain)]
    mentions = [replace(each, minor=True) if any(a <= each.start < b for a, b in back) else each for each in mentions]
    return Found(tuple(sorted(mentions, key=lambda mention: mention.start)), tuple(sorted(dates)))


def _inheriting(mentions: list[Mention], joints: list[int]) -> list[Mention]:
    """From 1.8 to 2.4 million tonnes: the first number is in the second one's scale and unit."""
    found = {mention.start: mention for mention in mentions}
    for mention in list(mentions):
        second = next((found[at] for at in joints if at in found and 0 < at - mention.end <= 4), None)
        if second is None or mention.unit or mention.kind != COUNT or not second.unit:
            continue
        written = re.search(NUMBER, second.text)
        if written is None or not second.value:
            continue
        factor = second.value / digits(written[0])[0]
        whole = replace(mention, kind=second.kind, unit=second.unit, value=mention.value * factor, step=mention.step * factor)
        mentions[mentions.index(mention)] = replace(whole, coarse=mention.coarse * factor)
    return mentions


def _figure(match: re.Match[str], text: str) -> Mention | None:
    written, scale = match["number"], (match["scale"] or "").lower()
    is_word = not written[0].isdigit()
    if is_word:
        number = english_number(written)
        if number is None:
            return None
        value, step, coarse = digits(str(number))
        step = coarse
    else:
        value, step, coarse = digits(written)
    unit = _unit(match["second"] or match["first"])
    measure = EN[unit] if unit else None
    kind = CURRENCY[match["currency"].upper()] if match["currency"] else measure.kind if measure else COUNT
    base = measure.factor if measure else Decimal(1)
    factor = base * SCALES_EN.get(scale, 1)
    high = None
    if match["high"]:
        last = (match["scale2"] or scale).lower()
        high = digits(match["high"])[0] * base * SCALES_EN.get(last, 1)
        factor = base * SCALES_EN.get(scale or last, 1)
        if high <= value * factor:
            return None
    if match["sign"]:
        value = -value
    before, after = (match["before"] or "").lower(), (match["after"] or "").lower()
    start = match.start("before") if match["before"] else match.start("currency") if match["currency"] else match.start("number")
    if match["sign"] and not match["before"]:
        start = match.start("sign")
    return Mention(
        start=start,
        end=match.end(),
        text=text[start : match.end()].strip(),
        value=value * factor,
        kind=kind,
        unit=" ".join(filter(None, (scale, unit))),
        bound=EN_AFTER.get(after) or EN_BEFORE.get(before, Bound.EXACT),
        step=step * factor,
        coarse=coarse * factor,
        high=high,
        minor=(is_word and not scale and value <= SMALL_NUMBER and kind in PASSING)
        or kind == "voltage"
        or (written.lower(), scale) == ("ten", "thousand")
        or PER.search(text[:start]) is not None,
        way=_way(text, start),
    )


def _unit(written: str | None) -> str:
    """As it is called in the table; units are read without regard to case where that cannot confuse."""
    if not written:
        return ""
    return written if written in EN else next((unit for unit in EN if unit.lower() == written.lower()), "")


def _part(match: re.Match[str], text: str) -> Mention | None:
    # “A quarter of”: its “a” has been read as what stands before a number.
    over = match["over"] or ("a" if (match["before"] or "").lower() == "a" else None)
    under = PARTS[match["under"].lower()]
    if over is None and match["under"] not in {"half"}:
        return None
    if match["under"] in {"quarter", "fifth", "tenth", "third"} and not text[match.end() :].startswith(" of"):
        return None
    count = english_number(over) if over and over.lower() not in {"a", "an"} else Decimal(1)
    if count is None:
        return None
    start, end = match.span()
    bound = EN_BEFORE.get((match["before"] or "").lower(), Bound.EXACT)
    value = round(count / under * 100, 4)
    step = Decimal(5) if under == 2 else Decimal(1)
    return Mention(start, end, text[start:end], value, SHARE, "", bound, step, step, way=_way(text, start))


def _fold(match: re.Match[str], text: str) -> Mention | None:
    start, end = match.span()
    times = english_number(match["count"]) if match["count"] else Decimal(FOLDS[match["word"]])
    if times is None:
        return None
    bound = EN_BEFORE.get((match["more"] or "").strip(), Bound.EXACT)
    return Mention(
        start,
        end,
        text[start:end],
        times,
        TIMES,
        "",
        bound,
        Decimal("0.2"),
        Decimal("0.2"),
        minor=match["word"] == "twice",
        way="up",
    )


def _half_a(match: re.Match[str], text: str) -> Mention | None:
    measure = EN[match["unit"]]
    start, end = match.span()
    return Mention(start, end, text[start:end], measure.factor / 2, measure.kind, minor=True)


def _place(match: re.Match[str], text: str) -> Mention | None:
    start, end = match.span()
    return Mention(start, end, text[start:end], Decimal(match["number"]), RANKED, minor=True)


def _way(text: str, until: int) -> Way:
    clause = CLAUSE.split(text[max(0, until - 40) : until])[-1]
    down, up = (max((match.start() for match in pattern.finditer(clause)), default=-1) for pattern in (DOWN, UP))
    return "" if down == up else "down" if down > up else "up"


def _dates(text: str) -> Iterator[Date]:
    taken: list[tuple[int, int]] = []
    for match in DATE.finditer(text):
        month = MONTHS[match["month"]]
        day, year = int(match["day"] or match["day2"] or 0), int(match["year"] or 0)
        if (
            match["month"] == "May"
            and not (day or year)
            and not text[: match.start("month")].rstrip().endswith(("in", "of", "by", "until", "since"))
        ):
            continue
        if match["month"] == "March" and not (day or year) and text[match.end() :].startswith((" on", "ed")):
            continue
        start = match.start("day") if match["day"] else match.start("month")
        yield Date(start, match.end(), match[0], year, month, day, bool(match["until"]), is_real(year, month, day))
        taken.append((start, match.end()))
    for match in YEAR.finditer(text):
        if not any(match.start("year") < end and start < match.end() for start, end in taken):
            yield Date(match.start("year"), match.end(), match[0], int(match["year"]), 0, 0, bool(match["until"]))

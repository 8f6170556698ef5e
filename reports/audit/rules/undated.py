"""目前, 去年, 今年 with a number and no date: a printed report is read for years."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.clauses import sentence_span
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.rules.base import Audit, Rule, in_text
from reports.audit.scenes import Passage, Scene

CODE = "undated"
WORDS = {
    "zh-hans": re.compile(
        r"截至目前|到目前为止|目前|去年|今年|前年|明年|近期|迄今|至今|如今|截至发稿|上个?月|本月|(?<!较)(?<!比)(?<!占)上年(?!同期|末)|日前"
    ),
    "en": re.compile(
        r"\b(?:currently|at present|so far|to date|last year|this year|next year|recently|today|nowadays|last month|as of now|until now)\b",
        re.IGNORECASE,
    ),
}
# 以2012年起至今 gives its beginning, and so its date.
AFTER_A_DATE = re.compile(r"较去年|比去年|than last year|from last year|on last year|over last year", re.IGNORECASE)


def check(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        for passage in scene.passages:
            if passage.role not in {"prose", "caption"}:
                continue
            for match in WORDS[passage.language].finditer(passage.text):
                first, last = sentence_span(passage.text, match.start(), match.end())
                around = passage.text[max(0, match.start() - 2) : match.end() + 2]
                numbers = [m for m in passage.mentions if first <= m.start and m.end <= last and not m.minor]
                dated = [date for date in passage.dates if first <= date.start and date.end <= last and date.year]
                if not numbers or dated or (AFTER_A_DATE.search(around) and _year_before(passage, first)):
                    continue
                if passage.language == "en" and _is_in_chinese(scene, passage):
                    continue
                yield in_text(
                    CODE,
                    passage,
                    match.start(),
                    match.end(),
                    Severity.WARNING,
                    Sureness.LIKELY,
                    gettext_noop("“%(word)s” with a number and without a date."),
                    gettext_noop("Who reads the report later does not know when that was; give the month or the year."),
                    word=match[0],
                )


def _year_before(passage: Passage, first: int) -> bool:
    return any(date.year and date.end <= first for date in passage.dates)


def _is_in_chinese(scene: Scene, passage: Passage) -> bool:
    spot = next(spot for spot in scene.spots if spot.en is passage)
    return bool(WORDS["zh-hans"].search(spot.zh.text))


RULE = Rule(CODE, gettext_noop("“Now” or “last year” without a date"), check)

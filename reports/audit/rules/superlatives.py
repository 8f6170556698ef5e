"""首个, 最大, 全球首位 without a source: nobody can check it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.clauses import sentence_span
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.reading.measures import RANKED
from reports.audit.rules.base import Audit, Rule, in_text
from reports.audit.scenes import Passage, Scene

CODE = "superlatives"
REALM = r"(?:全球|世界|全国|国内|亚洲|国际|中国|全省|全行业|业内|同行业|行业|欧盟|非洲|我国|省内)"
WORDS = {
    "zh-hans": re.compile(
        rf"{REALM}[^，。；\n]{{0,6}}(?:最(?:大|高|多|长|快|早|先进|低|广|好)(?!程度|限度|化)|第一(?!阶段|季度|产业|次会议|个五年|步|汽车|大街|书记)|首位|首个|首家|首座|首次|首创|首条|首台|首款|首批|唯一|居首|领先)"
        rf"|(?<!最)(?:首个|首家|首座|首创|首条|首台|首款|唯一(?:一个|一家)|史上最|有史以来最)(?!目标|五年|阶段)"
        r"|最(?:大|高|长|远|快|早|深)(?!程度|限度|化|值|负荷|功率|容量|出力|限)(?:的[^，。；（\d\n]{2,10}|距离|规模)"
    ),
    "en": re.compile(
        r"\b(?:world['’]s|China['’]s|Asia['’]s|country['’]s|nation['’]s|Europe['’]s|Africa['’]s) (?:first|largest"
        r"|biggest|highest|longest|most|only|leading)\b"
        r"|\b(?:first|largest|biggest|highest|longest|deepest|fastest|only) (?:\w+[ -]){0,4}(?:in the (?:world"
        r"|country|industry|EU)|in China|in Asia|worldwide|globally|of its kind|of any country)"
        r"|\bthe most (?:\w+ ){0,2}in the world|\branks? first\b|\branked first\b|\bno other (?:country|company)\b|\bunprecedented\b",
        re.IGNORECASE,
    ),
}
SOURCED = {
    "zh-hans": re.compile(r"据|来源|统计|数据显示|报告显示|公布|发布的|评为|认证|指出|根据|名单|排名|榜"),
    "en": re.compile(
        r"according to|source|statistics|data from|report(?:ed|s)? (?:by|that)|certified|ranking|published by|list", re.IGNORECASE
    ),
}
# 最大限度, at most: how far one goes, and no claim to be first.
AIM = re.compile(r"目标|力争|争取|愿景|致力|建设.{0,6}领先|打造|aims?|goal|to become|strive", re.IGNORECASE)


def check(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        told: set[tuple[str, str]] = set()
        for passage in scene.passages:
            if passage.role not in {"prose", "caption", "title"}:
                continue
            for match in WORDS[passage.language].finditer(passage.text):
                first, last = sentence_span(passage.text, match.start(), match.end())
                words = passage.text[first:last]
                key = (passage.language, words)
                if key in told or SOURCED[passage.language].search(words) or AIM.search(words) or _has_source(scene, passage):
                    continue
                told.add(key)
                if passage.language == "en" and _is_in_chinese(scene, passage):
                    continue
                yield in_text(
                    CODE,
                    passage,
                    match.start(),
                    match.end(),
                    Severity.HINT,
                    Sureness.POSSIBLE,
                    gettext_noop("“%(word)s” without a source."),
                    gettext_noop("Say who counted, or by what: a claim to be first is the first that readers check."),
                    word=match[0],
                )


def _has_source(scene: Scene, passage: Passage) -> bool:
    """A document cited beside the text, or a rank in the records beside it that names its source."""
    block = next((block for number, block in scene.blocks if number == passage.place.block), None)
    if getattr(block, "citations", ()) or getattr(block, "citation", None):
        return True
    return any(record.source and (record.kind == RANKED or record.place.block == passage.place.block) for record in scene.records)


def _is_in_chinese(scene: Scene, passage: Passage) -> bool:
    """The claim is told once, at its Chinese text."""
    spot = next(spot for spot in scene.spots if spot.en is passage)
    return bool(WORDS["zh-hans"].search(spot.zh.text))


RULE = Rule(CODE, gettext_noop("Superlative without a source"), check)

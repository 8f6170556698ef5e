"""One organisation under several names: a legal name written almost, but not quite, like another."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext_noop

from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.rules.base import Audit, Rule, in_text
from reports.audit.scenes import Passage

CODE = "names"
ZH = re.compile(
    r"[\u4e00-\u9fffA-Za-z（）()·]{2,24}?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|联合会|研究院|协会|基金会|学会|委员会|大学(?!生)|集团(?!公司|有限|的|化|军|内))(?:[\u4e00-\u9fff]{2,6}分公司)?"
)
EN = re.compile(
    r"(?:[A-Z][A-Za-z&.’'-]+ (?:(?:of|for|and|the|in) )*){1,8}(?:Co\., Ltd|Corporation|Group|Association|Federation"
    r"|Foundation|University|Institute|Council|Limited|Inc)\b\.?"
)
# What stands before a name in a sentence and is no part of it.
LEADING = re.compile(
    r"^.*(?:由|与|和|及|对|向|(?<!华)为|在|是|从|将|使|让|把|被|据|经|请|联合(?!会)|携手|邀请|通过|，|、|组织|支持|指导|共同|会同|以及|中的|其中|包括|参股|控股)"
)
ALIKE = 0.82
# Words that tell one member of a family from another: branches, places, numbers.
APART = re.compile(
    r"[省市县区州]|分公司|第[一二三四五六七八九十]+|北京|上海|广东|浙江|江苏|山东|四川|河南|湖北|湖南|福建|安徽|河北|辽宁|陕西|江西|重庆|云南|广西|山西|吉林|天津|贵州|新疆|甘肃|海南|宁夏|青海|西藏|内蒙古|黑龙江|东|南|西|北|中|一|二|三|四|五"
)


def check(audit: Audit) -> Iterator[Finding]:
    seen: dict[str, dict[str, tuple[Passage, int, int]]] = {"zh-hans": {}, "en": {}}
    official: dict[str, set[str]] = {"zh-hans": set(), "en": set()}
    for scene in audit.reading.scenes:
        if scene.case:
            for organisation in (scene.case.organisation, *scene.case.organisations):
                official["zh-hans"].add(organisation.name.zh_hans)
                official["en"].add(organisation.name.en)
        for passage in scene.passages:
            pattern = EN if passage.language == "en" else ZH
            for match in pattern.finditer(passage.text):
                name = match[0] if passage.language == "en" else LEADING.sub("", match[0])
                if len(name) >= 5:
                    seen[passage.language].setdefault(name, (passage, match.end() - len(name), match.end()))
    for language, names in seen.items():
        for one, other in _close([*official[language], *names], language):
            if one not in names and other not in names:
                continue
            written, known = (other, one) if other in names else (one, other)
            passage, start, end = names[written]
            yield in_text(
                CODE,
                passage,
                start,
                end,
                Severity.WARNING,
                Sureness.LIKELY if known in official[language] else Sureness.POSSIBLE,
                gettext_noop("“%(written)s” and “%(known)s” look like one organisation under two names."),
                gettext_noop("An organisation has one name in a report; its short name is given with it once."),
                arithmetic=f"{written} ≠ {known}",
                written=written,
                known=known,
            )


def _close(names: list[str], language: str) -> Iterator[tuple[str, str]]:
    """Pairs that differ in a few characters. Only names that share their first or last characters are compared."""
    by_end: dict[str, set[str]] = defaultdict(set)
    for name in dict.fromkeys(filter(None, names)):
        by_end["<" + name[:2]].add(name)
        by_end[">" + re.sub(r"(?:集团|股份|有限|责任|公司|Co\., Ltd\.?|Corporation|Group)+$", "", name).strip()[-3:]].add(name)
    told = set()
    for group in by_end.values():
        for one, other in combinations(sorted(group), 2):
            if (one, other) not in told and _is_slip(one, other, language):
                told.add((one, other))
                yield one, other


def _is_slip(one: str, other: str, language: str) -> bool:
    if one in other or other in one or abs(len(one) - len(other)) > (4 if language != "en" else 8):
        return False
    first = _alike_at_start(one, other)
    last = min(_alike_at_start(one[::-1], other[::-1]), min(len(one), len(other)) - first)
    if 2 * (first + last) < ALIKE * (len(one) + len(other)):
        return False
    differing = one[first : len(one) - last] + other[first : len(other) - last]
    if language == "en":
        return len(differing) <= 6
    return not APART.search(differing) and sorted(APART.findall(one)) == sorted(APART.findall(other))


def _alike_at_start(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


RULE = Rule(CODE, gettext_noop("One organisation under several names"), check)

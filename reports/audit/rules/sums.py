"""A total that is not the sum of its parts: breakdowns, and enumerations in a sentence (80个国家：亚洲26个，非洲34个 …)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_noop

from reports.audit.clauses import sentence_span
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.reading.bounds import Bound
from reports.audit.reading.measures import SHARE
from reports.audit.reading.mentions import Mention
from reports.audit.rules.base import Audit, Rule, at_record, in_text, plain
from reports.audit.scenes import Passage, Record
from reports.audit.tying import Tie
from reports.document import Breakdown

CODE = "sums"
LISTS = {
    "zh-hans": re.compile(r"其中|包括|分别(?:为|是|有)|[：:]|由"),
    "en": re.compile(r":|\b(?:including|compris(?:ing|es)|made up of|consist(?:ing|s) of|of which|of them|namely)\b"),
}
# "Among others": the parts that are named are not all.
OPEN = {"zh-hans": re.compile(r"等(?![级于])|比如|例如"), "en": re.compile(r"\b(?:such as|among others|for example)\b")}
# Parts that come to less than this much of the total are some of it, and are meant so.
NEAR = Decimal("0.6")
EACH = {"zh-hans": re.compile(r"各\s?$"), "en": re.compile(r"\bone\b|\beach\b")}
ALL = {"zh-hans": re.compile(r"[：:]|包括|分别|由"), "en": re.compile(r":|compris|made up of|consist")}


def check(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        for number, block in scene.blocks:
            if isinstance(block, Breakdown):
                rows = [record for record in scene.records if record.place.block == number]
                yield from _breakdown(rows)
        for passage in scene.passages:
            if passage.role not in {"label", "note"}:
                yield from _enumerations(passage)


def _breakdown(rows: list[Record]) -> Iterator[Finding]:
    total, *parts = rows
    of_kind = [part for part in parts if part.kind == total.kind]
    if not of_kind or len(of_kind) < len(parts):
        return
    low, high = sum((part.span[0] for part in of_kind), Decimal(0)), sum((part.span[1] for part in of_kind), Decimal(0))
    whole = sum((part.amount for part in of_kind), Decimal(0))
    is_over = low > total.span[1]
    # Of a share's parts and of a breakdown marked “其中” some may be left out: only more than the whole is wrong.
    # Of one part, or of parts far from the whole, the rest is left out on purpose.
    is_partial = (
        len(of_kind) == 1
        or high < total.span[0] * NEAR
        or any("其中" in part.label.zh_hans or "of which" in part.label.en.lower() for part in of_kind)
    )
    if is_over or (high < total.span[0] and not is_partial):
        factor = total.measure[1]
        arithmetic = " + ".join(plain(part.value * part.measure[1] / factor) for part in of_kind)
        yield at_record(
            CODE,
            total,
            Severity.ERROR,
            Sureness.CERTAIN if is_over else Sureness.LIKELY,
            gettext_noop("The parts of “%(label)s” add up to %(sum)s, the total says %(total)s."),
            gettext_noop("A total is the sum of its parts; what rounding allows was counted in."),
            arithmetic=f"{arithmetic} = {plain(whole / factor)} ≠ {plain(total.value)}",
            others=tuple(part.place for part in of_kind),
            label=total.label.get("zh-hans"),
            sum=f"{plain(whole / factor)} {total.unit}",
            total=total.shown("zh-hans"),
        )


def _enumerations(passage: Passage) -> Iterator[Finding]:
    for total, parts, is_whole in enumerations(passage):
        low = sum((part.span[0] for part in parts), Decimal(0))
        high = sum((part.span[1] for part in parts), Decimal(0))
        whole = sum((part.value for part in parts), Decimal(0))
        if low > total.span[1] or (is_whole and high < total.span[0]):
            base = _base(total)
            yield in_text(
                CODE,
                passage,
                total.start,
                total.end,
                Severity.ERROR,
                Sureness.LIKELY,
                gettext_noop("The parts named add up to %(sum)s, the total says %(total)s."),
                gettext_noop("A total is the sum of its parts; what rounding allows was counted in."),
                arithmetic=" + ".join(plain(part.value / base) for part in parts)
                + f" = {plain(whole / base)} ≠ {plain(total.value / base)}",
                others=tuple(passage.at(part.start, part.end) for part in parts),
                sum=plain(whole / base),
                total=total.text,
            )


def _base(mention: Mention) -> Decimal:
    """What one of its unit as written is: 3.2亿 → 100000000."""
    for power in (Decimal(10) ** 12, Decimal(10) ** 8, Decimal(10) ** 4):
        if mention.unit.startswith({12: "万亿", 8: "亿", 4: "万"}[power.adjusted()]):
            return power
    return Decimal(1)


@lru_cache(maxsize=5_000)
def enumerations(passage: Passage) -> tuple[tuple[Mention, list[Mention], bool], ...]:
    """A total and its parts within a sentence, and whether all parts are named."""
    return (*_enumerated(passage), *_totalled(passage))


def _enumerated(passage: Passage) -> Iterator[tuple[Mention, list[Mention], bool]]:
    seen: set[int] = set()
    for total in passage.mentions:
        if total.kind == "rank" or total.high is not None or total.start in seen:
            continue
        _, last = sentence_span(passage.text, total.start, total.end)
        after = passage.text[total.end : last]
        sign = LISTS[passage.language].search(after)
        if sign is None or OPEN[passage.language].search(after):
            continue
        between = [m for m in passage.mentions if total.end <= m.start < total.end + sign.start()]
        if any(m.same_kind(total.kind) for m in between) or len(passage.text[total.end : total.end + sign.start()]) > 24:
            continue
        parts = []
        for mention in passage.mentions:
            if mention.start < total.end + sign.start() or mention.end > last:
                continue
            if not mention.same_kind(total.kind) or (mention.unit.lstrip("万亿") != total.unit.lstrip("万亿") and passage.language != "en"):
                continue
            # 其中A为…，比上年增长…: a number of another sort ends the list of parts only if it is of the total's kind.
            count = 2 if EACH["zh-hans"].search(passage.text[: mention.start]) and passage.language != "en" else 1
            parts += [mention] * count
        if not _are_parts(total, parts, sign[0]):
            continue
        if "的" in after[: sign.start()] and "其中" not in sign[0] and total.kind == SHARE:
            continue
        seen.update(part.start for part in parts)
        yield total, parts, bool(ALL[passage.language].search(sign[0])) and len(parts) > 1


# Parts first, then what they come to: 云南12个，广西9个，合计21个.
AT_THE_END = {"zh-hans": re.compile(r"(?:合计|共计|总计|总共|一共|加起来)\s?$"), "en": re.compile(r"\b(?:altogether|in total|in all),? $")}


def _totalled(passage: Passage) -> Iterator[tuple[Mention, list[Mention], bool]]:
    for total in passage.mentions:
        sign = AT_THE_END[passage.language]
        if not sign.search(passage.text[: total.start]) and not total.text.startswith(("合计", "共计", "总计")):
            continue
        first, _ = sentence_span(passage.text, total.start, total.end)
        parts = [m for m in passage.mentions if first <= m.start and m.end <= total.start and m.same_kind(total.kind) and not m.minor]
        if len(parts) > 1 and all(part.counter == total.counter and part.value < total.value for part in parts):
            yield total, parts, True


def _are_parts(total: Mention, parts: list[Mention], sign: str) -> bool:
    if len(parts) == 1:
        return parts[0].value > total.value and "其中" in sign and total.bound == Bound.EXACT
    is_other = len(parts) > 2 and any(part.value >= total.value for part in parts)
    return len(parts) > 1 and not is_other and (total.kind != SHARE or total.value == 100)


def is_part_of_sum(tie: Tie) -> bool:
    """Whether it is one of the parts of a total that adds up: then the sentence itself answers for it."""
    return any(
        tie.mention in parts and abs(sum(part.value for part in parts) - total.value) <= total.step / 2
        for total, parts, _ in enumerations(tie.passage)
    )


RULE = Rule(CODE, gettext_noop("Total that is not the sum of its parts"), check)

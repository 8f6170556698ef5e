"""A level shown with a growth that belongs to another level: a tile's change, or a rate in the sentence of another number."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext_noop

from reports.audit.clauses import clause, sentence
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.likeness import coverage, likeness
from reports.audit.reading.measures import SHARE
from reports.audit.rules.base import Audit, Rule, at_record, in_text
from reports.audit.rules.growth import thing
from reports.document import Tiles

CODE = "level_growth"
# A change is of what its label names: of another level beside it where it names that one, of none where it shares next to nothing.
SAME, APART = 0.85, 0.2


def check(audit: Audit) -> Iterator[Finding]:
    yield from _tiles(audit)
    yield from _texts(audit)


def _tiles(audit: Audit) -> Iterator[Finding]:
    for scene in audit.reading.scenes:
        for number, block in scene.blocks:
            if not isinstance(block, Tiles):
                continue
            shown = {record.place.field: record for record in scene.records if record.place.block == number}
            for index in range(len(block.items)):
                level, change = shown[f"items.{index}"], shown.get(f"items.{index}.change")
                if change is None:
                    continue
                own = max(
                    _alike(level.label.zh_hans, change.label.zh_hans), _alike(block.items[index].datum.label.zh_hans, change.label.zh_hans)
                )
                others = [r for name, r in shown.items() if not name.endswith(".change") and r is not level]
                better = max(others, key=lambda other: _alike(other.label.zh_hans, change.label.zh_hans), default=None)
                of_other = _alike(better.label.zh_hans, change.label.zh_hans) if better else 0
                if (own < SAME and of_other >= SAME) or own < APART:
                    yield at_record(
                        CODE,
                        change,
                        Severity.ERROR,
                        Sureness.LIKELY,
                        gettext_noop("Beside “%(level)s” stands a change of something else: “%(change)s”."),
                        gettext_noop("A level and a growth of two different things next to each other read as one."),
                        arithmetic=f"{level.shown('zh-hans')} ↔ {change.shown('zh-hans')}",
                        others=(level.place,),
                        level=level.label.zh_hans,
                        change=change.label.zh_hans,
                    )


def _alike(level: str, change: str) -> float:
    name = thing(change)
    return max(likeness(level, name), coverage(name, level), coverage(level, change))


def _texts(audit: Audit) -> Iterator[Finding]:
    """The rate tied to a record of another thing than the level before it, although the level has a growth of its own."""
    for scene in audit.reading.scenes:
        growths = [record for record in scene.records if record.is_change and record.kind == SHARE]
        ties = audit.ties.of_scene[scene.key]
        for before, tie in pairwise(ties):
            level, rate = before.record, tie.record
            if (before.passage is not tie.passage and before.passage.place != tie.passage.place) or level is None or rate is None:
                continue
            if level.is_change or not rate.is_change or rate.kind != SHARE or tie.mention.start - before.mention.end > 16:
                continue
            if sentence(before.passage, before.mention) != sentence(tie.passage, tie.mention):
                continue
            own = [record for record in growths if thing(record.label.zh_hans) == level.label.zh_hans and record.period == level.period]
            if not own or rate in own or any(record.amount == rate.amount for record in own):
                continue
            # Where the words between name what the rate is of, it is no mistake.
            if (
                coverage(thing(rate.label.get(tie.passage.language)), clause(tie.passage, tie.mention)) >= 0.6
                and likeness(thing(rate.label.zh_hans), level.label.zh_hans) < 0.5
            ):
                continue
            yield in_text(
                CODE,
                tie.passage,
                tie.mention.start,
                tie.mention.end,
                Severity.ERROR,
                Sureness.LIKELY,
                gettext_noop("The growth %(rate)s is kept for “%(other)s”; “%(level)s” grew by %(own)s."),
                gettext_noop("A level and a growth of two different things next to each other read as one."),
                arithmetic=f"{tie.mention.text} ≠ {own[0].shown(tie.passage.language)}",
                others=(rate.place, own[0].place),
                rate=tie.mention.text,
                other=rate.label.get(tie.passage.language),
                level=level.label.get(tie.passage.language),
                own=own[0].shown(tie.passage.language),
            )


RULE = Rule(CODE, gettext_noop("Growth of something else"), check)

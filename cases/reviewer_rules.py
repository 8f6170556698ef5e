"""Who reads a case by rule: the reviewer of the first rule that it meets, where nobody reads it yet.

Passed over are rules that are not in use, whose reviewer reads no more, or whose reviewer belongs to the case's own organisation.
An assignment by rule stands in the name of whoever wrote the rule. As with one made by hand, no mail of its own goes out: mail about a
hand-in goes to its reviewer alone instead of to all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import is_reviewer
from cases.assigning import BATCH, Asked, AssignmentRefused, queue, reviewers
from cases.audit_log import mark_of, record
from cases.enums import AuditAction
from cases.models import Assignment, Case, CaseTag, ReviewerRule


@dataclass(frozen=True)
class Facts:
    """What rules ask of a case. `tags` are those of the case and `members` the reviewers of its organisation, by number."""

    organisation: int
    sector: str
    call: int | None
    kind: int | None
    tags: frozenset[int]
    members: frozenset[int]


def fits(rule: ReviewerRule, facts: Facts) -> bool:
    """A topic that was merged into another is that other one; a sector is the case's own or its organisation's."""
    topic = rule.topic and (rule.topic.merged_into_id or rule.topic.pk)
    return (
        rule.reviewer_id not in facts.members
        and rule.organisation_id in (None, facts.organisation)
        and rule.call_id in (None, facts.call)
        and rule.kind_id in (None, facts.kind)
        and (rule.sector is None or rule.sector.slug == facts.sector or rule.sector.pk in facts.tags)
        and {tag for tag in (topic, rule.goal_id) if tag} <= facts.tags
    )


def choose(rules: Iterable[ReviewerRule], facts: Facts) -> ReviewerRule | None:
    """The first that fits."""
    return next((rule for rule in rules if fits(rule, facts)), None)


def in_use() -> list[ReviewerRule]:
    """In the order in which they are asked. One query."""
    rules = ReviewerRule.objects.filter(is_active=True, reviewer__in=reviewers().order_by().values("pk"))
    return list(rules.select_related("organisation", "call", "kind", "sector", "topic", "goal", "reviewer").order_by("position", "pk"))


def facts_of(cases: Sequence[Case]) -> dict[int, Facts]:
    """By case. Two queries for any number of cases whose organisations are loaded."""
    tags: dict[int, set[int]] = defaultdict(set)
    members: dict[int, set[int]] = defaultdict(set)
    for start in range(0, len(cases), BATCH):
        some = cases[start : start + BATCH]
        for case, tag in CaseTag.objects.filter(content_object__in=some).order_by().values_list("content_object", "tag"):
            tags[case].add(tag)
    # Of those who read cases alone: nobody else is named by a rule.
    inside = Membership.objects.filter(user__in=reviewers().order_by().values("pk"))
    for organisation, user in inside.values_list("organisation", "user"):
        members[organisation].add(user)
    return {
        case.pk: Facts(
            organisation=case.organisation_id,
            sector=case.organisation.sector,
            call=case.call_id,
            kind=case.kind_id,
            tags=frozenset(tags[case.pk]),
            members=frozenset(members[case.organisation_id]),
        )
        for case in cases
    }


# --- At the hand-in --------------------------------------------------------------------------------------------


def give(case: Case) -> User | None:
    """Give a case that was just handed in, and that nobody reads, to the reviewer of its rule. In the transaction of the step.

    One query where there are no rules, two where somebody reads the case.
    """
    rules = in_use()
    if not rules or Assignment.objects.filter(case=case, reviewer__in=reviewers().order_by().values("pk")).exists():
        return None
    rule = choose(rules, facts_of([case])[case.pk])
    if rule is None or not _write([case.pk], rule):
        return None
    record(AuditAction.ASSIGNED, by=rule.by, case=case, detail=f"{rule} → {mark_of(rule.reviewer)}")
    return rule.reviewer


# --- For those that wait already -------------------------------------------------------------------------------


def would_go(user: Any) -> list[tuple[Case, ReviewerRule | None]]:
    """The cases of the queue that nobody reads, the most urgent first, each with the rule that it meets. Four queries."""
    unassigned: QuerySet[Case] = queue(user, Asked(show="unassigned"))
    cases = list(unassigned.select_related("organisation").defer("body_zh_hans", "body_en"))
    rules, facts = in_use(), facts_of(cases)
    return [(case, choose(rules, facts[case.pk])) for case in cases]


def apply(*, by: Any) -> int:
    """Give them all: guard → in one transaction each to its reviewer, unless somebody was faster; log. How many."""
    if not is_reviewer(by):
        raise AssignmentRefused("role", _("Only a reviewer assigns cases and sets dates."))
    done = 0
    with transaction.atomic():
        of_rule: dict[ReviewerRule, list[int]] = defaultdict(list)
        for case, rule in would_go(by):
            if rule is not None:
                of_rule[rule].append(case.pk)
        for rule, pks in of_rule.items():
            given = sum(_write(pks[start : start + BATCH], rule) for start in range(0, len(pks), BATCH))
            if given:
                record(AuditAction.ASSIGNED, by=by, detail=f"{rule} → {mark_of(rule.reviewer)}: {', '.join(map(str, pks))}")
            done += given
    return done


def _write(cases: list[int], rule: ReviewerRule) -> int:
    """How many of these nobody read until now. Two statements."""
    now = timezone.now()
    blank = [Assignment(case_id=pk, by=rule.by) for pk in cases]
    Assignment.objects.bulk_create(blank, ignore_conflicts=True, unique_fields=["case"])
    free = Q(reviewer=None) | ~Q(reviewer__in=reviewers().order_by().values("pk"))
    return Assignment.objects.filter(free, case__in=cases).update(reviewer=rule.reviewer, by=rule.by, at=now)

"""The rules of the number audit, in the order in which they are listed. A new one is a file and a line here."""

from reports.audit.rules import (
    as_of,
    copies,
    cumulative,
    dates,
    differs,
    growth,
    level_growth,
    names,
    over_hundred,
    qualifier,
    shares,
    sums,
    superlatives,
    translation,
    two_values,
    undated,
    unstated,
    untied,
)
from reports.audit.rules.base import Audit, Rule

RULES: tuple[Rule, ...] = (
    differs.RULE,
    two_values.RULE,
    sums.RULE,
    shares.RULE,
    growth.RULE,
    level_growth.RULE,
    over_hundred.RULE,
    copies.RULE,
    cumulative.RULE,
    qualifier.RULE,
    as_of.RULE,
    dates.RULE,
    undated.RULE,
    *translation.RULES,
    names.RULE,
    unstated.RULE,
    untied.RULE,
    superlatives.RULE,
)
BY_CODE = {rule.code: rule for rule in RULES}
assert len(BY_CODE) == len(RULES), "each rule has a code of its own"

__all__ = ["BY_CODE", "RULES", "Audit", "Rule"]

"""A share above 100 %: of people reached, of villages covered, of a market."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop

from reports.audit.clauses import clause
from reports.audit.findings import Finding, Severity, Sureness
from reports.audit.reading.measures import SHARE
from reports.audit.rules.base import Audit, Rule, at_record, in_text
from reports.audit.rules.growth import GROWTH

CODE = "over_hundred"
# Rates that may well be above: of growth, of a plan fulfilled, of debt to assets, of return.
RATE = r"(?<!增长)(?<!完成)(?<!负债)(?<!产销)(?<!收益)(?<!回报)(?<!产出)(?<!周转)率(?!先)"
OF_A_WHOLE = re.compile(
    rf"{RATE}|占|比重|比例|普及率|覆盖率|覆盖|合格率|利用率|渗透率|满意度|满意率|达标率|完成接种|接入率|回收率|份额|自给率|返岗率|复工率|就业率|的(?:企业|员工|用户|村|学校|居民|家庭)"
    r"|\b(?:share|proportion|coverage|penetration|of (?:all|the|its|their|households|users|employees|companies"
    r"|villages|schools)|covers?|covered|utilisation|recycling rate|pass rate)\b",
    re.IGNORECASE,
)
NOT_OF_A_WHOLE = re.compile(
    r"相当于|完成率|目标的|计划的|增|升|提高|涨|同比|较上|比上|rise|ris|grew|grow|increas|target|plan|times as|up by|higher", re.IGNORECASE
)


def check(audit: Audit) -> Iterator[Finding]:
    why = gettext_noop("Of a whole there is no more than all of it.")
    for scene in audit.reading.scenes:
        for record in scene.records:
            label = f"{record.label.zh_hans} {record.label.en}"
            if (
                record.kind == SHARE
                and record.value > 100
                and not record.is_change
                and OF_A_WHOLE.search(label)
                and not GROWTH.search(label)
                and not NOT_OF_A_WHOLE.search(label)
            ):
                yield at_record(
                    CODE,
                    record,
                    Severity.ERROR,
                    Sureness.CERTAIN,
                    gettext_noop("“%(label)s” is above 100 %%: %(number)s."),
                    why,
                    arithmetic=f"{record.value} > 100",
                    label=record.label.get("zh-hans"),
                    number=record.shown("zh-hans"),
                )
        for tie in audit.ties.of_scene[scene.key]:
            passage, mention = tie.passage, tie.mention
            if mention.kind != SHARE or mention.value <= 100:
                continue
            words = clause(passage, mention) + " " + passage.text[mention.end : mention.end + 20]
            if OF_A_WHOLE.search(words) and not NOT_OF_A_WHOLE.search(words):
                yield in_text(
                    CODE,
                    passage,
                    mention.start,
                    mention.end,
                    Severity.ERROR,
                    Sureness.LIKELY,
                    gettext_noop("A share above 100 %%: %(number)s."),
                    why,
                    arithmetic=f"{mention.text} > 100 %",
                    number=mention.text,
                )


RULE = Rule(CODE, gettext_noop("Share above 100 %"), check)

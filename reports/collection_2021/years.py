"""What the sample shows besides the report of 2021: its first edition, and a later report in the making from the same cases."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from cases.models import Case
from reports.collection_2021.load import TITLE, YEAR
from reports.coverage import Wanted
from reports.editions import freeze
from reports.enums import BlockKind, Decision
from reports.models import Block, Part, Report, Signer
from reports.placements import place_case
from reports.rolling import roll_forward
from reports.selection import choose, mark_of, set_quotas

NEXT = 2026
COMPILER = "compiler@association.example"
NOTE = "示例第一版。"
REASON = "数字审校列出的各处照原书保留，供查看；正式出版前应逐条处理。"
QUOTAS = (Wanted("cases", "", 20, 30), Wanted("concept", "", 3), Wanted("sdg", "13", 4), Wanted("owner", "", None, 2))
DECISIONS = {
    Decision.CHOSEN: {
        "delta-green-factories": "绿色制造的代表，连续多年有数据。",
        "huawei-digischool": "成果由当地教育部确认，可以推广。",
        "faw-hongqi-factory": "智能工厂的做法完整，数据有来源。",
        "zhejiang-smart-dispatch": "需求响应的做法可推广。",
        "state-grid-laos": "境外复工复产的代表。",
        "relx-pod-recycling": "回收体系有新进展，待补充数据。",
    },
    Decision.RESERVE: {"china-tower-5g": "篇幅允许时采用。"},
    Decision.DECLINED: {"amd-stem": "上年已刊登，没有新进展。"},
}
# These have their place already; the others are still to be placed.
PLACED = ("delta-green-factories", "huawei-digischool", "faw-hongqi-factory")
SIGNERS = ((COMPILER, "主编"), ("publisher@association.example", "审定"))


@transaction.atomic
def load_years(say: Callable[[str], None]) -> None:
    """Each only where it is not there yet. The files of the edition are asked for; a worker makes them."""
    report, by = Report.objects.get(year=YEAR), User.objects.get(email=COMPILER)
    if not report.editions.exists():
        edition = freeze(report, by=by, note=NOTE, reason=REASON)
        say(f"report {YEAR}: edition {edition.number}, SHA-256 {edition.digest[:12]}")
    if not Report.objects.filter(year=NEXT).exists():
        begin_next(report, by)
        say(f"report {NEXT}: begun, {len(PLACED)} cases placed")


def begin_next(report: Report, by: User) -> None:
    """With quotas, decisions on some cases, three of them placed, and who is to sign each chapter."""
    following = roll_forward(report, year=NEXT, title=TITLE)
    set_quotas(following, QUOTAS, seen=mark_of(()))
    for decision, reasons in DECISIONS.items():
        cases = dict(Case.objects.filter(slug__in=reasons).values_list("slug", "pk"))
        choose(following, {cases[slug]: reason for slug, reason in reasons.items()}, decision=decision, by=by)
    for slug in PLACED:
        case = Case.objects.get(slug=slug)
        part = Part.objects.get(report=following, concept__in=case.tags.all())
        place_case(Block.objects.create(part=part, kind=BlockKind.CASE, order=part.blocks.count()), case)
    people = [(User.objects.get(email=email), role) for email, role in SIGNERS]
    for part in Part.objects.filter(report=following, parent=None):
        for order, (person, role) in enumerate(people):
            Signer.objects.create(part=part, order=order, user=person, role=role)

"""A case's company says whether it may be printed as it stands in the report, before it is: in the admin, or by a link that answers once.

`placed` says how each case stands; `ask` keeps what would be printed and posts the mails; `answer` takes the answer. An answer is to
what was asked about: once the placement says something else, a question that is open leads nowhere, and an answer counts no more.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.roles import is_inside, organisation_ids
from cases.access import visible_cases
from cases.approvals import Answer, ApprovalRefused, address_of, digest_of, keep, link_of, take_back, tell
from cases.audit_log import record
from cases.enums import ApprovalState, AuditAction
from cases.models import Case
from cases.outbox import language_of, people_of, post
from reports.compose import box_of
from reports.document import CaseBox
from reports.enums import PrintState
from reports.models import Placement, PrintApproval, Report
from reports.signing.pieces import block_from_json, digest, to_json

GOOD_FOR = timedelta(days=14)
# Of one case so many questions may be open at once.
MOST_OPEN = 10


@dataclass(frozen=True)
class Placed:
    """A case in the report: what would be printed of it now, and what its company was asked and has said, the newest first."""

    placement: Placement
    box: CaseBox
    approvals: tuple[PrintApproval, ...]

    @property
    def case(self) -> Case:
        case: Case = self.placement.revision.case
        return case

    @property
    def report(self) -> Report:
        report: Report = self.placement.block.part.report
        return report

    @property
    def title(self) -> str:
        """As it would be printed."""
        return self.box.document.title.get("en" if get_language() == "en" else "zh-hans")

    @cached_property
    def digest(self) -> str:
        return digest(self.box)

    @property
    def newest(self) -> PrintApproval | None:
        """The newest question about what it says now that is open or answered."""
        counts = {ApprovalState.OPEN, ApprovalState.CONFIRMED, ApprovalState.REFUSED}
        return next((each for each in self.approvals if each.digest == self.digest and each.state in counts), None)

    @property
    def state(self) -> PrintState:
        if self.newest:
            return {
                ApprovalState.OPEN: PrintState.WAITING,
                ApprovalState.CONFIRMED: PrintState.APPROVED,
                ApprovalState.REFUSED: PrintState.OBJECTED,
            }[self.newest.state]
        if any(each.digest == self.digest for each in self.approvals):
            return PrintState.LAPSED
        return PrintState.CHANGED if self.approvals else PrintState.NOT_ASKED

    @property
    def is_to_be_asked(self) -> bool:
        """Whether nobody was asked, or nobody in time, about what it says now."""
        return self.state in {PrintState.NOT_ASKED, PrintState.CHANGED, PrintState.LAPSED}


def placed(report: Report) -> list[Placed]:
    """Every case of the report in reading order. Two queries."""
    return _with_approvals(_placements().filter(block__part__report=report), PrintApproval.objects.filter(report=report))


def placed_one(placement: Placement) -> Placed:
    """Two queries."""
    rows = PrintApproval.objects.filter(report=placement.block.part.report_id, case=placement.revision.case_id)
    return _with_approvals(_placements().filter(pk=placement.pk), rows)[0]


def _placements() -> QuerySet[Placement]:
    related = ("revision__case__organisation", "block__part__report")
    return Placement.objects.select_related(*related).order_by("block__part__order", "block__part", "block__order", "block", "order", "pk")


def _with_approvals(placements: Iterable[Placement], approvals: QuerySet[PrintApproval]) -> list[Placed]:
    asked: dict[int, list[PrintApproval]] = {}
    for approval in approvals.select_related("created_by").defer("content"):
        asked.setdefault(approval.case_id, []).append(approval)
    return [Placed(each, box_of(each), tuple(asked.get(each.revision.case_id, ()))) for each in placements]


# --- Asking -----------------------------------------------------------------------------------------------------------------


def may_ask(user: Any) -> bool:
    return bool(user.has_perm("reports.change_report"))


def ask(placement: Placement, *, by: Any, email: str = "", language: str = settings.LANGUAGE_CODE) -> tuple[PrintApproval, str]:
    """Ask the company's members by mail, or whoever reads `email` by a link; the question and the link's secret, which is nowhere kept.

    Questions about what the placement said before are taken back. ApprovalRefused when nobody can be asked, or too many are.
    """
    if not may_ask(by):
        raise ApprovalRefused("role", _("Your role does not allow this step."))
    email = address_of(email) if email.strip() else ""
    with transaction.atomic():
        # Of two who ask at once, the second finds the first one's question.
        Report.objects.select_for_update().get(pk=placement.block.part.report_id)
        return _ask(placed_one(placement), by=by, email=email, language=language)


def ask_all(report: Report, *, by: Any) -> tuple[int, list[Case]]:
    """Ask the members of every company whose case is to be asked about; how many, and the cases at whose company nobody has an account."""
    if not may_ask(by):
        raise ApprovalRefused("role", _("Your role does not allow this step."))
    asked, unreachable = 0, []
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
        for each in placed(report):
            if each.is_to_be_asked:
                try:
                    _ask(each, by=by, email="", language="")
                    asked += 1
                except ApprovalRefused:
                    unreachable.append(each.case)
    return asked, unreachable


def _ask(found: Placed, *, by: Any, email: str, language: str) -> tuple[PrintApproval, str]:
    open_ones = [each for each in found.approvals if each.state is ApprovalState.OPEN and each.digest == found.digest]
    if len(open_ones) >= MOST_OPEN:
        raise ApprovalRefused("many", _("Ten questions about this case are open; take one back first."))
    people = [] if email else people_of(found.case)
    if not email and not people:
        raise ApprovalRefused("nobody", _("Nobody at the company has an account; give the address of somebody who can approve it."))
    if not email and any(not each.email for each in open_ones):
        raise ApprovalRefused("asked", _("The company has been asked already and has not answered yet."))
    for each in found.approvals:
        if each.state is ApprovalState.OPEN and each.digest != found.digest:
            take_back(each)
    token = secrets.token_urlsafe(32) if email else ""
    made = PrintApproval.objects.create(
        report=found.report,
        case=found.case,
        digest=found.digest,
        content=to_json(found.box),
        email=email,
        link=digest_of(token) if token else None,
        expires_at=timezone.now() + GOOD_FOR,
        created_by=by,
    )
    values = {
        "by": str(by),
        "organisation": str(found.case.organisation),
        "report": str(found.report),
        "until": timezone.localtime(made.expires_at).strftime("%Y-%m-%d %H:%M"),
    }
    if email:
        link = link_of(token, language or settings.LANGUAGE_CODE, page="print_approval")
        post("print_asked_by_link", to=email, language=language or settings.LANGUAGE_CODE, key=f"print-{made.pk}", link=link, **values)
    for person in people:
        with translation.override(language_of(person)):
            page = settings.SITE_URL + reverse("admin:case_printed", args=[found.case.pk])
        post("print_asked", to=person, case=found.case, key=f"print-{made.pk}-{person.pk}", link=page, **values)
    record(AuditAction.APPROVAL, by=by, case=found.case, detail=f"print asked, {made.pk}: report {found.report.year}")
    return made, token


def revoke(approval: PrintApproval, *, by: Any) -> None:
    if not may_ask(by):
        raise ApprovalRefused("role", _("Your role does not allow this step."))
    with transaction.atomic():
        take_back(approval)
        record(AuditAction.APPROVAL, by=by, case=approval.case, detail=f"print taken back, {approval.pk}")


# --- Being asked --------------------------------------------------------------------------------------------------------------


def asked_about(case: Case, user: Any) -> list[PrintApproval]:
    """What the case's company was asked, the newest of each report, for its members and for the association; nothing for anybody else."""
    if not (is_inside(user) or case.organisation_id in organisation_ids(user)):
        return []
    rows = PrintApproval.objects.filter(case=case, revoked_at=None).select_related("report", "created_by", "case__organisation")
    newest: dict[int, PrintApproval] = {}
    for row in rows:
        newest.setdefault(row.report_id, row)
    return list(newest.values())


def look_up(token: str) -> PrintApproval | None:
    """The question behind a link, in whatever state; None for a link that nobody was sent, or whose sender asks nobody any more."""
    rows = PrintApproval.objects.select_related("report", "case__organisation", "created_by")
    found = rows.filter(link=digest_of(token)).first() if len(token) < 100 else None
    return found if found and may_ask(found.created_by) and visible_cases(found.created_by).filter(pk=found.case_id).exists() else None


def box_asked_about(approval: PrintApproval) -> CaseBox:
    box = block_from_json(approval.content)
    assert isinstance(box, CaseBox)
    return box


def is_current(approval: PrintApproval) -> bool:
    """Whether the report would still print what was asked about. One query."""
    placements = _placements().filter(block__part__report=approval.report_id, revision__case=approval.case_id)
    return any(digest(box_of(each)) == approval.digest for each in placements)


def approved_before(approval: PrintApproval) -> CaseBox | None:
    """What the company last approved of this case in this report, where that is something else."""
    rows = PrintApproval.objects.filter(report=approval.report_id, case=approval.case_id, answer=ApprovalState.CONFIRMED)
    last = rows.exclude(digest=approval.digest).order_by("-answered_at", "-pk").first()
    return box_asked_about(last) if last else None


def answer(approval: PrintApproval, *, confirmed: bool, name: str, words: str, by: Any = None) -> None:
    """Guard → in one transaction: the answer, once; log; whoever asked is told. `by` is the company's member who answers in the admin."""
    if by is not None and approval.case.organisation_id not in organisation_ids(by):
        raise ApprovalRefused("role", _("Your role does not allow this step."))
    said = Answer.of(confirmed=confirmed, name=name, words=words)
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=approval.report_id)
        if not is_current(approval):
            raise ApprovalRefused("changed", _("The association has changed the text meanwhile and will ask anew."))
        keep(approval, said, by=by)
        record(AuditAction.APPROVAL, by=by, case=approval.case, detail=f"print {said.state}, {approval.pk}: report {approval.report.year}")
        with translation.override(language_of(approval.created_by)):
            page = settings.SITE_URL + reverse("admin:reports_report_approvals", args=[approval.report_id])
        report = str(approval.report)
        tell(f"print_{said.state}", approval, case=approval.case, key=f"printed-{approval.pk}", said=said, link=page, report=report)

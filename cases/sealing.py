"""The company's stamp under a case: whether it still holds, and the way of a stamped sheet. What it covers is in `cases.stamp`."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import is_reviewer, organisation_ids
from cases.audit_log import record
from cases.diff import Comparison, compare
from cases.enums import AuditAction, SealState
from cases.models import Case, Revision, Seal
from cases.revisions import document_of
from cases.stamp import covered, short
from cases.validators import DOCUMENT_BYTES, MEGABYTE, open_picture, validate_picture

# How a case's stamp stands → as people are told.
NAMES = {
    "none": pgettext_lazy("a case", "Not stamped"),
    "waiting": pgettext_lazy("a stamped sheet", "To be checked"),
    "sealed": pgettext_lazy("a case", "Stamped"),
    "void": pgettext_lazy("a case", "Changed since it was stamped"),
}
PDF, PICTURES = b"%PDF-", {"JPEG", "PNG", "MPO"}
SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png"}


class SealRefused(Exception):
    """`sentence` says to a person what stands against it; nothing has changed."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Standing:
    """How a case's seal stands against its last revision: `sealed` by `seal`, `void` since a change, `waiting` to be checked, or `none`.

    `seal` is the last one accepted, `waiting` the one that is to be checked.
    """

    name: str
    revision: Revision | None
    seal: Seal | None = None
    waiting: Seal | None = None


# --- How it stands --------------------------------------------------------------------------------------------------


def standing(case: Case) -> Standing:
    """Three queries."""
    revision = case.revisions.order_by("-number").first()
    seals = list(Seal.objects.filter(case=case).select_related("revision", "given_by", "checked_by").order_by("-pk"))
    waiting = next((seal for seal in seals if seal.state == SealState.WAITING), None)
    seal = next((seal for seal in seals if seal.state == SealState.ACCEPTED), None)
    if revision is None:
        return Standing("none", None)
    if seal is not None and seal.revision.sealed == revision.sealed:
        return Standing("sealed", revision, seal, waiting)
    name = "waiting" if waiting else "void" if seal else "none"
    return Standing(name, revision, seal, waiting)


def with_stamp(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each with `stamp`, the name that `standing` would give it. No query of its own."""
    own = {"case": OuterRef("pk")}
    accepted = Seal.objects.filter(**own, state=SealState.ACCEPTED).order_by("-pk")
    return cases.annotate(
        present_content=Subquery(Revision.objects.filter(**own).order_by("-number").values("sealed")[:1]),
        stamped_content=Subquery(accepted.values("revision__sealed")[:1]),
        stamp=Choose(
            When(present_content__isnull=False, stamped_content=F("present_content"), then=Value("sealed")),
            When(Exists(Seal.objects.filter(**own, state=SealState.WAITING)), then=Value("waiting")),
            When(stamped_content__isnull=False, then=Value("void")),
            default=Value("none"),
        ),
    )


def differences(seal: Seal, revision: Revision) -> Comparison:
    """What of the sealed content has changed since."""
    return compare(covered(document_of(seal.revision)), covered(document_of(revision)))


# --- The way of a sheet ----------------------------------------------------------------------------------------------


def may_give(user: Any, case: Case) -> bool:
    return case.organisation_id in organisation_ids(user) or is_reviewer(user)


def may_check(user: Any) -> bool:
    return is_reviewer(user)


def give(case: Case, *, revision: Revision, file: Any, by: Any) -> Seal:
    """A stamped sheet came back: guard → look into the file → in one transaction: keep it, log. It waits for a reviewer."""
    if not may_give(by, case) or revision.case_id != case.pk:
        raise SealRefused(_("Your role does not allow this step."))
    suffix = scan_suffix(file)
    now = standing(case)
    if now.revision is None or revision.sealed != now.revision.sealed:
        raise SealRefused(_("This sheet is of an older text; print the present one and have it stamped."))
    if now.name == "sealed":
        raise SealRefused(_("The present text is sealed already."))
    file.name = f"sheet{suffix}"
    try:
        with transaction.atomic():
            seal = Seal.objects.create(case=case, revision=revision, digest=revision.sealed, since=now.seal, file=file, given_by=by)
            record(AuditAction.SEALED, by=by, case=case, detail=f"given: revision {revision.number}, {short(seal.digest)}")
            return seal
    except IntegrityError:
        raise SealRefused(_("A sheet of this case waits to be checked already.")) from None


def check(seal: Seal, *, by: Any, accept: bool, remark: str = "") -> None:
    """Tick a sheet off, or send it back with a remark. Exactly one of two reviewers does it."""
    if not may_check(by):
        raise SealRefused(_("Your role does not allow this step."))
    remark = remark.replace("\0", "").strip()[:300]
    if not accept and not remark:
        raise SealRefused(_("Write what is wrong with the sheet: the company must know why."))
    state = SealState.ACCEPTED if accept else SealState.REFUSED
    with transaction.atomic():
        waiting = Seal.objects.filter(pk=seal.pk, state=SealState.WAITING)
        if not waiting.update(state=state, remark=remark, checked_by=by, checked_at=timezone.now()):
            raise SealRefused(_("Somebody else has checked this sheet already."))
        record(AuditAction.SEALED, by=by, case=seal.case, detail=f"{state}: revision {seal.revision.number}, {short(seal.digest)}")


def scan_suffix(file: Any) -> str:
    """What the file is by its content; ValidationError for anything but a PDF, JPEG or PNG that can be read."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if head.startswith(PDF):
        if file.size > DOCUMENT_BYTES:
            size = round(file.size / MEGABYTE, 1)
            raise ValidationError(_("The file has %(size)s MB; give one of at most 25 MB."), code="size", params={"size": size})
        file.seek(max(0, file.size - 2048))
        tail = file.read()
        file.seek(0)
        if b"%%EOF" not in tail:
            raise ValidationError(_("The PDF is cut off; scan or save it again."), code="damaged")
        return ".pdf"
    with open_picture(file) as image:
        kind = image.format or ""
    file.seek(0)
    if kind not in PICTURES:
        raise ValidationError(_("Give the stamped sheet as PDF, JPEG or PNG."), code="format")
    validate_picture(file)
    return SUFFIXES[kind]

"""The company's stamp under a case: what it covers, whether it still holds, and the way of a stamped sheet.

A stamp covers what will be printed in the company's name: title, summary, text, place, time, year, organisations and their roles,
figures with unit, qualifier, time, status, source and note, quotations, and pictures with caption and credit. It does not cover what
the association decides or what only the site uses: tags, addresses, marks of having been checked, which figures stand on top, focal
points, alternative texts, licences, videos, the case's place in the collection.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_reviewer, organisation_ids
from cases.audit_log import record
from cases.diff import Comparison, compare
from cases.document import CaseDocument, Text, to_json
from cases.enums import AuditAction, SealState
from cases.models import Case, Revision, Seal
from cases.revisions import document_of
from cases.validators import DOCUMENT_BYTES, MEGABYTE, open_picture, validate_picture

# Of the digest so many digits are printed: enough that no other content of the same case has them.
SHORT = 12
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


# --- What a stamp covers ----------------------------------------------------------------------------------------------


def covered(document: CaseDocument) -> CaseDocument:
    """The document with nothing in it but what a stamp covers."""
    return replace(
        document,
        slug="",
        tags=(),
        videos=(),
        parent=None,
        continues=None,
        behind=(),
        figures=tuple(replace(figure, claim="declared", is_key=False) for figure in document.figures),
        pictures=tuple(
            replace(picture, alt=Text(), licence="", stand_in=False, focus=(50, 50), suffix="", width=0, height=0)
            for picture in document.pictures
        ),
    )


def sealed_digest(document: CaseDocument) -> str:
    """SHA-256 of what a stamp covers. The schema's number is no content: an upgrade voids nothing."""
    values = to_json(covered(document))
    del values["schema"]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def short(digest: str) -> str:
    """As it is printed: 4f2a-09c1-77de."""
    return "-".join(digest[at : at + 4] for at in range(0, SHORT, 4))


# --- How it stands --------------------------------------------------------------------------------------------------


def standing(case: Case) -> Standing:
    """Three queries."""
    revision = case.revisions.order_by("-number").first()
    seals = list(Seal.objects.filter(case=case).select_related("revision", "given_by", "checked_by").order_by("-pk"))
    waiting = next((seal for seal in seals if seal.state == SealState.WAITING), None)
    seal = next((seal for seal in seals if seal.state == SealState.ACCEPTED), None)
    if revision is None:
        return Standing("none", None)
    if seal is not None and covered(document_of(seal.revision)) == covered(document_of(revision)):
        return Standing("sealed", revision, seal, waiting)
    name = "waiting" if waiting else "void" if seal else "none"
    return Standing(name, revision, seal, waiting)


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
    digest = sealed_digest(document_of(revision))
    if now.revision is None or digest != sealed_digest(document_of(now.revision)):
        raise SealRefused(_("This sheet is of an older text; print the present one and have it stamped."))
    if now.name == "sealed":
        raise SealRefused(_("The present text is sealed already."))
    file.name = f"sheet{suffix}"
    try:
        with transaction.atomic():
            seal = Seal.objects.create(case=case, revision=revision, digest=digest, since=now.seal, file=file, given_by=by)
            record(AuditAction.SEALED, by=by, case=case, detail=f"given: revision {revision.number}, {short(digest)}")
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

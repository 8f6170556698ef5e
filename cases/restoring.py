"""A case's rows made again what they were at a revision. Nothing is lost: what stands now is frozen first."""

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import is_reviewer
from cases.access import may_edit
from cases.audit_log import record
from cases.document import CaseDocument, PictureDoc, Text
from cases.enums import AuditAction, Claim, Rank, RevisionReason, Vocabulary
from cases.media.derivatives import original_name
from cases.models import Case, Figure, Participation, Picture, Quotation, Revision, Tag, Video
from cases.revisions import document_of, freeze
from cases.tagging import Choice, set_tags


class RestoreRefused(Exception):
    """`sentence` says to a person what stands against it; nothing has changed."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Restored:
    """`lost`: what the revision has and the rows cannot have again, by name: a picture whose file is gone, a tag, an organisation."""

    revision: Revision
    lost: tuple[str, ...]


def restore(revision: Revision, *, case: Case, by: Any, version: int) -> Restored:
    """Texts, tags and parts as the revision has them; owner, call, year, address and place in the collection stay as they are.

    Guard → in one transaction: lock by the version that the person saw, freeze what stands, write, freeze again. A figure's mark of having
    been checked does not come back by a company's hand.
    """
    if revision.case_id != case.pk or not may_edit(by, case):
        raise RestoreRefused(_("You cannot restore this revision: in its present state others edit the case."))
    document = document_of(revision)
    with transaction.atomic():
        if not Case.objects.filter(pk=case.pk, version=version, state=case.state).update(version=version + 1):
            raise RestoreRefused(_("Somebody else has changed this case since you opened it. Load it again and look."))
        freeze(case, reason=RevisionReason.KEPT, by=by)
        row = Case.objects.get(pk=case.pk)
        _write_texts(row, document, by)
        lost = [*_write_tags(row, document), *_write_organisations(row, document), *_write_pictures(row, document)]
        _write_parts(row, document, keeps_checks=is_reviewer(by))
        restored = freeze(row, reason=RevisionReason.RESTORED, by=by)
        record(AuditAction.RESTORED, by=by, case=row, detail=str(revision.number))
        return Restored(restored, tuple(lost))


def _columns(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_zh_hans": text.zh_hans, f"{name}_en": text.en}


def _write_texts(case: Case, document: CaseDocument, by: Any) -> None:
    for name in ("title", "summary", "body", "place"):
        for column, value in _columns(name, getattr(document, name)).items():
            setattr(case, column, value)
    case.period = document.period  # type: ignore[assignment]
    case.changed_by = by
    case.save()


def _write_tags(case: Case, document: CaseDocument) -> list[str]:
    known = {(tag.vocabulary, tag.slug): tag for tag in Tag.objects.select_related("merged_into")}
    lost = []
    for vocabulary in Vocabulary:
        choices = []
        for ref in document.tagged(vocabulary):
            tag = known.get((vocabulary, ref.slug))
            if tag is None:
                lost.append(ref.name.zh_hans)
                continue
            choices.append(Choice(tag.merged_into or tag, Rank(ref.rank), ref.reason))
        set_tags(case, vocabulary, choices)
    return lost


def _write_organisations(case: Case, document: CaseDocument) -> list[str]:
    known = {row.slug: row for row in Organisation.objects.filter(slug__in=[ref.slug for ref in document.organisations])}
    case.participations.all().delete()
    for order, ref in enumerate(document.organisations):
        if ref.slug in known:
            Participation.objects.create(case=case, organisation=known[ref.slug], order=order, **_columns("role", ref.role))
    return [ref.name.zh_hans for ref in document.organisations if ref.slug not in known]


def _write_pictures(case: Case, document: CaseDocument) -> list[str]:
    """Rows of the same picture are kept, with what is not frozen of them; one that was removed comes back from its stored original."""
    present: dict[str, list[Picture]] = {}
    for row in case.pictures.all():
        present.setdefault(row.digest, []).append(row)
    lost = []
    for order, frozen in enumerate(document.pictures):
        rows = present.get(frozen.digest)
        row = rows.pop(0) if rows else _from_original(case, frozen)
        if row is None:
            lost.append(frozen.caption.zh_hans or frozen.caption.en or frozen.digest[:12])
            continue
        for name in ("caption", "alt", "credit"):
            for column, value in _columns(name, getattr(frozen, name)).items():
                setattr(row, column, value)
        row.licence, row.stand_in, row.order = frozen.licence, frozen.stand_in, order
        row.focus_x, row.focus_y = frozen.focus
        row.save()
    Picture.objects.filter(pk__in=[row.pk for rows in present.values() for row in rows]).delete()
    return lost


def _from_original(case: Case, frozen: PictureDoc) -> Picture | None:
    name = original_name(frozen)
    if not default_storage.exists(name):
        return None
    return Picture(case=case, file=name, digest=frozen.digest, width=frozen.width, height=frozen.height)


def _write_parts(case: Case, document: CaseDocument, *, keeps_checks: bool) -> None:
    files = {attachment.digest: attachment for attachment in case.attachments.all()}
    case.figures.all().delete()
    for order, figure in enumerate(document.figures):
        texts = _columns("label", figure.label) | _columns("source", figure.source) | _columns("note", figure.note)
        Figure.objects.create(
            case=case,
            order=order,
            value=figure.value,
            unit=figure.unit,
            qualifier=figure.qualifier,
            period=figure.period,
            status=figure.status,
            claim=figure.claim if keeps_checks else Claim.DECLARED,
            is_key=figure.is_key,
            evidence=files.get(figure.evidence.digest) if figure.evidence else None,
            **texts,
        )
    case.quotations.all().delete()
    for order, quotation in enumerate(document.quotations):
        names = ("text", "speaker", "role", "occasion", "source")
        texts = {column: value for name in names for column, value in _columns(name, getattr(quotation, name)).items()}
        Quotation.objects.create(case=case, order=order, form=quotation.form, date=quotation.date, **texts)
    case.videos.all().delete()
    for order, video in enumerate(document.videos):
        Video.objects.create(case=case, order=order, url=video.url, **_columns("title", video.title))

"""Freeze a case's rows into a `CaseDocument` and keep it as an append-only revision."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from accounts.models import Organisation
from cases.document import (
    CaseDocument,
    CaseRef,
    FigureDoc,
    FileDoc,
    OrganisationRef,
    PictureDoc,
    QuotationDoc,
    TagRef,
    Text,
    VideoDoc,
    digest,
    from_json,
    to_json,
)
from cases.enums import RevisionReason
from cases.models import Attachment, Case, CaseTag, Figure, Participation, PictureFields, QuotationFields, Revision
from cases.newer import Behind, newer_texts
from cases.stamp import sealed_digest
from cases.videos import give_addresses, short_url


def with_parts(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Everything that `build_document` reads: eight queries for any number of cases."""
    return cases.select_related("organisation", "parent", "continues").prefetch_related(
        Prefetch("participations", Participation.objects.select_related("organisation")),
        Prefetch("case_tags", CaseTag.objects.select_related("tag")),
        Prefetch("figures", Figure.objects.select_related("evidence")),
        "quotations",
        "pictures",
        "videos",
        "video_addresses",
    )


def build_document(case: Case) -> CaseDocument:
    """The case as its rows stand now. Pure apart from reading the rows (see `with_parts`)."""
    shorts = {address.url: short_url(address.code) for address in case.video_addresses.all()}
    return CaseDocument(
        slug=case.slug,
        year=case.year,
        title=both(case, "title"),
        summary=both(case, "summary"),
        body=both(case, "body"),
        place=both(case, "place"),
        period=case.period,
        organisation=organisation_ref(case.organisation),
        organisations=tuple(organisation_ref(p.organisation, role=both(p, "role")) for p in case.participations.all()),
        tags=tuple(
            TagRef(
                vocabulary=item.tag.vocabulary,
                slug=item.tag.slug,
                name=both(item.tag, "name"),
                code=item.tag.code,
                colour=item.tag.colour,
                rank=item.rank,
                reason=both(item, "reason"),
            )
            for item in case.case_tags.all()
        ),
        figures=tuple(
            FigureDoc(
                label=both(figure, "label"),
                value=figure.value,
                unit=figure.unit,
                qualifier=figure.qualifier,
                period=figure.period,
                status=figure.status,
                claim=figure.claim,
                source=both(figure, "source"),
                note=both(figure, "note"),
                is_key=figure.is_key,
                evidence=file_doc(figure.evidence) if figure.evidence and figure.evidence.case_id == case.pk else None,
            )
            for figure in case.figures.all()
        ),
        quotations=tuple(quotation_doc(quotation) for quotation in case.quotations.all()),
        pictures=tuple(picture_doc(picture) for picture in case.pictures.all()),
        videos=tuple(VideoDoc(both(video, "title"), video.url, shorts.get(video.url, "")) for video in case.videos.all()),
        parent=case_ref(case.parent),
        continues=case_ref(case.continues),
    )


def freeze(case: Case, *, reason: RevisionReason, by: Any) -> Revision:
    """A new revision of the case as it stands, or the last one again when nothing has changed since."""
    with transaction.atomic():
        # The case's row is the lock: two freezes of one case get two numbers.
        Case.objects.select_for_update().get(pk=case.pk)
        give_addresses(case)
        last, document = _next(case)
        # Compared as values: one of an older schema has another digest for the same content.
        if last and document_of(last) == document:
            return last
        return Revision.objects.create(
            case=case,
            number=last.number + 1 if last else 1,
            reason=reason,
            document=to_json(document),
            digest=digest(document),
            sealed=sealed_digest(document),
            created_by=by,
        )


def as_frozen_now(case: Case) -> CaseDocument:
    """What freezing the case now would keep, with its marks of newer texts: nine queries."""
    return _next(case)[1]


def behind_now(case: Case) -> Behind:
    """Which texts of the rows are behind since the last revision. One query."""
    last = case.revisions.order_by("-number").first()
    if last is None:
        return ()
    document = document_of(last)
    return newer_texts(
        document,
        replace(document, title=both(case, "title"), summary=both(case, "summary"), body=both(case, "body"), place=both(case, "place")),
    )


def _next(case: Case) -> tuple[Revision | None, CaseDocument]:
    """The last revision, and the document of the rows as they stand after it."""
    last = case.revisions.order_by("-number").first()
    document = build_document(with_parts(Case.objects.all()).get(pk=case.pk))
    return last, replace(document, behind=newer_texts(document_of(last) if last else None, document))


def document_of(revision: Revision) -> CaseDocument:
    return from_json(revision.document)


# --- Rows to values --------------------------------------------------------------------------------------------


def both(row: Any, field: str) -> Text:
    """A bilingual field's two columns."""
    return Text(getattr(row, f"{field}_zh_hans") or "", getattr(row, f"{field}_en") or "")


def organisation_ref(organisation: Organisation, role: Text = Text()) -> OrganisationRef:
    return OrganisationRef(organisation.slug, both(organisation, "name"), both(organisation, "short_name"), organisation.kind, role)


def case_ref(case: Case | None) -> CaseRef | None:
    return CaseRef(case.slug, both(case, "title")) if case else None


def quotation_doc(quotation: QuotationFields) -> QuotationDoc:
    return QuotationDoc(
        text=both(quotation, "text"),
        form=quotation.form,
        speaker=both(quotation, "speaker"),
        role=both(quotation, "role"),
        occasion=both(quotation, "occasion"),
        date=quotation.date,
        source=both(quotation, "source"),
    )


def file_doc(attachment: Attachment) -> FileDoc | None:
    """None for one that stays inside."""
    if not attachment.is_public:
        return None
    return FileDoc(both(attachment, "title"), attachment.digest, PurePosixPath(attachment.file.name).suffix)


def picture_doc(picture: PictureFields) -> PictureDoc:
    return PictureDoc(
        digest=picture.digest,
        suffix=PurePosixPath(picture.file.name).suffix,
        width=picture.width,
        height=picture.height,
        caption=both(picture, "caption"),
        alt=both(picture, "alt"),
        credit=both(picture, "credit"),
        licence=picture.licence,
        stand_in=picture.stand_in,
        focus=(picture.focus_x, picture.focus_y),
    )

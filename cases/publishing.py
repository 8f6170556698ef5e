"""From a revision to what the public sees: the publication row, the sets it stands in, its search text, its files.

The only writer of `Publication`, `PublicationSet`, `SearchText` and `PublishedFile`. All of it is derived from the revision's document,
so `rebuild` can make it anew at any time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from cases.addresses import keep_former_slug, present_slug
from cases.document import CaseDocument
from cases.media.derivatives import derive
from cases.models import Case, Publication, PublicationSet, PublishedFile, Revision, SearchText, Tag
from cases.revisions import document_of, picture_doc
from cases.search import index, sets
from cases.search.held import lock_version, raise_version
from cases.search.texts import searched

# Publications written with one statement.
BATCH = 1_000


def make_sizes(case: Case) -> None:
    """The sizes of its pictures, made before it is put out: seconds of work must not hold the transaction that others wait for.

    LostPicture when the storage does not have one of them.
    """
    for picture in case.pictures.all():
        try:
            derive(picture_doc(picture))
        except FileNotFoundError as error:
            raise LostPicture(str(picture)) from error


class LostPicture(Exception):
    """A picture's row is there and its file is not; carries the caption."""


def put_out(revision: Revision) -> Publication:
    """Show this revision to the public from now on. Runs in the caller's transaction; `published_at` stays the first day."""
    version = raise_version()  # first: its lock lets one publication be written at a time
    document = document_of(revision)
    keep_former_slug(revision.case_id, document.slug)
    before = Publication.objects.filter(case_id=revision.case_id).values_list("pk", "facets").first()
    columns = _columns(revision, document, merged_topics())
    publication, _created = Publication.objects.update_or_create(
        case_id=revision.case_id,
        defaults=columns | {"withdrawn_at": None},
        create_defaults=columns | {"published_at": timezone.now()},
    )
    # Its text is another now, so it leaves the segment that has the old one.
    left = [*before[1], *sets.segment_of(before[0])] if before else []
    sets.move(publication.pk, out_of=left, into=publication.facets, version=version)
    texts = searched(document)
    SearchText.objects.update_or_create(publication=publication, defaults={"revision": revision, **texts._asdict()})
    _show_files(publication, document)
    return publication


def take_back(case: Case) -> None:
    """The case is no longer shown; its address goes on answering that it was withdrawn. Its pictures are private again."""
    version = raise_version()
    publication = Publication.objects.get(case=case)
    sets.move(publication.pk, out_of=[*publication.facets, *sets.segment_of(publication.pk)], into=[], version=version)
    publication.withdrawn_at = timezone.now()
    publication.facets = []
    publication.save(update_fields=["withdrawn_at", "facets"])
    SearchText.objects.filter(publication=publication).delete()
    publication.files.all().delete()


def put_out_many(pairs: Iterable[tuple[Revision, CaseDocument]]) -> int:
    """Show these for the first time, in one transaction: cases without pictures, published by nobody's step (generated ones).

    Each revision comes with its document, which need not be read again.
    """
    with transaction.atomic():
        version = raise_version()
        gained: dict[str, BitMap] = defaultdict(BitMap)
        count = 0
        merged = merged_topics()
        for chunk in batched(pairs, BATCH):
            made = Publication.objects.bulk_create(
                Publication(case_id=revision.case_id, published_at=revision.created_at, **_columns(revision, document, merged))
                for revision, document in chunk
            )
            _write_texts(made, [document for _revision, document in chunk])
            for publication in made:
                for name in publication.facets:
                    gained[name].add(publication.pk)
            count += len(made)
        held = PublicationSet.objects.filter(name__in=gained).values_list("name", "ids")
        for name, ids in held:
            gained[name] |= BitMap.deserialize(bytes(ids))
        sets.write(gained, version)
    return count


def rebuild() -> int:
    """Everything derived of every live publication written anew from its revision, and the search index; the number of publications.

    Publications go in pieces, so that nobody waits for long; the sets in one go at the end, so that counts are never of a part.
    """
    every: dict[str, BitMap] = defaultdict(BitMap)
    live = Publication.objects.live()
    merged = merged_topics()
    last, count = 0, 0
    rows: list[Publication] | None = None
    while rows is None or rows:
        with transaction.atomic():
            lock_version()  # so that nothing of them is put out or taken back meanwhile
            rows = list(live.filter(pk__gt=last).with_documents().order_by("pk")[:BATCH])
            documents = [document_of(publication.revision) for publication in rows]
            for publication, document in zip(rows, documents, strict=True):
                for name, value in _columns(publication.revision, document, merged).items():
                    setattr(publication, name, value)
                if document.files or document.pictures or publication.files.exists():
                    _show_files(publication, document)
            Publication.objects.bulk_update(rows, DERIVED)
            SearchText.objects.filter(pk__in=[publication.pk for publication in rows]).delete()
            _write_texts(rows, documents)
        last, count = rows[-1].pk if rows else last, count + len(rows)
    with transaction.atomic():
        version = raise_version()
        for pk, facets in live.order_by().values_list("pk", "facets").iterator(chunk_size=10_000):
            for name in facets:
                every[name].add(pk)
        gone = PublicationSet.objects.exclude(name__startswith="segment=").values_list("name", flat=True)
        sets.write({name: BitMap() for name in gone} | every, version)
    index.seal_all()
    return count


def _write_texts(publications: Iterable[Publication], documents: Iterable[CaseDocument]) -> None:
    SearchText.objects.bulk_create(
        SearchText(publication=publication, revision_id=publication.revision_id, **searched(document)._asdict())
        for publication, document in zip(publications, documents, strict=True)
    )


DERIVED = ["slug", "parent_slug", "continues_slug", "year", "facets", "title_key_zh_hans", "title_key_en"]


def merged_topics() -> dict[str, str]:
    """Slug of a topic that was merged → of the one it was merged into. A frozen document names the topic of its day."""
    return dict(Tag.objects.filter(merged_into__isnull=False).values_list("slug", "merged_into__slug"))


def _columns(revision: Revision, document: CaseDocument, merged: Mapping[str, str]) -> dict[str, Any]:
    return {
        "revision": revision,
        "slug": document.slug,
        "parent_slug": present_slug(document.parent),
        "continues_slug": present_slug(document.continues),
        "year": document.year,
        "facets": sets.sets_of(document, merged),
        "title_key_zh_hans": sets.title_key(document, "zh-hans"),
        "title_key_en": sets.title_key(document, "en"),
    }


def _show_files(publication: Publication, document: CaseDocument) -> None:
    publication.files.all().delete()
    pictures = {picture.digest: picture for picture in document.pictures}
    digests = dict.fromkeys([*pictures, *(file.digest for file in document.files)])
    PublishedFile.objects.bulk_create(PublishedFile(publication=publication, digest=digest) for digest in digests)
    for picture in pictures.values():
        derive(picture)

"""From a revision to what the public sees: the publication row, its facets and search text, its pictures.

The only writer of `Publication`, `PublicationFacet` and `PublishedFile`. All of it is derived from the revision's document,
so `rebuild` can make it anew at any time.
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Organisation
from cases.document import CaseDocument, Text
from cases.enums import Facet
from cases.media.derivatives import derive
from cases.models import Case, Publication, PublicationFacet, PublishedFile, Revision, SiteVersion, Tag
from cases.revisions import document_of, picture_doc
from cases.text import plain_text

# vocabulary of a tag → its facet; goal targets count with their goal and are no facet of their own
FACET_OF = {
    "concept": Facet.CONCEPT,
    "goal": Facet.SDG,
    "sector": Facet.SECTOR,
    "region": Facet.REGION,
    "topic": Facet.TOPIC,
}


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
    document = document_of(revision)
    publication, _created = Publication.objects.update_or_create(
        case_id=revision.case_id,
        defaults=_columns(revision, document) | {"withdrawn_at": None},
        create_defaults=_columns(revision, document) | {"published_at": timezone.now()},
    )
    _write_dependents(publication, document)
    bump_site_version()
    return publication


def take_back(case: Case) -> None:
    """The case is no longer shown; its address goes on answering that it was withdrawn. Its pictures are private again."""
    publication = Publication.objects.get(case=case)
    publication.withdrawn_at = timezone.now()
    publication.save(update_fields=["withdrawn_at"])
    publication.facets.all().delete()
    publication.files.all().delete()
    bump_site_version()


def rebuild() -> int:
    """Every publication written anew from its revision; the number of them."""
    count = 0
    for publication in Publication.objects.live().with_documents():
        with transaction.atomic():
            put_out(publication.revision)
        count += 1
    return count


def bump_site_version() -> None:
    SiteVersion.objects.filter(pk=1).update(number=F("number") + 1)


def search_text(document: CaseDocument) -> str:
    """Everything searchable in both languages, the weightiest first: title, organisations, tags, summary, text."""
    organisations = (document.organisation, *document.organisations)
    pieces: list[Text] = [document.title, document.organisation.name, document.organisation.short_name]
    pieces += [organisation.name for organisation in document.organisations]
    pieces += [tag.name for tag in document.tags]
    pieces += [document.place, document.summary]
    pieces += [figure.label for figure in document.figures]
    texts = [text for piece in pieces for text in (piece.zh_hans, piece.en) if text]
    texts += other_names({organisation.slug for organisation in organisations}, {(tag.vocabulary, tag.slug) for tag in document.tags})
    texts += [plain_text(body) for body in (document.body.zh_hans, document.body.en) if body]
    return "\n".join(texts)


def other_names(organisations: set[str], tags: set[tuple[str, str]]) -> list[str]:
    """Aliases and Latin names of organisations and synonyms of tags, as the vocabularies have them now. Two queries."""
    names = []
    for latin, aliases in Organisation.objects.filter(slug__in=organisations).order_by("slug").values_list("latin_name", "aliases"):
        names += [name for name in (latin, *aliases) if name]
    slugs = {slug for _vocabulary, slug in tags}
    for vocabulary, slug, synonyms in Tag.objects.filter(slug__in=slugs).order_by("pk").values_list("vocabulary", "slug", "synonyms"):
        names += synonyms if (vocabulary, slug) in tags else []
    return names


def facets_of(document: CaseDocument) -> set[tuple[Facet, str]]:
    facets = {
        (FACET_OF[tag.vocabulary], tag.code if tag.vocabulary == "goal" else tag.slug)
        for tag in document.tags
        if tag.vocabulary in FACET_OF
    }
    organisations = (document.organisation, *document.organisations)
    facets |= {(Facet.ORGANISATION, organisation.slug) for organisation in organisations}
    facets.add((Facet.YEAR, str(document.year)))
    return facets


def _columns(revision: Revision, document: CaseDocument) -> dict[str, Any]:
    return {
        "revision": revision,
        "slug": document.slug,
        "parent_slug": document.parent.slug if document.parent else "",
        "year": document.year,
        "search_text": search_text(document),
    }


def _write_dependents(publication: Publication, document: CaseDocument) -> None:
    publication.facets.all().delete()
    PublicationFacet.objects.bulk_create(
        PublicationFacet(publication=publication, facet=facet, value=value) for facet, value in sorted(facets_of(document))
    )
    publication.files.all().delete()
    digests = {picture.digest: picture for picture in document.pictures}
    PublishedFile.objects.bulk_create(PublishedFile(publication=publication, digest=digest) for digest in digests)
    for picture in digests.values():
        derive(picture)

"""The sets of publications that facets, lists and search are made of: what they are called, and how they are written.

One set for each value of each facet (`sdg=7`), and the site's own: `live` (all of them), `owner=…` (by the organisation whose case it
is), `title-zh-hans=…` and `title-en=…` (by how the title's sort key begins), `segment=…` (indexed in that segment).
"""

from collections.abc import Iterable, Mapping

from pyroaring import BitMap

from cases.document import CaseDocument, TagRef
from cases.enums import Facet
from cases.models import PublicationSet
from cases.text import collation

# vocabulary of a tag → its facet
FACET_OF = {
    "concept": Facet.CONCEPT,
    "goal": Facet.SDG,
    "target": Facet.TARGET,
    "sector": Facet.SECTOR,
    "region": Facet.REGION,
    "topic": Facet.TOPIC,
}
# What these vocabularies' tags are called in addresses: their official number.
NUMBERED = {"goal", "target"}

LIVE = "live"
NONE_MERGED: Mapping[str, str] = {}
LANGUAGES = ("zh-hans", "en")
# A Han character or two letters: a list by title opens one such set after the other.
KEY_HEAD = 2
# Enough to tell titles apart; an index holds it a million times.
KEY_LENGTH = 40


def facets_of(document: CaseDocument, merged: Mapping[str, str] = NONE_MERGED) -> set[tuple[Facet, str]]:
    """`merged`: slug of a topic → of the one that it was merged into."""
    facets = {
        (FACET_OF[tag.vocabulary], tag.code if tag.vocabulary in NUMBERED else _present(tag, merged))
        for tag in document.tags
        if tag.vocabulary in FACET_OF
    }
    organisations = (document.organisation, *document.organisations)
    facets |= {(Facet.ORGANISATION, organisation.slug) for organisation in organisations}
    facets.add((Facet.YEAR, str(document.year)))
    return facets


def title_key(document: CaseDocument, language: str) -> bytes:
    """What lists by title go by, in the language's order."""
    return collation(document.title.get(language))[:KEY_LENGTH]


def _present(tag: TagRef, merged: Mapping[str, str]) -> str:
    return merged.get(tag.slug, tag.slug) if tag.vocabulary == "topic" else tag.slug


def sets_of(document: CaseDocument, merged: Mapping[str, str] = NONE_MERGED) -> list[str]:
    """The names of the sets that a live publication of this document stands in."""
    names = {f"{facet.value}={value}" for facet, value in facets_of(document, merged)}
    names |= {f"title-{language}={title_key(document, language)[:KEY_HEAD].hex()}" for language in LANGUAGES}
    return sorted(names | {LIVE, f"owner={document.organisation.slug}"})


def segment_set(pk: int) -> str:
    return f"segment={pk}"


def segment_of(pk: int) -> list[str]:
    """The names of the segments' sets that hold the publication: one or none."""
    return [name for name, ids in segments().items() if pk in ids]


def segments() -> dict[str, BitMap]:
    """Every segment's set by its name. One query for some dozens of rows."""
    rows = PublicationSet.objects.filter(name__startswith="segment=").values_list("name", "ids")
    return {name: BitMap.deserialize(bytes(ids)) for name, ids in rows}


def move(pk: int, *, out_of: Iterable[str], into: Iterable[str], version: int) -> None:
    """Take a publication out of some sets and put it into others. Two queries for all, in the caller's transaction.

    The caller has raised the site's version in the same transaction: that one row's lock lets one writer in at a time.
    """
    before, after = set(out_of), set(into)
    changed = before ^ after
    rows = {row.name: row for row in PublicationSet.objects.filter(name__in=changed)}
    written = []
    for name in changed:
        ids = BitMap.deserialize(bytes(rows[name].ids)) if name in rows else BitMap()
        ids.add(pk) if name in after else ids.discard(pk)
        written.append(_row(name, ids, version))
    _write(written)


def write(sets: Mapping[str, BitMap], version: int) -> None:
    """These sets whole, as they are given."""
    _write([_row(name, ids, version) for name, ids in sets.items()])


def _row(name: str, ids: BitMap, version: int) -> PublicationSet:
    ids.run_optimize()
    return PublicationSet(name=name, ids=ids.serialize(), size=len(ids), version=version)


def _write(rows: list[PublicationSet]) -> None:
    PublicationSet.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["name"], update_fields=["ids", "size", "version"]
    )

"""What stands at the end of a report: where goals, concepts, organisations occur, what is cited, charts and tables, credits.

Cases, blocks and pictures are named by their place: the first is 1. The page of a place is the writer's to know.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cases.document import OrganisationRef, PictureDoc, TagRef, Text
from cases.text import collation
from reports.document import Block, Book, Breakdown, Callout, CaseBox, Chart, Citation, Comparison, Prose, Quote, Table, data_of


@dataclass(frozen=True)
class TagEntry:
    tag: TagRef
    cases: tuple[int, ...]


@dataclass(frozen=True)
class OrganisationEntry:
    """`owned` are the cases that are its own, `named` the others it is named in."""

    organisation: OrganisationRef
    owned: tuple[int, ...]
    named: tuple[int, ...]


@dataclass(frozen=True)
class CitationEntry:
    """`blocks` count all blocks of the book in reading order."""

    citation: Citation
    blocks: tuple[int, ...]


@dataclass(frozen=True)
class TableEntry:
    """`block` counts all blocks of the book in reading order; `part` is the title of the part that it stands in."""

    block: int
    title: Text
    part: Text


@dataclass(frozen=True)
class PictureEntry:
    number: int
    picture: PictureDoc


def numbered_cases(book: Book) -> Iterable[tuple[int, CaseBox]]:
    return enumerate(book.cases(), start=1)


def by_goal(book: Book) -> tuple[TagEntry, ...]:
    """Goals that occur, in their official order."""
    return tuple(sorted(_by_tag(book, "goal"), key=lambda entry: int(entry.tag.code or 0)))


def by_concept(book: Book) -> tuple[TagEntry, ...]:
    """Concepts that occur, in the order in which the book first shows them."""
    return tuple(_by_tag(book, "concept"))


def by_organisation(book: Book, language: str) -> tuple[OrganisationEntry, ...]:
    """By name: Chinese ones by pinyin, Latin ones before them."""
    owned: dict[str, list[int]] = defaultdict(list)
    named: dict[str, list[int]] = defaultdict(list)
    refs: dict[str, OrganisationRef] = {}
    for number, box in numbered_cases(book):
        document = box.document
        refs.setdefault(document.organisation.slug, document.organisation)
        owned[document.organisation.slug].append(number)
        for other in document.organisations:
            refs.setdefault(other.slug, other)
            if number not in owned[other.slug] and number not in named[other.slug]:
                named[other.slug].append(number)
    entries = (OrganisationEntry(ref, tuple(owned[slug]), tuple(named[slug])) for slug, ref in refs.items())
    return tuple(sorted(entries, key=lambda entry: collation(entry.organisation.name.get(language))))


def by_citation(book: Book) -> tuple[CitationEntry, ...]:
    """Documents in the order of the book's list; those that are cited and not on it follow."""
    places: dict[str, list[int]] = defaultdict(list)
    found: dict[str, Citation] = {citation.key: citation for citation in book.citations}
    for number, block in enumerate(book.blocks(), start=1):
        for citation in citations(block):
            found.setdefault(citation.key, citation)
            places[citation.key].append(number)
    return tuple(CitationEntry(citation, tuple(places[key])) for key, citation in found.items())


def citations(block: Block) -> tuple[Citation, ...]:
    match block:
        case Prose() | Callout():
            return block.citations
        case Quote(citation=Citation() as citation):
            return (citation,)
        case _:
            return ()


def tables(book: Book) -> tuple[TableEntry, ...]:
    """Charts, tables, breakdowns and comparisons with a title and a number, in reading order; whatever has none cannot be named."""
    blocks = ((part, block) for _depth, part in book.walk() for block in part.blocks)
    return tuple(
        TableEntry(number, block.title, part.title)
        for number, (part, block) in enumerate(blocks, start=1)
        if isinstance(block, Chart | Table | Breakdown | Comparison) and block.title and any(data_of(block))
    )


def pictures(book: Book) -> tuple[PictureEntry, ...]:
    return tuple(PictureEntry(number, picture) for number, picture in enumerate(book.pictures(), start=1))


def _by_tag(book: Book, vocabulary: str) -> list[TagEntry]:
    tags: dict[str, TagRef] = {}
    cases: dict[str, list[int]] = defaultdict(list)
    for number, box in numbered_cases(book):
        for tag in box.document.tagged(vocabulary):
            tags.setdefault(tag.slug, tag)
            cases[tag.slug].append(number)
    return [TagEntry(tag, tuple(cases[slug])) for slug, tag in tags.items()]

"""In which order cases are listed, at any depth and number: sets are walked in their order, and only those of the page are read."""

from collections.abc import Iterator, Sequence

from pyroaring import BitMap

from cases.enums import Facet
from cases.models import Publication
from cases.search.facets import FacetIndex
from cases.search.held import Held, site_state
from cases.search.names import entries
from cases.text import collation

# So many keys are given to the database; of more it reads the order.
FEW = 900


def part(index: FacetIndex, tiers: Sequence[BitMap], order: str, language: str, start: int, stop: int) -> list[int]:
    """Places `start` to `stop` of the tiers, one after the other. Within one the newest come first, or it goes by title or organisation.

    No query but by title: one for each first letter that the places lie under.
    """
    found: list[int] = []
    for ids, value in _parts(index, tiers, order, language):
        if start < len(ids):
            found += _by_title(ids, value, language)[start:stop] if order == "title" else _newest(ids, start, stop)
        start, stop = max(0, start - len(ids)), stop - len(ids)
        if stop <= 0:
            break
    return found


def _parts(index: FacetIndex, tiers: Sequence[BitMap], order: str, language: str) -> Iterator[tuple[BitMap, str]]:
    """Sets in their order, each with the value that it is the set of."""
    match order:
        case "title":
            kind, values = f"title-{language}", sorted(index.kinds.get(f"title-{language}", {}))
        case "organisation":
            kind, values = "owner", [slug for slug in _by_name(language) if slug in index.kinds.get("owner", {})]
        case _:
            yield from ((ids, "") for ids in tiers)
            return
    every = BitMap.union(*tiers)
    for value in values:
        if ids := index.kinds[kind][value] & every:
            yield ids, value


def _newest(ids: BitMap, start: int, stop: int) -> list[int]:
    """Keys grow with the day of first publication, so the newest are the largest."""
    count = len(ids)
    return list(reversed(ids[max(0, count - stop) : count - start]))


def _by_title(ids: BitMap, head: str, language: str) -> list[int]:
    """Titles that begin alike, put in order by the database: few by their keys, many along the index of the titles that begin so."""
    column = f"title_key_{language.replace('-', '_')}"
    rows = Publication.objects.live().order_by(column, "-pk")
    if len(ids) <= FEW:
        return list(rows.filter(pk__in=list(ids)).values_list("pk", flat=True))
    begins = bytes.fromhex(head)
    # No sort key holds a byte 0xFF.
    along = rows.filter(**{f"{column}__gte": begins, f"{column}__lt": begins + b"\xff"}).values_list("pk", flat=True)
    return [pk for pk in along.iterator(chunk_size=10_000) if pk in ids]


# Slugs of all organisations by their names, in each language.
held: Held[list[str]] = Held()


def _by_name(language: str) -> list[str]:
    def made() -> list[str]:
        names = {entry.value: entry.name.get(language) for entry in entries() if entry.facet is Facet.ORGANISATION}
        return sorted(names, key=lambda slug: (collation(names[slug]), slug))

    return held.at(site_state().names, made, key=language)

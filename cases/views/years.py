"""The same case in other years: what it carries on, and what carries it on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from cases.document import CaseDocument
from cases.models import Publication
from cases.search.query import shown


@dataclass(frozen=True)
class Years:
    """The neighbours in time that the public may see, each in the order of its year."""

    earlier: tuple[CaseDocument, ...] = ()
    later: tuple[CaseDocument, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.earlier or self.later)


def of_other_years(publication: Publication) -> Q:
    """Finds them among publications, for a page that asks for other neighbours in the same query."""
    # The second condition is the index's own, without which SQLite does not use it.
    later = Q(continues_slug=publication.slug) & ~Q(continues_slug="")
    return later | Q(slug=publication.continues_slug) if publication.continues_slug else later


def years_of(publication: Publication, rows: Iterable[Publication] | None = None) -> Years:
    """Picked from `rows`, live publications with their revisions; without them, asked for in one query."""
    if rows is None:
        rows = Publication.objects.live().with_documents().filter(of_other_years(publication))
    near = sorted(rows, key=lambda row: (row.year, row.pk))
    return Years(
        earlier=tuple(shown(row) for row in near if publication.continues_slug and row.slug == publication.continues_slug),
        later=tuple(shown(row) for row in near if row.continues_slug == publication.slug),
    )

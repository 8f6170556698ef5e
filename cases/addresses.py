"""Where the public finds a case, and where it found it before: a printed report outlives a slug.

A former slug leads straight to where the case stands now, however often it moved, and belongs to it for good.
"""

from collections.abc import Collection

from cases.document import CaseRef
from cases.models import FormerSlug, Publication


def moved_to(slug: str) -> Publication | None:
    """What a former slug leads to, withdrawn or not; None when the public never found a case there. One query."""
    return Publication.objects.filter(case__former_slugs__slug=slug).first()


def live_among(slugs: Collection[str]) -> frozenset[str]:
    """Those of these slugs that lead to a case which the public may see now, whether it stands there or did once. One query."""
    here = Publication.objects.live().order_by().filter(slug__in=slugs).values_list("slug", flat=True)
    moved = FormerSlug.objects.filter(slug__in=slugs, case__publication__withdrawn_at=None).values_list("slug", flat=True)
    return frozenset(here.union(moved).order_by())


def is_anothers(slug: str, case_id: int | None) -> bool:
    """Whether the public finds, or once found, another case at this slug. Two queries at most."""
    return (
        Publication.objects.filter(slug=slug).exclude(case_id=case_id).exists()
        or FormerSlug.objects.filter(slug=slug).exclude(case_id=case_id).exists()
    )


def present_slug(case: CaseRef | None) -> str:
    """The slug at which a case that a document names stands now; empty for none. One query, none for none."""
    if case is None:
        return ""
    publication = moved_to(case.slug)
    return publication.slug if publication else case.slug


def keep_former_slug(case_id: int, slug: str) -> None:
    """Before a case is put out at `slug`: where it stood until now goes on leading to it, and neighbours name it anew.

    Runs in the transaction of the publication. One query when the case has not moved.
    """
    before = Publication.objects.filter(case_id=case_id).values_list("slug", flat=True).first()
    if before is None or before == slug:
        return
    FormerSlug.objects.filter(slug=slug, case_id=case_id).delete()
    FormerSlug.objects.create(slug=before, case_id=case_id)
    # The second conditions are the indexes' own, without which SQLite does not use them.
    Publication.objects.filter(parent_slug=before).exclude(parent_slug="").update(parent_slug=slug)
    Publication.objects.filter(continues_slug=before).exclude(continues_slug="").update(continues_slug=slug)

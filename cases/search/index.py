"""The search index: publications are scanned until there are many of them, then sealed into segments that are never changed.

What no segment holds is always found by looking at its text, so the index decides how fast a search is and never what it finds.
A publication that is put out again leaves its segment and is scanned, until it is sealed into another one.
"""

from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from cases.models import PublicationSet, SearchGram, SearchSegment, SearchText
from cases.search import sets
from cases.search.held import raise_version
from cases.search.postings import Postings
from cases.search.tokens import is_too_long

# Scanning so many takes some 20 ms; sealing them some seconds, in the background.
SEAL_AT = 2_000
SEAL_EACH = 100
# What is built at once: some 700 MB while it is, with texts of 2,400 characters; fifty such make a million.
LARGEST = 20_000
# A process that still looks at an older version reads a segment for a moment after it was given up; one that builds a segment is
# at it for some minutes. What has been idle for longer is nobody's.
IDLE = timedelta(hours=1)
# Rows read or written at once.
BATCH = 2_000


def seal() -> int:
    """Index what no segment holds, with the segments that are not much larger, so that few stay small; how many were indexed."""
    _drop_idle()
    standing = sets.segments()
    ids = BitMap(sorted(_live() - BitMap.union(BitMap(), *standing.values()))[:LARGEST])
    for held in sorted(standing.values(), key=len):
        if held and len(held) <= 2 * len(ids) and len(held) + len(ids) <= LARGEST:
            ids |= held
    return _seal(ids)


def seal_all() -> int:
    """The whole index anew, in segments of the largest size; how many were indexed. Searches go on meanwhile, on the old one."""
    return sum(_seal(BitMap(chunk)) for chunk in batched(_live(), LARGEST))


def is_due() -> bool:
    """Whether it is time to seal: so many publications are scanned, and again for every so many more, should nobody have come to it."""
    scanned = len(_live() - BitMap.union(BitMap(), *sets.segments().values()))
    return scanned >= SEAL_AT and scanned % SEAL_EACH == 0


def _live() -> BitMap:
    row = PublicationSet.objects.filter(name=sets.LIVE).values_list("ids", flat=True).first()
    return BitMap.deserialize(bytes(row)) if row else BitMap()


def _seal(ids: BitMap) -> int:
    postings, revisions = Postings(), {}
    for chunk in batched(ids, BATCH):
        rows = SearchText.objects.filter(pk__in=chunk).order_by("pk")
        read = [row for row in rows.values_list("pk", "revision_id", "title", "summary", "text") if not any(map(is_too_long, row[2:]))]
        # What cannot be indexed is scanned, and so found all the same.
        postings.add([(pk, (title, summary, text)) for pk, _revision, title, summary, text in read])
        revisions |= {pk: revision for pk, revision, *_texts in read}
    return _put_in_use(_saved(postings), revisions) if revisions else 0


def _saved(postings: Postings) -> SearchSegment:
    """Nothing refers to it yet; if the process ends now, a later sealing drops it."""
    words = "\n".join(postings.words())
    segment = SearchSegment.objects.create(members=postings.members(), starts=postings.starts(), words=f"\n{words}\n")
    rows = (SearchGram(segment=segment, gram=key, **found._asdict()) for key, found in postings.items())
    for chunk in batched(rows, BATCH):
        SearchGram.objects.bulk_create(chunk)
    return segment


def _put_in_use(segment: SearchSegment, revisions: dict[int, int]) -> int:
    """From now on its publications are found here and nowhere else, but for those put out anew or withdrawn while it was built."""
    with transaction.atomic():
        version = raise_version()
        now: dict[int, int] = {}
        for chunk in batched(revisions, BATCH):
            now.update(SearchText.objects.filter(pk__in=chunk).values_list("pk", "revision_id"))
        ids = BitMap(pk for pk, revision in revisions.items() if now.get(pk) == revision)
        before = sets.segments()
        after = {name: held - ids for name, held in before.items() if held & ids}
        sets.write(after | {sets.segment_set(segment.pk): ids}, version)
        SearchSegment.objects.filter(pk=segment.pk).update(idle_since=None)
        emptied = [int(name.partition("=")[2]) for name, held in after.items() if not held]
        SearchSegment.objects.filter(pk__in=emptied).update(idle_since=timezone.now())
    return len(ids)


def _drop_idle() -> None:
    """Their many rows in pieces, so that no writer waits for long."""
    idle = SearchSegment.objects.filter(idle_since__lt=timezone.now() - IDLE)
    for pk in idle.values_list("pk", flat=True):
        while keys := list(SearchGram.objects.filter(segment=pk).values_list("gram", flat=True)[:BATCH]):
            SearchGram.objects.filter(segment=pk, gram__in=keys).delete()
        SearchSegment.objects.filter(pk=pk).delete()

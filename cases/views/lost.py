"""For somebody whose address leads nowhere: the words that stand in it, and the cases that it may have meant."""

import re
from difflib import get_close_matches
from itertools import islice
from urllib.parse import unquote

from django.utils.translation import get_language

from cases.document import CaseDocument
from cases.models import Publication
from cases.search.query import Query, search, shown

# Addresses of programs, of people signed in, and of files: nobody is lost there, and nobody's words are said again.
NO_PAGES = re.compile(r"/(en/)?(accounts|admin|api|c|feeds|pictures|static|v)(/|\Z)|.*/\.|.*\.(?!html?/?\Z)[A-Za-z0-9]{1,5}/?\Z", re.DOTALL)
# What addresses of ours begin with says nothing of what was meant.
PLACES = {"en", "cases", "concepts", "organisations", "regions", "reports", "sdgs", "sectors", "topics"}
WORD = re.compile(r"[^\W_]+")
LONGEST = 80
MOST_WORDS = 8
MOST_LIKELY = 5
# Comparing with so many slugs takes some milliseconds.
MOST_SLUGS = 1_000
ALIKE = 0.7


def words_of(path: str) -> str:
    """What the last part of an address says, for a search field; empty for one that is no page's: `/cases/绿色-工厂/` → `绿色 工厂`."""
    if NO_PAGES.match(path):
        return ""
    parts = re.sub(r"\.html?/?\Z", "", unquote(path[: 10 * LONGEST])).split("/")
    last = next((part for part in reversed(parts) if part not in PLACES and WORD.search(part)), "")
    return " ".join(WORD.findall(last)[:MOST_WORDS])[:LONGEST].strip()


def likely(words: str) -> list[CaseDocument]:
    """Cases whose slug is nearly these words, then those that hold them all. Two queries and those of a search; none without words."""
    if not words:
        return []
    live = Publication.objects.live().with_documents()
    newest = Publication.objects.live().order_by("-pk").values_list("slug", flat=True)[:MOST_SLUGS]
    near = get_close_matches(words.replace(" ", "-").lower(), list(newest), n=MOST_LIKELY, cutoff=ALIKE)
    by_slug = {row.slug: row for row in live.filter(slug__in=near)} if near else {}
    found = search(Query(words=words, language="en" if get_language() == "en" else "zh-hans")).page(1, MOST_LIKELY)
    rows = {row.pk: row for row in [*(by_slug[slug] for slug in near if slug in by_slug), *found]}
    return [shown(row) for row in islice(rows.values(), MOST_LIKELY)]

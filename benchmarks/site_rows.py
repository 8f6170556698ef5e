"""What the site is asked for: the rows of the table, each with many addresses, so that not one page is asked for again and again."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.words import Kind, kinds
from cases.generated.vocabulary import CONCEPT_TAGS, PREFIX, REGION_TAGS, SECTOR_TAGS, scattered, topics

# Cases asked for when each is to be new: more than any server answers in the time of a row, where there are so many.
MOST_CASES = 20_000
# Pages that are to be held: few enough that every worker soon has them.
HELD_PAGES = 20
# As many cases as a list shows.
PAGE_SIZE = 20


@dataclass(frozen=True)
class Row:
    name: str
    addresses: tuple[str, ...]
    # Whether it is measured from what the process holds as well, and as a 304 too.
    held: bool = False
    known: bool = False


def rows(cases: int, seed: int) -> list[Row]:
    slugs = [f"{PREFIX}{seed}-{scattered(n, cases) + 1}" for n in range(min(cases, MOST_CASES))]
    pages = range(1, min(50, -(-cases // PAGE_SIZE)) + 1)
    concepts = [tag.slug for tag in CONCEPT_TAGS]
    goals = range(1, 18)
    words = kinds(seed)
    medium = next(kind for kind in words if kind.name == "medium").words
    return [
        Row("home", ("/", "/en/"), held=True),
        Row("list", tuple(f"/cases/?page={page}" if page > 1 else "/cases/" for page in pages), held=True),
        Row("list, one facet", tuple(_list(**{facet: value}) for facet, value in _facets()), held=True),
        Row("list, concept and goal", tuple(_list(concept=concept, sdg=goal) for concept in concepts for goal in goals), held=True),
        *[_search(kind) for kind in words],
        Row("search, with a concept", tuple(_list(q=word, concept=concept) for word in medium for concept in concepts)),
        Row("case", tuple(f"/cases/{slug}/" for slug in slugs), held=True, known=True),
        Row(f"case, {HELD_PAGES} in turn", tuple(f"/cases/{slug}/" for slug in slugs[:HELD_PAGES])),
        Row("case, English", tuple(f"/en/cases/{slug}/" for slug in slugs)),
        Row("API, list", tuple(f"/api/v1/cases?page={page}" for page in pages), held=True),
        Row("API, case", tuple(f"/api/v1/cases/{slug}" for slug in slugs), held=True, known=True),
        Row("feed", ("/feeds/cases.atom", *(f"/feeds/concept/{concept}.atom" for concept in concepts)), held=True),
        Row("explore", ("/explore/", "/en/explore/"), held=True),
    ]


def _search(kind: Kind) -> Row:
    return Row(f"search, {kind} ({kind.share:.1%})", tuple(_list(q=word) for word in kind.words))


def _facets() -> list[tuple[str, str]]:
    return [
        *(("concept", tag.slug) for tag in CONCEPT_TAGS),
        *(("sdg", str(number)) for number in range(1, 18)),
        *(("sector", tag.slug) for tag in SECTOR_TAGS[:10]),
        *(("region", tag.slug) for tag in REGION_TAGS),
        *(("topic", tag.slug) for tag in topics()[:20]),
    ]


def _list(**query: object) -> str:
    return f"/cases/?{urlencode(query, quote_via=quote)}"

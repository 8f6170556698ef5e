"""What generated cases are filed under: 5,000 invented companies and 2,000 topics. They are the same for every seed."""

from dataclasses import dataclass
from functools import cache
from math import gcd

from django.utils.text import slugify

from cases.document import OrganisationRef, TagRef, Text
from cases.generated.words import DOINGS, FIELDS, FIRST, SECOND
from cases.vocabularies import CONCEPTS, GOALS, REGIONS, SECTORS, target_codes

ORGANISATIONS = 5_000
TOPICS = len(FIELDS) * len(DOINGS)

# What begins so was generated, and nothing else may begin so.
PREFIX = "generated-"

SECTOR_TAGS = tuple(TagRef("sector", slug, Text(zh, en)) for slug, zh, en in SECTORS)
REGION_TAGS = tuple(TagRef("region", slug, Text(zh, en)) for slug, zh, en in REGIONS)
CONCEPT_TAGS = tuple(TagRef("concept", slug, Text(zh, en), colour=colour) for slug, zh, en, colour in CONCEPTS)
GOAL_TAGS = tuple(
    TagRef("goal", str(number), Text(zh, en), code=str(number), colour=colour)
    for number, (zh, en, colour, *_targets) in enumerate(GOALS, 1)
)
# By goal.
TARGET_TAGS = tuple(
    tuple(TagRef("target", code.replace(".", "-"), Text(f"具体目标{code}", f"Target {code}"), code=code) for code in target_codes(number))
    for number in range(1, len(GOALS) + 1)
)


def scattered(number: int, of: int) -> int:
    """A permutation of 0 … of-1 that parts neighbours."""
    step = int(of * 0.618) | 1
    while gcd(step, of) != 1:
        step += 2
    return number * step % of


def _places() -> tuple[tuple[str, str], ...]:
    every = [(first + second, (a + b).capitalize()) for second, b in SECOND for first, a in FIRST]
    return tuple(every[scattered(number, len(every))] for number in range(len(every)))


# Coined names of places, Chinese and Latin; neighbours in the list do not look alike.
PLACES = _places()


@dataclass(frozen=True)
class Company:
    """An invented company; `number` is its place by the number of its cases, 0 has most."""

    number: int
    ref: OrganisationRef
    sector: TagRef
    region: TagRef


@cache
def companies() -> tuple[Company, ...]:
    return tuple(_company(number) for number in range(ORGANISATIONS))


def _company(number: int) -> Company:
    """江川电力第三公司（示例）: a hundred places have five companies in each of ten sectors."""
    rest, place = divmod(scattered(number, ORGANISATIONS), 100)
    count, sector = divmod(rest, 10)
    (zh, en), kind = PLACES[place], SECTOR_TAGS[sector]
    ref = OrganisationRef(
        slug=f"{PREFIX}{en.lower()}-{kind.slug}-{count + 1}",
        name=Text(f"{zh}{kind.name.zh_hans}第{'一二三四五'[count]}公司（示例）", f"{en} {kind.name.en} Company No. {count + 1} (sample)"),
        short_name=Text(f"{zh}{kind.name.zh_hans}{'一二三四五'[count]}公司", f"{en} {kind.name.en} {count + 1}"),
    )
    # A third of the companies is in the first six regions, the others are all over.
    region = REGION_TAGS[number * 7 % len(REGION_TAGS) if number % 3 else number // 3 % 6]
    return Company(number, ref, kind, region)


@cache
def topics() -> tuple[TagRef, ...]:
    """By the number of their cases, the most frequent first."""
    return tuple(_topic(number) for number in range(TOPICS))


def _topic(number: int) -> TagRef:
    field, doing = divmod(scattered(number, TOPICS), len(DOINGS))
    (zh, en), (zh_more, en_more) = FIELDS[field], DOINGS[doing]
    return TagRef("topic", slugify(f"{en} {en_more}"), Text(zh + zh_more, f"{en} {en_more}"))

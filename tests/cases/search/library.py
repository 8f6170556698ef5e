"""Many small publications at once, with texts made of few characters, so that runs meet, overlap and almost meet."""

import random
from collections.abc import Mapping, Sequence

from django.utils import timezone

from cases.document import CaseDocument, OrganisationRef, TagRef, Text, digest, to_json
from cases.enums import Facet, RevisionReason
from cases.models import Case, Publication, Revision, SearchText
from cases.publishing import put_out_many
from cases.search.query import Query, search
from cases.search.sets import facets_of
from cases.search.tokens import normalise
from tests import make

ALPHABET = '绿色发展绿色发展电网光伏能源數字化，。5G5GCO₂ ab abc -"&'


def words(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(ALPHABET) for _ in range(length)).strip() or "空"


def document(rng: random.Random, number: int) -> CaseDocument:
    owner = f"owner-{rng.randrange(4)}"
    tags = [TagRef("goal", str(code), Text(f"目标{code}"), str(code)) for code in rng.sample(range(1, 18), rng.randint(1, 3))]
    if concept := rng.choice(["green", "openness", ""]):
        tags.append(TagRef("concept", concept, Text(concept)))
    return CaseDocument(
        slug=f"generated-{number}",
        year=rng.choice([2019, 2020, 2021]),
        title=Text(words(rng, 6), words(rng, 6)),
        summary=Text(words(rng, 12)),
        body=Text(f"<p>{words(rng, 40)}</p><p>{words(rng, 30)}</p>", f"<p>{words(rng, 20)}</p>"),
        organisation=OrganisationRef(owner, Text(owner)),
        tags=tuple(tags),
    )


def publish(documents: Sequence[CaseDocument]) -> list[Publication]:
    """Published without the workflow; in the order of the documents."""
    owner, person = make.organisation(), make.user()
    cases = Case.objects.bulk_create(
        Case(organisation=owner, slug=one.slug, title=one.slug, year=one.year, created_by=person, changed_by=person) for one in documents
    )
    now = timezone.now()
    revisions = Revision.objects.bulk_create(
        Revision(
            case=case,
            number=1,
            reason=RevisionReason.PUBLISHED,
            document=to_json(one),
            digest=digest(one),
            created_by=person,
            created_at=now,
        )
        for case, one in zip(cases, documents, strict=True)
    )
    put_out_many(zip(revisions, documents, strict=True))
    return list(Publication.objects.filter(case__in=cases).order_by("pk"))


def holders(run: str) -> set[int]:
    """The plain scan that search is measured by: pks of the live publications with the run in their text."""
    rows = SearchText.objects.values_list("pk", "title", "summary", "text")
    return {pk for pk, *texts in rows if any(run in text for text in texts)}


def runs(rng: random.Random, count: int) -> list[str]:
    """Runs of 1 to 9 characters cut from the texts, and as many that are in none or almost in one."""
    texts = [
        line for row in SearchText.objects.values_list("title", "summary", "text") for text in row for line in text.split("\n") if line
    ]
    cut = []
    while len(cut) < count:
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        if run := text[start : start + rng.randint(1, 9)].strip():
            cut.append(run)
    return cut + [a[: len(a) // 2 + 1].strip() + b[len(b) // 2 :].strip() for a, b in zip(cut, reversed(cut), strict=True)]


def facets(documents: dict[int, CaseDocument]) -> dict[int, set[tuple[Facet, str]]]:
    return {pk: facets_of(document) for pk, document in documents.items()}


def choices(rng: random.Random, facets: Mapping[int, set[tuple[Facet, str]]]) -> dict[Facet, tuple[str, ...]]:
    """None to three of the values that these publications have."""
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet, value in rng.sample(sorted({pair for pairs in facets.values() for pair in pairs}), rng.randint(0, 3)):
        chosen[facet] = (*chosen.get(facet, ()), value)
    return chosen


def check(run: str, choices: Mapping[Facet, tuple[str, ...]], facets: Mapping[int, set[tuple[Facet, str]]]) -> None:
    """What a run in quotes (none if empty) and these choices find, and all counts, are what looking at each publication gives."""
    result = search(Query(f'"{run}"' if run else "", dict(choices)))
    within = holders(normalise(run)) if run else set(facets)

    def matches(pk: int, *, but: Facet | None = None) -> bool:
        return pk in within and all(
            any((facet, value) in facets[pk] for value in chosen) for facet, chosen in choices.items() if facet != but
        )

    assert set(result.ids) == {pk for pk in facets if matches(pk)}
    assert result.counts is not None
    for facet in Facet:
        expected = dict.fromkeys(choices.get(facet, ()), 0)
        for pk in filter(lambda pk: matches(pk, but=facet), facets):
            for _facet, value in filter(lambda pair: pair[0] == facet, facets[pk]):
                expected[value] = expected.get(value, 0) + 1
        assert result.counts[facet] == expected, (run, choices, facet, result.counts[facet], expected)

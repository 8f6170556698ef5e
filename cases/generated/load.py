"""Generated cases as rows, thousands at a time, as if each had gone the whole way: handed in, reviewed, accepted, published.

Not through `cases.workflow`, which takes one case's step after the other in some thirty queries; what it would leave behind is the same
(the tests freeze the rows again and compare).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from django.db import connection, reset_queries, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.enums import Kind, Role
from accounts.models import Membership, Organisation, User
from cases.document import CaseDocument, FigureDoc, QuotationDoc, Text, digest, to_json
from cases.enums import CaseState, RevisionReason, Vocabulary
from cases.generated.compose import compose_case
from cases.generated.vocabulary import PREFIX, companies, topics
from cases.models import Case, CaseTag, Figure, Participation, Quotation, Revision, StateChange, Tag
from cases.publishing import put_out_many
from cases.quantities import plain
from cases.search import index
from cases.search.held import raise_version
from cases.stamp import sealed_digest

Row = dict[str, Any]

# Some 150 MB while they are written; each such transaction also rewrites the sets of thousands of facet values, so not fewer.
AT_ONCE = 2_000
# Step, state before, state after, whether it carries the revision.
STEPS = (
    ("submit", CaseState.DRAFT, CaseState.SUBMITTED, True),
    ("start_review", CaseState.SUBMITTED, CaseState.IN_REVIEW, False),
    ("accept", CaseState.IN_REVIEW, CaseState.ACCEPTED, True),
    ("publish", CaseState.ACCEPTED, CaseState.PUBLISHED, True),
)


class Clash(Exception):
    """What is there already stands in the way; carries a sentence for a person."""


@dataclass(frozen=True)
class Ground:
    """What cases stand on: pks of organisations by slug and of tags by vocabulary and slug, and who takes the steps."""

    organisations: dict[str, int]
    tags: dict[tuple[str, str], int]
    reviewer: User
    publisher: User


def generate(count: int, seed: int, *, public_only: bool = False, on_progress: Callable[[int], None] = lambda made: None) -> int:
    """See to it that cases 1 to `count` of the seed are published; the number of those made. What was there before stays as it is.

    Each chunk is whole or not there at all, so that one broken off goes on where it stopped. Clash when the vocabulary cannot be laid.
    """
    there = Case.objects.filter(slug__startswith=f"{PREFIX}{seed}-").count()
    ground = lay_ground()
    made = 0
    for numbers in batched(range(there + 1, count + 1), AT_ONCE):
        documents = [compose_case(number, seed) for number in numbers]
        with transaction.atomic():
            if public_only:
                publish([shortened(document) for document in documents], ground)
            else:
                revisions = publish(documents, ground)
                add_parts([revision.case for revision in revisions], documents, ground)
                add_log(revisions, ground)
        made += len(numbers)
        # With DEBUG Django remembers every statement, and these have megabytes.
        reset_queries()
        on_progress(made)
    if made:
        while index.seal() >= index.LARGEST:
            pass
        # Otherwise the planner takes a table of a million rows for the empty one that it was a minute ago.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return made


def shortened(document: CaseDocument) -> CaseDocument:
    """With one paragraph in Chinese, two figures and one quotation: 400 Han characters in all, so that a million fit on a disk."""
    body = document.body.zh_hans.partition("</p>")[0] + "</p>"
    return replace(document, body=Text(body), figures=document.figures[:2], quotations=document.quotations[:1])


# --- What cases stand on -------------------------------------------------------------------------------------------


def lay_ground() -> Ground:
    """Make what is missing of companies, topics, the association and its two people, and look up what is there."""
    with transaction.atomic():
        _make_companies()
        _make_topics()
        # Rows made many at once tell nobody of their names.
        raise_version(names=True)
        association, _created = Organisation.objects.get_or_create(
            slug=f"{PREFIX}association",
            defaults={**_fields("name", Text("示例协会", "Sample association")), "kind": Kind.ASSOCIATION},
        )
        return Ground(
            organisations=dict(Organisation.objects.order_by().values_list("slug", "pk")),
            tags={(vocabulary, slug): pk for vocabulary, slug, pk in Tag.objects.order_by().values_list("vocabulary", "slug", "pk")},
            reviewer=_person("示例审核", Role.REVIEWER, association),
            publisher=_person("示例发布", Role.PUBLISHER, association),
        )


def _make_companies() -> None:
    there = set(Organisation.objects.filter(slug__startswith=PREFIX).values_list("slug", flat=True))
    Organisation.objects.bulk_create(
        Organisation(
            slug=company.ref.slug,
            **_fields("name", company.ref.name),
            **_fields("short_name", company.ref.short_name),
            latin_name=company.ref.name.en,
            kind=company.ref.kind,
            sector=company.sector.slug,
            region=company.region.slug,
        )
        for company in companies()
        if company.ref.slug not in there
    )


def _make_topics() -> None:
    there = dict(Tag.objects.of(Vocabulary.TOPIC).values_list("slug", "name_zh_hans"))
    missing = [topic for topic in topics() if there.get(topic.slug) != topic.name.zh_hans]
    names = set(there.values())
    for topic in missing:
        if topic.slug in there or topic.name.zh_hans in names:
            raise Clash(
                f"There is another topic named {topic.name.zh_hans} or at {topic.slug} already; generate into a database of its own."
            )
    Tag.objects.bulk_create(Tag(vocabulary=Vocabulary.TOPIC, slug=topic.slug, **_fields("name", topic.name)) for topic in missing)


def _person(name: str, role: Role, association: Organisation) -> User:
    """Nobody signs in as them: without a password an account opens by a reset link alone, and mail to .invalid arrives nowhere."""
    email = f"{PREFIX}{role}@association.invalid"
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    Membership.objects.get_or_create(user=person, organisation=association, role=role)
    return person


# --- Cases ---------------------------------------------------------------------------------------------------------


def publish(documents: list[CaseDocument], ground: Ground) -> list[Revision]:
    """A case, its revision and its publication of each, in the caller's transaction: all that the public site reads."""
    cases = add_cases(documents, ground, CaseState.PUBLISHED)
    revisions = Revision.objects.bulk_create(
        Revision(
            case=case,
            number=1,
            reason=RevisionReason.SUBMITTED,
            document=to_json(document),
            digest=digest(document),
            sealed=sealed_digest(document),
            created_by=ground.reviewer,
        )
        for case, document in zip(cases, documents, strict=True)
    )
    put_out_many(zip(revisions, documents, strict=True))
    return revisions


def add_log(revisions: list[Revision], ground: Ground) -> None:
    """The steps that led to these, as the workflow writes them."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    _insert(
        StateChange,
        [
            {
                "case_id": revision.case_id,
                "action": action,
                "before": before.value,
                "after": after.value,
                "message": "",
                "revision_id": revision.pk if carries else None,
                "by_id": (ground.publisher if action == "publish" else ground.reviewer).pk,
                "at": now,
            }
            for revision in revisions
            for action, before, after, carries in STEPS
        ],
    )


def add_cases(documents: list[CaseDocument], ground: Ground, state: CaseState = CaseState.DRAFT) -> list[Case]:
    """Their own rows, without parts; with `add_parts` they freeze to these documents."""
    return Case.objects.bulk_create(
        Case(
            slug=document.slug,
            state=state,
            organisation_id=ground.organisations[document.organisation.slug],
            **_fields("title", document.title),
            **_fields("summary", document.summary),
            **_fields("body", document.body),
            **_fields("place", document.place),
            period=document.period,
            year=document.year,
            created_by=ground.reviewer,
            changed_by=ground.reviewer,
        )
        for document in documents
    )


def add_parts(cases: list[Case], documents: list[CaseDocument], ground: Ground) -> None:
    """Organisations, tags, figures and quotations as editors have them."""
    pairs = [(case.pk, document) for case, document in zip(cases, documents, strict=True)]
    _insert(
        Participation,
        [
            {"case_id": pk, "organisation_id": ground.organisations[other.slug], "order": order, **_columns("role", other.role)}
            for pk, document in pairs
            for order, other in enumerate(document.organisations)
        ],
    )
    _insert(
        CaseTag,
        [
            {
                "content_object_id": pk,
                "tag_id": ground.tags[tag.vocabulary, tag.slug],
                "rank": tag.rank,
                **_columns("reason", tag.reason),
            }
            for pk, document in pairs
            for tag in document.tags
        ],
    )
    _insert(
        Figure,
        [{"case_id": pk, "order": order, **_figure(figure)} for pk, document in pairs for order, figure in enumerate(document.figures)],
    )
    _insert(
        Quotation,
        [
            {"case_id": pk, "order": order, **_quotation(quotation)}
            for pk, document in pairs
            for order, quotation in enumerate(document.quotations)
        ],
    )


def _figure(figure: FigureDoc) -> Row:
    return {
        **_columns("label", figure.label),
        "value": plain(figure.value),
        **{name: getattr(figure, name) for name in ("unit", "qualifier", "period", "status", "claim", "is_key")},
        **_columns("source", figure.source),
        **_columns("note", figure.note),
    }


def _quotation(quotation: QuotationDoc) -> Row:
    return {
        **_columns("text", quotation.text),
        "form": quotation.form,
        **_columns("speaker", quotation.speaker),
        **_columns("role", quotation.role),
        **_columns("occasion", quotation.occasion),
        "date": quotation.date,
        **_columns("source", quotation.source),
    }


def _insert(model: type[Model], rows: list[Row]) -> None:
    """As bulk_create would, at an eighth of its cost: a case has some twenty such rows, and nobody needs their keys."""
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, rows[0]))
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
        cursor.executemany(statement, [tuple(row.values()) for row in rows])


def _fields(name: str, text: Text) -> Row:
    return {f"{name}_zh_hans": text.zh_hans, f"{name}_en": text.en}


def _columns(name: str, text: Text) -> Row:
    """A bilingual field has a third column, which says what its first language says."""
    return {name: text.zh_hans, f"{name}_zh_hans": text.zh_hans, f"{name}_en": text.en}

"""The cases of a list that was read, shown and confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import ContentFile
from django.utils.html import escape
from django.utils.translation import gettext as _

from cases.enums import Place, Rank, Vocabulary
from cases.intake.document import Intake, LeftOver
from cases.intake.drafts import make_draft
from cases.lists.bundle import Bundle
from cases.lists.columns import folded
from cases.models import Case, CaseList, CaseTag, Figure, Picture, Tag
from cases.models.cases import new_slug
from cases.text import clean_html

# What both a list and a Word file say: the name in an intake, the column of the list.
BOTH = {
    "title": "title_zh_hans",
    "title_en": "title_en",
    "summary": "summary_zh_hans",
    "summary_en": "summary_en",
    "place": "place_zh_hans",
    "place_en": "place_en",
    "period": "period",
}


class Gone(Exception):
    """Something that the list was read with is no more; the sentence says what."""


@dataclass(frozen=True)
class Given:
    """What lay in the zip for one row: a Word file as it was read, the words of the list before its own, and pictures."""

    intake: Intake | None
    file: bytes
    pictures: tuple[tuple[str, bytes], ...]


NOTHING = Given(None, b"", ())


def given_with(case_list: CaseList, *, alive: Callable[[], None]) -> dict[int, Given]:
    """By the number of the row; `alive` is called for each. Read before the transaction, since a Word file takes a second or two.

    Raises Refused and Unreadable, for what could be read when the list was.
    """
    rows = [row for row in case_list.rows if row.get("word") or row.get("pictures")]
    if not rows:
        return {}
    bundle = Bundle(bytes(case_list.data or b""))
    vocabularies = dict(Tag.objects.values_list("pk", "vocabulary"))
    found = {}
    for row in rows:
        alive()
        word = row["word"]
        intake = overruled(bundle.word(word), row["columns"], {vocabularies.get(pk, "") for pk, _main in row["tags"]}) if word else None
        pictures = tuple((name, bundle.read(name)) for name in row["pictures"])
        found[row["number"]] = Given(intake, bundle.read(word) if word else b"", pictures)
    return found


def overruled(intake: Intake, columns: dict[str, str], vocabularies: set[str]) -> Intake:
    """The Word file of a row: what the list says holds, and what the file says otherwise is left over with the case."""
    said = {name: columns.get(column, "") for name, column in BOTH.items()}
    replaced: dict[str, Any] = {name: text for name, text in said.items() if text}
    left = [old for name, text in replaced.items() if (old := getattr(intake, name)) and folded(old) != folded(text)]
    rows = dict(intake.rows)
    if Vocabulary.CONCEPT in vocabularies:
        left += filter(None, (intake.concept, intake.concepts))
        replaced |= {"concept": "", "concepts": ""}
    if Vocabulary.GOAL in vocabularies:
        left += filter(None, (intake.goals, *("\t".join(row.values()) for row in rows.pop("goals", ()))))
        replaced |= {"goals": ""}
    return replace(
        intake,
        **replaced,
        rows=rows,
        named=tuple((kind, name) for kind, name in intake.named if kind not in vocabularies),
        left_over=(*intake.left_over, *(LeftOver(Place.LONG, text) for text in left)),
    )


def cases_of(case_list: CaseList, *, by: Any) -> list[Case]:
    """A draft for each row without a Word file, not yet in the database. Cleaning their texts is half of the work, and needs no lock."""
    return [_case(case_list, row, by) for row in case_list.rows if not row.get("word")]


def make_cases(case_list: CaseList, drafts: list[Case], given: dict[int, Given]) -> list[int]:
    """The drafts of `cases_of` and of Word files, with tags, figures and pictures; their keys in the order of the rows.

    Inside a transaction; a handful of queries for each thousand rows, and some twenty for a Word file.
    """
    titles = {row["columns"]["title_zh_hans"] for row in case_list.rows}
    same = Case.objects.filter(organisation=case_list.organisation_id, year=case_list.year).values_list("title_zh_hans", flat=True)
    if twice := sorted(titles.intersection(same)):
        raise Gone(_("Since the list was read, a case “%(title)s” has been made; give the list again.") % {"title": twice[0]})
    wanted = {pk for row in case_list.rows for pk, _main in row["tags"]}
    if len(set(Tag.objects.filter(pk__in=wanted).values_list("pk", flat=True))) < len(wanted):
        raise Gone(_("Since the list was read, a tag it names has gone; give the list again."))
    plain = iter(Case.objects.bulk_create(drafts, batch_size=500))
    cases = [_case_of_word(case_list, row["word"], given[row["number"]]) if row.get("word") else next(plain) for row in case_list.rows]
    tags, figures = [], []
    for case, row in zip(cases, case_list.rows, strict=True):
        beside = given.get(row["number"], NOTHING)
        behind = len(beside.intake.rows.get("figures", ())) if beside.intake else 0
        for order, (name, data) in enumerate(beside.pictures, len(beside.intake.pictures) if beside.intake else 0):
            Picture.objects.create(case=case, file=ContentFile(data, name=name), order=order)
        for pk, main in row["tags"]:
            tags.append(CaseTag(content_object=case, tag_id=pk, rank=Rank.PRIMARY if main else Rank.SECONDARY))
        for order, figure in enumerate(row["figures"], behind):
            columns = {"label_zh_hans": figure["label"]} | {key: text for key, text in figure.items() if key != "label"}
            figures.append(Figure(case=case, order=order, **columns))
    CaseTag.objects.bulk_create(tags, batch_size=1000, ignore_conflicts=True)
    Figure.objects.bulk_create(figures, batch_size=1000)
    return [case.pk for case in cases]


def _case_of_word(case_list: CaseList, name: str, given: Given) -> Case:
    assert given.intake is not None
    return make_draft(
        given.intake,
        file=given.file,
        name=name,
        organisation=case_list.organisation,
        by=case_list.confirmed_by,
        call=case_list.call,
        year=case_list.year,
    )


def _case(case_list: CaseList, row: dict[str, Any], by: Any) -> Case:
    columns = dict(row["columns"])
    for name in ("body_zh_hans", "body_en"):
        # Rows made together do not pass the model's `save`, where a text is cleaned otherwise.
        columns[name] = clean_html(paragraphs(columns.get(name, "")))
    return Case(
        organisation_id=case_list.organisation_id,
        call_id=case_list.call_id,
        year=case_list.year,
        slug=new_slug(),
        created_by=by,
        changed_by=by,
        **columns,
    )


def paragraphs(text: str) -> str:
    """A cell's lines as paragraphs. What looks like markup is text."""
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.split("\n") if line.strip())

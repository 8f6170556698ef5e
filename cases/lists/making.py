"""The cases of a list that was read, shown and confirmed."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from cases.enums import Rank
from cases.models import Case, CaseList, CaseTag, Figure, Tag
from cases.models.cases import new_slug
from cases.text import clean_html


class Gone(Exception):
    """Something that the list was read with is no more; the sentence says what."""


def cases_of(case_list: CaseList, *, by: Any) -> list[Case]:
    """A draft for each row, not yet in the database. Cleaning their texts is half of the work, and needs no lock."""
    return [_case(case_list, row, by) for row in case_list.rows]


def make_cases(case_list: CaseList, drafts: list[Case]) -> list[int]:
    """The drafts of `cases_of` with tags and figures; their keys. Inside a transaction; a handful of queries for each thousand rows."""
    titles = {row["columns"]["title_zh_hans"] for row in case_list.rows}
    same = Case.objects.filter(organisation=case_list.organisation_id, year=case_list.year).values_list("title_zh_hans", flat=True)
    if twice := sorted(titles.intersection(same)):
        raise Gone(_("Since the list was read, a case “%(title)s” has been made; give the list again.") % {"title": twice[0]})
    wanted = {pk for row in case_list.rows for pk, _main in row["tags"]}
    if len(set(Tag.objects.filter(pk__in=wanted).values_list("pk", flat=True))) < len(wanted):
        raise Gone(_("Since the list was read, a tag it names has gone; give the list again."))
    cases = Case.objects.bulk_create(drafts, batch_size=500)
    tags, figures = [], []
    for case, row in zip(cases, case_list.rows, strict=True):
        for pk, main in row["tags"]:
            tags.append(CaseTag(content_object=case, tag_id=pk, rank=Rank.PRIMARY if main else Rank.SECONDARY))
        for order, figure in enumerate(row["figures"]):
            columns = {"label_zh_hans": figure["label"]} | {key: text for key, text in figure.items() if key != "label"}
            figures.append(Figure(case=case, order=order, **columns))
    CaseTag.objects.bulk_create(tags, batch_size=1000, ignore_conflicts=True)
    Figure.objects.bulk_create(figures, batch_size=1000)
    return [case.pk for case in cases]


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

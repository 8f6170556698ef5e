"""Load the collection's cases through the doors that people use: rows, then hand in, review, accept, publish.

Loading twice changes nothing: what is there by its slug is left alone.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from cases.collection_2021 import FOLDER, case_files, columns, read, text
from cases.collection_2021.accounts import load_accounts
from cases.collection_2021.drawing import draw
from cases.document import Text
from cases.enums import QuotationForm, Rank, Vocabulary
from cases.models import Call, Case, Figure, Participation, Picture, Quotation, Tag
from cases.tagging import Choice, new_topic, set_tags
from cases.text import html_from_notation
from cases.workflow import take

YEAR = 2021
CREDIT = Text("Casebook 绘制", "Drawn by Casebook")
LICENCE = "CC0 1.0"


def load_cases(say: Callable[[str], None]) -> dict[str, User]:
    """Organisations, topics, accounts, the 27 cases, the demo's drafts. Returns the demo accounts by e-mail."""
    load_organisations()
    load_topics()
    users = load_accounts()
    made = 0
    for number, path in enumerate(case_files(), 1):
        data = read(path)
        if not Case.objects.filter(slug=data["slug"]).exists():
            with transaction.atomic():
                publish_case(data, users)
            made += 1
            say(f"{number:2} {data['title']['zh']}")
    with transaction.atomic():
        load_drafts(users)
    say(f"cases made: {made}, there already: {len(case_files()) - made}")
    return users


def load_organisations() -> None:
    rows = read(FOLDER / "organisations.toml")["organisations"]
    for row in rows:
        Organisation.objects.get_or_create(
            slug=row["key"],
            defaults={
                **columns("name", row["name"]),
                **columns("short_name", row.get("short")),
                "latin_name": row.get("latin", ""),
                "aliases": row.get("aliases", []),
                "kind": row["kind"],
                "sector": row.get("sector", ""),
                "region": row.get("region", ""),
            },
        )
    known = Organisation.objects.in_bulk([row["key"] for row in rows], field_name="slug")
    for row in rows:
        parent = known.get(row.get("parent", ""))
        if parent and known[row["key"]].parent_id is None:
            Organisation.objects.filter(pk=known[row["key"]].pk).update(parent=parent)


def load_topics() -> None:
    there = set(Tag.objects.of(Vocabulary.TOPIC).values_list("slug", flat=True))
    for row in read(FOLDER / "topics.toml")["topics"]:
        if row["slug"] not in there:
            new_topic(row["name"]["zh"], row["name"]["en"], slug=row["slug"], synonyms=row["synonyms"])


def publish_case(data: dict[str, Any], users: dict[str, User]) -> Case:
    """One case on its whole way: its company (or the association for it) hands in, the association reviews and publishes."""
    owner = Organisation.objects.get(slug=data["owner"])
    reviewer, publisher = users["reviewer@association.example"], users["publisher@association.example"]
    editor = next((m.user for m in owner.memberships.filter(role="editor").select_related("user").order_by("pk")), reviewer)
    case = make_case(data, owner, editor)
    take("submit", case=case, by=editor)
    take("start_review", case=case, by=reviewer)
    take("accept", case=case, by=reviewer)
    take("publish", case=case, by=publisher)
    return case


def make_case(data: dict[str, Any], owner: Organisation, by: User) -> Case:
    case = Case(
        slug=data["slug"],
        organisation=owner,
        parent=Case.objects.get(slug=data["parent"]) if data.get("parent") else None,
        **columns("title", data["title"]),
        **columns("summary", data["summary"]),
        body_zh_hans=html_from_notation(data["body"]["zh"]),
        body_en=html_from_notation(data["body"]["en"]),
        **columns("place", data.get("place")),
        period=data.get("period", ""),
        year=YEAR,
        created_by=by,
        changed_by=by,
    )
    case.full_clean()
    case.save()
    for order, row in enumerate(data.get("organisations", [])):
        organisation = Organisation.objects.get(slug=row["key"])
        Participation.objects.create(case=case, organisation=organisation, order=order, **columns("role", row["role"]))
    for order, row in enumerate(data.get("figures", [])):
        save(
            Figure(
                case=case,
                order=order,
                **columns("label", row["label"]),
                **columns("note", row.get("note")),
                **{name: row[name] for name in ("value", "unit", "qualifier", "period", "status")},
                is_key=row["key"],
            )
        )
    for order, row in enumerate(data.get("quotations", [])):
        save(Quotation(case=case, order=order, **quotation_columns(row)))
    for order, row in enumerate(data.get("pictures", [])):
        save(Picture(case=case, order=order, **picture_columns(row, f"{case.slug}-{order}")))
    tag_case(case, data)
    return case


def tag_case(case: Case, data: dict[str, Any]) -> None:
    tags = {(tag.vocabulary, tag.slug): tag for tag in Tag.objects.exclude(vocabulary=Vocabulary.TARGET)}
    if concept := data.get("concept"):
        set_tags(case, Vocabulary.CONCEPT, [Choice(tags["concept", concept["slug"]], Rank.PRIMARY, text(concept["reason"]))])
    set_tags(
        case,
        Vocabulary.GOAL,
        [
            Choice(tags["goal", str(row["number"])], Rank.PRIMARY if row["primary"] else Rank.SECONDARY, text(row["reason"]))
            for row in data["goals"]
        ],
    )
    for vocabulary, key in ((Vocabulary.SECTOR, "sectors"), (Vocabulary.REGION, "regions"), (Vocabulary.TOPIC, "topics")):
        set_tags(case, vocabulary, [Choice(tags[vocabulary.value, slug]) for slug in data[key]])


def load_drafts(users: dict[str, User]) -> None:
    """The open call and the unpublished cases of both demo companies."""
    now = timezone.now()
    year = now.year + 1
    call, _created = Call.objects.get_or_create(
        year=year,
        defaults={
            **columns("title", Text(f"{year}年度案例征集（示例）", f"Call for cases {year} (sample)")),
            "opens_at": now - dt.timedelta(days=30),
            "closes_at": now + dt.timedelta(days=60),
        },
    )
    reviewer = users["reviewer@association.example"]
    for row in read(FOLDER / "drafts.toml")["drafts"]:
        if Case.objects.filter(slug=row["slug"]).exists():
            continue
        owner = Organisation.objects.get(slug=row["owner"])
        editor = owner.memberships.select_related("user").order_by("pk")[0].user
        case = Case.objects.create(
            slug=row["slug"],
            organisation=owner,
            call=call,
            year=year,
            **columns("title", row["title"]),
            **columns("summary", row["summary"]),
            body_zh_hans=html_from_notation(row["body"]["zh"]),
            body_en=html_from_notation(row["body"]["en"]),
            created_by=editor,
            changed_by=editor,
        )
        goals = Tag.objects.filter(vocabulary=Vocabulary.GOAL, slug__in=map(str, row["goals"]))
        set_tags(case, Vocabulary.GOAL, [Choice(goal, Rank.PRIMARY) for goal in goals])
        if row["step"]:
            take("submit", case=case, by=editor)
        if row["step"] == "request_changes":
            take("start_review", case=case, by=reviewer)
            take("request_changes", case=case, by=reviewer, message=row["message"])


# --- Shared with the report's loader ---------------------------------------------------------------------------


def save(row: Any) -> Any:
    """Validated like a form's row, then saved."""
    row.full_clean()
    row.save()
    return row


def quotation_columns(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: value for field in ("text", "speaker", "role", "occasion") for name, value in columns(field, row.get(field)).items()},
        "form": QuotationForm(row["form"]),
        "date": row.get("date", ""),
    }


def picture_columns(row: dict[str, Any], seed: str) -> dict[str, Any]:
    """A stand-in drawn for the caption; the caption says so."""
    caption = text(row["caption"])
    said = Text(f"{caption.zh_hans}（示意图，非原照片）", f"{caption.en} (drawing in place of the photograph)")
    return {
        "file": ContentFile(draw(row["motif"], seed), name=f"{seed}.jpg"),
        **columns("caption", said),
        **columns("alt", row["alt"]),
        **columns("credit", CREDIT),
        "licence": LICENCE,
        "stand_in": True,
    }

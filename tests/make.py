"""Small rows for tests: each function makes one thing with sensible content and takes what matters as keywords."""

import io
import itertools
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from accounts.enums import Kind, Role
from accounts.models import Membership, Organisation, User
from cases.document import Text
from cases.enums import Rank, Vocabulary
from cases.models import Case, Figure, Picture, Publication, Tag
from cases.tagging import Choice, set_tags
from cases.workflow import take

_numbers = itertools.count(1)


def organisation(slug: str = "", **columns: Any) -> Organisation:
    slug = slug or f"company-{next(_numbers)}"
    return Organisation.objects.create(**{"slug": slug, "name_zh_hans": f"公司 {slug}", "name_en": f"Company {slug}"} | columns)


def association() -> Organisation:
    return Organisation.objects.filter(kind=Kind.ASSOCIATION).first() or organisation("association", kind=Kind.ASSOCIATION)


def user(role: Role | None = None, at: Organisation | None = None, **columns: Any) -> User:
    """A person with one role; inside roles are the association's unless told otherwise."""
    number = next(_numbers)
    person = User.objects.create_user(**{"email": f"person{number}@example.org", "name": f"人 {number}"} | columns)
    if role:
        Membership.objects.create(user=person, role=role, organisation=at or (association() if role.inside else organisation()))
    return person


def somebody(role: Role, at: Organisation | None = None) -> User:
    """Whoever has the role there already, or else somebody new: each person more would get a mail about each case."""
    at = at or association()
    return User.objects.filter(is_active=True, memberships__role=role, memberships__organisation=at).first() or user(role, at)


def editor(at: Organisation) -> User:
    return user(Role.EDITOR, at)


def picture_file(size: tuple[int, int] = (60, 40), kind: str = "JPEG", colour: str = "#0B6B57", **options: Any) -> ContentFile:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **options)
    return ContentFile(buffer.getvalue(), name=f"picture.{kind.lower()}")


def case(
    owner: Organisation | None = None, *, by: User | None = None, goals: tuple[int, ...] = (7,), concept: str = "", **columns: Any
) -> Case:
    """A draft that may be handed in: text, one goal, one key figure."""
    number = next(_numbers)
    owner = owner or organisation()
    by = by or somebody(Role.EDITOR, owner)
    made = Case.objects.create(
        **{
            "organisation": owner,
            "slug": f"case-number-{number}",
            "title_zh_hans": f"案例 {number}",
            "title_en": f"Case {number}",
            "summary_zh_hans": f"第 {number} 个案例的摘要。",
            "summary_en": f"Summary of case {number}.",
            "body_zh_hans": "<p>正文。</p>",
            "body_en": "<p>Text.</p>",
            "year": 2021,
            "created_by": by,
            "changed_by": by,
        }
        | columns
    )
    tags = Tag.objects.of(Vocabulary.GOAL).filter(code__in=map(str, goals))
    set_tags(
        made,
        Vocabulary.GOAL,
        [Choice(tag, Rank.PRIMARY if tag.code == str(goals[0]) else Rank.SECONDARY, Text("理由。", "A reason.")) for tag in tags],
    )
    if concept:
        set_tags(made, Vocabulary.CONCEPT, [Choice(Tag.objects.get(vocabulary=Vocabulary.CONCEPT, slug=concept), Rank.PRIMARY)])
    Figure.objects.create(
        case=made,
        label_zh_hans="节电量",
        label_en="Power saved",
        value="1600",
        unit="万千瓦时",
        qualifier="yue",
        period="2020",
        is_key=True,
    )
    return made


def picture(of: Case, **columns: Any) -> Picture:
    return Picture.objects.create(**{"case": of, "file": picture_file(), "caption_zh_hans": "图", "caption_en": "Picture"} | columns)


def submitted(case: Case) -> Case:
    take("submit", case=case, by=case.changed_by)
    return case


def published(case: Case) -> Publication:
    """The case on its whole way, by a reviewer and a publisher of the association."""
    reviewer, publisher = somebody(Role.REVIEWER), somebody(Role.PUBLISHER)
    submitted(case)
    take("start_review", case=case, by=reviewer)
    take("accept", case=case, by=reviewer)
    take("publish", case=case, by=publisher)
    return Publication.objects.with_documents().get(case=case)

"""Tags on cases: reading what people type, setting concepts, goals and topics with their rank and reason."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from cases.access import may_edit
from cases.document import Text
from cases.enums import Rank, Vocabulary
from cases.models import Case, CaseTag, Tag

# Chinese and Western commas and semicolons part tags; a space does not: “green factory” is one.
SEPARATORS = re.compile(r"[，、；,;\n]+")


@dataclass(frozen=True)
class Choice:
    """One tag for a case, with its weight and why."""

    tag: Tag
    rank: Rank = Rank.SECONDARY
    reason: Text = Text()

    @classmethod
    def of(cls, item: CaseTag) -> "Choice":
        """As the case has it now."""
        return cls(item.tag, Rank(item.rank), Text(item.reason_zh_hans or "", item.reason_en or ""))


def split_tags(text: str) -> list[str]:
    """Names as typed, in order, each once: `双碳、光伏；5G` → `["双碳", "光伏", "5G"]`."""
    names = (unicodedata.normalize("NFKC", name).strip() for name in SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def find_topics(names: Iterable[str]) -> dict[str, Tag | None]:
    """Each name with the topic of this name or synonym, in either language, whatever its case; one query."""
    known: dict[str, Tag] = {}
    for tag in Tag.objects.of(Vocabulary.TOPIC):
        for name in (tag.name_zh_hans, tag.name_en or "", tag.slug, *tag.synonyms):
            known.setdefault(_folded(name), tag)
    return {name: known.get(_folded(name)) for name in names}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def set_tags(case: Case, vocabulary: Vocabulary, choices: Iterable[Choice]) -> None:
    """Make these the case's tags of the vocabulary, and no others. At most one is primary: the first that says so."""
    wanted = {choice.tag.pk: choice for choice in choices}
    primary = next((pk for pk, choice in wanted.items() if choice.rank == Rank.PRIMARY), None)
    with transaction.atomic():
        case.case_tags.filter(tag__vocabulary=vocabulary).exclude(tag__in=wanted).delete()
        for pk, choice in wanted.items():
            CaseTag.objects.update_or_create(
                content_object=case,
                tag=choice.tag,
                defaults={
                    "rank": Rank.PRIMARY if pk == primary else Rank.SECONDARY,
                    # No browser sends this character, and PostgreSQL takes no text with it.
                    "reason_zh_hans": choice.reason.zh_hans.replace("\0", ""),
                    "reason_en": choice.reason.en.replace("\0", ""),
                },
            )


def add_topic(case: Case, topic: Tag, *, by: Any) -> bool:
    """One topic more, which is a save by this person unless the case has it. False while the case is not theirs to edit."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if not may_edit(by, locked):
            return False
        if not locked.case_tags.filter(tag=topic).exists():
            CaseTag.objects.create(content_object=locked, tag=topic, rank=Rank.SECONDARY)
            locked.mark_changed(by)
    return True


def new_topic(zh: str, en: str = "", *, slug: str = "", synonyms: Iterable[str] = ()) -> Tag:
    return Tag.objects.create(
        vocabulary=Vocabulary.TOPIC,
        slug=slug or slugify(en) or slugify(zh, allow_unicode=True),
        name_zh_hans=zh,
        name_en=en,
        synonyms=list(synonyms),
    )

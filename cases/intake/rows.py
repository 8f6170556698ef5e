"""What a file says besides its text, made rows of a draft: figures, quotations, videos, concepts, goals.

What does not hold as a row comes back as it was written, to be left over: nothing is made to fit.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from cases.document import Text
from cases.enums import Place, Qualifier, Rank, Vocabulary
from cases.intake.document import Intake
from cases.lists.reading import folded
from cases.models import Call, CallKind, Case, Figure, Quotation, Tag, Video
from cases.models.fields import exact_decimal
from cases.periods import validate_period
from cases.tagging import Choice, set_tags, split_tags

MOST_GOALS = 4
QUALIFIERS = {each.zh: each.value for each in Qualifier if each.zh} | {each.value: each.value for each in Qualifier if each.value}
MARK = re.compile(r"call (\d{1,9}) kind (\d{1,9})\Z", re.ASCII)
NUMBER = re.compile(r"\s*(?:SDG|目标|Goal)?\s*(\d{1,2})(?!\d)", re.I | re.ASCII)


def kind_of(mark: str, call: Call | None) -> CallKind | None:
    """The kind of case that our form was made for. What a file says of itself counts within the call alone that was chosen."""
    match = MARK.match(mark)
    return call.kinds.filter(pk=match[2]).first() if match and call and call.pk == int(match[1]) else None


def place_of(where: str) -> Place:
    return Place(where) if where else Place.UNREADABLE


CHECKS: dict[str, Callable[[str], Any]] = {
    "period": validate_period,
    "value": exact_decimal,
    "url": URLValidator(schemes=["https"]),
    "qualifier": lambda text: QUALIFIERS[text],
}


def fits(name: str, text: str) -> bool:
    """Whether a column takes this text."""
    try:
        CHECKS[name](text)
    except (ValidationError, KeyError):
        return False
    return True


def make_rows(case: Case, intake: Intake) -> list[str]:
    """Figures, quotations and videos of the draft; texts of rows that none could be made of."""
    return [
        *_make(case, intake.rows.get("figures", ()), _figure),
        *_make(case, intake.rows.get("quotations", ()), _quotation),
        *_make(case, [*intake.rows.get("videos", ()), *_pointed_to(intake)], _video),
    ]


def _figure(row: dict[str, str]) -> Figure:
    qualifier = row.get("qualifier", "")
    return Figure(**row | {"qualifier": QUALIFIERS.get(qualifier, qualifier)})


def _quotation(row: dict[str, str]) -> Quotation:
    return Quotation(**{name: text for name, text in row.items() if name != "marks"})


def _video(row: dict[str, str]) -> Video:
    return Video(**{"title_zh_hans": row.get("url", "")[:160]} | {name: text for name, text in row.items() if text})


def _pointed_to(intake: Intake) -> Iterator[dict[str, str]]:
    """Links stay in the text as well; one that cannot be a row is no loss."""
    for title, url in intake.links:
        if fits("url", url):
            yield {"title_zh_hans": title or url[:160], "url": url}


def _make(case: Case, rows: Iterable[dict[str, str]], as_row: Callable[[dict[str, str]], Any]) -> Iterator[str]:
    """Saves what holds as a row; the words of what does not."""
    for order, row in enumerate(rows):
        made = as_row(row)
        made.case, made.order = case, order
        try:
            # What the form would say: limits, numbers, periods, addresses, and what must be there.
            made.full_clean(exclude=["case"])
        except ValidationError:
            yield "\t".join(row.values())
        else:
            made.save()


# --- Concepts and goals -------------------------------------------------------------------------------------------


def set_named_tags(case: Case, intake: Intake) -> list[str]:
    """Concepts and goals that the file names: what a form or a labelled line says first, then the text. Names that are none come back."""
    tags = list(Tag.objects.filter(vocabulary__in=[Vocabulary.CONCEPT, Vocabulary.GOAL], merged_into=None))
    left: list[str] = []
    concepts: list[Choice] = []
    for name in [intake.concept, *split_tags(intake.concepts)]:
        found = _concept(tags, name)
        if found:
            concepts.append(Choice(found))
        elif name:
            left.append(name)
    goals: list[Choice] = []
    for row in (*intake.rows.get("goals", ()), *({"goal": name} for name in split_tags(intake.goals))):
        found = _goal(tags, row.get("goal", ""))
        reason = Text(row.get("reason_zh_hans", ""), row.get("reason_en", ""))
        if found and len(goals) < MOST_GOALS and len(reason.zh_hans) <= 300 and len(reason.en) <= 300:
            goals.append(Choice(found, reason=reason))
        else:
            left.append("\t".join(row.values()))
    concepts = concepts or [Choice(tag) for kind, name in intake.named if kind == "concept" and (tag := _concept(tags, name))]
    goals = goals or [Choice(tag) for kind, name in intake.named if kind == "goal" and (tag := _goal(tags, name))][:MOST_GOALS]
    for vocabulary, choices in ((Vocabulary.CONCEPT, concepts), (Vocabulary.GOAL, goals)):
        if choices:
            set_tags(
                case, vocabulary, [Choice(each.tag, Rank.SECONDARY if at else Rank.PRIMARY, each.reason) for at, each in enumerate(choices)]
            )
    return left


def _concept(tags: list[Tag], name: str) -> Tag | None:
    """绿色, 绿色发展, Green, or both as our form writes them."""
    asked = {folded(part).removesuffix("理念").removesuffix("发展") for part in re.split(r"[·|/]", name)} - {""}
    concepts = (tag for tag in tags if tag.vocabulary == Vocabulary.CONCEPT)
    return next(
        (tag for tag in concepts if asked & {folded(each) for each in (tag.name_zh_hans, tag.name_en, *tag.synonyms) if each}), None
    )


def _goal(tags: list[Tag], name: str) -> Tag | None:
    """7, SDG 7, 目标7, or a goal's name with or without its number."""
    goals = [tag for tag in tags if tag.vocabulary == Vocabulary.GOAL]
    if match := NUMBER.match(name):
        return next((tag for tag in goals if tag.code == str(int(match[1]))), None)
    return next(
        (tag for tag in goals if folded(name) in {folded(each) for each in (tag.name_zh_hans, tag.name_en, *tag.synonyms) if each}), None
    )

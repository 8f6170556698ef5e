"""The print texts of placements: read with their ties, written, and what has moved on beneath them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.characters import characters_of_html
from cases.document import CaseDocument
from cases.revisions import document_of
from cases.text import clean_html
from reports.models import Placement, Report
from reports.shortening.groups import Group, align, from_json, plain, printed, sources_of, split, to_json, whole
from reports.shortening.rebasing import Answer, Row, answered, rebase

LANGUAGES = ("zh_hans", "en")
# Characters for a case of its own, and for one within an umbrella: half a page beside its figures and a picture, as in most of 2021's.
ROOM = {"zh_hans": (350, 250), "en": (1250, 900)}
# A form with a field for each sentence; longer texts are shortened as a whole.
MOST_SENTENCES = 240


class Stale(Exception):
    """Somebody has changed the print text or the revision since the page was opened."""


@dataclass(frozen=True)
class Length:
    """In characters. `target` is what the place has room for."""

    source: int
    printed: int
    target: int

    @property
    def is_over(self) -> bool:
        return self.printed > self.target


@dataclass(frozen=True)
class Behind:
    """A print sentence whose source has moved on since it was shortened, or a source sentence that nobody has read ("new").

    `placement` and `block` are the keys of the page where it is mended (`admin:reports_block_shorten`), `part` the part's key.
    """

    placement: int
    block: int
    part: str
    case: str
    language: str
    kind: Literal["changed", "gone", "new"]
    sentence: str


# --- Reading ---------------------------------------------------------------------------------------------------------


def groups_of(placement: Placement, language: str, document: CaseDocument) -> tuple[Group, ...]:
    """The print text with its ties. One that was written elsewhere since is tied anew to the source that was read last.

    Without a print text the case's own is printed, whatever it says.
    """
    text = getattr(placement, f"print_text_{language}") or ""
    if not text:
        return whole(split(getattr(document.body, language)))
    kept = from_json(placement.ties).get(language, ())
    if kept and clean_html(printed(kept, language)) == text:
        return kept
    return align(sources_of(kept) if kept else split(getattr(document.body, language)), split(text), language)


def rows_of(placement: Placement, language: str, document: CaseDocument) -> tuple[Row, ...]:
    return rebase(groups_of(placement, language, document), split(getattr(document.body, language)))


def would_change(placement: Placement, before: CaseDocument, after: CaseDocument) -> dict[str, list[Row]]:
    """What of the print text `after` would flag, by language; languages without a print text are left out."""
    return {
        language: [row for row in rebase(groups_of(placement, language, before), split(getattr(after.body, language))) if row.flag]
        for language in LANGUAGES
        if getattr(placement, f"print_text_{language}")
    }


def lengths(placement: Placement, language: str, document: CaseDocument) -> Length:
    body = getattr(document.body, language)
    target = ROOM[language][placement.under_id is not None]
    return Length(characters_of_html(body), characters_of_html(getattr(placement, f"print_text_{language}") or body), target)


def behind(report: Report) -> list[Behind]:
    """Of every shortened case in the report. One query."""
    return behind_of(Placement.objects.filter(block__part__report=report))


def behind_of(placements: Any) -> list[Behind]:
    """Of a queryset of placements, in the order of the report. One query."""
    shortened = placements.exclude(Q(print_text_zh_hans="") | Q(print_text_zh_hans=None), Q(print_text_en="") | Q(print_text_en=None))
    rows = shortened.select_related("revision", "block__part").order_by("block__part__order", "block__part", "block__order", "order", "pk")
    return [found for placement in rows for found in _behind(placement)]


def _behind(placement: Placement) -> Iterable[Behind]:
    # What was never tied was written for the revision that it stands beside.
    if not placement.ties:
        return
    document, part = document_of(placement.revision), placement.block.part
    for language in LANGUAGES:
        if not getattr(placement, f"print_text_{language}"):
            continue
        for row in rows_of(placement, language, document):
            if row.flag:
                sentence = plain(row.group.words or row.now[0])
                yield Behind(placement.pk, placement.block_id, part.key, document.slug, language, row.flag, sentence)


# --- Writing ---------------------------------------------------------------------------------------------------------


def tie(placement: Placement) -> None:
    """Keep what its print text was made from, before it is pinned at another revision. Not saved here."""
    document = document_of(placement.revision)
    shortened = [language for language in LANGUAGES if getattr(placement, f"print_text_{language}")]
    placement.ties = to_json({language: groups_of(placement, language, document) for language in shortened}) if shortened else {}


def mark_of(placement: Placement) -> str:
    """Another one for whatever a page of its print text was opened with."""
    held = [placement.revision_id, placement.print_text_zh_hans, placement.print_text_en, placement.ties]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def shorten(pk: int, *, answers: Mapping[str, Mapping[int, Answer]], own: Mapping[str, str], seen: str) -> Placement:
    """Write a placement's print text after a person's answers to its rows, by language. The languages left out stay as they are.

    Stale when it is not as it was `seen`; ValidationError when nothing of a text is left.
    """
    placement = Placement.objects.select_for_update(of=("self",)).select_related("revision").get(pk=pk)
    if mark_of(placement) != seen:
        raise Stale
    document = document_of(placement.revision)
    ties = from_json(placement.ties)
    for language, given in answers.items():
        source = split(getattr(document.body, language))
        groups = answered(rows_of(placement, language, document), given, language, own.get(language, ""))
        if groups and not any(group.words for group in groups):
            raise ValidationError(
                {language: _("Leave a sentence of it at least; a case that is not to be printed is taken out of the part.")}
            )
        unshortened = [plain(group.words) for group in groups] == [plain(sentence.html) for sentence in source]
        ties[language] = () if unshortened else groups
        setattr(placement, f"print_text_{language}", "" if unshortened else printed(groups, language))
    placement.ties = to_json(ties) if any(ties.values()) else {}
    placement.save()
    return placement

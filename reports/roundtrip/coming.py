"""A Word file taken back: what it says otherwise than the part did when it went out becomes suggestions, each at its field."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.intake.child import read_apart
from cases.intake.document import Refused
from cases.intake.runs import shown_name
from cases.validators import DOCUMENT_BYTES
from reports.enums import SuggestionKind
from reports.models import Part, Suggestion, WordCopy, WordReturn
from reports.roundtrip.fields import form_of, found
from reports.roundtrip.reading import Remark, Returned
from reports.roundtrip.texts import even

READER = "reports.roundtrip.reading.read_home"
# Somebody waits for the page; a chapter takes a second.
SECONDS = 30
# A field longer than a book's chapter, and a file longer than a book, were not written by hand.
LONGEST_FIELD, LONGEST_FILE = 100_000, 2_000_000
# Paragraphs at no field, each an entry of its own; what is more comes together in the last one.
MOST_LOOSE = 200


@dataclass(frozen=True)
class Brought:
    """`made` counts what is new; `is_known` says that this very file had come home before."""

    file: WordReturn
    made: int
    is_known: bool = False


@dataclass
class _Known:
    """What earlier files of the same copy have brought."""

    said: set[tuple[str, int | None, str]] = field(default_factory=set)
    remarks: set[tuple[Any, ...]] = field(default_factory=set)


def come_home(part: Part, data: bytes, *, name: str, by: Any) -> Brought:
    """Raises Refused (`cases.intake.document`) for a file that is not taken, ValidationError for one that is not of this part.

    What stands in the report already, and what an earlier file of the same copy has brought, is not brought again.
    """
    if len(data) > DOCUMENT_BYTES:
        raise Refused("size")
    digest = hashlib.sha256(data).hexdigest()
    if known := WordReturn.objects.filter(copy__part=part, digest=digest).first():
        return Brought(known, 0, is_known=True)
    returned: Returned = read_apart(data, READER, SECONDS)
    copy = _copy_of(part, returned)
    _check_length(returned)
    try:
        with transaction.atomic():
            file = WordReturn.objects.create(copy=copy, by=by, name=shown_name(name), digest=digest)
            made = Suggestion.objects.bulk_create(_suggestions(copy, returned, file))
    except IntegrityError:
        # The same file twice at once.
        return Brought(WordReturn.objects.get(copy=copy, digest=digest), 0, is_known=True)
    return Brought(file, len(made))


def _copy_of(part: Part, returned: Returned) -> WordCopy:
    copy = WordCopy.objects.select_related("part").filter(token=returned.token).first() if returned.token else None
    if copy is None:
        raise ValidationError(
            _("This file was not sent out from here, or a program has taken its marks away; give the file that was sent out.")
        )
    if copy.part_id != part.pk:
        raise ValidationError(_("This file is of the part “%(part)s”; give it back on that part's page.") % {"part": copy.part})
    if not returned.fields:
        raise ValidationError(_("None of the part's texts is found in this file: a program has taken their marks away."))
    return copy


def _check_length(returned: Returned) -> None:
    fields = [len(home.texts["rich"]) for home in returned.fields.values()]
    everything = sum(fields) + sum(map(len, returned.loose)) + sum(len(remark.text) + len(remark.about) for remark in returned.remarks)
    if max(fields) > LONGEST_FIELD or everything > LONGEST_FILE:
        raise ValidationError(_("This file holds far more text than a part does; take out what does not belong to it and give it again."))


def _suggestions(copy: WordCopy, returned: Returned, file: WordReturn) -> Iterator[Suggestion]:
    known = _known(copy)
    stands = found((key for key, _text in copy.fields.values()), copy.language)
    remarks: dict[int | None, list[Remark]] = {}
    for remark in returned.remarks:
        if _mark(remark) not in known.remarks:
            at = remark.number if remark.number is not None and str(remark.number) in copy.fields else None
            remarks.setdefault(at, []).append(remark)

    def new(kind: SuggestionKind, number: int | None, text: str = "", **more: Any) -> Iterator[Suggestion]:
        if (kind.value, number, text) not in known.said or more.get("remarks"):
            yield Suggestion(origin=file, kind=kind, number=number, text=text, **more)

    for mark, (key, went) in copy.fields.items():
        number = int(mark)
        home = returned.fields.get(number)
        said = [_row(remark) for remark in remarks.get(number, ())]
        if home is None:
            yield from new(SuggestionKind.MISSING, number, went)
            continue
        text, now = home.texts[form_of(key)], stands[key].text if key in stands else None
        if text not in (went, now) and (SuggestionKind.CHANGE.value, number, text) not in known.said:
            people = [list(each) for each in home.people]
            yield from new(SuggestionKind.CHANGE, number, text, people=people, remarks=said)
        elif said:
            yield from new(SuggestionKind.NOTE, number, text, remarks=said)
    if None in remarks:
        yield from new(SuggestionKind.NOTE, None, remarks=[_row(remark) for remark in remarks[None]])
    for text in _loose(copy, returned):
        yield from new(SuggestionKind.UNPLACED, None, text)


def _loose(copy: WordCopy, returned: Returned) -> list[str]:
    """What stands at no field, and did not go out so."""
    ours = {*copy.frame}
    others = [home.texts["lines"] for number, home in returned.fields.items() if str(number) not in copy.fields]
    texts = [text for text in dict.fromkeys([*(text for text in returned.loose if even(text, "line") not in ours), *others]) if text]
    return [*texts[: MOST_LOOSE - 1], "\n".join(texts[MOST_LOOSE - 1 :])] if len(texts) > MOST_LOOSE else texts


def _known(copy: WordCopy) -> _Known:
    known = _Known()
    for kind, number, text, remarks in Suggestion.objects.filter(origin__copy=copy).values_list("kind", "number", "text", "remarks"):
        known.said.add((kind, number, text))
        known.remarks |= {tuple(each) for each in remarks}
    return known


def _row(remark: Remark) -> list[str]:
    return [remark.name, remark.day, remark.about, remark.text]


def _mark(remark: Remark) -> tuple[str, ...]:
    return tuple(_row(remark))

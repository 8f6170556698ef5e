"""The door of the suggestions: accepted, refused or dealt with, once. An accepted text goes the way of a typed one.

The part is held (`reports.checkout`), the row is checked and saved as a form saves it; what is signed and audited follows from the row.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.checkout import hold
from reports.enums import SuggestionKind, SuggestionState
from reports.models import Part, Report, Suggestion
from reports.roundtrip.fields import SORTS, Field, form_of, found
from reports.roundtrip.texts import Form


class MovedOn(Exception):
    """The text has changed since the person saw it; carries the sentence for them."""


@dataclass(frozen=True)
class Standing:
    """A suggestion beside what went out and what stands there now. `field` is None at no field, and where its row is gone."""

    suggestion: Suggestion
    field: Field | None
    went: str
    now: str
    form: Form = "lines"

    @property
    def is_change(self) -> bool:
        return self.suggestion.kind == SuggestionKind.CHANGE

    @property
    def is_clean(self) -> bool:
        """Whether nobody has worked on the text since it went out."""
        return self.is_change and self.field is not None and self.now == self.went

    @property
    def is_conflict(self) -> bool:
        return self.is_change and self.field is not None and self.now not in (self.went, self.suggestion.text)

    @property
    def is_there(self) -> bool:
        """Whether the text stands there by now, whoever brought it."""
        return self.is_change and self.field is not None and self.now == self.suggestion.text

    @property
    def is_gone(self) -> bool:
        return self.suggestion.number is not None and self.field is None

    @property
    def seen(self) -> str:
        return seen(self.now)


def seen(text: str) -> str:
    """What a page was opened with."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_of(part: Part) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(origin__copy__part=part, state=SuggestionState.OPEN)


def open_in(report: Report) -> QuerySet[Suggestion]:
    """In the order of the report."""
    rows = Suggestion.objects.filter(origin__copy__part__report=report, state=SuggestionState.OPEN)
    return rows.select_related("origin__copy__part", "origin__by").order_by("origin__copy__part__order", "number", "pk")


def standings(suggestions: list[Suggestion]) -> list[Standing]:
    """Suggestions of one part; they come with their copy. A query for each sort of row and each language."""
    fields: dict[str, dict[str, Field]] = {}
    for language in sorted({each.origin.copy.language for each in suggestions}):
        keys = {_sent(each)[0] for each in suggestions if each.number is not None and each.origin.copy.language == language}
        fields[language] = found(keys, language)
    made = []
    for each in suggestions:
        if each.number is None:
            made.append(Standing(each, None, "", ""))
            continue
        key, went = _sent(each)
        field = fields[each.origin.copy.language].get(key)
        made.append(Standing(each, field, went, field.text if field else "", form_of(key)))
    return made


def clean_of(part: Part) -> list[Standing]:
    """The open changes of texts that nobody has worked on since they went out."""
    return [standing for standing in standings(list(open_of(part).select_related("origin__copy"))) if standing.is_clean]


def _sent(suggestion: Suggestion) -> tuple[str, str]:
    key, went = suggestion.origin.copy.fields[str(suggestion.number)]
    return key, went


# --- Deciding --------------------------------------------------------------------------------------------------------


@transaction.atomic
def accept(part: Part, pk: int, *, by: Any, seen_text: str) -> Field:
    """Put the text in its place and say where. `seen_text` is what the person saw standing there (`Standing.seen`).

    MovedOn when another text stands there; `reports.checkout.Taken` when somebody else has the part; ValidationError when the text does
    not fit, or the suggestion is decided on.
    """
    suggestion = _open(part, pk)
    standing = standings([suggestion])[0]
    if standing.field is None or not standing.is_change:
        raise ValidationError(_("There is no place any more that this could be written to; copy what you need of it."))
    hold(standing.field.part, by=by)
    field = _locked(standing.field)
    if field.text != suggestion.text and seen(field.text) != seen_text:
        raise MovedOn(_("Somebody has changed this text since you saw it. It now stands below as it is: look again, then decide."))
    setattr(field.row, field.name, suggestion.text)
    _check(field, suggestion.text)
    field.row.save(update_fields=[field.name])
    _settle(suggestion, SuggestionState.ACCEPTED, by)
    return field


@transaction.atomic
def decline(part: Part, pk: int, *, by: Any) -> None:
    """Refuse a changed text; say of anything else that it is dealt with. ValidationError when it is decided on."""
    suggestion = _open(part, pk)
    is_change = suggestion.kind == SuggestionKind.CHANGE
    _settle(suggestion, SuggestionState.REFUSED if is_change else SuggestionState.DONE, by)


def _open(part: Part, pk: int) -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("origin__copy")
    suggestion = rows.filter(origin__copy__part=part, pk=pk).first()
    if suggestion is None:
        raise ValidationError(_("This suggestion is not there any more."))
    if suggestion.state != SuggestionState.OPEN:
        raise ValidationError(_("This suggestion has been decided on already."))
    return suggestion


def _locked(field: Field) -> Field:
    """As the row is now, held until this is done."""
    manager: Any = SORTS[field.sort]._default_manager
    manager.select_for_update().get(pk=field.row.pk)
    field.row.refresh_from_db(fields=[field.name])
    return field


def _check(field: Field, text: str) -> None:
    """As the row's form would."""
    column = field.row._meta.get_field(field.name)
    if column.max_length and len(text) > column.max_length:
        said = {"field": field.label, "most": column.max_length, "count": len(text)}
        raise ValidationError(
            _("“%(field)s” holds at most %(most)s characters, and this text has %(count)s: write a shorter one in the block's form.") % said
        )
    if field.sort == "placement" and not text:
        raise ValidationError(_("A print text cannot be emptied from Word; take the case out of the part, or shorten it on its page."))
    others = {each.name for each in field.row._meta.get_fields() if each.name != field.name}
    field.row.clean_fields(exclude=others)
    field.row.clean()


def _settle(suggestion: Suggestion, state: SuggestionState, by: Any) -> None:
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, by, timezone.now()
    suggestion.save(update_fields=["state", "decided_by", "decided_at"])

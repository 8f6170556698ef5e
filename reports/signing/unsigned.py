"""What is not signed or not approved yet, as findings: for the desk, for a gate before printing, for whoever asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from reports.document import Book
from reports.enums import PrintState
from reports.models import Report
from reports.signing.companies import Placed, placed
from reports.signing.standing import Gone, PartStanding, State, state


class Why(StrEnum):
    NOBODY = "nobody"  # is named to sign the part
    CHAIN = "chain"
    COMPANY = "company"


@dataclass(frozen=True)
class Unsigned:
    """`block` is the place of a block in its part, from 0; None where it is the part's heading, or the part as a whole."""

    part: str
    block: int | None
    why: Why
    sentence: str


def unsigned(report: Report, book: Book | None = None) -> list[Unsigned]:
    """What `awaited` says is not there yet."""
    return [each for each in awaited(report, book) if each]


def awaited(report: Report, book: Book | None = None) -> Iterator[Unsigned | None]:
    """Each block that a chain signs and each case that a company approves, None where that is done; in reading order.

    `reports.compose.Incomplete` when the report cannot be composed and no book is given; six queries beside that.
    """
    found = state(report, book)
    places = {each.block: each.piece.place for part in found.parts for each in part.pieces}
    yield from _of_chains(found)
    yield from _of_companies(placed(report), places)


def _of_chains(found: State) -> Iterator[Unsigned | None]:
    bare: set[int] = set()
    for part in found.parts:
        if not part.chain:
            # Said once for all that stands within it.
            bare.add(part.row.pk)
            if part.row.parent_id not in bare:
                yield Unsigned(part.part.key, None, Why.NOBODY, _("Nobody is named to sign “%(part)s”.") % {"part": part.row})
        else:
            yield from _of_part(part)


def _of_part(part: PartStanding) -> Iterator[Unsigned | None]:
    for each in part.all:
        if each.waits_for is None:
            yield None
            continue
        place = None if isinstance(each, Gone) else each.piece.place
        if isinstance(each, Gone):
            sentence = _("“%(part)s”: a block that was signed has been taken out; %(name)s has not seen that yet.")
        elif place is None:
            sentence = _("“%(part)s”, heading: waits for the signature of %(name)s.")
        else:
            sentence = _("“%(part)s”, block %(number)s: waits for the signature of %(name)s.")
        yield Unsigned(part.part.key, place, Why.CHAIN, sentence % {"part": part.row, "number": (place or 0) + 1, "name": each.waits_for})


def _of_companies(cases: list[Placed], places: Mapping[int | None, int | None]) -> Iterator[Unsigned | None]:
    sentences = {
        PrintState.NOT_ASKED: _("“%(case)s”: its company has not been asked yet."),
        PrintState.WAITING: _("“%(case)s”: its company has not answered yet."),
        PrintState.LAPSED: _("“%(case)s”: its company has not answered in time; ask again."),
        PrintState.CHANGED: _("“%(case)s”: the text has changed since its company was asked; ask again."),
        PrintState.OBJECTED: _("“%(case)s”: its company objects: %(words)s"),
    }
    for each in cases:
        sentence = sentences.get(each.state)
        if sentence is None:
            yield None
        else:
            said = {"case": each.title, "words": each.newest.words if each.newest else ""}
            yield Unsigned(each.placement.block.part.key, places.get(each.placement.block_id), Why.COMPANY, sentence % said)

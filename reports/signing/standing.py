"""Whose name stands under what a report says now, and whom it waits for. Read only; `signatures` writes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.enums import Kind, Role
from accounts.models import User
from accounts.roles import is_inside
from reports.compose import Incomplete, compose
from reports.document import Book
from reports.document import Part as PartDoc
from reports.models import Block, Part, Report, Signature, Signer
from reports.signing.pieces import Piece, pieces_of

Chain = tuple[Signer, ...]


@dataclass(frozen=True)
class Standing:
    """A piece with its chain, in order, and each one's signature under what it says now. `block` is the row's number."""

    piece: Piece
    block: int | None
    names: tuple[tuple[Signer, Signature | None], ...]

    @property
    def mark(self) -> str:
        """What a form says of a piece that was seen."""
        return self.piece.digest

    @property
    def waits_for(self) -> Signer | None:
        """The first of the chain who has not signed what it says now."""
        return next((signer for signer, signature in self.names if signature is None), None)


@dataclass(frozen=True)
class Gone:
    """A block that stands in the part no more; it waits until each of the chain who signed it has seen it go."""

    block: int
    names: tuple[tuple[Signer, Signature], ...]

    @property
    def mark(self) -> str:
        return f"gone-{self.block}"

    @property
    def waits_for(self) -> Signer:
        return self.names[0][0]


@dataclass(frozen=True)
class PartStanding:
    """A part's own pieces. The chain is its own or that of the nearest part above which has one; empty where there is none."""

    part: PartDoc
    row: Part
    depth: int
    chain: Chain
    pieces: tuple[Standing, ...]
    gone: tuple[Gone, ...]

    @property
    def has_own_chain(self) -> bool:
        return bool(self.chain) and self.chain[0].part_id == self.row.pk

    @property
    def all(self) -> tuple[Standing | Gone, ...]:
        return (*self.pieces, *self.gone)

    @property
    def waits(self) -> list[tuple[Signer, int]]:
        """For whom how many pieces wait, in the order of the chain."""
        counted = Counter(each.waits_for.pk for each in self.all if each.waits_for)
        return [(signer, counted[signer.pk]) for signer in self.chain if counted[signer.pk]]

    @property
    def is_signed(self) -> bool:
        return bool(self.chain) and not self.waits

    @property
    def counts(self) -> list[tuple[Signer, int]]:
        """How many pieces each of the chain has signed."""
        signed = Counter(signer.pk for each in self.pieces for signer, signature in each.names if signature)
        return [(signer, signed[signer.pk]) for signer in self.chain]

    def waiting_for(self, user: Any) -> list[Standing | Gone]:
        return [each for each in self.all if each.waits_for and each.waits_for.user_id == user.pk]


@dataclass(frozen=True)
class State:
    parts: tuple[PartStanding, ...] = field(default=())

    def of(self, part: int) -> PartStanding | None:
        return next((each for each in self.parts if each.row.pk == part), None)

    def waiting_for(self, user: Any) -> list[tuple[PartStanding, int]]:
        return [(part, count) for part in self.parts if (count := len(part.waiting_for(user)))]


def state(report: Report, book: Book | None = None) -> State:
    """Composes the report (`reports.compose.Incomplete` when it cannot be) unless its book is given, and four queries."""
    book = book or compose(report)
    rows = {row.key: row for row in Part.objects.filter(report=report)}
    chains: dict[int, list[Signer]] = {}
    for signer in signers_of(report):
        chains.setdefault(signer.part_id, []).append(signer)
    blocks: dict[int, list[int]] = {}
    for part_id, pk in Block.objects.filter(part__report=report).order_by("order", "pk").values_list("part_id", "pk"):
        blocks.setdefault(part_id, []).append(pk)
    signatures: dict[int, list[Signature]] = {}
    for signature in standing_signatures(report).defer("content"):
        signatures.setdefault(signature.part_id, []).append(signature)

    def below(parts: tuple[PartDoc, ...], depth: int, above: Chain) -> Iterator[PartStanding]:
        for part in parts:
            if row := rows.get(part.key):
                chain = tuple(chains.get(row.pk, ())) or above
                yield _standing(part, row, depth, chain, blocks.get(row.pk, []), signatures.get(row.pk, []))
                yield from below(part.parts, depth + 1, chain)

    return State(tuple(below(book.parts, 0, ())))


def _standing(part: PartDoc, row: Part, depth: int, chain: Chain, blocks: list[int], signatures: list[Signature]) -> PartStanding:
    under = {(signature.by_id, signature.digest): signature for signature in signatures}
    pieces = pieces_of(part)
    numbers: list[int | None] = [None, *blocks]
    found = tuple(
        Standing(piece, number, tuple((signer, under.get((signer.user_id, piece.digest))) for signer in chain))
        for piece, number in zip(pieces, numbers, strict=False)
    )
    said, there = {piece.digest for piece in pieces}, set(blocks)
    left: dict[int, dict[int, Signature]] = {}
    for signature in signatures:
        if signature.block is not None and signature.block not in there and signature.digest not in said:
            left.setdefault(signature.block, {})[signature.by_id] = signature
    gone = ((block, tuple((signer, by[signer.user_id]) for signer in chain if signer.user_id in by)) for block, by in left.items())
    return PartStanding(part, row, depth, chain, found, tuple(Gone(block, names) for block, names in gone if names))


def waiting_for(report: Report, user: Any) -> list[tuple[PartStanding, int]]:
    """The parts in which something waits for the person, and how much. One query for those who stand in no chain."""
    if not is_named(user, report):
        return []
    try:
        return state(report).waiting_for(user)
    except Incomplete:
        return []


# --- Who ---------------------------------------------------------------------------------------------------------------------


def signers_of(report: Report) -> QuerySet[Signer]:
    return Signer.objects.filter(part__report=report).select_related("user").order_by("part", "order", "pk")


def standing_signatures(report: Report) -> QuerySet[Signature]:
    return Signature.objects.filter(report=report, withdrawn_at=None).order_by("pk")


def people_who_may_sign() -> QuerySet[User]:
    """Everybody who works for the association."""
    inside = [role for role in Role if role.inside]
    return User.objects.filter(
        pk__in=User.objects.filter(is_active=True, memberships__role__in=inside, memberships__organisation__kind=Kind.ASSOCIATION)
    )


def signs_anywhere(user: Any) -> bool:
    return is_inside(user) and Signer.objects.filter(user=user).exists()


def reports_to_sign(user: Any) -> list[Report]:
    """Those in which the person is named. One query, and none for a company's people."""
    return list(Report.objects.filter(parts__signers__user=user).distinct()) if is_inside(user) else []


def is_named(user: Any, report: Report) -> bool:
    """Whether the person works for the association and stands in a chain of the report: such a one reads what they sign."""
    return is_inside(user) and Signer.objects.filter(part__report=report, user=user).exists()

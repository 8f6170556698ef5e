"""What the checks look at: the report as a book, and the few things that only the database knows of what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from cases.document import Text
from cases.enums import SealState
from cases.models import Comment, Publication, Seal
from reports.audit.findings import Place
from reports.document import Book
from reports.models import Block, Placement, Report, ShortLink, Stay, Suggestion
from reports.roundtrip.deciding import open_in
from reports.shortening import Behind, behind


@dataclass(frozen=True)
class Placed:
    """A case in the report, at revision `pinned`. `public` is the number of the one that is public now, None where none is;
    `stays` where somebody has said why it is not taken over.

    `is_stamped`: whether its company has stamped what is printed here, in this revision or in another that says the same.
    """

    pk: int
    place: Place
    case: int
    title: Text
    pinned: int
    public: int | None
    stays: bool
    is_stamped: bool
    is_stamp_waiting: bool


@dataclass(frozen=True)
class Proof:
    """`lacking` are the blocks that could not be composed: part and number → what they lack. Each relation is fetched once, when asked."""

    report: Report
    book: Book
    languages: tuple[str, ...]
    lacking: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every placed case in reading order of its block. Four queries."""
        places: dict[int, Place] = {}
        numbers: dict[str, int] = {}
        for pk, part in Block.objects.filter(part__report=self.report).order_by("order", "pk").values_list("pk", "part__key"):
            places[pk] = Place(part, numbers.get(part, 0))
            numbers[part] = numbers.get(part, 0) + 1
        title = KeyTransform("title", "revision__document")
        sheets = Seal.objects.filter(case=OuterRef("revision__case"), revision__sealed=OuterRef("revision__sealed"))
        rows = list(
            Placement.objects.filter(block__part__report=self.report)
            .order_by("block__part__order", "block__order", "order", "pk")
            .annotate(
                zh=KeyTextTransform("zh_hans", title),
                en=KeyTextTransform("en", title),
                stamped=Exists(sheets.filter(state=SealState.ACCEPTED)),
                waits=Exists(sheets.filter(state=SealState.WAITING)),
            )
            .values_list("pk", "block", "revision__case", "revision__case__slug", "revision__number", "zh", "en", "stamped", "waits")
        )
        public = dict(Publication.objects.live().filter(case__in={row[2] for row in rows}).values_list("case", "revision__number"))
        stays = set(Stay.objects.filter(placement__block__part__report=self.report).values_list("placement", "revision__number"))
        return tuple(
            Placed(
                pk=pk,
                place=Place(places[block].part, places[block].block, case=slug),
                case=case,
                title=Text(zh or "", en or ""),
                pinned=number,
                public=public.get(case),
                stays=(pk, public.get(case)) in stays,
                is_stamped=stamped,
                is_stamp_waiting=waits,
            )
            for pk, block, case, slug, number, zh, en, stamped, waits in rows
        )

    @cached_property
    def threads(self) -> tuple[Comment, ...]:
        """What reviewers have said about the placed cases, answers left out. One query beside those of `placed`."""
        cases = {placed.case for placed in self.placed}
        return tuple(Comment.objects.filter(thread=None, case__in=cases).select_related("by").order_by("at", "pk"))

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What came home from Word and is open. One query."""
        return tuple(open_in(self.report))

    @cached_property
    def behind(self) -> list[Behind]:
        """Print sentences that are to be looked at again. One query."""
        return behind(self.report)

    @cached_property
    def links(self) -> dict[str, ShortLink]:
        """The short links there are, by code. One query."""
        return {link.code: link for link in ShortLink.objects.all()}

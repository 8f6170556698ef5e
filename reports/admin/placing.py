"""Placed cases: placing one, taking over its newer revision, and what that changes. Print texts are kept."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.document import CaseDocument, Text
from cases.models import Case, Publication
from cases.periods import words
from cases.quantities import display
from cases.revisions import document_of
from cases.text import plain_text
from reports.models import Block, Placement
from reports.placements import place_case


class Moved(Exception):
    """What is public is not what the person saw; carries the sentence for them."""


@transaction.atomic
def place(block: Block, case: Case) -> Placement:
    """`place_case`, where a case that stays in the block keeps its print text."""
    texts = {
        placement.revision.case_id: (placement.print_text_zh_hans, placement.print_text_en)
        for placement in block.placements.select_related("revision").defer("revision__document")
    }
    top = place_case(block, case)
    for placement in block.placements.select_related("revision").defer("revision__document"):
        if any(kept := texts.get(placement.revision.case_id, ("", ""))):
            placement.print_text_zh_hans, placement.print_text_en = kept
            placement.save()
    return top


def newer(placement: Placement) -> Publication | None:
    """What is public of the case now, where that is not the pinned revision. One query."""
    publication = Publication.objects.live().with_documents().filter(case=placement.revision.case_id).first()
    return publication if publication and publication.revision_id != placement.revision_id else None


@transaction.atomic
def take_over(placement: Placement, *, number: int) -> int:
    """Pin the revision that is public now, if it is the one the person saw (`number`); its number. Moved otherwise."""
    placement = Placement.objects.select_for_update().select_related("revision").get(pk=placement.pk)
    publication = newer(placement)
    if publication is None:
        if placement.revision.number == number:
            return number
        raise Moved(_("There is no newer revision to take over: the block pins what is public, or the case is withdrawn."))
    if publication.revision.number != number:
        raise Moved(
            _("Meanwhile revision %(now)s has been published; compare again, then take it over.") % {"now": publication.revision.number}
        )
    placement.revision = publication.revision
    placement.save()
    return publication.revision.number


# --- What a newer revision changes -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    label: str | Promise
    before: str
    after: str


def changes(before: CaseDocument, after: CaseDocument) -> list[Change]:
    """Field by field, in words; what is alike is left out."""
    pairs = zip(_said(before), _said(after), strict=True)
    return [Change(label, old, new) for (label, old), (_label, new) in pairs if old != new]


def changes_of(placement: Placement, publication: Publication) -> list[Change]:
    return changes(document_of(placement.revision), document_of(publication.revision))


def _said(document: CaseDocument) -> list[tuple[Any, str]]:
    def both(text: Text) -> str:
        return "\n".join(filter(None, (plain_text(part) if "<" in part else part for part in (text.zh_hans, text.en))))

    def lines(found: Any) -> str:
        return "\n".join(found)

    language = "en" if get_language() == "en" else "zh-hans"
    return [
        (gettext_lazy("Title"), both(document.title)),
        (gettext_lazy("Summary"), both(document.summary)),
        (gettext_lazy("Text"), both(document.body)),
        (gettext_lazy("Place"), both(document.place)),
        (gettext_lazy("Period"), words(document.period, language)),
        (gettext_lazy("Organisations"), lines(o.name.zh_hans for o in (document.organisation, *document.organisations))),
        (
            gettext_lazy("Figures"),
            lines(
                f"{figure.label.get(language)}: {display(figure.value, figure.unit, figure.qualifier, language)}"
                + (f" ({words(figure.period, language)})" if figure.period else "")
                for figure in document.figures
            ),
        ),
        (gettext_lazy("Quotations"), lines(both(quotation.text) for quotation in document.quotations)),
        (gettext_lazy("Pictures"), lines(both(picture.caption) for picture in document.pictures)),
    ]

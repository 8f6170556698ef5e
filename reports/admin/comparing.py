"""What a newer revision of a placed case changes, in words for the desk."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from cases.document import CaseDocument, Text
from cases.models import Publication
from cases.periods import words
from cases.quantities import display
from cases.revisions import document_of
from cases.text import plain_text
from reports.models import Placement


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

"""References of a text that lead nowhere: to a figure, case or chapter that is not there, to one of our own addresses that is gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext_noop

from cases.models import Publication
from reports.document import Book
from reports.readiness.findings import Check, Obstacle, Severity, facts
from reports.readiness.proof import Proof
from reports.readiness.texts import homes

NUMERALS = "一二三四五六七八九十"
# Only where the reader is sent there: a law has a third chapter, too.
REFERENCE = re.compile(
    r"[见看如]\s*(?:本报告)?\s*(?:(?P<zh>图|案例)\s*(?P<number>\d{1,3})|第\s*(?P<chapter>\d{1,2}|[一二三四五六七八九十])\s*章)"
    r"|\b(?:see|cf\.)\s+(?P<en>fig\.|figure|case|chapter)\s*(?P<counted>\d{1,3})",
    re.IGNORECASE,
)
KINDS = {"图": "figure", "fig.": "figure", "figure": "figure", "案例": "case", "case": "case", "chapter": "chapter"}
SAYS = {
    "figure": gettext_noop("“%(words)s” leads nowhere: the last picture of the report is number %(last)s."),
    "case": gettext_noop("“%(words)s” leads nowhere: the last case of the report is number %(last)s."),
    "chapter": gettext_noop("“%(words)s” leads nowhere: the last chapter of the report is number %(last)s."),
}
GONE = gettext_noop("The text leads to %(address)s, which is not public.")
OWN = re.compile(re.escape(settings.SITE_URL) + r'(?:/en)?/(?P<kind>cases|v)/(?P<name>[\w-]+)/?(?=["#?])')


@dataclass(frozen=True)
class Reference:
    kind: str
    number: int
    words: str


def references(text: str) -> Iterator[Reference]:
    for found in REFERENCE.finditer(text):
        kind = "chapter" if found["chapter"] else KINDS[(found["zh"] or found["en"]).lower()]
        digits = found["chapter"] or found["number"] or found["counted"]
        yield Reference(kind, NUMERALS.index(digits) + 1 if digits in NUMERALS else int(digits), found[0])


def last(book: Book) -> dict[str, int]:
    chapters = max((part.number for _, part in book.walk()), default=0)
    return {"figure": sum(1 for _ in book.pictures()), "case": sum(1 for _ in book.cases()), "chapter": chapters}


def look(proof: Proof) -> Iterator[Obstacle | None]:
    """At most two queries: for the cases, and for the short links, that texts lead to."""
    ends, addresses = last(proof.book), []
    for home in homes(proof.book):
        for _, text in home.texts():
            for language in proof.languages:
                written, place = text.en if language == "en" else text.zh_hans, replace(home.place, language=language)
                for found in references(written):
                    fine = 1 <= found.number <= ends[found.kind]
                    told = facts(words=found.words, last=ends[found.kind])
                    yield None if fine else Obstacle(CHECK.code, Severity.BLOCKS, place, SAYS[found.kind], told, door=home.door)
                addresses += [(found, place, home.door) for found in OWN.finditer(written)]
    asked = {found["name"] for found, _, _ in addresses if found["kind"] == "cases"}
    public = set(Publication.objects.live().filter(slug__in=asked).values_list("slug", flat=True)) if asked else set()
    for address, place, door in addresses:
        fine = address["name"] in (public if address["kind"] == "cases" else proof.links)
        yield None if fine else Obstacle(CHECK.code, Severity.BLOCKS, place, GONE, facts(address=address[0]), door=door)


CHECK = Check(
    "references",
    gettext_noop("References"),
    gettext_noop("Whether each figure, case, chapter and address that a text names is there."),
    look,
)

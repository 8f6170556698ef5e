"""What a company's stamp covers of a document, and the digest of that, as it is printed.

A stamp covers what will be printed in the company's name: title, summary, text, place, time, year, organisations and their roles,
figures with unit, qualifier, time, status, source and note, quotations, and pictures with caption and credit. It does not cover what
the association decides or what only the site uses: tags, addresses, marks of having been checked, which figures stand on top, focal
points, alternative texts, licences, videos, the files behind a figure, the case's place in the collection.
"""

import hashlib
import json
from dataclasses import replace

from pydantic import TypeAdapter

from cases.document import CaseDocument, Text

# Of the digest so many digits are printed: enough that no other content of the same case has them.
SHORT = 12

_ADAPTER: TypeAdapter[CaseDocument] = TypeAdapter(CaseDocument)


def covered(document: CaseDocument) -> CaseDocument:
    """The document with nothing in it but what a stamp covers."""
    return replace(
        document,
        slug="",
        tags=(),
        videos=(),
        parent=None,
        continues=None,
        behind=(),
        figures=tuple(replace(figure, claim="declared", is_key=False, evidence=None) for figure in document.figures),
        pictures=tuple(
            replace(picture, alt=Text(), licence="", stand_in=False, focus=(50, 50), suffix="", width=0, height=0)
            for picture in document.pictures
        ),
    )


def sealed_digest(document: CaseDocument) -> str:
    """SHA-256 of what a stamp covers. What is left empty is not counted, nor is the schema's number: an upgrade voids nothing."""
    values = _ADAPTER.dump_python(covered(document), mode="json", exclude_defaults=True)
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def short(digest: str) -> str:
    """As it is printed: 4f2a-09c1-77de."""
    return "-".join(digest[at : at + 4] for at in range(0, SHORT, 4))

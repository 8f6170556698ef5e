"""Editions: a report frozen as a numbered value, whose files can be built again to the same bytes, here or elsewhere.

An edition never changes. Its manifest says what it was made from; its package holds all that is needed to make its files without us.
"""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.document import PictureDoc
from cases.document import digest as digest_of_case
from cases.media.derivatives import read_original
from cases.media.fonts import FOLDERS
from cases.search.held import raise_version
from reports.building import request_build
from reports.compose import Incomplete, compose
from reports.document import Book, canonical, digest, from_json, to_json
from reports.enums import PrintState
from reports.models import Build, Edition, Report
from reports.readiness import Readiness, examine
from reports.signing.companies import placed
from reports.signing.standing import state
from reports.writers.pandoc.styles import REFERENCE
from reports.writers.protocol import Pictures
from reports.writers.typst import TEMPLATES

SCHEMA = 1
# What has a part in the bytes of a file.
PROGRAMS = ("django", "nh3", "pillow", "pypandoc_binary", "segno", "typst", "vl-convert-python")
# The files that an edition is given at once; others are made when somebody asks.
FILES = ("pdf", "docx", "epub", "html", "icml", "csv", "json")
LANGUAGES = ("zh-hans", "en")
WRITTEN = (1980, 1, 1, 0, 0, 0)


class Refused(Exception):
    """Carries the sentence for whoever wanted the edition or gave the package."""


class Blocked(Refused):
    """Something stands against printing and no reason was given to freeze all the same; carries the gate's list."""

    def __init__(self, readiness: Readiness) -> None:
        blocking = len(readiness.blocking)
        super().__init__(
            ngettext(
                "%(count)s entry of the readiness list blocks printing; give a reason to freeze all the same.",
                "%(count)s entries of the readiness list block printing; give a reason to freeze all the same.",
                blocking,
            )
            % {"count": blocking}
        )
        self.readiness = readiness


def freeze(report: Report, *, by: Any, note: str = "", reason: str = "") -> Edition:
    """The next edition, with its files asked for; the manifest keeps what the gate found, and the `reason` to freeze all the same.

    Refused when the report cannot be composed, or says what the last edition says, or has been changed while the gate looked at it;
    Blocked when something blocks printing and there is no reason. The gate takes its time before the one transaction, in which the
    report is locked, composed, numbered, kept.
    """
    reason = reason.replace("\0", "").strip()
    readiness = examine(report)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=report.pk)
        last = report.editions.first()
        try:
            composed = compose(report)
        except Incomplete as error:
            raise Refused(str(error)) from error
        book = replace(composed, edition=last.number + 1 if last else 1)
        if last and digest(replace(book, edition=last.number)) == last.digest:
            raise Refused(_("Nothing has changed since edition %(number)s.") % {"number": last.number})
        if composed != readiness.book:
            raise Refused(_("The report has been changed in this moment. Look at it again, then freeze it."))
        if readiness.blocking and not reason:
            raise Blocked(readiness)
        edition = Edition.objects.create(
            report=report,
            number=book.edition,
            book=to_json(book),
            digest=digest(book),
            manifest=manifest(book)
            | {"readiness": {"open": readiness.tally(), "reason": reason if readiness.blocking else ""}}
            | {"signatures": signatures(report, book), "approvals": approvals(report)},
            note=note,
            frozen_by=by,
            frozen_at=timezone.now(),
        )
        for format in FILES:
            for language in LANGUAGES if report.in_english else LANGUAGES[:1]:
                request_build(report, format=format, language=language, by=by, edition=edition)
        raise_version()
    return edition


def book_of(edition: Edition) -> Book:
    return from_json(edition.book)


def files_of(edition: Edition) -> list[Build]:
    """Its finished files, the last of each format and language."""
    done = edition.builds.exclude(file="").order_by("pk")
    return list({(build.format, build.language): build for build in done}.values())


# --- The manifest ----------------------------------------------------------------------------------------------------


def manifest(book: Book) -> dict[str, Any]:
    """What the files of the edition are made from. All digests are SHA-256."""
    return {
        "schema": SCHEMA,
        "year": book.year,
        "edition": book.edition,
        "book": digest(book),
        "cases": [{"slug": box.document.slug, "revision": box.revision, "digest": digest_of_case(box.document)} for box in book.cases()],
        "numbers": [{"indicator": datum.indicator, "period": datum.period, "value": str(datum.value)} for datum in book.data()],
        "pictures": sorted({picture.digest for picture in book.originals()}),
        **tools(),
    }


def signatures(report: Report, book: Book) -> list[dict[str, Any]]:
    """Whose name stands under what the book says, in reading order."""
    return [
        {
            "part": part.part.key,
            "block": each.piece.place,
            "digest": each.piece.digest,
            "by": str(signer.user),
            "role": signature.role,
            "at": signature.at.isoformat(),
        }
        for part in state(report, book).parts
        for each in part.pieces
        for signer, signature in each.names
        if signature
    ]


def approvals(report: Report) -> list[dict[str, str]]:
    """Which cases their companies have approved as they are printed."""
    return [
        {"case": each.box.document.slug, "digest": each.digest, "by": each.newest.name, "at": str(each.newest.answered_at.isoformat())}
        for each in placed(report)
        if each.state == PrintState.APPROVED and each.newest
    ]


@cache
def tools() -> dict[str, dict[str, str]]:
    """The programs of this machine with their versions, its fonts and templates with their digests."""
    templates = [*TEMPLATES.glob("*.typ"), *REFERENCE.parent.iterdir()]
    return {
        "programs": {"python": ".".join(map(str, sys.version_info[:2])), **{name: version(name) for name in PROGRAMS}},
        "fonts": digests(file for folder in FOLDERS for file in folder.iterdir() if file.suffix in {".otf", ".ttf", ".ttc"}),
        "templates": digests(templates),
    }


def digests(files: Iterable[Path]) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}


def differences(manifest: dict[str, Any]) -> list[str]:
    """What here is another than the manifest says, such as `fonts: NotoSerifSC-Regular.otf`: files may come out otherwise."""
    return [
        f"{kind}: {name}"
        for kind, here in tools().items()
        for name in sorted(here.keys() | manifest[kind].keys())
        if here.get(name) != manifest[kind].get(name)
    ]


# --- The package: an edition on its way to another machine -----------------------------------------------------------


@dataclass(frozen=True)
class Package:
    """`pictures` gives the original of a picture; KeyError for one that the package lacks."""

    book: Book
    manifest: dict[str, Any]
    pictures: Pictures


def package(edition: Edition) -> bytes:
    """A zip of the manifest, the book and the originals of its pictures. The same edition gives the same bytes."""
    book = book_of(edition)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:

        def put(name: str, data: bytes) -> None:
            packed.writestr(zipfile.ZipInfo(name, WRITTEN), data, zipfile.ZIP_DEFLATED)

        put("manifest.json", json.dumps(edition.manifest, ensure_ascii=False, sort_keys=True, indent=1).encode())
        put("book.json", canonical(book))
        for picture in {picture.digest: picture for picture in book.originals()}.values():
            put(f"pictures/{picture.digest}", read_original(picture))
    return out.getvalue()


def unpack(path: Path) -> Package:
    """Refused when it is no package, or what it holds is not what its manifest says."""
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = json.loads(packed.read("manifest.json"))
            book = from_json(json.loads(packed.read("book.json")))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Refused(_("“%(name)s” is no package of an edition.") % {"name": path.name}) from error
    if digest(book) != manifest.get("book"):
        raise Refused(_("The book in “%(name)s” is not the one that its manifest names.") % {"name": path.name})
    return Package(book, manifest, _originals(path))


def _originals(path: Path) -> Pictures:
    def read(picture: PictureDoc) -> bytes:
        with zipfile.ZipFile(path) as packed:
            try:
                data = packed.read(f"pictures/{picture.digest}")
            except KeyError:
                raise Refused(_("The package lacks the picture %(digest)s.") % {"digest": picture.digest}) from None
        if hashlib.sha256(data).hexdigest() != picture.digest:
            raise Refused(_("The picture %(digest)s in the package is another.") % {"digest": picture.digest})
        return data

    return read

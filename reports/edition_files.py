"""The files of a report's editions, as the public has them."""

import re
from dataclasses import dataclass

from django.db.models import Prefetch

from reports.enums import BuildState
from reports.models import Build, Edition, Report
from reports.writers.registry import WRITERS

HAN = re.compile(r"[\u3400-\u9fff]")
# As readers know them, in the order in which they are wanted.
NAMES = {"pdf": "PDF", "docx": "Word", "epub": "EPUB", "html": "HTML", "csv": "CSV", "json": "JSON"}


@dataclass(frozen=True)
class File:
    """One of an edition's files; `suffix` without its dot is the end of its address."""

    name: str
    suffix: str
    build: Build

    @property
    def size(self) -> int | None:
        """Bytes; None where the storage has lost it."""
        try:
            return int(self.build.file.size)
        except OSError:
            return None


@dataclass(frozen=True)
class Listed:
    """An edition with its files by language."""

    edition: Edition
    files: dict[str, list[File]]

    @property
    def note_language(self) -> str:
        """People write it once, in the language they work in."""
        return "zh-Hans" if HAN.search(self.edition.note) else "en"


def listed(report: Report) -> list[Listed]:
    """The newest edition first, each with the files that are finished. Two queries."""
    done = Build.objects.filter(state=BuildState.DONE, format__in=NAMES).exclude(file="").order_by("pk")
    editions = report.editions.defer("book", "manifest").prefetch_related(Prefetch("builds", done))
    return [Listed(edition, _by_language(edition)) for edition in editions]


def _by_language(edition: Edition) -> dict[str, list[File]]:
    files: dict[str, list[File]] = {}
    builds = {(build.format, build.language): build for build in edition.builds.all()}
    for format, name in NAMES.items():
        for language in ("zh-hans", "en"):
            if build := builds.get((format, language)):
                files.setdefault(language, []).append(File(name, WRITERS[format].suffix[1:], build))
    return files


def public_file(year: int, number: int, language: str, suffix: str) -> Build | None:
    """The finished file at an address, if its report is public."""
    format = next((name for name in NAMES if WRITERS[name].suffix == f".{suffix}"), None)
    found = Build.objects.filter(
        report__is_public=True, report__year=year, edition__number=number, language=language, format=format, state=BuildState.DONE
    )
    return found.exclude(file="").select_related("report").order_by("-pk").first()

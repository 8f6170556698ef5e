"""Files that no row names, and rows whose file is gone.

A file is written before its row, so that a process killed between the two leaves a file alone, and a row that is deleted leaves its
file. A row names a file by a file field, or by the digest in something frozen: a revision, an edition, what somebody signed. Models are
asked as they are found, so that one that is added tomorrow is asked too. What is made anew when somebody asks for it (share cards,
sheets, a case as PDF) has no row and is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from cases.media.reuse import delete_unused, put_back
from cases.models import PublishedFile

# Folders with rows behind them; `readyz` is what a look at the storage leaves when it is killed.
ROOTS = ("originals", "derived", "builds", "readyz")
# Nobody works so long on a file, written or used again, whose row is still to come.
YOUNG = timedelta(days=1)
DIGEST = re.compile(r"[0-9a-f]{64}")
APPS = ("accounts", "cases", "reports")


@dataclass(frozen=True)
class Lost:
    """A row whose file is not there."""

    row: str
    name: str

    def __str__(self) -> str:
        return f"{self.row}: {self.name}"


@dataclass(frozen=True)
class Found:
    """`alone` are files that no row names and that are old enough to go; `young` ones may have their row still to come."""

    kept: int
    young: int
    alone: tuple[str, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True)
class Named:
    """All that rows name: files, and digests in what is frozen."""

    files: dict[str, str]
    digests: frozenset[str]

    def __contains__(self, name: str) -> bool:
        root = name.partition("/")[0]
        digest = digest_of(name)
        return name in self.files or (root in {"originals", "derived"} and digest in self.digests)


def look(storage: Storage = default_storage) -> Found:
    """The files are listed before the rows are read, so that a row that comes meanwhile is seen. Some queries for each model.

    What a killed sweep has left aside is put back first.
    """
    put_back(storage)
    there = set(_files(storage))
    named = _named()
    alone = sorted(name for name in there if name not in named)
    old = tuple(name for name in alone if is_old(name, storage))
    lost = [Lost(row, name) for name, row in named.files.items() if name not in there and not storage.exists(name)]
    known = {digest_of(name) for name in there if name.startswith("originals/")}
    for file in PublishedFile.objects.order_by("pk").iterator():
        if file.digest not in known:
            lost.append(Lost(f"{file._meta.label} {file.pk}", file.digest))
    return Found(len(there) - len(alone), len(alone) - len(old), old, tuple(sorted(lost, key=str)))


def remove(found: Found, storage: Storage = default_storage) -> int:
    """Delete the files that are alone, but those that a row has come to name since, or is about to: see `reuse`; how many went."""
    named = _named()
    since = timezone.now() - YOUNG
    return sum(delete_unused(name, since, storage) for name in found.alone if name not in named)


def is_old(name: str, storage: Storage) -> bool:
    try:
        return storage.get_modified_time(name) < timezone.now() - YOUNG
    except FileNotFoundError:
        return False  # gone meanwhile


def digest_of(name: str) -> str:
    """`originals/ab/<digest>.jpg`, `derived/ab/<digest>-480.webp`; the same content kept twice in earlier days has a mark behind it."""
    found = DIGEST.match(PurePosixPath(name).name)
    return found[0] if found else ""


def _files(storage: Storage) -> Iterator[str]:
    folders = list(ROOTS)
    while folders:
        folder = folders.pop()
        try:
            below, files = storage.listdir(folder)
        except FileNotFoundError:
            continue
        folders += [f"{folder}/{name}" for name in below]
        yield from (f"{folder}/{name}" for name in files)


def _named() -> Named:
    files: dict[str, str] = {}
    digests: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label not in APPS:
            continue
        for column in model._meta.concrete_fields:
            rows = model._base_manager.order_by("pk")
            if isinstance(column, models.FileField):
                for pk, name in rows.exclude(**{column.name: ""}).values_list("pk", column.name).iterator():
                    files[name] = f"{model._meta.label} {pk}"
                    digests.add(digest_of(name))
            elif isinstance(column, models.JSONField):
                for (text,) in rows.annotate(_text=Cast(column.name, models.TextField())).values_list("_text").iterator(chunk_size=500):
                    digests.update(DIGEST.findall(text or ""))
    return Named(files, frozenset(digests - {""}))

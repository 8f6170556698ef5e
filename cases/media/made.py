"""Files made of a revision when somebody first asks for them, and kept in the storage: share cards, a case as PDF.

What is made of an earlier revision is put away when the new one is made, so that there is one file for each name that is asked for.
"""

import threading
from collections.abc import Callable
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


class Busy(Exception):
    """Another one is being made, and enough wait for it already; ask again in some seconds."""


class Maker:
    """Makes one file at a time in a process; at most `waiting` more wait for it, each for so many seconds.

    `endings` are what a whole file ends with: one whose writing broke off is made anew.
    """

    def __init__(self, *, endings: tuple[bytes, ...], waiting: int, seconds: float) -> None:
        self.endings = endings
        self.seconds = seconds
        self._places = threading.BoundedSemaphore(waiting + 1)
        self._making = threading.Lock()

    def get(self, folder: str, name: str, make: Callable[[], bytes]) -> bytes:
        """The file `name` of `folder`, in which nothing else is then. Busy when it would have to be made and too many wait."""
        data = self._kept(f"{folder}/{name}")
        if data is not None:
            return data
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._making.acquire(timeout=self.seconds):
                raise Busy
            try:
                data = self._kept(f"{folder}/{name}")
                return self._make(folder, name, make) if data is None else data
            finally:
                self._making.release()
        finally:
            self._places.release()

    def _kept(self, path: str) -> bytes | None:
        try:
            with default_storage.open(path) as file:
                data: bytes = file.read()
        except FileNotFoundError:
            return None
        return data if data.endswith(self.endings) else None

    def _make(self, folder: str, name: str, make: Callable[[], bytes]) -> bytes:
        data = make()
        with suppress(FileNotFoundError):
            for other in default_storage.listdir(folder)[1]:
                default_storage.delete(f"{folder}/{other}")
        default_storage.save(f"{folder}/{name}", ContentFile(data))
        return data

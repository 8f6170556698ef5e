"""What a process holds of the site, each thing made once for a version of the site."""

import threading
from collections.abc import Callable, Hashable

from cases.models import SiteVersion


def site_version() -> int:
    """The number that grows with every change of what is public. One query."""
    return SiteVersion.objects.values_list("number", flat=True).get(pk=1)


class Held[T]:
    """Values by key, each good for one version; of threads that ask at the same moment one makes it, the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[Hashable, tuple[int, T]] = {}

    def at(self, version: int, make: Callable[[], T], *, key: Hashable = None) -> T:
        held = self._values.get(key)
        if held is None or held[0] != version:
            with self._lock:
                held = self._values.get(key)
                if held is None or held[0] != version:
                    held = self._values[key] = (version, make())
        return held[1]

    def last(self, *, key: Hashable = None) -> T | None:
        """As it was last made, of whatever version; None when it never was."""
        held = self._values.get(key)
        return held[1] if held else None

    def clear(self) -> None:
        self._values.clear()

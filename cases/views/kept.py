"""What a process keeps of pages between requests: at most so many bytes of it, and of these what was asked for last."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

# What HTML may not hold stands where a piece goes.
SEAM = "\0"
# What the books take for an entry beside its bytes: key, tuple, place in the order.
OVERHEAD = 400


class Kept[T]:
    """Values by key, each with its size in bytes; what was not asked for longest goes first. For all threads of a process."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: T, size: int) -> None:
        """One that is larger than all there may be is not kept."""
        size += OVERHEAD
        with self._lock:
            self._bytes -= self._values.pop(key, (value, 0))[1]
            if size > self.most_bytes:
                return
            self._values[key] = (value, size)
            self._bytes += size
            while self._bytes > self.most_bytes:
                self._bytes -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._values)


class KeptHtml(Kept[tuple[bytes, ...]]):
    """Pieces of pages as they are sent: of a page that is put together from them nothing is encoded anew."""

    def put_html(self, key: Hashable, *pieces: str) -> tuple[bytes, ...]:
        """The pieces as `get` will give them."""
        encoded = tuple(piece.encode() for piece in pieces)
        self.put(key, encoded, sum(map(len, encoded)))
        return encoded

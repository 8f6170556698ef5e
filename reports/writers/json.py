"""The book as data: for other programs, and to see what a build was made from."""

import json

from reports.document import Book, to_json
from reports.writers.protocol import Pictures, Progress


class JsonWriter:
    format = "json"
    suffix = ".json"
    media_type = "application/json"

    def write(self, book: Book, *, language: str, pictures: Pictures, on_progress: Progress | None = None) -> bytes:
        """Both languages, whatever is asked for; pictures by their digests."""
        return json.dumps(to_json(book), ensure_ascii=False, indent=2, sort_keys=True).encode()

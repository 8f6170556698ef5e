"""One line of JSON for each thing worth saying."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# What JSON leaves as it is but a terminal or a line splitter acts on, and lone surrogates, which UTF-8 cannot say.
ACTING = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")

encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    """`time`, `level`, `logger`, `message`, then `request_id`, the record's `fields` and `exc` where there are any.

    JSON escapes CR, LF and the escape character, so nothing a visitor sends can begin a line or colour a terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["exc"] = self.formatException(record.exc_info)
        return ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", encode(line))

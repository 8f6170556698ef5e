"""One line of JSON for each thing worth saying."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

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
        return _without_controls(json.dumps(line, ensure_ascii=False, default=str))


def _without_controls(line: str) -> str:
    """Escape what JSON leaves as it is but a terminal or a line splitter acts on, and lone surrogates, which UTF-8 cannot say."""
    return "".join(f"\\u{ord(letter):04x}" if _acts(letter) else letter for letter in line)


def _acts(letter: str) -> bool:
    return "\x7f" <= letter <= "\x9f" or letter in "\u2028\u2029" or "\ud800" <= letter <= "\udfff"

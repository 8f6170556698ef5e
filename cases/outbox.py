"""Where mails to people wait to be sent."""

from typing import Any


def post(kind: str, *, to: Any, case: Any = None, key: str = "", **values: Any) -> None:
    """Stands in until the outbox is there: renders nothing, sends nothing."""

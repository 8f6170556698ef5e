import datetime as dt
from typing import Any

from django.http import HttpResponse

NOON = dt.datetime(2030, 5, 4, 4, tzinfo=dt.UTC)  # in Shanghai
CHANGED = NOON - dt.timedelta(hours=2)


def own(response: HttpResponse) -> tuple[Any, ...]:
    """An answer without what each has of its own."""
    return response.status_code, response.content, {name: text for name, text in response.headers.items() if name != "X-Request-ID"}

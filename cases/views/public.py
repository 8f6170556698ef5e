"""What every public page keeps to: safe methods only, and an answer that anyone may hold, but not for long."""

from collections.abc import Callable
from typing import Any

from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# A publication is to be seen on every page within a second, so nobody keeps a page longer.
FRESH_SECONDS = 1

View = Callable[..., Any]


def public_page(view: View) -> View:
    return require_safe(cache_control(public=True, max_age=FRESH_SECONDS)(view))

"""The password, or the second factor, once more before what is hard to take back: rights, exports of people, publishing in bulk."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse


def is_fresh(request: HttpRequest) -> bool:
    """Whether the user proved who they are within ACCOUNT_REAUTHENTICATION_TIMEOUT, at the sign-in or since.

    Who has neither a password nor a second factor has nothing to be asked for.
    """
    if not get_reauthentication_flows(request.user):
        return True
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def demand_fresh(request: HttpRequest) -> None:
    """Send whoever has not proved lately who they are to prove it; a form that was posted is taken up again afterwards."""
    if not is_fresh(request):
        raise ReauthenticationRequired


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that asks first. On a method: `method_decorator(fresh)`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        demand_fresh(request)
        return view(request, *args, **kwargs)

    return guarded

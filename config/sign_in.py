"""Between having signed in and the pages behind it: how long a session lasts, and the second factor still to be set up."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts import second_factor
from accounts.sessions import is_over
from config.middleware import PRIVATE_PATHS

# Said by what a page sends while nobody does anything: that it is still open.
BY_ITSELF = "X-By-Itself"


class SessionAgeMiddleware:
    """End a session that has rested or lasted too long. Its next request is a stranger's, which the page sends to sign in.

    Public pages are not asked: they know no session, and do not keep one awake.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            PRIVATE_PATHS.match(request.path_info)
            and request.user.is_authenticated
            and is_over(
                request.session,
                idle=settings.SESSION_IDLE,
                absolute=settings.SESSION_ABSOLUTE,
                in_use=BY_ITSELF not in request.headers,
            )
        ):
            logout(request)
        return self.get_response(request)


@login_required
def second_factor_due(request: HttpRequest) -> HttpResponse:
    """The page that somebody of the association sees instead of the admin until a second factor is set up."""
    if not second_factor.is_due(request.user):
        return redirect("admin:index")
    return render(request, "account/second_factor_due.html")

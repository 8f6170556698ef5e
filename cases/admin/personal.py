"""What is kept of a person, for the operator: one JSON to hand over, and a page that erases. Both ask for the password again."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.reauth import demand_fresh
from accounts.roles import is_operator
from cases import personal
from cases.admin.previews import private


def addresses(guarded: Callable[[Any], Any]) -> list[Any]:
    return [
        path("<int:object_id>/personal-data/", guarded(require_safe(take)), name="accounts_user_personal_data"),
        path("<int:object_id>/erase/", guarded(require_http_methods(["GET", "HEAD", "POST"])(erase)), name="accounts_user_erase"),
    ]


def take(request: HttpRequest, user: User) -> HttpResponse:
    if not is_operator(request.user):
        raise Http404
    demand_fresh(request)
    found = personal.given_out(user, by=request.user)
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="person-{user.pk}.json"'
    return private(response)


def erase(request: HttpRequest, user: User) -> HttpResponse:
    """What would go, and with the e-mail address typed once more it goes."""
    if not personal.may_erase(request.user, user):
        raise Http404
    demand_fresh(request)
    typed = request.POST.get("email", "").strip().lower()
    if request.method == "POST" and typed == user.email:
        personal.erase(user, by=request.user)
        messages.success(request, _("The personal data of account %(mark)s are erased.") % {"mark": personal.pseudonym(user)})
        return redirect("admin:accounts_user_changelist")
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Erase personal data"),
        "subtitle": None,
        "original": user,
        "pseudonym": personal.pseudonym(user),
        "wrong": request.method == "POST",
        "opts": User._meta,
    }
    return TemplateResponse(request, "admin/accounts/user/erase.html", context, status=422 if request.method == "POST" else 200)

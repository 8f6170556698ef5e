"""The form's addresses for text that is not saved yet: kept while somebody types, put back, discarded; and who else is here."""

import json
import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import is_inside, organisation_ids
from cases import working_copies
from cases.access import may_edit, own_organisations
from cases.models import Case, Presence


@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest, case: Case | None) -> HttpResponse:
    """GET renews a page's CSRF token after signing in again; POST keeps a form's text, or says that the form is open or left.

    `{"tab": …, "user": id, "values": {name: [text]}}`; without `values` only a sign of life, with `"leave"` the last one.
    """
    user: Any = request.user
    if request.method == "GET":
        return JsonResponse({"user": user.pk, "csrf": get_token(request)})
    if not (may_edit(user, case) if case else own_organisations(user).exists()):
        return JsonResponse({"problem": "moved"}, status=409)
    try:
        sent = json.loads(request.body)
        if sent["user"] != user.pk:
            return JsonResponse({"problem": "user"}, status=409)
        tab = str(sent["tab"])
        if sent.get("leave"):
            working_copies.leave(user=user, tab=tab)
            return JsonResponse({})
        copy = None
        if "values" in sent:
            copy = working_copies.keep(user=user, case=case, tab=tab, values=sent["values"])
        if case:
            working_copies.be_present(user=user, case=case, tab=tab)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"problem": "content"}, status=400)
    here = others(user, case, tab) if case else []
    return JsonResponse({"at": clock(timezone.now()), "others": here} | ({"copy": copy.pk} if copy else {}))


def clock(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def others(user: Any, case: Case, tab: str) -> list[str]:
    """Sentences on other open forms, each once. A company reads its colleagues' names, and of the association that it is there."""
    return list(dict.fromkeys(_sentence(user, case, row) for row in working_copies.others(case=case, tab=tab)))


def _sentence(user: Any, case: Case, row: Presence) -> str:
    values = {"name": row.user.name or row.user.email, "time": clock(row.since)}
    if row.user_id == user.pk:
        return _("You have this case open in another window, since %(time)s.") % values
    if not is_inside(user) and case.organisation_id not in organisation_ids(row.user):
        return _("The association is editing this case, since %(time)s.") % values
    return _("%(name)s is editing this case, since %(time)s.") % values


def answer(request: HttpRequest, case: Case | None) -> HttpResponse | None:
    """“Discard” goes back to the form; “Put back” fills the request with the kept text, which the form then shows and does not save."""
    user: Any = request.user
    asked = request.POST.get("_discard_copy") or request.POST.get("_put_back")
    if not asked:
        return None
    copy = working_copies.find(user, case, asked)
    if copy is None:
        raise Http404
    if "_discard_copy" in request.POST:
        working_copies.forget(user, copy.tab)
        return HttpResponseRedirect(request.path)
    data = QueryDict(mutable=True)
    for name, texts in working_copies.values_of(copy).items():
        data.setlist(name, texts)
    data["_put_back"], data["_tab"] = str(copy.pk), copy.tab
    request.POST = data
    return None


def around(request: HttpRequest, case: Case | None) -> dict[str, Any]:
    """What the form's template shows: this form's key and bounds, the kept texts of other forms, and who else is here."""
    user: Any = request.user
    posted = request.POST.get("_tab", "")
    tab = posted if working_copies.TAB.fullmatch(posted) else secrets.token_hex(8)
    return {
        "tab": tab,
        "copies": [copy for copy in working_copies.copies(user, case) if copy.tab != tab],
        "others": others(user, case, tab) if case else [],
        "most_fields": str(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS),
        "most_bytes": str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    }


def forget(request: HttpRequest) -> None:
    """The form is saved: its working copy has done its work."""
    user: Any = request.user
    if tab := request.POST.get("_tab"):
        working_copies.forget(user, tab)


def keep_posted(request: HttpRequest, case: Case) -> None:
    """All that a refused form sent, its rows too, so that it can be put back when the case comes back."""
    user: Any = request.user
    tab = request.POST.get("_tab", "")
    values = {name: [str(text) for text in texts] for name, texts in request.POST.lists()}
    try:
        working_copies.keep(user=user, case=case, tab=tab if working_copies.TAB.fullmatch(tab) else secrets.token_hex(8), values=values)
    except working_copies.NotKept:
        return

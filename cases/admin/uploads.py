"""Pictures given to a case many at once: a page that takes them with and without scripts."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cases.access import may_edit
from cases.media.adding import add_picture, copies_of, remarks
from cases.models import Case

# Files in one request without scripts; with them each comes by itself.
MOST_AT_ONCE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, case: Case) -> HttpResponse:
    """`case` is one that the user sees. A script asks for JSON and sends one file; a form sends several and is led back."""
    if not may_edit(request.user, case):
        raise Http404
    if request.method != "POST":
        return page(request, case)
    files = request.FILES.getlist("pictures")
    taken, refused = 0, []
    for file in files[:MOST_AT_ONCE]:
        try:
            add_picture(case, file, by=request.user)
            taken += 1
        except ValidationError as error:
            refused.append({"name": file.name, "sentence": " ".join(error.messages)})
        except PermissionError:
            raise Http404 from None
    refused += [
        {"name": file.name, "sentence": _("At most %(most)s files at once; give this one again.") % {"most": MOST_AT_ONCE}}
        for file in files[MOST_AT_ONCE:]
    ]
    if request.accepts("text/html"):
        return _back(request, case, taken, refused, asked=bool(files))
    return JsonResponse({"taken": taken, "refused": refused}, status=200 if taken else 422)


def _back(request: HttpRequest, case: Case, taken: int, refused: list[dict[str, str]], *, asked: bool) -> HttpResponse:
    if taken:
        text = ngettext("%(count)s picture was added.", "%(count)s pictures were added.", taken)
        messages.success(request, text % {"count": taken})
    for each in refused:
        messages.error(request, _("“%(file)s”: %(sentence)s") % {"file": each["name"], "sentence": each["sentence"]})
    if not asked:
        messages.error(request, _("Choose one or more pictures."))
    return redirect("admin:cases_case_pictures", case.pk)


def page(request: HttpRequest, case: Case) -> HttpResponse:
    rows = list(case.pictures.select_related("case"))
    copies = copies_of(rows)
    context: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Pictures"),
        "case": case,
        "pictures": [{"picture": row, "remarks": remarks(row), "copies": copies[row.pk]} for row in rows],
        "opts": Case._meta,
    }
    return TemplateResponse(request, "admin/cases/case/pictures.html", context)

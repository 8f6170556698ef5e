"""Background work for operators: what runs, what waits, what has failed, and “Try again”. Others do not find the page."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from accounts.roles import is_operator
from cases import background

SHOWN = 50
NAMES: dict[str, str | Promise] = {
    "accounts.tasks.send_reset": gettext_lazy("Mail with a link for a new password"),
    "accounts.tasks.send_notice": gettext_lazy("Mail about an account"),
    "cases.intake.tasks.read_word": gettext_lazy("Read a Word file"),
    "cases.lists.tasks.read_list": gettext_lazy("Read an Excel list"),
    "cases.lists.tasks.make_list": gettext_lazy("Make the cases of an Excel list"),
    "cases.tasks.seal_search": gettext_lazy("Tidy the search index"),
    "cases.tasks.make_smaller_pictures": gettext_lazy("Smaller pictures of a published case"),
    "reports.bank.tasks.read_indicators": gettext_lazy("Read an Excel list of indicators"),
    "reports.tasks.carry_out": gettext_lazy("Build a report"),
}


def background_page(request: HttpRequest) -> HttpResponse:
    """Seven queries of its own for any number of tasks. Of a task's arguments nothing is shown: they may name people."""
    if not is_operator(request.user):
        raise Http404
    if request.method == "POST":
        return _try_again(request)
    rows = DBTaskResult.objects.defer("args_kwargs", "return_value")
    context = admin.site.each_context(request) | {
        "title": _("Background work"),
        "workers": background.alive(),
        "groups": [
            (name, heading, list(_named(found[:SHOWN])), found.count())
            for name, heading, found in (
                ("running", _("Running"), rows.running().order_by("started_at")),
                ("waiting", _("Waiting"), rows.filter(status="READY")),
                ("failed", _("Failed"), rows.failed().order_by("-finished_at")),
            )
        ],
    }
    return TemplateResponse(request, "admin/cases/background.html", context)


def _named(rows: Any) -> Any:
    for row in rows:
        row.name = NAMES.get(row.task_path, row.task_path)
        row.reason = (row.traceback.strip().splitlines() or [""])[-1][:300]
        yield row


def _try_again(request: HttpRequest) -> HttpResponse:
    try:
        pk = UUID(request.POST.get("task", ""))
    except ValueError:
        raise Http404 from None
    if background.try_again(str(pk)):
        messages.success(request, _("The task waits for a worker again."))
    else:
        messages.error(request, _("This task has not failed, or somebody has tried it again already."))
    return redirect("admin:background")
